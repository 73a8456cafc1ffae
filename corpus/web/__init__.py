"""A web address -> the bytes of the document there, fetched politely and safely."""
