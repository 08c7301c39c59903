"""The form of a value, as browsers and editors know it, beside what the reader says of it."""

from __future__ import annotations

import re

import pytest
import yaml

from broadsheet.content.fields import Field, Kind
from broadsheet.content.forms import form_of
from broadsheet.content.frontmatter import Source
from broadsheet.content.values import read_mapping


def is_good_form(kind: Kind, text: str) -> bool:
    """Return whether a form or a schema lets a value pass."""
    return re.fullmatch(form_of(Field("f", kind, "", "")), text) is not None


def is_read(kind: Kind, text: str) -> bool:
    """Return whether the reader has nothing to say of a value."""
    source = Source("x.md", "")
    key, value = (
        yaml.ScalarNode("tag:yaml.org,2002:str", one, yaml.Mark("", 0, 0, 0, None, 0))
        for one in ("f", text)
    )
    node = yaml.MappingNode("tag:yaml.org,2002:map", [(key, value)])
    read_mapping(source, node, (Field("f", kind, "", "x"),))
    return source.problems == []


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            "arxiv",
            "0704.0001 1412.9999 1501.00001 2512.12345 math/0309136 quant-ph/0201082",
            "2411.0001 2513.00001 1412.00001 0704.00001 0703.0001 math/0313136 2506.20544v2 2506 x",
        ),
        (
            "doi",
            "10.1000/182 10.1016/0370-2693(82)91177-3 10.1000/a&b",
            '10.100/182 10.1000/ 11.1000/182 10.1000/a"b 10.1000/{a} doi:10.1000/182',
        ),
        (
            "link",
            "https://e.org http://e.org:80/a?b#c HTTPS://E.org/ https://e.org/é",
            "e.org ftp://e.org https:// https://me:pass@e.org/ https://e.org:x/ https://e.org/<a>",
        ),
        (
            "date",
            "2025-06-24 2024-02-29 0001-01-01",
            "2025 2025-13-01 2025-00-10 2025-06-32 0000-01-01",
        ),
        ("when", "2025 2025-06 2025-06-24", "0000 25 2025-13 2025-6 2025-06-00 20250624"),
        ("number", "0 12 999999", "1000000 -1 1.5 x ²"),
        ("category", "cs.CL math quant-ph cond-mat.str-el", "CS.CL cs. .CL cs.C cs/CL"),
        ("file", "a.png A-b_c.1.webp", ".png a.gif -a.png a/b.png a.png.exe"),
        ("repository", "owner/name o-1/n.a_m-e", "owner owner/ /name a/b/c o_o/n"),
        (
            "tag",
            "example.org,2025 me@e.org,2025-06 e.org,2025-06-24 e.org,2024-02-29 e.org,2000-02-29",
            (
                "example,2025 e.org e.org,25 ,2025 e.org,2025-13 e.org,2026-02-30 e.org,1900-02-29"
                " e.org,2025-04-31 e.org,2025-00-01"
            ),
        ),
    ],
)
def test_form_and_reader_agree(kind: Kind, good: str, bad: str) -> None:
    """What an editor underlines, the check tells of, and the other way round."""
    for text in good.split(" "):
        assert (text, is_good_form(kind, text), is_read(kind, text)) == (text, True, True)
    for text in bad.split(" "):
        assert (text, is_good_form(kind, text), is_read(kind, text)) == (text, False, False)


@pytest.mark.parametrize("text", ["2025-02-30", "2023-02-29"])
def test_reader_alone_knows_the_calendar(text: str) -> None:
    """A regular expression does not say which month is how long."""
    assert (is_good_form("date", text), is_read("date", text)) == (True, False)
