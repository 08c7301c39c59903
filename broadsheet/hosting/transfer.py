"""Doing what was planned: uploads in their order, many at once; removals last; notes of it all.

The manifest at the target is written before the first upload, before the first file that visitors
meet, before the first removal, from time to time, and at the end; also where something is refused,
if it can be.
"""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.problems import UsageError
from broadsheet.hosting import manifests
from broadsheet.hosting.manifests import CHANGING, COMING, Lying, Manifest, from_text, to_text
from broadsheet.hosting.refusals import RefusedError
from broadsheet.output.turns import folders_above

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future

    from broadsheet.hosting.built import Built
    from broadsheet.hosting.plans import Plan
    from broadsheet.hosting.targets import Target

    # Hears of the phase, of what is done in it and of how much there is.
    Tell = Callable[[str, int, int], None]
    Then = Callable[[str, int], None]  # hears of a path, and of the bytes that went

NOTE_EVERY = 5.0  # seconds; or longer, so that notes take a twentieth of the time at most
_SHARE = 20
_TELL_EVERY = 0.1  # seconds
_WAITING = 4  # pieces of work that wait, for each that is done at once


def read_manifest(target: Target, tag: str, *, force: bool) -> dict[str, Lying]:
    """Return what we put at a target, by path; nothing where there is nothing.

    Raise UsageError where something else lies there, unless it is taken over.
    """
    data = target.read(manifests.NAME)
    if data is None:
        names = [] if force else target.names()
        if not names:
            return {}
        message = (
            f"{target.name} is not empty, and was not published by Broadsheet ({names[0]} lies"
            " there): name another place, or add --force to publish into this one"
        )
        raise UsageError(message)
    manifest = from_text(data.decode(errors="replace"))
    if manifest is not None and manifest.tag == tag:
        return dict(manifest.files)
    if force:
        return {}
    what = f"holds the site of {manifest.tag}, not of {tag}" if manifest else "is damaged"
    message = (
        f"{target.name}/{manifests.NAME} {what}: name another place, or add --force to put this"
        " site there; what else is there then stays"
    )
    raise UsageError(message)


class Done(NamedTuple):
    """How many files were uploaded, of how many bytes, and how many removed."""

    uploaded: int
    size: int
    removed: int


class Transfer:
    """One publishing: from a site as it was built to a target where `there` lies."""

    def __init__(self, built: Built, target: Target, there: dict[str, Lying], tell: Tell) -> None:
        """Take what was read of both."""
        self._built = built
        self._target = target
        self._there = there
        self._tell = tell
        self._uploaded = self._size = self._removed = self._total = 0
        self._noted = self._told = 0.0  # when, by the clock
        self._pause = NOTE_EVERY

    def run(self, plan: Plan) -> Done:
        """Do what was planned; raise RefusedError where the target does not do it.

        Whatever ends it, what was done until then is noted if that can be.
        """
        if (
            not plan.uploads
            and not plan.removals
            and all(one.is_met for one in self._there.values())
        ):
            self._target.clear()
            return Done(0, 0, 0)
        self._total = len(plan.uploads)
        self._expect(plan)
        try:
            self._do(plan)
        except RefusedError as error:
            self._note_at_the_end()
            message = (
                f"{error}; {self._uploaded:,} of {self._total:,} files were uploaded: publish"
                " again, which goes on from there"
            )
            raise RefusedError(message) from None
        except BaseException:
            self._note_at_the_end()
            raise
        return Done(self._uploaded, self._size, self._removed)

    def _expect(self, plan: Plan) -> None:
        """Take away what a cut run left, and note what is about to appear or to change."""
        self._target.clear()
        for path in plan.uploads:
            is_met = self._there.get(path, COMING).is_met
            self._there[path] = CHANGING if is_met else COMING
        self._there.update(dict.fromkeys(plan.early, COMING))
        self._note()

    def _do(self, plan: Plan) -> None:
        self._each(plan.early, self._remove, self._note_removed)
        for group in plan.unseen:
            self._each(group, self._upload, self._note_uploaded)
        if plan.seen and self._meet():
            self._note()
        for group in plan.seen:
            self._each(group, self._upload, self._note_uploaded)
        if plan.gone:
            gone = [path for group in plan.gone for path in group]
            self._there.update(dict.fromkeys(gone, COMING))
            self._note()
        for group in plan.gone:
            self._each(group, self._remove, self._note_removed)
        self._drop_folders(plan.removals)
        self._meet()
        self._note()
        self._target.clear()

    def _meet(self) -> bool:
        """Have all files that are there count as met, since people may come to them from here on.

        Give whether any did not.
        """
        met = {
            path: Lying(lying.digest, is_met=True)
            for path, lying in self._there.items()
            if lying.digest and not lying.is_met and path in self._built.digests
        }
        self._there.update(met)
        return bool(met)

    def _each(self, paths: Iterable[str], do: Callable[[str], int], then: Then) -> None:
        """Do something with each path, several at once; `then` hears of it in this thread."""
        waiting: dict[Future[int], str] = {}
        pool = ThreadPoolExecutor(self._target.jobs)
        try:
            for path in paths:
                if len(waiting) >= _WAITING * self._target.jobs:
                    _hear(waiting, then)
                waiting[pool.submit(do, path)] = path
            while waiting:
                _hear(waiting, then)
        except BaseException:
            self._target.stop()
            pool.shutdown(cancel_futures=True)
            for one, path in waiting.items():  # and some went well meanwhile
                if not one.cancelled() and one.exception() is None:
                    then(path, one.result())
            raise
        pool.shutdown()

    def _upload(self, path: str) -> int:
        """Upload a file; give its size."""
        data = self._built.read(path)
        self._target.put(path, data)
        return len(data)

    def _remove(self, path: str) -> int:
        """Take a file away."""
        self._target.remove(path)
        return 0

    def _note_uploaded(self, path: str, size: int) -> None:
        self._there[path] = Lying(self._built.digests[path], self._there[path].is_met)
        self._uploaded += 1
        self._size += size
        now = monotonic()
        if now - self._told > _TELL_EVERY:
            self._told = now
            self._tell("uploading", self._uploaded, self._total)
        if now - self._noted > self._pause:
            self._note()

    def _note_removed(self, path: str, _size: int) -> None:
        del self._there[path]
        self._removed += 1

    def _note(self) -> None:
        """Write the manifest."""
        began = monotonic()
        text = to_text(Manifest(self._built.tag, self._there))
        self._target.put(manifests.NAME, text.encode())
        self._noted = monotonic()
        self._pause = max(NOTE_EVERY, _SHARE * (self._noted - began))

    def _note_at_the_end(self) -> None:
        """Write the manifest, where the target still takes it."""
        self._target.renew()
        with suppress(RefusedError):
            self._note()

    def _drop_folders(self, gone: Iterable[str]) -> None:
        """Take away the folders of what is gone in which nothing of ours is left."""
        left = {above for path in self._there for above in folders_above(path)}
        empty = {above for path in gone for above in folders_above(path)} - left
        for folder in sorted(empty, reverse=True):
            self._target.drop_folder(folder)


def _hear(waiting: dict[Future[int], str], then: Then) -> None:
    """Wait until something is done, and hear what went well; raise the error of what did not."""
    failed = None
    for one in wait(waiting, return_when=FIRST_COMPLETED).done:
        path = waiting.pop(one)
        error = one.exception()
        if error is None:
            then(path, one.result())
        failed = failed or error
    if failed:
        raise failed
