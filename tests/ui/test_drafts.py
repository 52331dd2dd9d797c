"""The journal of unsaved forms: what survives, what is believed, who is offered what."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from successtui.drafts import DraftStore

KEY = "ben/outcome:OUT0001042"

FORGED = b'{"format": 1, "key": "k", "session": "s", "saved_at": "%b", "fields": %b}'

# A session that journals until it is killed; it says each number once that draft is on the disk.
JOURNALLING = """
import sys
from pathlib import Path
from successtui.drafts import DraftStore

store = DraftStore(Path(sys.argv[1]))
for number in range(1_000_000):
    store.save("ben/note", {"text": str(number) * 50})
    print(number, flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "drafts"


def test_a_draft_is_read_back_with_its_key_and_time(folder: Path) -> None:
    before = datetime.now(UTC)
    store = DraftStore(folder)

    store.save(KEY, {"title": "Ärger", "notes": "a\nb\x1b \ud83d"})

    [draft] = store.load_all()
    assert draft.key == KEY
    assert draft.fields == {"title": "Ärger", "notes": "a\nb\x1b \ud83d"}
    assert before <= draft.saved_at <= datetime.now(UTC)
    assert draft.session == store.session


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    key=st.text(st.characters(exclude_categories=()), max_size=300),
    payload=st.dictionaries(st.text(), st.text(st.characters(exclude_categories=()))),
)
def test_any_key_and_any_text_is_read_back(folder: Path, key: str, payload: dict[str, str]) -> None:
    store = DraftStore(folder)

    store.save(key, payload)

    assert [(draft.key, draft.fields) for draft in store.load_all()] == [(key, payload)]
    store.discard(key)
    assert store.load_all() == []
    store.close()


def test_a_later_save_replaces_the_draft(folder: Path) -> None:
    store = DraftStore(folder)

    store.save(KEY, {"title": "first"})
    store.save(KEY, {"title": "second"})

    assert [draft.fields for draft in store.load_all()] == [{"title": "second"}]


def test_files_are_private_whatever_the_umask(folder: Path) -> None:
    former = os.umask(0)
    try:
        DraftStore(folder).save(KEY, {"title": "x"})
    finally:
        os.umask(former)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_two_sessions_of_one_person_keep_both_drafts(folder: Path) -> None:
    first, second = DraftStore(folder, session="one"), DraftStore(folder, session="two")

    first.save(KEY, {"title": "from one"})
    second.save(KEY, {"title": "from two"})
    second.discard(KEY)
    second.save(KEY, {"title": "again"})

    texts = [draft.fields["title"] for draft in first.load_all()]
    assert texts == ["from one", "again"]


def test_a_running_session_keeps_its_drafts_and_an_ended_one_offers_them(folder: Path) -> None:
    running, ended = DraftStore(folder, session="running"), DraftStore(folder, session="ended")
    running.save(KEY, {"title": "still typing"})
    ended.save(KEY, {"title": "left behind"})
    ended.close()

    [offered] = DraftStore(folder).orphans()

    assert offered.fields == {"title": "left behind"}
    assert [draft.live for draft in running.load_all()] == [True, False]


def test_a_draft_taken_over_is_forgotten(folder: Path) -> None:
    former = DraftStore(folder)
    former.save(KEY, {"title": "x"})
    former.close()
    store = DraftStore(folder)

    store.discard_draft(store.orphans()[0])

    assert store.load_all() == []


def test_discarding_what_is_not_there_is_no_error(folder: Path) -> None:
    store = DraftStore(folder)
    store.save("another", {"title": "kept"})

    store.discard(KEY)

    assert [draft.key for draft in store.load_all()] == ["another"]


