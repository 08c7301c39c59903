"""Counts the steps that a backtracking matcher of regular expressions takes.

`re` does not tell how long it looks. This walks the same tree that `re` compiles, in the same
order, and counts one step for each try to match one sign. It is made for counting: matches are
found as `re` finds them, but for case and locale, which do not change the number of steps.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Groups = dict[int, tuple[int, int]]  # where each group that has matched begins and ends

MANY = 50  # repetitions that count as unbounded
_ENDS = "\x00!a1 \n\u00e9"  # signs, one of which hardly any pattern goes on with


class TooManyStepsError(Exception):
    """The matcher takes more steps than it may."""


class Counter:
    """Matches a pattern and counts the steps."""

    def __init__(self, pattern: re.Pattern[str], most: int) -> None:
        """Parse the pattern; no more than `most` steps are taken."""
        self.flags = pattern.flags
        self.tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
        self.most = most
        self.steps = 0
        self._text = ""

    def search(self, text: str) -> int:
        """Look for all matches, one behind the other; return the steps."""
        self._text = text
        at = 0
        while at <= len(text):
            end = next(self._match(list(self.tree), at, {}), None)
            at = max(at + 1, end or 0) if end is not None else at + 1
        return self.steps

    def match(self, text: str) -> int:
        """Look for a match at the beginning; return the steps."""
        self._text = text
        next(self._match(list(self.tree), 0, {}), None)
        return self.steps

    def fullmatch(self, text: str) -> int:
        """Look for a match of the whole text; return the steps."""
        self._text = text
        for end in self._match(list(self.tree), 0, {}):
            if end == len(text):
                break
        return self.steps

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.most:
            raise TooManyStepsError

    def _match(self, nodes: list[Any], at: int, groups: Groups) -> Iterator[int]:
        """Yield the ends of the matches of some nodes that begin at a place."""
        if not nodes:
            yield at
            return
        (kind, value), rest = nodes[0], nodes[1:]
        if is_single(nodes[0]):
            self._step()
            if at < len(self._text) and self.fits(kind, value, self._text[at]):
                yield from self._match(rest, at + 1, groups)
        elif kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            yield from self._repeat(kind, value, rest, at, groups)
        elif kind in (code.SUBPATTERN, code.ATOMIC_GROUP):
            yield from self._group(kind, value, rest, at, groups)
        elif kind is code.BRANCH:
            for branch in value[1]:
                yield from self._match([*branch, *rest], at, groups)
        elif self._holds(kind, value, at, groups):
            start, end = groups.get(value, (0, 0)) if kind is code.GROUPREF else (0, 0)
            yield from self._match(rest, at + end - start, groups)

    def _group(
        self, kind: Any, value: Any, rest: list[Any], at: int, groups: Groups
    ) -> Iterator[int]:
        """Yield the ends of the matches of a group and of what comes behind it."""
        if kind is code.ATOMIC_GROUP:
            for end in islice(self._match(list(value), at, groups), 1):
                yield from self._match(rest, end, groups)
            return
        number, _, _, inner = value
        for end in self._match(list(inner), at, groups):
            known = groups | ({number: (at, end)} if number else {})
            yield from self._match(rest, end, known)

    def _repeat(
        self,
        kind: Any,
        value: tuple[int, int, Any],
        rest: list[Any],
        at: int,
        groups: Groups,
    ) -> Iterator[int]:
        """Yield the ends of the matches of a repeated part and of what comes behind it."""
        least, most, inner = value
        body = list(inner)
        ends = self._ends(body, at, int(most), groups)
        if kind is code.MIN_REPEAT:
            for number, end in enumerate(ends):
                if number >= least:
                    yield from self._match(rest, end, groups)
            return
        found = list(ends)
        for number in range(len(found) - 1, least - 1, -1):
            yield from self._match(rest, found[number], groups)
            if kind is code.POSSESSIVE_REPEAT:
                return

    def _ends(self, body: list[Any], at: int, most: int, groups: Groups) -> Iterator[int]:
        """Yield where a part ends that is repeated 0, 1, 2 ... times, each as it first matches."""
        yield at
        for _ in range(most):
            end = next(self._match(body, at, groups), None)
            if end is None or end == at:
                return
            at = end
            yield at

    def fits(self, kind: Any, value: Any, sign: str) -> bool:
        """Return whether a sign is one that a node matches."""
        if kind is code.LITERAL:
            return self._same(value, sign)
        if kind is code.NOT_LITERAL:
            return not self._same(value, sign)
        if kind is code.ANY:
            return sign != "\n" or bool(self.flags & re.DOTALL)
        is_in = any(self._belongs(one, sign) for one in value if one[0] is not code.NEGATE)
        return is_in != (value[0][0] is code.NEGATE)

    def _same(self, value: int, sign: str) -> bool:
        if self.flags & re.IGNORECASE:
            return chr(value).casefold() == sign.casefold()
        return value == ord(sign)

    def _belongs(self, one: Any, sign: str) -> bool:
        """Return whether a sign is in one part of a set."""
        kind, value = one
        if kind is code.LITERAL:
            return self._same(value, sign)
        if kind is code.RANGE:
            both = (sign.lower(), sign.upper()) if self.flags & re.IGNORECASE else (sign,)
            return any(len(one) == 1 and value[0] <= ord(one) <= value[1] for one in both)
        name = str(value).removeprefix("CATEGORY_")
        letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[name.removeprefix("NOT_")]
        told = letter.upper() if name.startswith("NOT_") else letter
        return re.match(rf"\{told}", sign, self.flags & re.ASCII) is not None

    def _holds(self, kind: Any, value: Any, at: int, groups: Groups) -> bool:
        """Return whether what takes no sign itself holds at a place."""
        self._step()
        if kind in (code.ASSERT, code.ASSERT_NOT):
            direction, inner = value
            start = at if direction > 0 else at - inner.getwidth()[0]
            found = start >= 0 and next(self._match(list(inner), start, groups), None)
            return (found is not None and found is not False) == (kind is code.ASSERT)
        if kind is code.GROUPREF:
            start, end = groups.get(value, (0, 0))
            return self._text.startswith(self._text[start:end], at)
        if kind is code.AT:
            return self._stands_at(value, at)
        message = f"{kind} is not known here"
        raise NotImplementedError(message)

    def _stands_at(self, value: Any, at: int) -> bool:
        """Return whether a place is a beginning, an end, or a boundary of a word."""
        text, many = self._text, bool(self.flags & re.MULTILINE)
        if value is code.AT_BEGINNING:
            return at == 0 or (many and text[at - 1] == "\n")
        if value is code.AT_BEGINNING_STRING:
            return at == 0
        if value is code.AT_END:
            return at >= len(text) - text.endswith("\n") or (many and text[at] == "\n")
        if value is code.AT_END_STRING:
            return at == len(text)
        around = [at > 0 and _is_word(text[at - 1]), at < len(text) and _is_word(text[at])]
        return (around[0] != around[1]) == (value is code.AT_BOUNDARY)


def is_single(node: Any) -> bool:
    """Return whether a node matches one sign."""
    return node[0] in (code.LITERAL, code.NOT_LITERAL, code.ANY, code.IN)


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def attacks(pattern: re.Pattern[str]) -> list[tuple[str, str, str]]:
    """Return texts that make a pattern look long: what stands before, what is repeated, behind.

    For each part that may be repeated without bounds there is one with each of its signs.
    """
    counter = Counter(pattern, 0)
    found: list[tuple[str, str]] = []
    _walk(counter, list(counter.tree), "", found)
    return [(before, pump, end) for before, pump in dict.fromkeys(_pumps(found)) for end in _ENDS]


def _pumps(found: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what is found, also without what stands before it, and in pairs."""
    for before, pump in found:
        yield before, pump
        yield "", pump
        yield "", before + pump
    for (_, one), (_, other) in pairwise(found):
        yield one, other


