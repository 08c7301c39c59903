"""Where a thread is posted: how each place counts, what it would obey, how a post is laid out.

- Mastodon: 500 clusters of a post; an address counts 23 whatever its length, and of a mention on
  another server only the name does (`StatusLengthValidator` of its source). We write no mention.
- Bluesky: 300 clusters and 3,000 bytes of UTF-8 (the lexicon `app.bsky.feed.post`), addresses in
  full. A mention, a tag and a link are what a facet says to be one, and nothing else.
- Slack: 3,000 characters of a section (its reference of text objects), counted here in UTF-16,
  which gives the most of all ways to count. `&`, `<` and `>` are written as in HTML.
- text: lines of 72 columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from broadsheet.text.graphemes import count_clusters
from broadsheet.text.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Callable

MASTODON_MOST, MASTODON_LINK = 500, 23
BLUESKY_MOST, BLUESKY_BYTES = 300, 3000
SLACK_SECTION = 3000

_WORD_JOINER = "\N{WORD JOINER}"
_LINK = re.compile(r"https?://\S+")
# What Mastodon makes a mention, a hashtag or a link of: a sign, full-width or not, or a scheme,
# and what follows it. Behind a letter or a digit no sign counts: pass@1 and C# stay as they are. A
# scheme that is longer than any is not looked for.
_OBEYED = re.compile(
    r"(?<![a-z0-9_])[@#＠＃](?=\S)|\b[a-z][a-z0-9+.-]{0,30}:(?=//|\?)|\bxmpp:", re.IGNORECASE
)
# What Slack sets in bold, in italics, as struck out or as code, which within a word it does not,
# and what makes a line a quotation.
_FORMAT = re.compile(r"(?<!\w)[*_~`]+|[*_~`]+(?!\w)|\A>")
_SHORTCODE = re.compile(r":(?=[\w+-]+:)")  # :tada:
# What the runner of GitHub's workflows obeys in a log that a thread is printed to.
_COMMAND = re.compile(r"(?<!\S)(?=::)|(?<=##)(?=\[)")


@dataclass(frozen=True, slots=True)
class Place:
    """A place: whether it takes a post, and how a title, names, a text and an address make one."""

    takes: Callable[[str], bool]
    lay_out: Callable[[str, str, str, str], str]


def count_mastodon(post: str) -> int:
    """Return how many characters Mastodon counts in a post whose addresses are links."""
    return count_clusters(_LINK.sub("x" * MASTODON_LINK, post))


def find_link(post: str) -> tuple[int, int]:
    """Return where the address of a post begins and ends that `lay_out` put at its end."""
    return post.rfind("\n") + 1, len(post)


def _is_for_bluesky(post: str) -> bool:
    return count_clusters(post) <= BLUESKY_MOST and len(post.encode()) <= BLUESKY_BYTES


def count_slack(text: str) -> int:
    """Return how many characters Slack counts at the most."""
    return len(text.encode("utf-16-le")) // 2


def _shielded(text: str) -> str:
    """Return a text in which a log's runner finds no command."""
    return _COMMAND.sub(_WORD_JOINER, text)


def _for_mastodon(text: str) -> str:
    """Return a text in which Mastodon finds no mention, no hashtag and no link."""
    return _OBEYED.sub(lambda found: found[0] + _WORD_JOINER, _shielded(text))


def _for_slack(text: str) -> str:
    """Return a text in which Slack finds nothing to call, to link or to set in another way."""
    text = _FORMAT.sub(lambda found: _WORD_JOINER.join(["", *found[0], ""]), _shielded(text))
    text = _SHORTCODE.sub(f":{_WORD_JOINER}", text)
    return escape(text, quote=False)


def _in_lines(shield: Callable[[str], str]) -> Callable[[str, str, str, str], str]:
    """Return how a post is laid out whose address stands in its last line."""

    def lay_out(title: str, names: str, text: str, link: str) -> str:
        head = "\n".join(filter(None, (shield(title), shield(names))))
        return "\n\n".join(filter(None, (head, shield(text), link)))

    return lay_out


def _in_section(title: str, names: str, text: str, link: str) -> str:
    """Lay out a section of Slack's: the title is the link."""
    head = f"<{escape(link, quote=False).replace('|', '%7C')}|{_for_slack(title)}>"
    return "\n".join(filter(None, (head, _for_slack(names), _for_slack(text))))


def _in_columns(title: str, names: str, text: str, link: str) -> str:
    """Lay out a post in lines, each paragraph wrapped by itself."""

    def wrapped(paragraph: str) -> str:
        return wrap(_shielded(paragraph))

    return _in_lines(wrapped)(title, names, text, link)


PLACES = {
    "mastodon": Place(lambda post: count_mastodon(post) <= MASTODON_MOST, _in_lines(_for_mastodon)),
    "bluesky": Place(_is_for_bluesky, _in_lines(_shielded)),
    "slack": Place(lambda post: count_slack(post) <= SLACK_SECTION, _in_section),
    "text": Place(lambda _post: True, _in_columns),
}
