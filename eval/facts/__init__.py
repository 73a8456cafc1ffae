"""How well facts are extracted, on clauses labelled by hand."""
