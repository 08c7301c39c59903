"""The kinds of hosts: how a target is named, what it needs, how fsspec opens it.

Credentials are found where each library looks for them, and nowhere else: never in a target's name.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlsplit

from broadsheet.content.folder import resolved
from broadsheet.content.problems import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 60  # seconds in which a host has to answer
_OWN = ("127.0.0.1", "::1", "localhost")  # this machine, which needs no certificate


class Opened(NamedTuple):
    """A file system of fsspec, and the path in it below which the site lies."""

    system: Any
    root: str


def _no_headers(_kind: str, _cache: str) -> dict[str, Any]:
    """Return nothing: the server decides."""
    return {}


class Host(NamedTuple):
    """A kind of host.

    `package` is what it needs beside fsspec; `headers` makes the arguments of an upload of a media
    type and a Cache-Control. A host that `renames` shows an upload before it is whole, so that it
    is put beside its place first; one that `has_folders` wants them made first. One file system
    serves all threads if it `is_shared`, or each has its own. `at_once` is how many uploads are
    worth it.
    """

    open: Callable[[SplitResult, int], Opened]
    package: str = ""
    headers: Callable[[str, str], dict[str, Any]] = _no_headers
    renames: bool = False
    has_folders: bool = False
    is_shared: bool = True
    at_once: int = 32


def find_host(target: str) -> tuple[Host, SplitResult]:
    """Return the kind of host of a target, and the parts of its name.

    Raise UsageError for a name that is none, that holds a secret, or whose packages are missing.
    """
    if "://" not in target:
        _refuse_half_schemes(target)
        parts = SplitResult("file", "", quote(str(resolved(Path(target)))), "", "")
    else:
        parts = _split(target)
    host = HOSTS[parts.scheme]
    needed = filter(None, ("fsspec", host.package))
    missing = [name for name in needed if not _is_there(name)]
    if missing:
        message = (
            f"{parts.scheme}:// needs {' and '.join(missing)}, not installed here:"
            f" make venv-publish, or {sys.executable} -m pip install {' '.join(missing)}"
        )
        raise UsageError(message)
    return host, parts


def _refuse_half_schemes(target: str) -> None:
    """Raise UsageError for a target without `://` that is no folder, or was meant as an address."""
    if not target:
        raise UsageError(_KNOWN)
    scheme, colon, rest = target.partition(":")
    if colon and scheme.casefold() in HOSTS:
        slashes = "///" if scheme.casefold() == "file" else "//"
        meant = f"{scheme}:{slashes}{rest.lstrip('/')}"
        message = (
            f"{scheme}: is followed by {len(slashes)} slashes: write {meant} (a folder of this name"
            f" is ./{target})"
        )
        raise UsageError(message)


def _split(target: str) -> SplitResult:
    """Return the parts of an address; raise UsageError, which quotes no secret, if it is none."""
    scheme = target.partition("://")[0].casefold()
    if scheme not in HOSTS:
        message = f"there is no publishing to {scheme}://{did_you_mean(scheme, HOSTS)}: {_KNOWN}"
        raise UsageError(message)
    try:
        parts = urlsplit(target)
        is_one = bool(parts.hostname) or (scheme == "file" and parts.path != "")
        _ = parts.port  # which may be none
    except ValueError:
        parts, is_one = SplitResult(scheme, "", "", "", ""), False
    if parts.password is not None or parts.query or parts.fragment:
        message = (
            f"a target of {scheme}:// holds no password and nothing behind ? or #: keys lie where"
            " its library looks for them, which docs/publish.md tells"
        )
        raise UsageError(message)
    if not is_one:
        message = f"this is no target of {scheme}://: {_KNOWN}"
        raise UsageError(message)
    return parts


def _is_there(module: str) -> bool:
    """Return whether a package is installed."""
    return find_spec(module) is not None


def _folder(parts: SplitResult, _jobs: int) -> Opened:
    """Open a folder of this machine."""
    import fsspec  # noqa: PLC0415 - as in the functions below: packages that only this host needs

    if parts.netloc not in ("", "localhost"):
        message = "file:// names a folder of this machine by three slashes: file:///srv/site"
        raise UsageError(message)
    return Opened(fsspec.filesystem("file"), _path(parts))


def _path(parts: SplitResult) -> str:
    """Return the path of a folder, which begins at the root, and may be that."""
    return unquote(parts.path).rstrip("/") or "/"


def _bucket(parts: SplitResult) -> str:
    """Return the path of a bucket, or of a folder in it."""
    return f"{parts.netloc}{unquote(parts.path)}".rstrip("/")


def _s3(parts: SplitResult, jobs: int) -> Opened:
    """Open a bucket of S3, or of what speaks its language."""
    import fsspec  # noqa: PLC0415

    system = fsspec.filesystem(
        "s3",
        config_kwargs={
            "max_pool_connections": jobs,
            "connect_timeout": PATIENCE,
            "read_timeout": PATIENCE,
            "retries": {"max_attempts": 0},
        },
        use_listings_cache=False,
    )
    system.retries = 1  # whoever asks tries again
    return Opened(system, _bucket(parts))


def _gs(parts: SplitResult, _jobs: int) -> Opened:
    """Open a bucket of Google Cloud Storage."""
    import fsspec  # noqa: PLC0415

    return Opened(fsspec.filesystem("gs", use_listings_cache=False), _bucket(parts))


def _abfs(parts: SplitResult, _jobs: int) -> Opened:
    """Open a container of Azure, whose account the name or the environment tells."""
    import fsspec  # noqa: PLC0415

    options = {"account_name": str(parts.hostname).partition(".")[0]} if parts.username else {}
    system = fsspec.filesystem("abfs", use_listings_cache=False, **options)
    name = parts.username or parts.netloc
    return Opened(system, f"{name}{unquote(parts.path)}".rstrip("/"))


def _sftp(parts: SplitResult, _jobs: int) -> Opened:
    """Open a folder by SFTP; the path begins at the root, or with /~/ at home."""
    from broadsheet.hosting.secureshell import connect  # noqa: PLC0415

    path = _path(parts)
    home = path == "/~" or path.startswith("/~/")
    root = path.removeprefix("/~").removeprefix("/") or "." if home else path
    # `hostname` has small letters alone; names in ~/.ssh/config have large ones, too
    host = re.sub(r":\d*\Z", "", parts.netloc.rpartition("@")[2]).strip("[]")
    user = unquote(parts.username) if parts.username else None
    return Opened(connect(host, parts.port, user, PATIENCE), root)


def _webdav(parts: SplitResult, jobs: int) -> Opened:
    """Open a collection of WebDAV, by https unless it is on this machine; keys are in .netrc."""
    import fsspec  # noqa: PLC0415
    import httpx  # noqa: PLC0415

    scheme = "http" if parts.hostname in _OWN else "https"
    names = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    system = fsspec.filesystem(
        "webdav",
        base_url=f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/",
        auth=httpx.NetRCAuth(str(names)) if names.is_file() else None,
        timeout=PATIENCE,
        limits=httpx.Limits(max_connections=jobs),
        retry=False,
    )
    return Opened(system, "")


def _azure_headers(kind: str, cache: str) -> dict[str, Any]:
    """Return headers as Azure's library takes them."""
    from azure.storage.blob import ContentSettings  # noqa: PLC0415

    return {"content_settings": ContentSettings(content_type=kind, cache_control=cache)}


HOSTS = {
    "file": Host(_folder, renames=True, has_folders=True, at_once=4),
    "s3": Host(_s3, "s3fs", lambda kind, cache: {"ContentType": kind, "CacheControl": cache}),
    "gs": Host(
        _gs,
        "gcsfs",
        lambda kind, cache: {"content_type": kind, "fixed_key_metadata": {"cache_control": cache}},
    ),
    "abfs": Host(_abfs, "adlfs", _azure_headers),
    "sftp": Host(_sftp, "paramiko", renames=True, has_folders=True, is_shared=False, at_once=6),
    "webdav": Host(_webdav, "webdav4", has_folders=True, at_once=8),
}
_KNOWN = (
    "name a folder, s3://BUCKET/FOLDER, gs://BUCKET/FOLDER, abfs://CONTAINER@ACCOUNT/FOLDER,"
    " sftp://USER@HOST/FOLDER or webdav://HOST/FOLDER"
)


def silence() -> None:
    """Have the libraries log nothing: what went wrong is told once, and names no secret."""
    logging.disable(logging.CRITICAL)