def test_a_failed_write_keeps_the_former_draft(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DraftStore(folder)
    store.save(KEY, {"title": "safe"})

    def disk_full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdatasync", disk_full)
    with pytest.raises(OSError, match="No space"):
        store.save(KEY, {"title": "lost"})

    assert [draft.fields for draft in store.load_all()] == [{"title": "safe"}]
    assert not list(folder.glob(".*.tmp"))


def test_a_write_cut_short_is_invisible_and_the_next_one_works(folder: Path) -> None:
    store = DraftStore(folder)
    store.save(KEY, {"title": "old"})
    [draft] = folder.glob("draft-*.json")
    draft.with_name(f".{draft.stem}.tmp").write_text('{"form')

    assert [found.fields for found in store.load_all()] == [{"title": "old"}]
    store.save(KEY, {"title": "new"})
    assert [found.fields for found in store.load_all()] == [{"title": "new"}]


def test_what_a_killed_session_left_is_swept_but_not_its_drafts(folder: Path) -> None:
    gone = DraftStore(folder, session="gone")
    gone.save(KEY, {"title": "kept"})
    empty = DraftStore(folder, session="empty")
    half_written = next(folder.glob("draft-*.json"))
    half_written = half_written.with_name(f".{half_written.stem}.tmp")
    half_written.write_text("{")
    for store in (gone, empty):  # as the kernel does when a process is killed
        os.close(store._mark)
    for path in folder.iterdir():
        os.utime(path, (0, 0))

    store = DraftStore(folder)

    assert [draft.fields for draft in store.orphans()] == [{"title": "kept"}]
    assert not half_written.exists()
    assert len(list(folder.glob("session-*.lock"))) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "damaged", id="empty"),
        pytest.param(b'{"format": 1, "key": "k", "fie', "damaged", id="truncated"),
        pytest.param(b"\xff\xfe\x00garbage", "damaged", id="garbage"),
        pytest.param(b"[" * 100_000, "damaged", id="nested"),
        pytest.param(b"[]", "not a draft of this version", id="list"),
        pytest.param(b'{"format": 99}', "not a draft of this version", id="version"),
        pytest.param(b'{"format": 1, "key": "k", "session": "s"}', "damaged", id="incomplete"),
        pytest.param(FORGED % (b"2026-01-01", b'{"a": 1}'), "damaged", id="number"),
        pytest.param(FORGED % (b"2026-01-01", b"[]"), "damaged", id="fields"),
        pytest.param(FORGED % (b"2026-99-01", b"{}"), "damaged", id="time"),
        pytest.param(b" " * (4 * 1024 * 1024 + 1), "too large", id="huge"),
    ],
)
def test_a_damaged_file_is_ignored_with_a_line(folder: Path, content: bytes, reason: str) -> None:
    store = DraftStore(folder)
    store.save(KEY, {"title": "good"})
    bad = folder / "draft-bad.json"
    bad.write_bytes(content)
    bad.chmod(0o600)

    scan = store.scan()

    assert [draft.fields for draft in scan.drafts] == [{"title": "good"}]
    [line] = scan.ignored
    assert line.startswith("Draft file draft-bad.json was ignored: ")
    assert reason in line


def test_links_pipes_folders_and_open_files_are_ignored(folder: Path, tmp_path: Path) -> None:
    store = DraftStore(folder)
    store.save(KEY, {"title": "good"})
    [good] = folder.glob("draft-*.json")
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_bytes(good.read_bytes())
    elsewhere.chmod(0o600)
    (folder / "draft-link.json").symlink_to(elsewhere)
    os.mkfifo(folder / "draft-pipe.json", 0o600)
    (folder / "draft-folder.json").mkdir()
    (folder / "draft-open.json").write_bytes(good.read_bytes())
    (folder / "draft-open.json").chmod(0o666)

    scan = store.scan()

    assert [draft.path for draft in scan.drafts] == [good]
    assert len(scan.ignored) == 4


def test_a_file_of_somebody_else_is_ignored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = DraftStore(folder)
    store.save(KEY, {"title": "x"})
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)

    scan = store.scan()

    assert scan.drafts == []
    assert "belongs to somebody else" in scan.ignored[0]


@pytest.mark.parametrize("reported", [0, 3, 20])
def test_a_killed_session_loses_at_most_the_draft_being_written(
    folder: Path, reported: int
) -> None:
    session = subprocess.Popen(
        [sys.executable, "-c", JOURNALLING, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert session.stdout is not None
    for line in session.stdout:
        if int(line) >= reported:
            break
    session.send_signal(signal.SIGKILL)
    last = max([reported, *map(int, session.stdout.read().split())])
    session.wait()

    [draft] = DraftStore(folder).orphans()

    assert draft.fields["text"] in {str(last) * 50, str(last + 1) * 50}


def test_the_file_is_plain_json(folder: Path) -> None:
    DraftStore(folder).save(KEY, {"title": "x"})

    [path] = folder.glob("draft-*.json")
    assert json.loads(path.read_text())["fields"] == {"title": "x"}
