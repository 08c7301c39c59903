"""Broadsheet: a static site generator for a curated daily feed of research papers.

The modules stand in the order of the flow, and each imports only from those before it;
`tests/test_architecture.py` holds the order and enforces it.
"""
