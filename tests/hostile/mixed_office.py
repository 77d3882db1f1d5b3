"""One results folder at which many work at once, and what each of them was told.

Everything that a person could see is looked through as it comes: an answer of the page, a line
of a command, a line of the log. What must never be seen is kept in ``wrong``.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx

PROGRAM = Path(sys.executable).parent / "doichieu"
SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"
AS_OF = "2024-12-20"
LONGEST_COMMAND = 120  # seconds
NEVER = re.compile(
    r"database (?:table |schema )?is locked|disk image is malformed|OperationalError|"
    r"Cơ sở dữ liệu đang bận|Traceback \(most recent|lỗi của chương trình|Chương trình có lỗi"
)
TOKEN = re.compile(r"viec-\d{6}")
_KEY = re.compile(r"http://127\.0\.0\.1:\d+/\?khoa=\S+")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the page: which kind of address, how long, and whether a run was going on."""

    kind: str
    status: int
    seconds: float
    during: bool


@dataclass(slots=True)
class Office:
    """The folder, the open page, and what was promised to whom.

    ``promised``: how many rows the log must hold for each piece of work that was acknowledged.
    ``taken_back``: batches whose undoing was acknowledged.
    """

    home: Path
    answers: list[Answer] = field(default_factory=list)
    commands: Counter[tuple[str, int]] = field(default_factory=Counter)
    promised: dict[str, int] = field(default_factory=dict)
    taken_back: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    running: threading.Event = field(default_factory=threading.Event)
    address: str = ""
    _page: subprocess.Popen[str] | None = None
    _numbers: Iterator[int] = field(default_factory=count)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    @property
    def out(self) -> Path:
        """The results."""
        return self.home / "ket-qua"

    @property
    def inbox(self) -> Path:
        """What was received."""
        return self.home / "hop-thu"

    @property
    def temporary(self) -> Path:
        """Where the program puts what it needs for a moment."""
        return self.home / "tam"

    def token(self) -> str:
        """A word that no other decision has in its reason or note."""
        with self._guard:
            return f"viec-{next(self._numbers):06}"

    def promise(self, token: str, rows: int) -> None:
        """Somebody was told that this was written."""
        with self._guard:
            self.promised[token] = rows

    def codes(self, *having: str) -> list[str]:
        """The findings of the last run that have these facts, from the file that it wrote."""
        lines = (self.out / "findings.jsonl").read_text(encoding="utf-8").splitlines()
        found = [json.loads(line) for line in lines]
        return [one["code"] for one in found if all(one[name] for name in having)]

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        """Start a command as a person types it."""
        return subprocess.Popen(
            [PROGRAM, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, encoding="utf-8", env=self._surroundings(),
        )  # fmt: skip

    def end(self, started: subprocess.Popen[str], allowed: Collection[int]) -> tuple[int, str]:
        """Wait for a command; its exit code and what it said."""
        said, complained = started.communicate(timeout=LONGEST_COMMAND)
        assert isinstance(started.args, list)
        words = " ".join(map(str, started.args[1:]))
        self.look(words, said + complained)
        if started.returncode not in allowed:
            self.wrong.append(f"{words}: exit {started.returncode}: {complained[-500:]}")
        with self._guard:
            self.commands[words.split(" ")[0], started.returncode] += 1
        return started.returncode, said

    def call(self, *words: str | Path, allowed: Collection[int]) -> tuple[int, str]:
        """A command on the results, from start to end."""
        return self.end(self.start(*words, "--out", self.out), allowed)

    def look(self, where: str, text: str) -> None:
        """Keep what must never be seen."""
        found = NEVER.search(text)
        if found:
            at = max(0, found.start() - 1500)
            self.wrong.append(f"{where}: {text[at : found.end() + 300]}")

    def start_run(self) -> subprocess.Popen[str]:
        """Start a run over what the inbox now holds."""
        plan = SAMPLES / "plan" / "plan.docx"
        return self.start(
            "run", self.inbox, "--plan", plan, "--as-of", AS_OF, "--workers", "2", "--out", self.out
        )

    def open_page(self) -> None:
        """Open the review page as a program of its own."""
        words = ("review", "--out", self.out, "--no-open", "--as", "Lò Thị Hoa")
        self._page = self.start(*words)
        assert self._page.stdout
        found = _KEY.search(self._page.stdout.readline())
        assert found
        self.address = found[0]

    def close_page(self) -> None:
        """Close it as with Ctrl+C."""
        assert self._page
        self._page.send_signal(signal.SIGINT)
        self.end(self._page, {0})

    def _surroundings(self) -> Mapping[str, str]:
        return {**os.environ, "TMPDIR": str(self.temporary), "PYTHONIOENCODING": "utf-8"}


class Browser:
    """A browser at the open page; every answer is timed and looked through."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._client = httpx.Client(timeout=120, headers={"Sec-Fetch-Site": "same-origin"})
        self.origin = office.address.partition("/?")[0]
        first = self._client.get(office.address, follow_redirects=True)
        token = re.search(r'"X-CSRF-Token": "(\w+)"', first.text)
        assert token
        self._client.headers["X-CSRF-Token"] = token[1]

    def get(self, kind: str, address: str, allowed: Collection[int] = (200,)) -> httpx.Response:
        """Look at an address."""
        return self._ask(kind, "GET", address, allowed)

    def post(
        self, kind: str, address: str, data: Mapping[str, object], allowed: Collection[int] = (200,)
    ) -> httpx.Response:
        """Change something, as the list of findings does it."""
        return self._ask(kind, "POST", address, allowed, data)

    def close(self) -> None:
        """Leave."""
        self._client.close()

    def _ask(
        self,
        kind: str,
        method: str,
        address: str,
        allowed: Collection[int],
        data: Mapping[str, object] | None = None,
    ) -> httpx.Response:
        here = {"HX-Request": "true", "HX-Current-URL": f"{self.origin}/sai-lech?sap-xep=co-quan"}
        during, began = self.office.running.is_set(), time.monotonic()
        answer = self._client.request(
            method, self.origin + address, data=data, headers=here if data is not None else {}
        )
        seconds = time.monotonic() - began
        during = during and self.office.running.is_set()
        self.office.answers.append(Answer(kind, answer.status_code, seconds, during))
        if answer.headers.get("content-type", "").startswith("text/"):
            self.office.look(f"{method} {address}", answer.text)
        if answer.status_code not in allowed:
            told = answer.headers.get("HX-Trigger", "") or answer.text[:2000]
            self.office.wrong.append(f"{method} {address}: {answer.status_code} {told}")
        return answer
