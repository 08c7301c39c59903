"""Broadsheet: a static site generator for a curated daily feed of research papers.

The folders are floors: `text`, `content`, `site`, `pages`, `output`, `verbs`, and `adding` beside
the way from `content` to `verbs`. A module imports from its own floor and from those below it;
`tests/test_architecture.py` enforces that.
"""
