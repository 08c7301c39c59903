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


@pytest.mark.parametrize(
    "base", ["https://papers.example/feed/", "https://papers.example/", "http://127.0.0.1:8000/"]
)
def test_missing_page_leads_to_pages_here(feed: Feed, base: str) -> None:
    """Elsewhere it leads to the published site, or to what lies beside it."""
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
    assert '<a href="/index.html">' in page
    assert '<form role="search" action="/search.html">' in page
    assert '<a class="skip" href="#main">' in page
