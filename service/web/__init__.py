"""The page: labels, marked text and Jinja templates; knows nothing of HTTP."""
