"""Posts as the programs that post them want them: what each place's API takes, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from broadsheet.mailing.places import count_slack, find_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Payload = dict[str, Any]

# Bounds of a message, https://docs.slack.dev/reference/block-kit/blocks and chat.postMessage: its
# blocks, and its characters, of which some are left for what is no text.
SLACK_BLOCKS, SLACK_MOST = 50, 39_000


def make_payloads(posts: Sequence[str], place: str, language: str) -> Iterator[Payload]:
    """Yield what a program is to send for a thread; `language` is that of the site's texts.

    It is one object a post, but for Slack one a message of as many posts as fit.
    """
    if place == "slack":
        return _of_slack(posts)
    if place == "bluesky":
        return _of_bluesky(posts, language)
    if place == "mastodon":
        return ({"status": post, "language": language.partition("-")[0]} for post in posts)
    return ({"text": post} for post in posts)


def _of_bluesky(posts: Iterable[str], language: str) -> Iterator[Payload]:
    """Yield records of `app.bsky.feed.post`, which lack the time and what they answer.

    The one facet is the post's own link; facets count the bytes of UTF-8.
    """
    for post in posts:
        begin, end = find_link(post)
        index = {"byteStart": len(post[:begin].encode()), "byteEnd": len(post[:end].encode())}
        link = {"$type": "app.bsky.richtext.facet#link", "uri": post[begin:end]}
        yield {
            "$type": "app.bsky.feed.post",
            "text": post,
            "langs": [language],
            "facets": [{"index": index, "features": [link]}],
        }


def _of_slack(posts: Iterable[str]) -> Iterator[Payload]:
    """Yield messages for an incoming webhook, which cannot answer: so a day is one message.

    `text` is what a notification shows; `verbatim` keeps Slack from making links of names.
    """
    held: list[str] = []
    for post in posts:
        if held and (len(held) == SLACK_BLOCKS or _size([*held, post]) > SLACK_MOST):
            yield _message(held)
            held = []
        held.append(post)
    if held:
        yield _message(held)


def _size(posts: Sequence[str]) -> int:
    """Return how many characters a message has."""
    return count_slack(posts[0]) + sum(map(count_slack, posts))


def _message(posts: Sequence[str]) -> Payload:
    """Return a message with a section a post."""
    sections = [
        {"type": "section", "text": {"type": "mrkdwn", "text": post, "verbatim": True}}
        for post in posts
    ]
    return {"text": posts[0], "blocks": sections, "unfurl_links": False}
