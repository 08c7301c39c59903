"""Pages of a work in its volume, without the label that stands before them in a citation."""

from __future__ import annotations

import re

from broadsheet.text.plain import pages_of

# What says that pages follow, in the languages that we know of; S115 is a page of a supplement, and
# 250 p. are how many there are.
_WORDS = (
    r"pp?|pgs?|pages?|p[aá]gs?|p[aá]ginas?|pagg?|pagine|pagina's|ss?|seiten?|sid|sidor|side|sider"
    r"|blz|bladzijden?|с|сс|стр|страниц[аы]|str|strony|strana|strany|sf|sayfa|σ|σσ|σελ|tr"
)
_LABEL = re.compile(
    rf"(?<![^\s,;&‐-―−-])(?:(?:{_WORDS})(?:\.[ ]?|[ ])|(?:pp|pages?|seiten?|стр)[ ]?)"
    r"(?=[0-9]|[ivxlcdm]+(?![^\W_]))",
    re.IGNORECASE,
)
_BETWEEN = "[,、‐-―−~～〜-]"
_IN_SIGNS = re.compile(
    rf"(?:[第제] ?([0-9](?:[0-9 ]|{_BETWEEN})*)|(?<![0-9])([0-9]+ ?{_BETWEEN} ?[0-9]+) ?)"
    "(?:頁|页|ページ|ぺージ|쪽|면)"
)


def bare_pages(text: str) -> str:
    """Return pages without a label, and with one hyphen between the first and the last."""
    if not text[:1].isdigit() or not text.isascii():
        text = _IN_SIGNS.sub(lambda found: found[1] or found[2], _LABEL.sub("", text))
    return pages_of(text)
