"""The site as a whole: the catalog, the addresses, and what a page is."""
