"""Adding papers: what services say about one, made into a file of the content."""
