"""Markdown to HTML that is also XML, with no markup of the contributor's own."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from broadsheet.text.markdown import (
    excerpt,
    math_in_markdown,
    plain_markdown,
    render_markdown,
    shorten,
)
from broadsheet.text.maths import math_rules
from broadsheet.text.widths import columns

PIECES = [
    *"ab1.)(-+=*_`~#>|&;:!?<\"'/\\[] \t\n\u00a0\u3000é漢",
    *("  ", "\n\n", "    ", "\n- ", "\n1. ", "2) ", "**", "```", "&amp;", "&copy", "http:x.y"),
    *("<b>", "</b>", "](x)", "[a]: /b", "---", "\n===", "\u2003", "word word"),
]
ADDRESSES = ["https://", "http://x.y/", "https://x.y/a_b_", "(https://x.y)", "x.y/?a=1&b"]
texts = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@given(texts)
@example("a \nb")
@example("1. a\n2. b")
@example("a\n    b")
@example("\u00a0\n\na")
def test_short_cut_for_plain_text_gives_what_the_parser_gives(text: str) -> None:
    """Skipping the parser changes no letter: it is only faster."""
    parser = math_rules(MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}))
    parser.disable(["image", "html_block", "html_inline"])
    parser.validateLink = (  # type: ignore[method-assign] # as the parser's users are told to
        lambda url: url.lower().startswith(("http://", "https://"))
    )
    made = render_markdown(text)
    if "<h" not in made:  # headings begin below the page's own
        assert made == parser.render(text.strip())


@given(st.lists(st.sampled_from([*PIECES, *ADDRESSES]), max_size=25).map("".join))
def test_any_text_gives_well_formed_xml(text: str) -> None:
    """Feeds hold the same HTML, as XML."""
    assert ET.fromstring(f"<div>{render_markdown(text)}</div>").tag == "div"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("![a](http://x.y/z.png)", '<p>!<a href="http://x.y/z.png">a</a></p>\n'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>\n"),
        ("<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>\n"),
        ("[a](/elsewhere)", "<p>[a](/elsewhere)</p>\n"),
        ("[a](HTTPS://x.y)", '<p><a href="HTTPS://x.y">a</a></p>\n'),
    ],
)
def test_no_markup_and_no_other_links(text: str, expected: str) -> None:
    """HTML is text, pictures are links, links are http or https."""
    assert render_markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two\nlines.", "<p>Two\nlines.</p>\n"),
        ("One.\n\n\nTwo.", "<p>One.</p>\n<p>Two.</p>\n"),
        ("snake_case and 2 * 3", "<p>snake_case and 2 * 3</p>\n"),
        ('It\'s "so" & <so>', "<p>It's &quot;so&quot; &amp; &lt;so&gt;</p>\n"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>\n"),
        ("costs $5, or \\$6", "<p>costs $5, or $6</p>\n"),
    ],
)
def test_markdown_as_it_is_meant(text: str, expected: str) -> None:
    """Plain abstracts and the usual signs."""
    assert render_markdown(text) == expected


def test_headings_begin_below_the_pages_own() -> None:
    """The highest heading of a text becomes h3, or what the page says; none falls below h6."""
    assert render_markdown("# A\n\n## B") == "<h3>A</h3>\n<h4>B</h4>\n"
    assert render_markdown("## A", 2) == "<h2>A</h2>\n"
    assert render_markdown("# A\n\n###### B", 5) == "<h5>A</h5>\n<h6>B</h6>\n"


def test_a_text_is_the_same_wherever_it_was_set_before() -> None:
    """What was parsed once serves pages that set it otherwise."""
    text = "# A *b*\n\nIn $R^3$."
    below = [render_markdown(text, top) for top in (3, 2, 3)]
    assert below[0] == below[2] == below[1].replace("h2>", "h3>")
    assert render_markdown(text, mathml=False) == "<h3>A <em>b</em></h3>\n<p>In R³.</p>\n"
    assert plain_markdown(text) == "A b In R³."


def test_formulas_become_mathml_or_unicode() -> None:
    """Pages and Atom get MathML; RSS readers, which drop it, get letters."""
    assert "<msup><mi>R</mi><mn>3</mn></msup>" in render_markdown("In $R^3$.")
    assert render_markdown("In $R^3$.", mathml=False) == "<p>In R³.</p>\n"


def test_formula_is_no_code_in_code() -> None:
    """In code, dollars are dollars."""
    assert render_markdown("`$HOME$`") == "<p><code>$HOME$</code></p>\n"


def test_plain_markdown_keeps_the_words() -> None:
    """Links give their text, code its content, formulas their letters, blocks a space."""
    text = "# Title\n\nA [link](http://x.y) to `code`\nand $x^2$.\n\n- one\n- two"
    assert plain_markdown(text) == "Title A link to code and x². one two"


def test_excerpt_of_a_short_text_is_all_of_it() -> None:
    """Nothing is cut that fits."""
    assert excerpt("A *short* text.") == "A short text."


def test_excerpt_ends_after_a_sentence_where_one_ends() -> None:
    """A card does not stop in the middle of a sentence if it need not."""
    assert excerpt("A first sentence. A second one that is long.", 30) == "A first sentence."


def test_excerpt_ends_after_a_word_else() -> None:
    """A long sentence is cut between words, and says so."""
    assert excerpt("one two three four five six seven", 20) == "one two three four …"


def test_excerpt_of_a_text_without_spaces_is_cut_at_a_character() -> None:
    """Chinese and Japanese part their words by nothing; a character is as wide as two letters."""
    assert excerpt("深度学习的方法" * 10, 20) == "深度学习的方法深度 …"
    assert excerpt("深度学习。它的方法是新的，很好很好很好", 20) == "深度学习。"


def test_excerpt_keeps_accents_with_their_letters() -> None:
    """A combining mark is no character of its own to a reader, nor is a vowel's sign or a part."""
    assert excerpt("x\u0301" * 10, 5) == "x\u0301x\u0301x\u0301 …"
    assert excerpt("कि" * 10, 5) == "कि …"
    assert excerpt("\U0001f469\u200d\U0001f4bb" * 10, 9) == "\U0001f469\u200d\U0001f4bb …"
    assert excerpt("\U0001f44d\U0001f3fd" * 10, 8) == "\U0001f44d\U0001f3fd …"


