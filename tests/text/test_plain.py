"""Plain text: keys by which texts are the same, and slugs."""

from __future__ import annotations

import sys
import unicodedata
from itertools import groupby

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from slugify import slugify

from broadsheet.content.identifiers import SLUG
from broadsheet.text.plain import (
    CONTROL,
    SLUG_LENGTH,
    find_pile,
    find_unseen,
    fold,
    make_slug,
    make_title_slug,
    text_key,
)


def test_fold_joins_words_by_single_spaces() -> None:
    """Line breaks, tabs and wide spaces in a title are but spaces."""
    assert fold("  Deep\n  learning,\tat\u3000last ") == "Deep learning, at last"


@pytest.mark.parametrize(
    "other",
    ["Jose Garcia", "JOSÉ GARCÍA", "  José   García ", "Jose\u0301 Garci\u0301a", "José García"],
)
def test_names_that_differ_in_looks_have_one_key(other: str) -> None:
    """Accents, composed or not, case, spacing and width do not count."""
    assert text_key(other) == text_key("José García")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Søren Ørsted", "Soren Orsted"), ("Łukasz Đorđević", "Lukasz Dordevic"), ("Æsir", "AEsir")],
)
def test_letters_with_strokes_count_as_their_base(one: str, other: str) -> None:
    """People type names without the strokes that Unicode does not take apart."""
    assert text_key(one) == text_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("王伟", "Wei Wang"), ("Ada", "Ida"), ("Li Wei", "Li Wen"), ("!", "?")]
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    """What differs in its letters is another name; punctuation alone is its own key."""
    assert text_key(one) != text_key(other)


@given(st.text())
@example("𝕊")
def test_key_of_a_key_is_itself(text: str) -> None:
    """A key is in its final form: what was folded once folds to the same."""
    key = text_key(text)
    assert text_key(key) == key


@given(st.text(st.characters(max_codepoint=127)))
def test_key_of_letters_alone_is_that_of_any_text(text: str) -> None:
    """The short cut for ASCII gives what a text gives that has a sign to leave out."""
    if any(map(str.isalnum, text)):
        assert text_key(text) == text_key(f"{text}.")


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_slugs_are_those_of_python_slugify(text: str) -> None:
    """The short cut for ASCII gives what the library gives."""
    assert make_slug(text) == slugify(text)


@given(st.text())
def test_every_slug_is_a_slug_or_empty(text: str) -> None:
    """Whatever the text, its slug is fit for an address."""
    slug = make_slug(text)
    assert not slug or SLUG.fullmatch(slug)


@given(st.text())
def test_every_title_slug_is_short_and_a_slug(text: str) -> None:
    """A title of any kind gives a file name that the reader takes, if any."""
    slug = make_title_slug(text)
    assert len(slug) <= SLUG_LENGTH
    assert not slug or SLUG.fullmatch(slug)


def test_title_slug_cuts_no_word_and_ends_on_none_that_leads_on() -> None:
    """A long title gives its first words, without an "of the" at the end."""
    title = "When Life Gives You Samples: The Benefits of Scaling up the Inference of Models"
    assert make_title_slug(title) == "when-life-gives-you-samples-the-benefits-of-scaling-up"


def test_title_slug_of_one_endless_word_is_cut() -> None:
    """A single word longer than a slug is the one thing that is cut within."""
    assert make_title_slug("x" * 200) == "x" * SLUG_LENGTH


@pytest.mark.parametrize("letter", ["\x00", "\x0b", "\x85", "\u2028", "\u202e", "\ufeff", "\uffff"])
def test_letters_that_no_page_may_hold_are_control(letter: str) -> None:
    """XML's forbidden letters, C1, odd line ends, overrides and inner byte order marks."""
    assert CONTROL.fullmatch(letter)


@pytest.mark.parametrize("letter", ["\t", "\n", " ", "é", "\u200d", "漢", "😀"])
def test_letters_that_texts_need_are_not_control(letter: str) -> None:
    """Tabs, line breaks, joiners and whatever people write stay."""
    assert CONTROL.fullmatch(letter) is None


@pytest.mark.parametrize(
    ("text", "pile"),
    [
        ("a" + "\u0301" * 8 + "b", ""),
        ("a" + "\u0301" * 9 + "b", "\u0301" * 9),
        ("(" + "\u20dd" * 9, "\u20dd" * 9),
        ("ا" + "\u064b\u200d" * 5, "\u064b\u200d" * 5),
        ("x" + "\U000e0101" * 12, "\U000e0101" * 12),
        ("—" * 20 + "\u0301" * 8, ""),
        ("ཧྐྵྨླྺྼྻྂ བསྒྲུབས", ""),
        ("בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים", ""),
        ("Việt ngữ, Nguyễn Thị Ấm", ""),
        ("क्षत्रियों का स्त्री", ""),
        ("🏳️\u200d🌈👩🏽\u200d🚀" * 3, ""),
    ],
)
def test_marks_that_no_script_piles_up_are_found(text: str, pile: str) -> None:
    """More than eight on one letter; Tibetan, Hebrew, Vietnamese, Hindi and emoji have fewer."""
    assert find_pile(text) == pile


MARKS = "\u0301\u20dd\u200d\u0f72\U000e0101"


@given(st.text(f"a (—é漢😀\x01{MARKS}") | st.lists(st.text(MARKS)).map("—".join))
def test_piles_are_found_wherever_they_stand(text: str) -> None:
    """The looks that pass over most texts pass over no pile."""
    piles = (
        "".join(signs)
        for is_mark, signs in groupby(
            text, lambda sign: sign == "\u200d" or unicodedata.category(sign)[0] == "M"
        )
        if is_mark
    )
    assert find_pile(text) == next((pile for pile in piles if len(pile) > 8), "")


def test_first_look_for_what_is_unseen_misses_nothing() -> None:
    """A sign is found alone if it is found beside one for which a text is always looked through."""
    everything = map(chr, range(sys.maxunicode + 1))
    missed = [sign for sign in everything if find_unseen(f"😀 {sign}") and not find_unseen(sign)]
    assert missed == []
