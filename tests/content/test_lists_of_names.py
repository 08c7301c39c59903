"""A list of names as people write it: what is wrong with it, where, and what to write."""

from __future__ import annotations

import pytest

from broadsheet.content.papers import read_paper

HEAD = "---\ntitle: Foo\nauthors: "
TAIL = '\npublished: 2025-10-20\narxiv: "2510.01234"\nsummary: A sentence.\n---\n'
WRITE = "must be one name: write"
BEHIND = "each an entry of its own"
HALVES = "these are names of one word each: write"
ALONE = "or {name: Lovelace} for one who has no other"
INDENT = "this line must be indented like those before it: it is read as one entry"
ADA = "'Ada Lovelace{}Grace Hopper' must be one name: write Ada Lovelace, Grace Hopper"


def told(authors: str) -> list[str]:
    """Return the problems of a paper with these authors, each with its line and column."""
    found = read_paper("2025/10/28/x.md", f"{HEAD}{authors}{TAIL}".encode(), lambda _: None)[1]
    return [f"{one.line}:{one.column} {one.message}" for one in found]


@pytest.mark.parametrize(
    ("authors", "message"),
    [
        ("\n  - Ada Lovelace\n   - Grace Hopper", f"5:4 {INDENT} 'Ada Lovelace - Grace Hopper'"),
        ("\n- Ada Lovelace\n - Grace Hopper", f"5:2 {INDENT} 'Ada Lovelace - Grace Hopper'"),
        (
            "\n- Emmy Noether\n- Ada Lovelace\n  - Grace Hopper",
            f"6:3 {INDENT} 'Ada Lovelace - Grace Hopper'",
        ),
        (
            "[Ada Lovelace and Grace Hopper]",
            f"3:11 {ADA.format(' and ')}, {BEHIND}, or {{name: ...}} for a group",
        ),
        (
            "[Ada Lovelace & Grace Hopper]",
            f"3:11 {ADA.format(' & ')}, {BEHIND}, or {{name: ...}} for a group",
        ),
        (
            "[Ada Lovelace, and Grace Hopper]",
            "3:25 'and Grace Hopper' must be one name: write Grace Hopper",
        ),
        (
            '["Ada Lovelace, Grace Hopper"]',
            f"3:11 {ADA.format(', ')}, {BEHIND}, or one name as it is read aloud",
        ),
        (
            "\n  - Ada Lovelace, Grace Hopper",
            f"4:5 {ADA.format(', ')}, {BEHIND}, or one name as it is read aloud",
        ),
        (
            "[Martin Luther King, Jr., Ada Lovelace]",
            "3:31 'Jr.' is no name: write Martin Luther King Jr.",
        ),
        (
            "\n  - Ada Lovelace,\n  - Grace Hopper",
            "4:5 'Ada Lovelace,' must be a name alone: write Ada Lovelace",
        ),
        (
            '["1. Ada Lovelace", 3M]',
            "3:11 '1. Ada Lovelace' must be a name alone: write Ada Lovelace",
        ),
        (
            "[Ada Lovelace\n  Grace Hopper]",
            (
                "3:11 Ada Lovelace and Grace Hopper are read as one name: put a comma or a hyphen"
                " between them"
            ),
        ),
        (
            "\n  * Ada Lovelace\n  * Grace Hopper",
            (
                "4:4 an entry of a list begins with a hyphen, and a value with * or & must stand in"
                " quotes"
            ),
        ),
        ('["."]', "3:11 '.' is no name: it has no letter"),
        *(
            (
                text,
                "3:10 authors must be a list: write authors: [Ada Lovelace, Daniel D'souza]",
            )
            for text in ("Lovelace, A., Hopper, G. M. & Noether, E.", "1. Ada Lovelace 2. Al Khwa")
        ),
        ("[Sammy Davis, III]", "3:24 'III' is no name: write Sammy Davis III"),
        *(
            (f'["{name}"]', f"3:11 '{name}' must be a name alone: write Jane Roe")
            for name in (
                "Dr. Jane Roe",
                "Dr Jane Roe",
                "PD Dr Jane Roe",
                "Prof. Dr. h. c. mult. Jane Roe",
                "Assistant Professor Jane Roe",
                "Dipl.-Ing. Jane Roe",
                "Mrs. Jane Roe",
                "Jane Roe, PhD",
                "Jane Roe, MD, Ph.D.",
                "Jane Roe MSc",
                "Dr. Jane Roe, MD",
                "Jane Roe <jane@roe.example>",
                "Jane Roe (jane.roe+papers@roe.example)",
                "Jane Roe https://roe.example/0000-0001",
                "Jane Roe ✉",
            )
        ),
        *(
            (
                f"['{name}']",
                (
                    f"3:11 '{name}' must be a name alone: write Jane Roe,"
                    f" or {{name: {name}}} for a group"
                ),
            )
            for name in (
                "Jane Roe (MIT)",
                "Jane Roe (Google DeepMind)",
                "Jane Roe (Roe University)",
                "Jane Roe (she/her)",
                "Jane Roe (corresponding author)",
                "Jane Roe, MIT",
                "Jane Roe, Roe University",
            )
        ),
        (
            "[Prof. X]",
            (
                "3:11 'Prof. X' must be a name alone: write X, or {name: Prof. X} for one who is"
                " called so"
            ),
        ),
        (
            "[jane@roe.example]",
            "3:11 'jane@roe.example' must be a name alone: write the name",
        ),
        ('["Roe, Dr. Jane"]', "3:11 write the name as it is read aloud: Jane Roe"),
        ("[Jane Roe, PhD]", "3:21 'PhD' is no name: take it out"),
        ("[The Lab, Inc.]", "3:20 'Inc.' is no name: write \"The Lab, Inc.\""),
        (
            "[Lovelace, Ada, Hopper, Grace]",
            f"3:10 {HALVES} [Ada Lovelace, Grace Hopper], {ALONE}",
        ),
        (
            "[Lovelace, Ada]",
            f"3:10 {HALVES} [Ada Lovelace], {ALONE}",
        ),
        (
            "[Ada Lovelace，Grace Hopper]",
            f"3:11 {ADA.format('，')}, {BEHIND}: ， parts nothing here",
        ),
        (
            "[张三、李四]",
            f"3:11 '张三、李四' {WRITE} 张三, 李四, {BEHIND}: 、 parts nothing here",
        ),
        (
            "[张三；李四]",
            f"3:11 '张三；李四' {WRITE} 张三, 李四, {BEHIND}: ； parts nothing here",
        ),
        (
            "[محمد علي، سارة علي]",
            f"3:11 'محمد علي، سارة علي' {WRITE} محمد علي, سارة علي, {BEHIND}: ، parts nothing here",
        ),
        ("[Ada Lovelace / Grace Hopper]", f"3:11 {ADA.format(' / ')}, {BEHIND}"),
        ('["Ada Lovelace*"]', "3:11 'Ada Lovelace*' must be a name alone: write Ada Lovelace"),
        ('["Grace Hopper1,2"]', "3:11 'Grace Hopper1,2' must be a name alone: write Grace Hopper"),
        ('["**Eve Curie**"]', "3:11 '**Eve Curie**' must be a name alone: write Eve Curie"),
        ("[Emmy Noether†‡]", "3:11 'Emmy Noether†‡' must be a name alone: write Emmy Noether"),
        ("[Emmy Noether²]", "3:11 'Emmy Noether²' must be a name alone: write Emmy Noether"),
        ("[Wei Wang 0001]", "3:11 'Wei Wang 0001' must be a name alone: write Wei Wang"),
        ("[Anna Bee, et. al.]", "3:21 'et. al.' is no name: write every author's name"),
        ("[Anna Bee, and 5 others]", "3:21 'and 5 others' is no name: write every author's name"),
        ("[Anna Bee, etc.]", "3:21 'etc.' is no name: write every author's name"),
        ("[Anna Bee, '& colleagues']", "3:21 '& colleagues' is no name: write every author's name"),
        ("[张三, 等]", "3:15 '等' is no name: write every author's name"),
        (
            "[Anna Bee et. al.]",
            "3:11 'Anna Bee et. al.' must be one name: write every author's name",
        ),
        (
            "[Anna Bee and 5 others]",
            "3:11 'Anna Bee and 5 others' must be one name: write every author's name",
        ),
        (
            "[Anna Bee And Others]",
            "3:11 'Anna Bee And Others' must be one name: write every author's name",
        ),
        ("[The Others]", "3:11 'The Others' is no name: write every author's name"),
        ("[Acme, Corp Ltd]", "3:17 'Corp Ltd' is no name: write \"Acme, Corp Ltd\""),
        (
            '["García Márquez, Gabriel"]',
            "3:11 write the name as it is read aloud: Gabriel García Márquez",
        ),
        (
            "Ada Lovelace、Grace Hopper",
            "3:10 authors must be a list: write authors: [Ada Lovelace, Grace Hopper]",
        ),
        (
            "Lovelace, Ada; Hopper, Grace",
            "3:10 authors must be a list: write authors: [Ada Lovelace, Grace Hopper]",
        ),
    ],
)
def test_mistakes_in_a_list_are_told_with_what_to_write(authors: str, message: str) -> None:
    """One message each, at the place of the mistake."""
    assert told(authors) == [message]


