"""Question sets and systems side by side -> one report on retrieval and on confidence."""
