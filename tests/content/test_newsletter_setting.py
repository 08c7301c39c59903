"""The newsletter in `site.yaml`: who gets letters, from whom, and where one comes and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import SITE

from broadsheet.content.model import Newsletter
from broadsheet.content.settings import read_site

if TYPE_CHECKING:
    from pathlib import Path

    from broadsheet.content.problems import Problem

LIST = "papers@lists.example.org"


def read(folder: Path, text: str) -> tuple[Newsletter | None, list[str]]:
    """Read a `site.yaml` with a newsletter; return it, and what is wrong."""
    (folder / "site.yaml").write_text(f"{SITE}newsletter: {text}\n", encoding="utf-8")
    problems: list[Problem] = []
    site = read_site(folder, problems)
    return site.newsletter, [one.message for one in problems]


@pytest.mark.parametrize(
    ("sender", "parts"),
    [
        ("papers@example.org", ("", "papers@example.org")),
        ("Daily Papers <papers@example.org>", ("Daily Papers", "papers@example.org")),
        ("Récifs, du soir: n° 1 <a+b@x-y.example>", ("Récifs, du soir: n° 1", "a+b@x-y.example")),
        ("注意力 <papers@example.org>", ("注意力", "papers@example.org")),
        ("J. D. O'Neil <o'neil@example.org>", ("J. D. O'Neil", "o'neil@example.org")),
    ],
)
def test_sender_has_two_parts(sender: str, parts: tuple[str, str], tmp_path: Path) -> None:
    """A name for people, of any letters, and an address."""
    told, problems = read(tmp_path, f'{{to: {LIST}, from: "{sender}"}}')
    assert problems == []
    assert told == Newsletter(to=LIST, name=parts[0], sender=parts[1])


@pytest.mark.parametrize(
    "address",
    [
        "papers",
        "papers@example",
        "@example.org",
        "a@b@example.org",
        ".a@example.org",
        "a..b@example.org",
        "a@-b.example",
        "a b@example.org",
        "<a@example.org>",
        "ä@example.org",
        "a@exämple.org",
        "a@example.org, b@example.org",
        "mailto:a@example.org",
    ],
)
def test_what_is_no_address(address: str, tmp_path: Path) -> None:
    """Nor two, nor one with a header behind it."""
    told, problems = read(tmp_path, f'{{to: "{address}", from: a@example.org}}')
    assert told is None
    assert len(problems) == 1
    assert problems[0].startswith("to must be an address of e-mail, as in")


@pytest.mark.parametrize(
    "sender",
    [
        "Daily Papers",
        "Daily <Papers> <a@b.example>",
        'A \\"B\\" <a@b.example>',
        "A<a@b.example>",
        "<>",
    ],
)
def test_what_is_no_sender(sender: str, tmp_path: Path) -> None:
    """A name alone, and signs that a header would take for others."""
    _, problems = read(tmp_path, f'{{to: {LIST}, from: "{sender}"}}')
    assert len(problems) == 1
    assert problems[0].startswith("from must be an address of e-mail, by itself or in angle")


@pytest.mark.parametrize(
    ("unsubscribe", "is_good"),
    [
        ("https://lists.example.org/leave?list=papers", True),
        ("mailto:papers-request@lists.example.org?subject=leave", True),
        ("mailto:papers-request@lists.example.org", True),
        ("http://lists.example.org/leave", False),
        ("papers-request@lists.example.org", False),
        ("mailto:papers", False),
        ("https://lists.example.org/a>,<b", False),
        ("javascript:alert(1)", False),
        ("https://l.example.org/d%C3%A9sabonner", True),
        ("https://l.example.org/désabonner", False),
        ("https://lïste.example.org/leave", False),
        ("https://l.example.org:99999/leave", False),
    ],
)
def test_where_one_leaves(unsubscribe: str, is_good: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Mail programs post to it by themselves, so it is encrypted."""
    text = f'{{to: {LIST}, from: a@example.org, unsubscribe: "{unsubscribe}"}}'
    told, problems = read(tmp_path, text)
    assert bool(told) == is_good == (not problems)
    assert all(one.startswith("unsubscribe must be an address that begins") for one in problems)


def test_header_has_room_for_where_one_leaves(tmp_path: Path) -> None:
    """A line of mail has 998 octets, with the name of the header."""
    for longer, message in (
        (0, []),
        (1, ["unsubscribe must have at most 978 characters, not 979"]),
    ):
        address = "https://l.example.org/".ljust(978 + longer, "x")
        text = f'{{to: {LIST}, from: a@example.org, unsubscribe: "{address}"}}'
        assert read(tmp_path, text)[1] == message


def test_address_of_mail_is_not_too_long(tmp_path: Path) -> None:
    """RFC 5321 has 254 characters for it."""
    _, problems = read(tmp_path, f'{{to: "{"a" * 250}@example.org", from: a@example.org}}')
    assert problems == ["to must have at most 254 characters, not 262"]


def test_form_alone_suffices(tmp_path: Path) -> None:
    """For a newsletter that is made elsewhere."""
    told = read(tmp_path, "{form: https://lists.example.org/}")
    assert told == (Newsletter(form="https://lists.example.org/"), [])
