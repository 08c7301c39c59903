"""An owner's own words: what may stand in `look/words.yaml`, and what is said of the rest."""

from __future__ import annotations

import pytest

from broadsheet.content.ownwords import read_words
from broadsheet.content.paths import WORDS


def read(text: str, language: str = "en") -> tuple[list[str], tuple[tuple[str, object], ...]]:
    """Read words, and return what is wrong with them, and what is said."""
    source, own = read_words(WORDS, text.encode(), language)
    return [f"{one.line}:{one.column}: {one.message}" for one in source.problems], own


def test_one_text_for_another() -> None:
    """The English is the key, whatever the site's language is."""
    assert read("Papers: Preprints\n") == ([], (("Papers", ("Preprints",)),))
    assert read("Papers: Preprints\n", "ja") == ([], (("Papers", ("Preprints",)),))


def test_what_counts_has_a_text_for_each_form() -> None:
    """Two in English, one in Japanese, six in Arabic."""
    english = '"%(count)s paper": ["a preprint", "%(count)s preprints"]\n'
    assert read(english) == (
        [],
        (("%(count)s paper", ("a preprint", "%(count)s preprints")),),
    )
    assert read('"%(count)s paper": "%(count)s 件"\n', "ja")[0] == []
    assert read('"%(count)s paper": ["%(count)s 件"]\n', "ja")[0] == []
    assert (
        "must have a list of 6 texts: for zero, one, two, few, many, other"
        in (read('"%(count)s paper": a\n', "ar")[0][0])
    )


def test_white_space_of_a_separator_stays() -> None:
    """A comma between names ends with a space, here and in what is said for it."""
    assert read('", ": " / "\n') == ([], ((", ", (" / ",)),))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Abstrakt: a\n",
            "1:1: the interface does not say 'Abstrakt' (did you mean Abstract?)",
        ),
        ("papers: Preprints\n", "1:1: the interface does not say 'papers' (did you mean Papers?)"),
        ("Xyzzy qwerty: a\n", "1:1: the interface does not say 'Xyzzy qwerty'"),
        ("Papers: a\nPapers: b\n", "2:1: 'Papers' stands twice: keep one of the two"),
        ("Papers: [a, b]\n", "1:9: 'Papers' must have one text, as in Papers: Preprints"),
        ("Papers:\n", "1:8: 'Papers' must have one text, as in Papers: Preprints"),
        ("Papers: 100 %\n", "1:9: the text for 'Papers' must hold no %"),
        (
            '"%(title)s has moved.": "%(name)s is gone"\n',
            "1:25: the text for '%(title)s has moved.' must hold no % but %(title)s",
        ),
        ("Papers: <b>Preprints</b>\n", "1:9: the text for 'Papers' must hold no HTML"),
        ("- Papers\n", "1:1: words.yaml must be lines of the form Papers: Preprints"),
        ("Papers\n", "1:1: words.yaml must be lines of the form Papers: Preprints"),
    ],
)
def test_what_is_wrong_is_told(text: str, told: str) -> None:
    """With the place, the nearest message, and what to write."""
    problems, own = read(text)
    assert told in problems
    assert own == () or own[0][0] == "Papers"


LETTER = '<a href="%(address)s">Leave your address here</a>, and each edition comes as a letter.'


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ('<a href="%(address)s">Write to us</a>.', True),
        ("Write to us.", False),
        ('<a href="https://evil.example/">Write</a>.', False),
        ('<a href="%(address)s" onclick="x">Write</a>.', False),
    ],
)
def test_markup_stays(text: str, *, is_good: bool) -> None:
    """A link of a message must stand in what is said for it, and no other."""
    problems, own = read(f"? '{LETTER}'\n: '{text}'\n")
    assert (problems == []) is (own == ((LETTER, (text,)),)) is is_good
    assert is_good or "must hold <a href" in problems[0]


def test_an_empty_file_says_nothing() -> None:
    """As one that holds comments alone."""
    assert read("# nothing yet\n")[1] == ()
