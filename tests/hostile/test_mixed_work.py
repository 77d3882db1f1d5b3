"""Reading, deciding and running at once, as in an office: nobody waits long, nothing is lost."""

from __future__ import annotations

import sqlite3
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.decisions.standing import derive, standing
from pipeline.storage.store import Store
from tests.hostile import mixed_people as people
from tests.hostile.mixed_office import TOKEN, Office

READERS, DECIDERS = 4, 3
LONGEST_WAIT = 10.0  # seconds for an answer of the page while a run is going on
LARGEST_WAL = 64 * 1024 * 1024
LEFT = {
    "doichieu.db", "doichieu.db.lock", "doichieu.db-wal", "doichieu.db-shm", "sai-lech.xlsx",
    "bao-cao.html", "findings.jsonl", "nhat-ky.jsonl", "cong-van", "anh",
}  # fmt: skip


@pytest.mark.parametrize("seconds", [15, pytest.param(600, marks=pytest.mark.slow)])
def test_everything_at_once(tmp_path: Path, seconds: int) -> None:
    office = Office(tmp_path)
    office.temporary.mkdir()
    people.fill(office.inbox)
    office.end(office.start_run(), people.RAN)
    office.open_page()
    try:
        largest = work(office, seconds)
    finally:
        office.close_page()
    told = figures(office, largest)
    print(told)
    assert not office.wrong, "\n\n".join((told, *office.wrong[:20]))
    assert office.commands["run", people.HELD], told
    waits = [one.seconds for one in office.answers if one.during]
    assert max(waits) < LONGEST_WAIT, told
    assert largest < LARGEST_WAL, told
    nothing_is_left_behind(office)
    everything_is_in_the_log(office)


def work(office: Office, seconds: float) -> int:
    """Let everybody work for so long; the largest write-ahead log that was seen."""
    jobs: list[Callable[[], None]] = [
        lambda: people.run_again_and_again(office),
        lambda: people.decide_by_command(office),
        lambda: people.keep_the_books(office),
        *(lambda seed=seed: people.read(office, seed) for seed in range(READERS)),  # type: ignore[misc]
        *(lambda seed=seed: people.decide(office, seed) for seed in range(DECIDERS)),  # type: ignore[misc]
    ]
    threads = [threading.Thread(target=watched, args=(office, job)) for job in jobs]
    for thread in threads:
        thread.start()
    until, largest, log = time.monotonic() + seconds, 0, office.out / "doichieu.db-wal"
    while any(thread.is_alive() for thread in threads):
        if time.monotonic() > until or office.wrong:
            office.over.set()
        with suppress(FileNotFoundError):  # gone with whoever closed the database last
            largest = max(largest, log.stat().st_size)
        time.sleep(0.1)
    return largest


def watched(office: Office, job: Callable[[], None]) -> None:
    """A job whose own failure is kept like that of the program."""
    try:
        job()
    except BaseException:
        office.wrong.append(traceback.format_exc())


def nothing_is_left_behind(office: Office) -> None:
    """No half file, no temporary file, nothing that a defect would have written."""
    assert {path.name for path in office.out.iterdir()} <= LEFT
    hidden = [path for path in office.out.rglob("*") if path.name.startswith(".")]
    assert not hidden
    assert not list(office.temporary.rglob("*"))
    office.look("nhat-ky.jsonl", (office.out / "nhat-ky.jsonl").read_text(encoding="utf-8"))
    assert not office.wrong


def everything_is_in_the_log(office: Office) -> None:
    """Each decision that was acknowledged is there, once; the database is sound."""
    with Store.read(office.out / "doichieu.db") as store:
        assert store.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = store.decisions()
        stands = standing(store.db)
    told = Counter(
        token for row in rows for token in TOKEN.findall(f"{row['reason']} {row['note']}")
    )
    assert dict(told) == {token: number for token, number in office.promised.items() if number}
    undone = Counter(row["undoes"] for row in rows if row["undoes"])
    assert max(undone.values(), default=1) == 1
    taken_back = set(office.taken_back)
    gone = {row["id"] for row in rows if row["batch"] in taken_back and row["kind"] != "undo"}
    assert gone == undone.keys()
    assert {one.fingerprint: one for one in derive(rows)} == stands


def figures(office: Office, largest: int) -> str:
    """What happened, for people."""
    connection = sqlite3.connect(office.out / "doichieu.db")
    runs, rows = (
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("runs", "decisions")
    )
    connection.close()
    longest: dict[str, float] = {}
    for one in office.answers:
        if one.during:
            longest[one.kind] = max(longest.get(one.kind, 0.0), one.seconds)
    waits = ", ".join(f"{kind} {longest[kind]:.2f} s" for kind in sorted(longest))
    statuses = dict(sorted(Counter(one.status for one in office.answers).items()))
    commands = ", ".join(
        f"{name} {code}: {n}" for (name, code), n in sorted(office.commands.items())
    )
    return (
        f"runs {runs}; answers {len(office.answers)} {statuses}; decisions acknowledged "
        f"{len(office.promised)}, taken back {len(office.taken_back)}, rows {rows}; "
        f"commands: {commands}; largest write-ahead log {largest / 1e6:.1f} MB; "
        f"longest wait during a run: {waits}; wrong: {len(office.wrong)}"
    )
