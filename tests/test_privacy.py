"""Nothing that agencies sent leaves the machine, and no log repeats what they wrote."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from starlette.requests import Request

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.review.desk import Desk
from pipeline.review.door.refusals import on_defect
from pipeline.storage.store import Store
from tests.pipeline.review.conftest import Browser
from tests.pipeline.test_cli import PLAN_ROWS, word

SECRET = "Ông Lò Văn Kín ở bản Pá Lông khai có bệnh hiểm nghèo"
STRACE = shutil.which("strace")
# Python tells every process of this before it does it; children inherit the folder of the guard.
GUARD = """
import os, sys
SEEN = os.environ["GUARD_FILE"]
def told(line):
    with open(SEEN, "a", encoding="utf-8") as file:
        file.write(line + "\\n")
def watch(event, details):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        told(f"asks {event} {details[0]}")
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"):
        told(f"opens {event} {details[1]}")
    elif event in ("urllib.Request", "http.client.connect", "smtplib.connect", "webbrowser.open"):
        told(f"opens {event}")
sys.addaudithook(watch)
told(f"pid {os.getpid()}")
"""
LOCAL = re.compile(r"127\.\d+\.\d+\.\d+|::1|localhost|AF_UNIX")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Papers that say it in the text, in a cell and in what is broken; and a plan."""
    tmp_path = tmp_path_factory.mktemp("rieng")
    word(tmp_path / "ke-hoach.docx", ["KẾ HOẠCH", "Thử nghiệm năm 2024"], PLAN_ROWS)
    folder = tmp_path / "hop" / "Sở Nội vụ"
    word(folder / "BC.docx", ["Số: 5/BC-SNV", "BÁO CÁO", SECRET, f"1. Đã {SECRET}."])
    word(folder / "KH.docx", [SECRET], [*PLAN_ROWS, (SECRET, SECRET, "Quy chế", SECRET, "x")])
    (folder / "hong.docx").write_bytes(b"PK\x03\x04" + SECRET.encode() * 9)
    (folder / "hong.pdf").write_bytes(b"%PDF-1.7\n" + SECRET.encode() * 9)
    (folder / "la.html").write_text(f"<p>{SECRET}</p><img src='http://evil.example/x.png'>")
    return tmp_path


Doichieu = Callable[..., str]


@pytest.fixture(scope="module")
def guarded(inbox: Path) -> Doichieu:
    """The program in a process that is watched; what it was seen to open."""
    (inbox / "guard").mkdir()
    (inbox / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    seen = inbox / "seen.txt"
    environment = {**os.environ, "PYTHONPATH": str(inbox / "guard"), "GUARD_FILE": str(seen)}

    def run(*words: object, program: tuple[str, ...]) -> str:
        seen.unlink(missing_ok=True)
        command = [sys.executable, *program, *map(str, words)]
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            timeout=300,
            cwd=Path(__file__).parents[1],
        )
        assert done.returncode in (0, 1, 3), done.stderr.decode()
        return seen.read_text(encoding="utf-8")

    return run


START = ("-c", "from pipeline.cli import main; main()")


def confirm_all(out: Path) -> None:
    with Store.decide(out / "doichieu.db") as store:
        found = store.db.execute("SELECT fingerprint FROM findings").fetchall()
        wanted = [Wanted(one, "confirm") for (one,) in found]
        assert take(store, wanted, Actor("Lan"), "cli", datetime.now()).ids


@pytest.fixture(scope="module")
def ran(inbox: Path, guarded: Doichieu) -> str:
    """What a run was seen to open; its results lie in ``kq``, every finding confirmed."""
    out, plan = inbox / "kq", inbox / "ke-hoach.docx"
    seen = guarded("run", inbox / "hop", "--plan", plan, "--out", out, program=START)
    confirm_all(out)
    return seen


def test_a_run_opens_no_connection(ran: str) -> None:
    assert len(re.findall("^pid", ran, re.MULTILINE)) > 1, "the readers are watched too"
    assert outside(ran) == []


@pytest.mark.usefixtures("ran")
@pytest.mark.parametrize(
    "many", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_no_command_opens_a_connection(inbox: Path, guarded: Doichieu, many: bool) -> None:
    out, plan = inbox / "kq", inbox / "ke-hoach.docx"
    given = ("--plan-number", "11/KH-UBND", "--plan-date", "2024-01-10", "--sender", "so-noi-vu")
    few = (("letters", "--out", out, *given), ("summary", "--out", out))
    others = (
        ("findings", "--out", out, "--format", "json"), ("plan", plan), ("doctor",),
        ("read", inbox / "hop" / "Sở Nội vụ" / "la.html"),
        ("match", "--plan", plan, SECRET), ("import", out / "sai-lech.xlsx", "--out", out),
        ("decisions", "--out", out), ("plan-diff", plan, plan),
    )  # fmt: skip
    for words in others if many else few:
        assert outside(guarded(*words, program=START)) == [], words


def outside(seen: str) -> list[str]:
    """What was opened or asked beyond this machine."""
    return [line for line in seen.splitlines() if line[:3] != "pid" and not LOCAL.search(line)]


def test_the_guard_sees(guarded: Doichieu) -> None:
    code = """
import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
    try: one.connect(("192.0.2.1", 9))
    except OSError: pass
"""
    assert outside(guarded(program=("-c", code))) == ["opens socket.connect ('192.0.2.1', 9)"]


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="needs strace")
def test_the_system_sees_no_connection_either(root: Path, tmp_path: Path) -> None:
    """Also by libraries that Python does not see; over the samples."""
    assert STRACE
    calls, out = tmp_path / "calls.txt", tmp_path / "kq"
    done = subprocess.run(
        [STRACE, "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,bind", "-o", str(calls),
         sys.executable, *START, "run", str(root / "samples/inbox"), "--plan",
         str(root / "samples/plan/plan.docx"), "--out", str(out), "--as-of", "2024-12-20"],
        capture_output=True, timeout=900, cwd=root,
    )  # fmt: skip
    assert done.returncode in (1, 3), done.stderr.decode()[-2000:]
    lines = calls.read_text(encoding="utf-8", errors="replace").splitlines()
    inet = [line for line in lines if "AF_INET" in line]
    assert [line for line in inet if not re.search(r'"127\.|"::1"', line)] == []


@pytest.mark.usefixtures("ran")
def test_no_log_says_what_a_paper_says(inbox: Path, caplog: pytest.LogCaptureFixture) -> None:
    out = inbox / "kq"
    browser = Browser(Desk(out, alone="Lan")).enter()
    with caplog.at_level(logging.DEBUG):
        for address in (f"/bang?q={SECRET}", f"/sai-lech/{SECRET}", f"/van-ban/{SECRET}"):
            browser.get(address)
        on_defect(asked(f"/van-ban/x\n{SECRET[:0]}giả"), ValueError(SECRET))
    logs = [file for file in out.iterdir() if file.suffix in (".log", ".jsonl")]
    told = caplog.text + "".join(
        file.read_text(encoding="utf-8") for file in logs if file.name != "findings.jsonl"
    )
    assert "ValueError" in told
    assert "\ngiả" not in told, "no line of its own"
    ours = [line for line in told.splitlines() if "httpx" not in line]
    for piece in ("Lò Văn Kín", "Pá Lông", "hiểm nghèo", json.dumps("Kín")[1:-1]):
        assert not [line for line in ours if piece in line]


def asked(path: str) -> Request:
    about = {"type": "http", "method": "GET", "path": path, "query_string": b"", "scheme": "http"}
    return Request({**about, "headers": [(b"host", b"127.0.0.1")], "server": ("127.0.0.1", 80)})
