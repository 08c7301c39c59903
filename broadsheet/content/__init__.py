"""What people write: the front matter, one file to one paper, the whole folder, its problems."""
