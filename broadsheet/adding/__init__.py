"""Adding papers: what services say of one, made into a file of the content."""
