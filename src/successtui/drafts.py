"""The journal of forms that are not saved yet, one private file per form and session.

Owns writing it so that neither a crash nor a power cut leaves half a draft, and reading it without
trusting what lies in the folder. When to write and what to offer is the caller's business. Imports
no Textual.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import stat
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_FORMAT = 1
_LARGEST = 4 * 1024 * 1024
_PRIVATE = 0o600
_JUST_OPENED = 60.0
"""Seconds in which another session may have made its mark and not locked it yet."""
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True)
class Draft:
    """A form as it was last journalled.

    Attributes:
        key: what it was saved under; names the person and the record.
        fields: the typed text by field name.
        saved_at: when, in UTC.
        session: the session that wrote it.
        live: that session still runs, so the draft is in use and not to be offered.
        path: its file.
    """

    key: str
    fields: dict[str, str]
    saved_at: datetime
    session: str
    live: bool
    path: Path = field(compare=False)


@dataclass(frozen=True)
class DraftScan:
    """What lies in the folder: the drafts, oldest first, and a line for each file not believed."""

    drafts: list[Draft]
    ignored: list[str]


class DraftStore:
    """The drafts of one person in one folder, as one session writes them."""

    def __init__(self, folder: Path, session: str | None = None) -> None:
        """Open the journal and mark the session as running until `close` or the process ends.

        Args:
            folder: a private folder, made if absent.
            session: names this session among others of the same person; None: a new name.

        Raises:
            OSError: the folder cannot be made or written to.
        """
        self.session = session or f"{os.getpid()}-{secrets.token_hex(4)}"
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        self._mark = os.open(self._mark_of(self.session), flags, _PRIVATE)
        # Refused only if this session was opened twice; the first one marks it well enough.
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(self._mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._sweep()

    def save(self, key: str, payload: dict[str, str]) -> None:
        """Replace the draft of this form; it is on the disk when this returns.

        Raises:
            OSError: it cannot be written; the former draft is still there.
        """
        record = {
            "format": _FORMAT,
            "key": key,
            "session": self.session,
            "saved_at": datetime.now(UTC).isoformat(),
            "fields": payload,
        }
        # ASCII escapes carry even a lone surrogate through the file and back.
        data = json.dumps(record, ensure_ascii=True).encode("ascii")
        target = self._file_of(key)
        draft = target.with_name(f".{target.stem}.tmp")
        draft.unlink(missing_ok=True)  # left by a write that was cut short
        try:
            _write_durably(draft, data)
            os.replace(draft, target)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        _sync_folder(self._folder)

    def discard(self, key: str) -> None:
        """Forget this session's draft of a form; nothing happens if there is none."""
        self._file_of(key).unlink(missing_ok=True)

    def discard_draft(self, draft: Draft) -> None:
        """Forget a draft another session left, once it was taken over or refused."""
        draft.path.unlink(missing_ok=True)

    def load_all(self) -> list[Draft]:
        """Every readable draft in the folder, of this and other sessions, oldest first."""
        return self.scan().drafts

    def orphans(self) -> list[Draft]:
        """The drafts to offer at the start: those whose session has ended."""
        return [draft for draft in self.load_all() if not draft.live]

    def scan(self) -> DraftScan:
        """The drafts and what else lies there. Follows no link, waits for no pipe, never raises
        for what a single file is like."""
        drafts: list[Draft] = []
        ignored: list[str] = []
        for path in sorted(self._folder.glob("draft-*.json")):
            try:
                drafts.append(self._read(path))
            except FileNotFoundError:
                continue  # another session has just finished with it
            except (OSError, ValueError) as error:
                reason = error.strerror if isinstance(error, OSError) else str(error)
                ignored.append(f"Draft file {path.name} was ignored: {reason}.")
        return DraftScan(sorted(drafts, key=lambda draft: draft.saved_at), ignored)

    def close(self) -> None:
        """End the session; drafts it leaves are offered to the next one."""
        if self._mark < 0:
            return
        if not any(draft.session == self.session for draft in self.load_all()):
            self._mark_of(self.session).unlink(missing_ok=True)
        os.close(self._mark)
        self._mark = -1

    def _sweep(self) -> None:
        # What sessions that were killed leave behind beside their drafts.
        for mark in self._folder.glob("session-*.lock"):
            digest = mark.stem.removeprefix("session-")
            if _is_locked(mark) or _age(mark) < _JUST_OPENED:
                continue
            for half_written in self._folder.glob(f".draft-*-{digest}.tmp"):
                half_written.unlink(missing_ok=True)
            if not any(self._folder.glob(f"draft-*-{digest}.json")):
                mark.unlink(missing_ok=True)

    def _read(self, path: Path) -> Draft:
        record = _record_in(_trusted_bytes(path))
        session = record["session"]
        return Draft(
            key=record["key"],
            fields=record["fields"],
            saved_at=record["saved_at"],
            session=session,
            live=_is_locked(self._mark_of(session)),
            path=path,
        )

    def _file_of(self, key: str) -> Path:
        return self._folder / f"draft-{_digest(key)}-{_digest(self.session)}.json"

    def _mark_of(self, session: str) -> Path:
        return self._folder / f"session-{_digest(session)}.lock"


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _write_durably(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, _CREATE, _PRIVATE), "wb") as file:
        file.write(data)
        file.flush()
        os.fdatasync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat(follow_symlinks=False).st_mtime
    except OSError:
        return 0.0


def _is_locked(mark: Path) -> bool:
    try:
        descriptor = os.open(mark, _READ)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _trusted_bytes(path: Path) -> bytes:
    """The content of a file that is ours and private.

    Raises:
        ValueError: it is not; the text says why.
        OSError: it cannot be read.
    """
    if path.is_symlink():
        raise ValueError("it is a link")
    with os.fdopen(os.open(path, _READ), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("it is not a regular file")
        if status.st_uid != os.geteuid():
            raise ValueError("it belongs to somebody else")
        if stat.S_IMODE(status.st_mode) & 0o077:
            raise ValueError("others may read or write it")
        if status.st_size > _LARGEST:
            raise ValueError("it is too large")
        return file.read(_LARGEST)


def _record_in(data: bytes) -> dict[str, Any]:
    try:
        record = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is damaged") from error
    if not isinstance(record, dict) or record.get("format") != _FORMAT:
        raise ValueError("it is not a draft of this version")
    try:
        texts = [record["key"], record["session"], *record["fields"].values()]
        saved_at = datetime.fromisoformat(record["saved_at"]).astimezone(UTC)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise ValueError("it is damaged") from error
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("it is damaged")
    return {**record, "saved_at": saved_at}
