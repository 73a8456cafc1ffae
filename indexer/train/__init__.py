"""Public Chinese and English texts -> the embedded static encoder in indexer/model."""
