"""The notes that `new` and `import` leave in a paper's file, for whoever opens it and `check`.

Each is a comment behind a field, of what the source does not tell or what could not be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.content.frontmatter import Source

# What is to be done, by which a note is known.
MEND = "mend it"
ADD = "add the others"
WRITE = "write what it stands for"
_ENDS = tuple(f": {cure}" for cure in (MEND, ADD, WRITE))
_SIGN = "# "


def remark_on_notes(source: Source) -> None:
    """Warn of each note that is left in the front matter."""
    if not any(end in source.head for end in _ENDS):
        return
    at = 0
    for line in source.head.split("\n"):
        told = line.rstrip()
        begins = 0 if told.startswith(_SIGN) else told.find(f" {_SIGN}") + 1
        if told.endswith(_ENDS) and told.startswith(_SIGN, begins) and not told.startswith(" "):
            note = told[begins + len(_SIGN) :]
            source.warn_within(source.head, at + begins, f"{note}, and take this note out")
        at += len(line) + 1
