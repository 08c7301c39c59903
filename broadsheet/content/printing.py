r"""What people wrote, and what files are called, as it may be printed: nothing in it is obeyed.

A terminal obeys control characters, and shows letters in another order behind characters of
direction. The runner of GitHub's workflows obeys lines of a log: `##[command]` anywhere in one, and
`::command::` where one begins with it, after white space
(https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs). What would be
obeyed is shown by its number, as Python's texts and the $'...' of a shell write it: `#\x23[`.
"""

from __future__ import annotations

import re
from unicodedata import category

from broadsheet.text.widths import JOINERS

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # controls, formats, surrogates, separators of lines
# Signs that no font shows, though Unicode has them among letters and marks.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# The second sign of the one command, and the first of the other: each is the last of its match.
_COMMAND = re.compile(r"(?<=#)#(?=\[)|^\s*:(?=:)")
_NO_BYTE = "\udc00"  # PEP 383: from here, bytes that are no UTF-8 are counted
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable_name(name: str) -> str:
    r"""Return a file's name or path as it may be printed, and typed in the $'...' of a shell.

    What is not seen in it, or not told from a space, is shown by its number; so `\` is `\\`.
    """
    shown = ("\\\\" if one == "\\" else one if is_seen(one) else _escape(one) for one in name)
    return "".join(signs("".join(shown)))


def is_seen(sign: str) -> bool:
    """Return whether a character of a name is seen, and is no other one to the eye than it is."""
    return sign.isprintable() and not _BLANK.match(sign)


def signs(text: str) -> list[str]:
    """Return each character of a line as it may be printed."""
    obeyed = {match.end() - 1 for match in _COMMAND.finditer(text)}
    return [
        _escape(one) if place in obeyed or _is_unseen(one) else one
        for place, one in enumerate(text)
    ]


def printable_json(text: str) -> str:
    """Return JSON as it may be printed, which says the same to whoever parses it."""
    return text.replace("##[", "#\\u0023[")


def _is_unseen(sign: str) -> bool:
    return not sign.isprintable() and sign not in JOINERS and category(sign) in _UNSEEN


def _escape(sign: str) -> str:
    """Return a character by its number; a surrogate stands for a byte of a name, if it can."""
    if sign.isascii():
        return _SHORT.get(sign) or f"\\x{ord(sign):02x}"
    if "\udc80" <= sign <= "\udcff":
        return f"\\x{ord(sign) - ord(_NO_BYTE):02x}"
    return f"\\u{ord(sign):04x}" if sign <= "\uffff" else f"\\U{ord(sign):08x}"
