"""How fast and how large gongwen is: `python -m eval.bench`."""
