"""What the program stands on: versions, file system, privacy of files, the terminal.

Reads the operating system only; opens no database and changes nothing.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sqlite3
import stat
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from successtui import __version__

PACKAGES = ("textual", "sqlalchemy", "pydantic", "click", "psycopg", "python-calamine")
_NETWORK = re.compile(r"nfs|cifs|smb|9p|afs|sshfs|ceph|gluster|lustre|davfs|ncp")
_MOUNTS = Path("/proc/self/mounts")
_ESCAPED = re.compile(r"\\([0-7]{3})")


def versions() -> dict[str, str]:
    """The versions of the program and of what it is built on; missing extras are left out."""
    found = {"successtui": __version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    found["sqlite"] = sqlite3.sqlite_version
    return found


def file_system(path: Path, mounts: Path = _MOUNTS) -> str:
    """The kind of file system that holds the path, `unknown` where the system does not tell."""
    try:
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return "unknown"
    here = path.resolve()
    best, kind = -1, "unknown"
    for line in lines:
        parts = line.split()
        if len(parts) < 3:
            continue
        place = Path(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), parts[1]))
        if here.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), parts[2]
    return kind


def is_network(kind: str) -> bool:
    """Whether other computers may hold the same files, so that locks cannot be relied on."""
    return _NETWORK.search(kind) is not None


def file_troubles(path: Path) -> list[str]:
    """What is wrong with the privacy of a database file and its side files, with the remedy."""
    troubles = []
    for suffix in ("", "-wal", "-shm", "-journal"):
        each = path.with_name(path.name + suffix)
        try:
            info = each.stat()
        except OSError:
            continue
        if info.st_mode & 0o077:
            mode = stat.S_IMODE(info.st_mode)
            troubles.append(f"{each} can be read by others (mode {mode:04o}): chmod 600")
        if info.st_uid != os.getuid():
            troubles.append(f"{each} belongs to another user: its owner should run this")
        if info.st_nlink > 1:
            troubles.append(f"{each} has {info.st_nlink} names: keep one, or locks may fail")
    folder = path.parent.stat().st_mode
    if folder & 0o022 and not folder & stat.S_ISVTX:
        troubles.append(f"{path.parent} can be written by others: chmod 700")
    return troubles


def terminal() -> dict[str, str]:
    """What is known of the terminal, without asking it."""
    size = shutil.get_terminal_size()
    at = sys.stdin.isatty() and sys.stdout.isatty()
    return {
        "terminal": os.environ.get("TERM", "none"),
        "colours": os.environ.get("COLORTERM", "not told"),
        "size": f"{size.columns}x{size.lines}" if at else "not at a terminal",
        "encoding": getattr(sys.stdout, "encoding", None) or "unknown",
        "over ssh": "yes" if "SSH_CONNECTION" in os.environ else "no",
    }
