"""The output folder: which pages to make, their bytes, into place."""
