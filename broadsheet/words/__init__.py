"""The floor of words: what the interface says, in the language of the site."""
