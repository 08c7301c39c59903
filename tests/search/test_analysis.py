"""Text to terms: what is found when something is written in another way."""

from __future__ import annotations

import pytest

from broadsheet.search.analysis import CONTENT, FUNCTION, JOINED, analyse


def terms(text: str, language: str = "en") -> str:
    """Return the terms of a text, parted by spaces."""
    return " ".join(token.term for token in analyse(text, language))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Transformers", "transform"),
        ("networks, Networks; NETWORK", "network network network"),
        ("In-context", "~in context incontext"),
        ("k-means", "~k mean kmean"),
        ("k‑means or k‐means", "~k mean kmean ~or ~k mean kmean"),
        ("end-to-end", "end ~to end endtoend"),
        ("GPT-4", "gpt ~4 gpt4"),
        ("GPT4", "gpt4"),
        ("GPT-3.5", "gpt ~3 ~5 gpt35"),
        ("EL/1", "el ~1 el1"),
        ("R&D", "~r ~d rd"),
        ("node.js", "node js nodej"),
        ("snake_case", "snake case"),
        ("O(n log n)", "~o ~n log ~n"),
        ("twice -- as long", "twice ~as long"),
    ],
)
def test_compound_is_its_parts_and_the_whole(text: str, expected: str) -> None:
    """Whoever writes a compound in one word finds it, and so does who knows a part."""
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C++", "c++"),
        ("C# and F#", "c# ~and f#"),
        ("3.5", "3.5"),
        ("Python 3.11", "python 3.11"),
        ("2506.20544", "2506.20544"),
        ("3.5.1", "~3 ~5 ~1 351"),
        ("42%", "42"),
    ],
)
def test_signs_that_belong_to_a_word_stay(text: str, expected: str) -> None:
    """A language that ends in a sign is itself, and a number with a point is one term."""
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"$\alpha$", "alpha"),
        (r"$\alpha$-divergence", "alpha diverg"),
        ("α-divergence", "alpha diverg αdiverg"),
        ("β-VAE", "beta vae βvae"),
        (r"\Gamma function", "gamma function"),
        ("Γ", "gamma"),
        ("Σ", "sigma"),
        ("λόγος", "λογοσ"),
        ("Med-R$^3$", "med r3 medr3"),
        ("$x_{10}$", "x10"),
        (r"$\mathcal{L}_{\text{kl}}$", "~l kl"),
        (r"\textbf{bold} words", "bold word"),
        (r"\operatorname*{argmax}", "argmax"),
    ],
)
def test_mathematics_is_read_without_its_signs(text: str, expected: str) -> None:
    """A Greek letter that stands alone has its name, and TeX's commands are no words."""
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Müller", "muller"),
        ("Zoe\u0308 and Zoë", "zoe ~and zoe"),
        ("Łukasz, Đoković, Søren", "lukasz dokov soren"),
        ("Weiß", "weiss"),
        ("Æther œuvre", "aether oeuvr"),
        ("ﬁne-tuning", "fine tune finetun"),
        ("ＬＬＭ", "llm"),
        ("H₂O", "h2o"),
        ("İstanbul ıslak", "istanbul islak"),
        ("naïve", "naiv"),
    ],
)
def test_letters_are_the_same_with_and_without_accents(text: str, expected: str) -> None:
    """Accents go, however they are coded; ligatures, wide letters and small digits are plain."""
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("注意力机制", "注意 意力 力机 机制"),
        ("力", "力"),
        ("カタカナ と", "カタ タカ カナ と"),
        ("모델", "모델"),
        ("대규모 언어", "대규 규모 언어"),
        ("ภาษา", "ภา าษ ษา"),
        ("注意力GPT-4模型", "注意 意力 gpt ~4 gpt4 模型"),
        ("大模型の学習", "大模 模型 型の の学 学習"),
        ("𠮷野", "𠮷野"),
    ],
)
def test_script_without_spaces_is_cut_into_pairs(text: str, expected: str) -> None:
    """Chinese, Japanese, Korean and Thai are found by two neighbouring characters."""
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الانتباه", "الانتباه"),
        ("модели", "модели"),
        ("𝐀𝐁", "ab"),
    ],
)
def test_other_scripts_are_whole_words(text: str, expected: str) -> None:
    """What has spaces is parted by them, and English endings are not taken off."""
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see [the code](https://example.org/some-code) here", "see ~the code ~here"),
        ("![](figure.png) shows", "show"),
        ("at https://example.org/a?b=c now", "~at ~now"),
        ("http://example.org", ""),
        ("`code` and **bold**", "code ~and bold"),
        ("f(x)](y", "~f ~x"),
    ],
)
def test_addresses_are_no_words(text: str, expected: str) -> None:
    """Of a link in Markdown its words count, and not where it leads."""
    assert terms(text) == expected


@pytest.mark.parametrize(("length", "count"), [(64, 1), (65, 0), (5000, 0)])
def test_word_that_is_too_long_is_none(length: int, count: int) -> None:
    """What has more than 64 characters is data."""
    assert len(terms("q" * length).split()) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the model's loss", "~the model loss"),
        ("the model’s loss", "~the model loss"),
        ("models' losses", "model loss"),
        ("don't", "~don ~t dont"),
        ("It's", "~it"),
    ],
)
def test_english_possessive_goes(text: str, expected: str) -> None:
    """An apostrophe and s say nothing, whichever apostrophe it is."""
    assert terms(text) == expected


def test_word_tells_its_kind_and_how_it_was_written() -> None:
    """Words, function words and compounds are told apart; a surface is not stemmed."""
    assert [tuple(token) for token in analyse("The in-context Models", "en")] == [
        ("~the", "the", FUNCTION),
        ("~in", "in", FUNCTION),
        ("context", "context", CONTENT),
        ("incontext", "incontext", JOINED),
        ("model", "models", CONTENT),
    ]
