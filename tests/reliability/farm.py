"""A warm process that forks savers and kills them: `python -m tests.reliability.farm ADDRESS …`.

Each saver opens the workspace for itself and saves changes through the services as fast as it can;
each change writes the same number into two records in one transaction, and is acknowledged to this
process after it was stored. Two savers work at a time, each on records of its own.

Prints one JSON object: for each saver of each round, where it began and what it acknowledged last.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date

from successtui.domain.clock import Clock
from successtui.records import Account, Objective
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.store.workspace import Workspace

TODAY = date(2026, 3, 4)
SAVERS = 2
LONGEST_START = 10.0
"""Seconds a saver gets for its first change, however busy the machine is."""


@dataclass
class Life:
    """One saver from fork to kill.

    Attributes:
        started_at: number it found stored; -1 when it was killed before it could tell.
        acknowledged: last number it said was stored; -1 for none.
    """

    saver: int
    started_at: int = -1
    acknowledged: int = -1


def save_for_ever(address: str, saver: int, pipe: int) -> None:
    """The saver's whole life; ends by being killed."""
    session = Session(Workspace(address), "root", Clock(TODAY))
    with session.read() as reader:
        number = int(reader.require(Account, saver).notes or 0)
    os.write(pipe, f"began {number}\n".encode())
    while True:
        number += 1
        with session.change("Save") as unit:
            worker = Saver(unit, TODAY)
            worker.change(unit.require(Account, saver), {"notes": str(number)})
            worker.change(unit.require(Objective, saver), {"description": str(number)})
        os.write(pipe, f"stored {number}\n".encode())


def fork(address: str, saver: int) -> tuple[int, int]:
    """Process id of a new saver and the end of the pipe it reports through."""
    ours, theirs = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.close(ours)
            save_for_ever(address, saver, theirs)
        except BaseException as error:
            os.write(theirs, f"failed {error!r}\n".encode())
        finally:
            os._exit(1)
    os.close(theirs)
    return process, ours


def one_round(address: str, rng: random.Random) -> list[Life]:
    """Two savers begin together; each is killed at a random moment of its own."""
    lives = {saver: Life(saver) for saver in range(1, SAVERS + 1)}
    running = {saver: fork(address, saver) for saver in lives}
    heard = dict.fromkeys(lives, b"")
    # Some are killed while they open the workspace, most while they save.
    early = {saver: rng.random() < 0.2 for saver in lives}
    ends = {
        saver: time.monotonic() + (rng.uniform(0, 0.05) if early[saver] else LONGEST_START)
        for saver in lives
    }
    while running:
        pipes = {pipe: saver for saver, (_, pipe) in running.items()}
        wait = max(0.0, min(ends[saver] for saver in running) - time.monotonic())
        for pipe in select.select(list(pipes), [], [], wait)[0]:
            saver = pipes[pipe]
            first = b"stored" not in heard[saver]
            heard[saver] += os.read(pipe, 65536)
            if not early[saver] and first and b"stored" in heard[saver]:
                ends[saver] = time.monotonic() + rng.uniform(0.0, 0.04)
        now = time.monotonic()
        for saver in [s for s in running if ends[s] <= now]:
            process, pipe = running.pop(saver)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            while piece := os.read(pipe, 65536):
                heard[saver] += piece
            os.close(pipe)
    for saver, life in lives.items():
        _understand(life, heard[saver].decode())
    return list(lives.values())


def _understand(life: Life, said: str) -> None:
    for line in said.splitlines():
        word, _, rest = line.partition(" ")
        if word == "failed":
            raise SystemExit(f"saver {life.saver}: {rest}")
        if word == "began":
            life.started_at = int(rest)
        else:
            life.acknowledged = int(rest)


def main(address: str, rounds: str, seed: str) -> None:
    """Runs the rounds and reports every life."""
    rng = random.Random(int(seed))
    lives = [asdict(life) for _ in range(int(rounds)) for life in one_round(address, rng)]
    sys.stdout.write(json.dumps(lives))


if __name__ == "__main__":
    main(*sys.argv[1:])
