"""SFTP as ssh itself does it: known hosts, keys and agent of whoever runs this, their config."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem

from broadsheet.content.problems import UsageError


class _Known(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]  # it has no types
    """Refuses a host whose key is not known: anybody may stand between."""

    def missing_host_key(self, _client: Any, hostname: str, _key: Any) -> None:
        """Say how the key becomes known."""
        name = hostname.strip("[]").replace("]:", " on port ")
        message = (
            f"the key of {name} is not in ~/.ssh/known_hosts: connect once with sftp, which shows"
            " it and asks, or put the line there that the host's owner tells"
        )
        raise UsageError(message)


class _System(SFTPFileSystem):  # type: ignore[misc]  # it has no types
    """A connection that believes known hosts alone."""

    cachable = False

    def _connect(self) -> None:
        self.client = paramiko.SSHClient()
        self.client.load_system_host_keys()
        self.client.set_missing_host_key_policy(_Known())
        self.client.connect(self.host, **self.ssh_kwargs)
        self.ftp = self.client.open_sftp()
        self.ftp.get_channel().settimeout(self.ssh_kwargs["timeout"])

    def rm_file(self, path: str) -> None:
        """Remove a file in one request, where fsspec asks first what it is."""
        self.ftp.remove(path)


def connect(host: str, port: int | None, user: str | None, patience: int) -> Any:
    """Return the file system of a host, which has so many seconds to answer.

    ~/.ssh/config may tell its name, port, user and key.
    """
    config = Path.home() / ".ssh" / "config"
    told: dict[str, Any] = {}
    if config.is_file():
        told = paramiko.SSHConfig.from_path(str(config)).lookup(host)
    return _System(
        told.get("hostname", host),
        port=port or int(told.get("port", 22)),
        username=user or told.get("user"),
        key_filename=told.get("identityfile"),
        timeout=patience,
        banner_timeout=patience,
        auth_timeout=patience,
    )
