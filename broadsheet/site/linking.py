"""Links within the site, in texts of its curators: from the name of a target to its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.site import urls
from broadsheet.text.markdown import find_links, with_links

if TYPE_CHECKING:
    from broadsheet.content.targets import Targets

_PATHS = {
    "paper": urls.paper,
    "day": urls.day,
    "topic": urls.topic,
    "collection": urls.collection,
}


def link_text(text: str, targets: Targets) -> str:
    """Return Markdown with where its links within the site lead; `render_markdown` takes it.

    A link to what is not published yet is its words.
    """
    found = {link: targets.find(link) for link in find_links(text)}
    paths = {link: _PATHS[one.kind](one.name) for link, one in found.items() if one}
    return with_links(text, paths) if found else text
