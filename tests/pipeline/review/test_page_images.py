"""Pictures of pages: once, by content, and never at the price of the page."""

from __future__ import annotations

import hashlib
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.document import Reason, Unreadable
from pipeline.review.evidence.page_images import LIMITS, Picture, Pictures
from pipeline.review.evidence.received import Received

HANG, DIE, LIE, COUNT = 1, 2, 3, 4


@pytest.fixture
def misbehaving(tmp_path: Path) -> Iterator[Pictures]:
    child = "tests.pipeline.review.misbehaving_drawer"
    pictures = Pictures(tmp_path / "anh", replace(LIMITS, timeout=1.5, longest=1.5, child=child))
    yield pictures
    pictures.close()


@pytest.fixture
def pictures(tmp_path: Path) -> Iterator[Pictures]:
    made = Pictures(tmp_path / "anh")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("page", "reason"),
    [(HANG, Reason.TIMEOUT), (DIE, Reason.CRASHED), (LIE, Reason.CRASHED)],
)
def test_a_page_that_cannot_be_drawn_costs_a_moment_once(
    misbehaving: Pictures, tmp_path: Path, page: int, reason: Reason
) -> None:
    answer = misbehaving.page(Received(tmp_path / "x.pdf"), "a" * 64, page, 900)
    assert isinstance(answer, Unreadable)
    assert answer.reason is reason
    begun = time.monotonic()
    assert misbehaving.page(Received(tmp_path / "x.pdf"), "a" * 64, page, 900) == answer
    assert time.monotonic() - begun < 0.5
    assert not list(tmp_path.glob("anh/*"))


def test_after_a_crash_the_next_page_is_drawn(
    misbehaving: Pictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for page in (DIE, HANG, DIE):
        misbehaving.page(Received(tmp_path / "x.pdf"), "a" * 64, page, 900)
    assert ask_counted(misbehaving, Path("log")).kind == "png"


def ask_counted(pictures: Pictures, log: Path) -> Picture:
    """The hash of this question names a file, in which drawings are counted."""
    made = pictures.page(Received(log), log.name, COUNT, 900)
    assert isinstance(made, Picture)
    return made


def test_asked_for_at_the_same_time_it_is_drawn_once(
    misbehaving: Pictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asking = [
        threading.Thread(target=ask_counted, args=(misbehaving, Path("log"))) for _ in range(6)
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join(20)
    assert Path("log").read_text() == "drawn\n"
    ask_counted(misbehaving, Path("log"))
    assert Path("log").read_text() == "drawn\n"


def test_a_torn_picture_is_drawn_again(
    misbehaving: Pictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = ask_counted(misbehaving, Path("log"))
    made.path.write_bytes(b"")
    ask_counted(misbehaving, Path("log"))
    assert Path("log").read_text() == "drawn\ndrawn\n"


def test_only_what_was_read_is_drawn(pictures: Pictures, root: Path) -> None:
    source = root / "samples/inbox/STP/BC_PAPI_nam2024.pdf"
    right = hashlib.sha256(source.read_bytes()).hexdigest()
    made = pictures.page(Received(source), right, 1, 900)
    assert isinstance(made, Picture)
    assert (made.width, made.height, made.pages) == (595.28, 841.89, 1)
    other = pictures.page(Received(source), "0" * 64, 1, 900)
    assert isinstance(other, Unreadable)
    assert other.reason is Reason.STILL_GROWING


def test_a_member_is_unpacked_and_told_from_another(pictures: Pictures, tmp_path: Path) -> None:
    inner = tmp_path / "trong.zip"
    with zipfile.ZipFile(inner, "w") as opened:
        opened.writestr("thư mục/a.txt", "nội dung")
    outer = tmp_path / "ngoài.zip"
    with zipfile.ZipFile(outer, "w") as opened:
        opened.write(inner, "gửi/trong.zip")
    sha256 = hashlib.sha256("nội dung".encode()).hexdigest()
    received = Received(outer, "gửi/trong.zip/thư mục/a.txt")
    assert pictures.member(received, sha256) == "nội dung".encode()
    assert pictures.still_read(received, sha256) is None
    assert isinstance(pictures.member(received, "0" * 64), Unreadable)
    gone = Received(outer, "gửi/trong.zip/b.txt")
    why = pictures.still_read(gone, sha256)
    assert why is not None
    assert why.reason is Reason.DAMAGED


def test_where_nothing_can_be_kept_there_is_no_picture(pictures: Pictures, root: Path) -> None:
    source = root / "samples/inbox/STP/BC_PAPI_nam2024.pdf"
    pictures.folder.write_text("a file stands where the folder should be")
    sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
    assert isinstance(pictures.page(Received(source), sha256, 1, 900), Unreadable)
