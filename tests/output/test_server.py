"""What the server on this machine sends where nothing is."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from functools import partial
from typing import TYPE_CHECKING

import pytest

from broadsheet.output.server import Handler, State, listen

if TYPE_CHECKING:
    from support import Feed


@pytest.mark.parametrize("base", ["https://papers.example/feed/", "https://papers.example/"])
def test_missing_page_has_its_style_here(feed: Feed, base: str) -> None:
    """It is made for the path at which the site is published; the server shows the site at none."""
    feed.build("--base-url", base)
    server = listen(0, partial(Handler, State(), directory=str(feed.output)))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"http://127.0.0.1:{server.server_address[1]}/no/page.html")
    finally:
        server.shutdown()
        server.server_close()
    with missing.value as answer:
        page = answer.read().decode()
    assert answer.code == 404
    assert '<link rel="stylesheet" href="/static/style.css">' in page
    assert '<a href="/index.html">' in page
