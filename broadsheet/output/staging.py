"""Rendering into a staging folder beside the site, in as many processes as there is work for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.output.folder import STAGING
from broadsheet.output.processes import ENOUGH_FOR_PROCESSES, spread
from broadsheet.output.store import Written
from broadsheet.text.digest import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from broadsheet.output.ledger import Change
    from broadsheet.output.render import Renderer

PART = 100  # pages that a process renders before it answers: 40 ms, or for feeds 200


class Staged(NamedTuple):
    """A page that was rendered: `staged` names its file in the staging folder, if it differs.

    `is_new` says that no file stood in its place before.
    """

    written: Written
    staged: str
    is_new: bool


def stage(root: Path, renderer: Renderer, changes: list[Change], part: range) -> list[Staged]:
    """Render some of the changes; what differs from the file in place is written to staging."""
    staged: list[Staged] = []
    # A folder a part: processes do not wait for each other's, and the file system need not
    # look for room for ten thousands of files beside each other (a third of a cold build).
    folder = f"{root}/{STAGING}/{part.start}"
    os.mkdir(folder)  # noqa: PTH102 - as the paths below: texts, for speed
    for number in part:
        page, key, before = changes[number]
        try:
            data = renderer.render(page)
        except Exception as error:
            error.add_note(f"while rendering {page.path}")
            raise
        made = digest_of(data)
        if before is not None and before.stamp and before.digest == made:
            staged.append(Staged(before._replace(key=key), "", is_new=False))
            continue
        name = f"{folder}/{number}"
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            _write(file, data)
            stat = os.fstat(file)
        finally:
            os.close(file)
        stamp = f"{stat.st_size}:{stat.st_mtime_ns}"
        written = Written(page.path, key, stamp, made)
        staged.append(Staged(written, f"{part.start}/{number}", is_new=before is None))
    return staged


def _write(file: int, data: bytes) -> None:
    """Write all of the bytes: a disk that is nearly full takes a part of them first."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def make_pages(
    root: Path,
    renderer: Renderer,
    changes: list[Change],
    jobs: int,
    tell: Callable[[str, int, int], None] = lambda _phase, _done, _total: None,
) -> list[Staged]:
    """Render all changes into the staging folder; `tell` hears of the phase and its progress.

    Pages that show the same papers are rendered together.
    """
    if not changes:
        return []
    (root / STAGING).mkdir()
    changes = renderer.arrange(changes)
    last = len(changes)
    over_all = spread(jobs)
    if last >= PART * ENOUGH_FOR_PROCESSES:
        renderer.prepare()
    parts = [range(start, min(start + PART, last)) for start in range(0, last, PART)]
    staged: list[Staged] = []
    for answers in over_all(lambda part: stage(root, renderer, changes, part), parts):
        staged.extend(answers)
        tell("rendering", len(staged), last)
    return staged
