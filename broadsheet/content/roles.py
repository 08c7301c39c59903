"""What catalogues tell of a person behind the name, and is no part of it: editor, Hrsg."""

from __future__ import annotations

import re

# A role that is no part of a name wherever it stands, and one that is none in brackets.
ROLE = (
    r"(?:hrsgg?|hgg?|hrg|herausg|herausgeber(?:in|innen)?|verfasser(?:in|innen)?"
    r"|mitwirkende[rn]?|bearbeiter(?:in|innen)?|übersetzer(?:in|innen)?|autor(?:in|a)?|auteure?"
    r"|authors?|editors?|éditeur(?:s|rice)?(?: scientifique)?|editor(?:a|es)|translators?"
    r"|traduct(?:eur|rice|ora?)|compilers?|coordinadora?|illustrator(?:in)?|curatore)\.?"
)
SHORT_ROLE = (
    r"(?:(?:eds?|éds?|édit|edd|verf|übers|bearb|ill|mitarb|comps?|orgs?|dir|coords?|trad|transl?"
    r"|red|aut)\.|eds|a cura di)"
)
_TOLD = re.compile(rf",? ?[(\[](?:{ROLE}|{SHORT_ROLE})[)\]]$|, ?{ROLE}$", re.IGNORECASE)


def without_role(name: str) -> str:
    """Return a name without a role behind it: Grace Hopper (Hrsg.); Hopper, Grace, VerfasserIn.

    A comma behind a single word, as in `Naf, Author`, stands before a given name.
    """
    told = _TOLD.search(name)
    before = name[: told.start()] if told else ""
    is_name = " " in before or (told is not None and "," not in told[0])
    return before if before and is_name else name
