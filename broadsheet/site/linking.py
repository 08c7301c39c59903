"""Links within the site, in texts of its curators: from the name of a target to its path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.site import urls
from broadsheet.text.markdown import WITHIN, find_links

if TYPE_CHECKING:
    from broadsheet.content.targets import Targets

_PATHS = {
    "paper": urls.paper,
    "day": urls.day,
    "topic": urls.topic,
    "collection": urls.collection,
}


def link_text(text: str, targets: Targets) -> str:
    """Return Markdown whose links within the site lead to paths; `render_markdown` takes it.

    A link to what is not published yet leaves its words alone.
    """
    for link in find_links(text):
        target = targets.find(link)
        if target:
            path = _PATHS[target.kind](target.name)
            text = re.sub(_WHERE % re.escape(link), rf"\1{WITHIN}{path}", text, flags=re.MULTILINE)
        else:
            text = re.sub(rf"\[([^\]]*)\]\({re.escape(link)}\)", r"\1", text)
    return text


# Where Markdown has a link's target: behind its text, or in a definition on a line of its own.
_WHERE = r"(\]\(\s*<?|^ {0,3}\[[^\]]+\]:\s*<?)%s(?=[>\s)]|$)"