def _walk(counter: Counter, nodes: list[Any], before: str, found: list[tuple[str, str]]) -> str:
    """Go through nodes and note what may be repeated; return a text that they match."""
    text = ""
    for kind, value in nodes:
        if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            least, most, inner = value
            samples = _samples(counter, list(inner))
            if most is code.MAXREPEAT or most >= MANY:
                found.extend((before + text, sample) for sample in samples if sample)
            one = _walk(counter, list(inner), before + text, found)
            text += one * max(1, least)
        elif kind is code.SUBPATTERN:
            text += _walk(counter, list(value[3]), before + text, found)
        elif kind is code.ATOMIC_GROUP:
            text += _walk(counter, list(value), before + text, found)
        elif kind is code.BRANCH:
            told = [_walk(counter, list(one), before + text, found) for one in value[1]]
            text += told[0]
        elif kind in (code.ASSERT, code.ASSERT_NOT):
            _walk(counter, list(value[1]), before + text, found)
        elif is_single((kind, value)):
            text += (_signs(counter, kind, value) or [""])[0]
    return text


def _samples(counter: Counter, nodes: list[Any]) -> list[str]:
    """Return some texts that a repeated part matches."""
    if len(nodes) == 1 and is_single(nodes[0]):
        return _signs(counter, *nodes[0])
    if len(nodes) == 1 and nodes[0][0] is code.BRANCH:
        return [_walk(counter, list(one), "", []) for one in nodes[0][1][1]]
    if len(nodes) == 1 and nodes[0][0] is code.SUBPATTERN:
        return _samples(counter, list(nodes[0][1][3]))
    return [_walk(counter, nodes, "", [])]


_SIGNS = "a A1_ \n\t-.,;:/\\{}[]()<>&$^*+#%'\"=~|!?@\u00e9\u4e2d\u0301\u200b\U000f0000"


def _signs(counter: Counter, kind: Any, value: Any) -> list[str]:
    """Return some signs that a node matches."""
    if kind is code.LITERAL:
        return [chr(value)]
    own = [chr(one[1]) for one in value if one[0] is code.LITERAL] if kind is code.IN else []
    own += [chr(one[1][0]) for one in value if one[0] is code.RANGE] if kind is code.IN else []
    fitting = [sign for sign in [*_SIGNS, *own] if counter.fits(kind, value, sign)]
    return fitting[:4]
