"""A built site on other hosts: what lies there, what is to change, and how it gets there."""
