"""Characters with places on pages -> lines, tables and paragraphs, for PDF and OFD."""
