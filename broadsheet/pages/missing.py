"""The page for what is not there. A host shows it at any address, and it may lie anywhere.

So it brings its style and its icon along, and its policy knows that style by the digest. It leads
to the place where the site is published, the one place of which it can know from everywhere.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.paths import ICON_PNG, ICON_SVG, STYLE
from broadsheet.site import urls
from broadsheet.site.head import make_head
from broadsheet.site.page import FURNITURE, Kind, Page, Resources, View
from broadsheet.text.stylesheets import minified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame

_SHEET, _ICON = "style.css", "icon.svg"
_ICON_SIZE = 64  # px of an icon that is painted: twice what a tab shows


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan the page for addresses that lead nowhere."""
    static, look = dict(catalog.static), catalog.look  # `check` plans without static files
    ours = (static.get(_SHEET, ""), static.get(_ICON, ""))
    inputs = MissingInputs(*ours, look.style, look.svg, look.png)
    yield MISSING.page("404.html", inputs)


class MissingInputs(NamedTuple):
    """The digests of our style sheet and icon, and of the owner's, empty where there are none."""

    style: str
    icon: str
    own_style: str
    own_svg: str
    own_png: str


@dataclass(frozen=True, slots=True)
class MissingView(View):
    """The page for what is not there.

    `style` is its style, `digest` that by which its policy knows it (SHA-256, base64), `icon` an
    address that holds the icon, and `host` the origin of the place that it leads to, empty where
    that is wherever the page lies.
    """

    style: str
    digest: str
    icon: str
    host: str


def _missing(_path: str, inputs: MissingInputs, frame: Frame, resources: Resources) -> View:
    """Make the page; before the site has an address, its links are relative as on every page."""
    words = frame.words
    head = make_head(
        frame, "404.html", words.gettext("Page not found"), words.gettext("There is no such page.")
    )
    root, host = ("", "") if frame.base == urls.LOCAL else (frame.base, urls.origin(frame.base))
    style = minified(resources.static(_SHEET).decode(), _SHEET) + "\n"
    if inputs.own_style:
        style += _inline(resources.look(STYLE))
    digest = b64encode(sha256(style.encode()).digest()).decode()
    icon = f"data:{frame.icon[1]};base64,{b64encode(_icon(inputs, resources)).decode()}"
    return MissingView(frame, replace(head, root=root, feeds=()), style, digest, icon, host)


def _inline(sheet: bytes) -> str:
    r"""Return a style sheet as it stands in a page, as a browser would read it there.

    Without the mark of byte order, with lines that end in \n alone, and with nothing that would
    end the element; where `</` can stand in CSS, a backslash before the slash changes nothing.
    """
    text = sheet.decode("utf-8-sig", errors="replace").replace("\0", "\ufffd")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return lines.replace("</", "<\\/") + "\n"


def _icon(inputs: MissingInputs, resources: Resources) -> bytes:
    """Return the icon that browsers show, of the frame's media type."""
    if inputs.own_svg:
        return resources.look(ICON_SVG)
    if inputs.own_png:
        return resources.look(ICON_PNG, _ICON_SIZE)
    return resources.static(_ICON)


MISSING = Kind("missing", ("pages/404.html", FURNITURE), _missing)

KINDS = (MISSING,)
