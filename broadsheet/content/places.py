"""Places in a citation for what only the feed knows: its key, and the names of its topics.

Control characters stand in them, which no text of a paper holds.
"""

KEY = "\0"
TOPICS = "\1"
