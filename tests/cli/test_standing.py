"""whoami, doctor and what they look at."""

from __future__ import annotations

import os
from pathlib import Path

from successtui.cli import surroundings
from tests.cli.conftest import Cli


def test_whoami_says_who_why_and_what(cli: Cli) -> None:
    told = cli("whoami", "--as", "mia", "--format", "json").data

    me = cli("whoami", "--format", "json").data["username"]
    assert told["username"] == "mia"
    assert told["acting_for"] == me
    assert told["roles"] == ["success_manager"]
    assert told["people_in_scope"] == 2
    assert told["may"]["account"] == ["view", "create", "edit"]
    assert told["may"]["template"] == ["view"]
    assert told["also"] == ["use templates", "open the report", "approve", "import"]
    assert told["security_boundary"] is False


def test_whoami_tells_what_is_only_allowed_on_ones_own(cli: Cli) -> None:
    agent = cli("whoami", "--as", "dora", "--format", "json").data

    assert agent["may"]["risk"] == ["view", "create", "edit", "delete own"]


def test_whoami_says_that_roles_are_no_security_boundary(cli: Cli) -> None:
    assert "not a security boundary" in cli("whoami").out


def test_the_environment_does_not_say_who_one_is(cli: Cli, monkeypatch: object) -> None:
    """IDN-01: USER, LOGNAME and HOME are anybody's to set; the tests' own say `tester`."""
    assert os.environ["LOGNAME"] == "tester"

    assert cli("whoami", "--format", "json").data["username"] != "dora"
    assert "because            the operating system's user" in cli("whoami").out


def test_doctor_finds_nothing_in_a_private_house(cli: Cli, house: Path) -> None:
    told = cli("doctor", "--format", "json")

    assert told.status == 0
    facts = told.data["facts"]
    assert {"successtui", "python", "textual", "sqlite", "engine", "file system"} <= set(facts)
    assert facts["workspace"] == str(house)
    assert facts["integrity"] == "sound"
    assert "log" in facts["journal mode wanted"]
    assert told.data["mend"] == []


def test_doctor_sees_what_others_could_read(cli: Cli, house: Path) -> None:
    house.chmod(0o644)

    told = cli("doctor", "--format", "json").data

    assert told["mend"] == [f"{house} can be read by others (mode 0644): chmod 600"]


def test_doctor_works_without_a_workspace(run: Cli) -> None:
    told = run("doctor")

    assert told.status == 0
    assert "there is no workspace yet: successtui init" in told.out


def test_doctor_tells_what_it_can_of_a_damaged_workspace(cli: Cli, house: Path) -> None:
    house.write_text("not a database")

    told = cli("doctor", "--format", "json")

    assert told.status == 74
    assert told.data["facts"]["python"]
    assert "not a successtui database" in told.data["mend"][0]


def test_the_deepest_mount_tells_the_file_system(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/a / ext4 rw 0 0\nserver:/x /home nfs4 rw 0 0\n/dev/b /home/my\\040disk xfs rw 0 0\n"
    )

    assert surroundings.file_system(Path("/etc/x"), mounts) == "ext4"
    assert surroundings.file_system(Path("/home/dora/x"), mounts) == "nfs4"
    assert surroundings.file_system(Path("/home/my disk/x"), mounts) == "xfs"
    assert surroundings.file_system(Path("/x"), tmp_path / "none") == "unknown"


def test_network_file_systems_are_known() -> None:
    assert all(map(surroundings.is_network, ("nfs4", "cifs", "fuse.sshfs", "9p", "smb3")))
    assert not any(map(surroundings.is_network, ("ext4", "btrfs", "tmpfs", "overlay", "apfs")))