def test_word_with_a_digit_may_be_a_group() -> None:
    """It is warned of, and stays."""
    assert told("[Ada Lovelace, Lee1]") == [
        "3:25 'Lee1' must be a name alone: write Lee, or {name: Lee1} for a group"
    ]


@pytest.mark.parametrize(
    "authors",
    [
        "[Ada Lovelace, Daniel D'souza, 张三, Plato]",
        '["Martin Luther King, Jr.", "The Lab, Inc.", "Martin Luther King, III"]',
        "[Md. Rahman, St. John, Edd Roe, Rahman MD, Profa Lima, Drew Barr]",
        "[Ph. D. Thesis Group, Dr. Roe Research Group, LIGO Scientific Collaboration (LSC)]",
        "[Wei Wang (Wayne), Wei Wang (王伟), Ming-Yu (Gary) Liu]",
        "[{name: Dr. Seuss}, {name: Meta AI (FAIR)}]",
        "[Barnes and Noble, Department of Health and Human Services, AT&T Labs]",
        "[{name: Ada Lovelace and Grace Hopper}, {name: Team1}, {family: 'B*', given: A}]",
        "[Malcolm X, Madhu V, Ronald Etal, Ötzi Etcheverry]",
        "[Anders Moret, Ana Sofia Others-Cruz, Li J. Wang, Rosa-Maria Etxe]",
        "[OpenAI, DeepMind]",
        "[Author B83, GPT4, Malcolm X2]",
        '["Institute of Applied Letters, Berlin"]',
        "[Anna-Lena Müller - Schmidt]",
        "\n  - Ada\n    Lovelace\n  - Grace Hopper",
    ],
)
def test_good_names_are_not_doubted(authors: str) -> None:
    """Groups, suffixes, names in parts, and a name on two lines."""
    assert told(authors) == []


def test_entries_that_hold_no_name_are_left_out() -> None:
    """What is wrong is told, the others are read."""
    text = f"{HEAD}[Ada Lovelace, 'Emmy Noether*', etc.]{TAIL}"
    paper, _ = read_paper("2025/10/28/x.md", text.encode(), lambda _: None)
    assert paper.authors == ("Ada Lovelace",)
