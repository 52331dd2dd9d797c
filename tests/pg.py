"""Databases for tests: SQLite files, and a throwaway PostgreSQL cluster where there can be one.

Owns the fixtures `database_address`, `session` and `book`, which run a test on both engines. A
workspace is made once for each engine and copied for every test. A session that runs in parallel
to others (xdist) has a cluster of its own.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest

from successtui.domain.clock import Clock
from successtui.services.session import Session
from successtui.services.workspaces import create_workspace
from successtui.store.workspace import Workspace
from tests.worlds import Book

PREFIX = "stui-"
ENGINES = ("sqlite", "postgresql")
TODAY = date(2026, 3, 4)
"""The date of every workspace of these fixtures: a Wednesday."""

Addresses = Callable[[], str]
"""Gives the address of another database each time it is called."""


class Cluster:
    """A PostgreSQL server of this test run alone, reached through a socket in a private folder."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs
        self._names = itertools.count()
        self._user = _plain_user()
        if self._user is not None:
            shutil.chown(folder, self._user)
        data = str(folder / "data")
        self._run("initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "-N")
        settings = {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            # Files in the data folder, so that nothing outside it is left behind.
            "dynamic_shared_memory_type": "mmap",
        }
        self._server = subprocess.Popen(
            [str(programs / "postgres"), "-D", data, *(f"-c{k}={v}" for k, v in settings.items())],
            user=self._user,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(folder / "log").open("wb"),
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        self._admin = self._connect()

    def address(self, name: str) -> str:
        """The URL of a database of this cluster."""
        return f"postgresql://tester@/{name}?host={self._folder}"

    def create(self, template: str = "template0") -> str:
        """The name of a new database, a copy of another one."""
        name = f"t{next(self._names)}"
        copying = " STRATEGY file_copy" if self._admin.info.server_version >= 150_000 else ""
        self._admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{copying}'.encode())
        return name

    def drop(self, name: str) -> None:
        """Removes a database, whoever still holds it."""
        self._admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def stop(self) -> None:
        """Stops the server."""
        self._admin.close()
        self._server.send_signal(signal.SIGINT)
        self._server.wait(60)

    def _connect(self) -> psycopg.Connection:
        """A connection as soon as the server answers."""
        deadline = time.monotonic() + 60
        while True:
            try:
                dsn = f"host={self._folder} user=tester dbname=postgres"
                return psycopg.connect(dsn, autocommit=True)
            except psycopg.OperationalError:
                if self._server.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._programs / program), *arguments],
            check=True,
            user=self._user,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=60,
        )


def _end_with_parent() -> None:
    """Lets the server end when this process is killed and can tidy up no more (Linux only)."""
    with contextlib.suppress(OSError, AttributeError):
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGQUIT)


def _forget_the_killed(memory: Path) -> None:
    """Removes folders of test runs that were killed."""
    for folder in memory.glob(f"{PREFIX}*-*"):
        process = folder.name.removeprefix(PREFIX).partition("-")[0]
        if process.isdigit() and not _is_alive(int(process)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def programs_folder() -> Path | None:
    """Where PostgreSQL's own programs stand, `None` when they are not installed."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


def _plain_user() -> str | None:
    """Whom the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    return None


def _roomy_memory() -> Path | None:
    """A folder in memory, where a new database takes 20 ms; `None` when there is too little.

    Not in pytest's own folders: the path of a socket must stay short.
    """
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30:
        return memory
    return None


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The PostgreSQL server of this run; tests that need it are skipped when there is none."""
    programs = programs_folder()
    if programs is None:
        pytest.skip("PostgreSQL's programs (initdb, postgres) are not installed")
    base = _roomy_memory() or Path(tempfile.gettempdir())
    _forget_the_killed(base)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=base))
    try:
        server = Cluster(folder, programs)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine a test runs on; a test that asks for it runs on both."""
    return str(request.param)


@pytest.fixture
def new_address(
    engine_name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Addresses]:
    """Addresses of workspaces that do not exist yet."""
    if engine_name == "sqlite":
        numbers = itertools.count()
        yield lambda: str(tmp_path / f"new{next(numbers)}.db")
        return
    server: Cluster = request.getfixturevalue("cluster")
    made: list[str] = []

    def another() -> str:
        made.append(server.create())
        return server.address(made[-1])

    yield another
    for name in made:
        server.drop(name)


@pytest.fixture
def database_address(new_address: Addresses) -> str:
    """The address of a workspace that does not exist yet."""
    return new_address()


@functools.cache
def _sqlite_model(folder: Path) -> Path:
    """A fresh workspace to copy."""
    path = folder / "model.db"
    create_workspace(path, Clock(TODAY), admin="root").workspace.close()
    return path


@functools.cache
def postgres_model(server: Cluster) -> str:
    """The database of a fresh workspace to copy."""
    name = server.create()
    create_workspace(server.address(name), Clock(TODAY), admin="root").workspace.close()
    return name


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that holds a fresh workspace; copy it, never open it."""
    return _sqlite_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def workspace_address(
    engine_name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """The address of a workspace of this test alone, with one user: the admin `root`."""
    if engine_name == "sqlite":
        path = tmp_path / "workspace.db"
        shutil.copy(request.getfixturevalue("sqlite_model"), path)
        yield str(path)
        return
    server: Cluster = request.getfixturevalue("cluster")
    name = server.create(postgres_model(server))
    yield server.address(name)
    server.drop(name)


@pytest.fixture
def session(workspace_address: str) -> Iterator[Session]:
    """The admin `root` at work on a fresh workspace whose date is `TODAY`."""
    workspace = Workspace(workspace_address)
    yield Session(workspace, "root", Clock(TODAY))
    workspace.close()


@pytest.fixture
def book(session: Session) -> Book:
    """Makes records as the admin `root` on a fresh workspace."""
    return Book(session)