def test_text_that_has_no_room_is_its_sign() -> None:
    """What cannot be cut is not shown in part."""
    assert [shorten("abcdef", length) for length in (0, 1, 2, 3)] == ["", "…", "…", "a …"]


def test_lines_of_chinese_join_without_a_space() -> None:
    """A browser would show the line break as a space."""
    assert render_markdown("深度\n学习 and\nwords") == "<p>深度学习 and\nwords</p>\n"
    assert plain_markdown("深度\n学习 *的*\n方法") == "深度学习 的方法"


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        ("## 方法\n新的。", "<h3>方法</h3>\n<p>新的。</p>\n", "方法 新的。"),
        ("- 甲\n乙\n- 丙", "<ul>\n<li>甲乙</li>\n<li>丙</li>\n</ul>\n", "甲乙 丙"),
        ("> 甲\n> 乙", "<blockquote>\n<p>甲乙</p>\n</blockquote>\n", "甲乙"),
        ("甲  \n乙", "<p>甲<br />\n乙</p>\n", "甲乙"),
        ("**甲**\n乙 *c*\n丙", "<p><strong>甲</strong>乙 <em>c</em>\n丙</p>\n", "甲乙 c 丙"),
        ("甲 `c`\n乙", "<p>甲 <code>c</code>\n乙</p>\n", "甲 c 乙"),
        ("```\n甲\n乙\n```", "<pre><code>甲\n乙\n</code></pre>\n", "甲乙"),
    ],
)
def test_lines_of_chinese_join_within_a_paragraph_alone(text: str, html: str, words: str) -> None:
    """A heading ends with its line, a hard break and code are meant."""
    assert (render_markdown(text), plain_markdown(text)) == (html, words)


def test_displayed_formulas_and_code_are_words_too() -> None:
    """An excerpt tells what stands between two paragraphs."""
    text = "We show\n\n$$\nE = mc^2\n$$\n\nand run\n\n    make x\n\n```sh\nmake y\n```\n"
    assert plain_markdown(text) == "We show E = mc² and run make x make y"
    assert excerpt("$$x^2$$") == "x²"


LETTERS = "ab .,?!。、深\n$*\u0301कि\u200d\U0001f469\U0001f3fd"


@given(st.text(LETTERS, max_size=300) | st.text(max_size=300), st.integers(0, 100))
@example("深" * 9 + "。" + "深" * 9, 18)
@example("a" * 11, 10)
@example("ab " + "c" * 50, 10)
def test_nothing_is_longer_than_asked(text: str, length: int) -> None:
    """The sign that a text goes on included; what stands before it begins the text."""
    words = plain_markdown(text)
    short = shorten(words, length)
    assert columns(short) <= length
    assert short == words or words.startswith(short.removesuffix("…").removesuffix(" "))
    assert excerpt(text, length) == short


def test_no_letter_is_taken_for_a_narrow_one() -> None:
    """Of the scripts and signs that most texts have, whatever a line of them holds."""
    lines = (chr(code) * 12 for code in range(ord("!"), 0x2600) if code != ord("$"))
    assert [line for line in lines if columns(shorten(line, 10)) > 10] == []


def test_formulas_are_found_in_their_order() -> None:
    """Inline and block, but not in code, and no money."""
    assert math_in_markdown("$a$ `$b$`\n\n$$\nc\n$$\n\nfor $5 and $d$") == ["a", "c", "d"]


@pytest.mark.parametrize(
    "text", [">" * 5000, "[" * 5000, "*a **b " * 2000, "$" * 5000, "- " * 3000]
)
def test_text_made_to_be_slow_is_rendered(text: str) -> None:
    """Deep quotations, brackets, emphasis, dollars and lists end, and end as XML."""
    assert ET.fromstring(f"<div>{render_markdown(text)}</div>").tag == "div"
