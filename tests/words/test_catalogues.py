"""The catalogues: complete, and true to what they translate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel import Locale
from support import run

from broadsheet.verbs.words import as_file, is_told, list_messages
from broadsheet.words import catalogues
from broadsheet.words.catalogues import FOLDER, LIST, languages, read_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from babel.messages import Message

VALUE = re.compile(r"%\((\w+)\)s")
TAG = re.compile(r"</?\w[^<>]*>")


def test_list_holds_all_that_the_interface_says() -> None:
    """`make words` was run since a message was added, changed or taken out."""
    assert LIST.read_text() == as_file(list_messages()).decode()


@pytest.mark.parametrize("name", languages())
def test_catalogue_holds_what_the_list_holds(name: str) -> None:
    """No message is missing, and none is left over: `make words` mends both."""
    keys = {(one.context, one.id) for one in read_catalogue(LIST)}
    assert {(one.context, one.id) for one in read_catalogue(FOLDER / f"{name}.po")} == keys


def messages(name: str) -> Iterator[Message]:
    """Yield the messages of a catalogue."""
    yield from (one for one in read_catalogue(FOLDER / f"{name}.po") if one.id)


def texts(message: Message) -> Iterator[tuple[str, str]]:
    """Yield pairs of a text in English and its translation, one for each form."""
    english = message.id if isinstance(message.id, tuple | list) else [message.id]
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    yield from ((english[0] if len(english) == 1 else english[-1], str(form)) for form in forms)


@pytest.mark.parametrize("name", languages())
def test_everything_is_translated(name: str) -> None:
    """In all of its forms, and by no guess."""
    assert [one.id for one in messages(name) if not is_told(one)] == []


@pytest.mark.parametrize("name", languages())
def test_values_stay(name: str) -> None:
    """Each once said; but for a count that a form says in words, as Arabic says two papers."""
    for message in messages(name):
        for english, told in texts(message):
            lost = set(VALUE.findall(english)) - set(VALUE.findall(told))
            assert set(VALUE.findall(told)) <= set(VALUE.findall(english)), told
            assert not lost or (isinstance(message.id, tuple | list) and lost == {"count"}), told
            assert "%" not in VALUE.sub("", told), told


@pytest.mark.parametrize("name", languages())
def test_markup_stays(name: str) -> None:
    """A message without markup gets none, and one with it keeps all of it."""
    for message in messages(name):
        for english, told in texts(message):
            assert sorted(TAG.findall(told)) == sorted(TAG.findall(english)), told
            assert not re.search(r"[<>]|&(?!amp;)", TAG.sub("", told)), told


@pytest.mark.parametrize("name", languages())
def test_ends_stay(name: str) -> None:
    """White space around a message is part of it, where words come before or behind it."""
    for message in messages(name):
        for english, told in texts(message):
            if english == english.strip():
                assert told == told.strip(), repr(told)


def test_region_may_have_a_catalogue_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the language's, else one of another region; order of names decides nothing."""
    for name in ("pt_AO", "pt_BR", "pt_PT", "pt", "de_AT"):
        (tmp_path / f"{name}.po").touch()
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    named = {tag: catalogues.name_of(Locale.parse(tag)) for tag in ("pt_PT", "pt_MZ", "pt", "de")}
    assert named == {"pt_PT": "pt_PT", "pt_MZ": "pt", "pt": "pt", "de": "de_AT"}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("it_", "as in it or pt_BR"),
        ("../it", "as in it or pt_BR"),
        ("pt_br", "write pt_BR, not pt_br"),
        ("en", "the interface is written in it"),
        ("en_GB", "the interface is written in it"),
    ],
)
def test_language_that_is_none_changes_no_catalogue(name: str, told: str) -> None:
    """Neither the list of messages, nor those that are there."""
    before = {path: path.stat().st_mtime_ns for path in FOLDER.iterdir() if path.is_file()}
    done = run("words", "--add", name)
    assert (done.returncode, done.stdout, told in done.stderr) == (2, "", True)
    assert {path: path.stat().st_mtime_ns for path in before} == before
