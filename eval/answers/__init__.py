"""Question sets -> how good the quotes are that ask() gives: right, short, verbatim, held back."""
