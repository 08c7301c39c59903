"""What went wrong at a target, in a sentence; and whether it may go right a little later.

The libraries for hosts are optional, so none is imported here: their errors are told apart by what
all of them have, a number of the system or of HTTP, and else by their names.
"""

from __future__ import annotations

import errno
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from broadsheet.content.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PASSING = {408, 425, 429, 500, 502, 503, 504}  # of HTTP
_PASSING_NUMBERS = {
    *(errno.EAGAIN, errno.EBUSY, errno.EHOSTUNREACH, errno.EINTR, errno.EIO, errno.ENETDOWN),
    *(errno.ENETUNREACH, errno.ENETRESET),
}
_PASSING_NAMES = {
    "ClientConnectionError",  # aiohttp
    "ConnectionClosedError",  # botocore
    "EndpointConnectionError",
    "HTTPClientError",
    "NoValidConnectionsError",  # paramiko
    "SSHException",
    "ServiceRequestError",  # azure
    "ServiceResponseError",
    "TransportError",  # httpx and google
}
_LASTING_NAMES = {
    "AuthenticationException",  # paramiko, whose errors are all SSHException
    "BadHostKeyException",
    "IncompatiblePeer",
    "PasswordRequiredException",
    "RefreshError",  # google
    "SSLCertVerificationError",
    "SSLError",
    "UnsupportedProtocol",  # httpx
}
_NO_KEY_NAMES = {
    "AuthenticationException",
    "ClientAuthenticationError",  # azure
    "CredentialRetrievalError",  # botocore
    "CredentialUnavailableError",
    "DefaultCredentialsError",  # google
    "NoCredentialsError",
    "PartialCredentialsError",
    "PasswordRequiredException",
    "ProfileNotFound",
    "RefreshError",
}
# What paramiko calls a failure of authentication where the connection ended in the midst of it.
_CUT_OFF = re.compile(r"transport shut down or saw EOF|Authentication timeout")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SECRETS = re.compile(r"\?\S+|(?<=://)[^/\s@]*@")  # a signature in an address, a password
_LONGEST = 200  # characters of what a library says


class RefusedError(UsageError):
    """What a target does not do, in a sentence."""


def is_passing(error: BaseException) -> bool:
    """Return whether it is worth while to try again."""
    if isinstance(error, UsageError):
        return False
    if _names(error) & _LASTING_NAMES:
        return _CUT_OFF.search(str(error)) is not None
    status = _status(error)
    if status:
        return status in _PASSING
    if isinstance(error, OSError) and error.errno:
        return isinstance(error, ConnectionError | TimeoutError) or error.errno in _PASSING_NUMBERS
    if isinstance(error, ConnectionError | TimeoutError | EOFError):
        return True
    return bool(_names(error) & _PASSING_NAMES) or str(error) == "Socket is closed"


def refusal(error: BaseException, place: str) -> RefusedError:
    """Return the sentence for an error at a place, which is a target and a path in it."""
    return RefusedError(f"{place}: {_meaning(error)} ({_said(error)})")


def _meaning(error: BaseException) -> str:
    """Say what an error means, and what to look at."""
    status, names = _status(error), _names(error)
    number = error.errno if isinstance(error, OSError) else None
    meanings = {
        "nobody is let in without a key that counts there: look where the keys are kept": (
            names & _NO_KEY_NAMES or status == HTTPStatus.UNAUTHORIZED
        ),
        "the host does not allow it: look at the rights of the key, and at whose the place is": (
            isinstance(error, PermissionError)
            or status == HTTPStatus.FORBIDDEN
            or number == errno.EROFS
        ),
        "there is no room left: look at the disk and its quota": (
            number in _FULL
            or status == HTTPStatus.INSUFFICIENT_STORAGE
            or "InsufficientStorage" in names
        ),
        "there is no such place: look at the name of the bucket or folder, and make it": (
            isinstance(error, FileNotFoundError | NotADirectoryError)
            or status == HTTPStatus.NOT_FOUND
        ),
        "the host does not answer: look at its name and the network": is_passing(error),
        "the host says no more: look at its disk and quota, and at the rights there": (
            str(error) == "Failure"  # all that SFTP tells of most errors
        ),
    }
    return next((told for told, holds in meanings.items() if holds), "the host does not take it")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those that it came of."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _names(error: BaseException) -> set[str]:
    """Return the names of an error's classes, and of those that it came of."""
    return {kind.__name__ for one in _chain(error) for kind in type(one).__mro__}


def _status(error: BaseException) -> int:
    """Return the status of HTTP that an error came of; 0 if there is none."""
    for one in _chain(error):
        answer = getattr(one, "response", None)
        told = answer.get("ResponseMetadata", {}) if isinstance(answer, dict) else {}
        candidates = (
            told.get("HTTPStatusCode"),  # botocore
            getattr(answer, "status_code", None),  # httpx
            *(getattr(one, name, None) for name in ("status_code", "status", "code")),
        )
        for status in candidates:
            if isinstance(status, int | str) and re.fullmatch("[45][0-9]{2}", str(status)):
                return int(status)
    return 0


def _said(error: BaseException) -> str:
    """Return what an error says, in a line without secrets."""
    told = error.strerror if isinstance(error, OSError) else ""
    line = " ".join((told or str(error) or type(error).__name__).split())
    return _SECRETS.sub("...", line)[:_LONGEST]
