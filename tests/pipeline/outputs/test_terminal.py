from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.outputs.terminal import Progress, print_plan, print_summary
from tests import factories as make
from tests.pipeline.outputs import scene


def console(terminal: bool = False) -> Console:
    return Console(
        file=io.StringIO(),
        width=120,
        force_terminal=terminal,
        color_system=None,
        legacy_windows=False,
    )


def text(shown: Console) -> str:
    return shown.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_the_summary_says_what_is_where_and_what_to_do_first() -> None:
    shown = console()
    print_summary(scene.report(), Path("ket-qua"), shown)
    said = text(shown)
    assert "Tính đến ngày 31/12/2024 · 5 tệp · 3 cơ quan · 5 sản phẩm phải có · 3 sai lệch" in said
    assert "Sở Nội vụ" in said
    assert said.index("Việc nên làm trước: xử lý 1 tệp chưa đọc hết") < said.index(
        "Mở sai-lech.xlsx"
    )
    assert "Nhắc 1 cơ quan chưa gửi gì." in said


def test_many_agencies_are_cut_to_those_with_most_errors() -> None:
    agencies = [make.agency(f"xa-{n}", f"UBND xã {n}") for n in range(60)]
    judgements = [make.judgement(of=make.obligation(agency_id=one.id)) for one in agencies]
    worst = make.finding(problem=make.problem(agency_id="xa-59"))
    shown = console()
    report = scene.report(
        agencies=agencies, judgements=judgements, findings=[worst], papers=[], matches=[]
    )
    print_summary(report, Path("ket-qua"), shown)
    assert "UBND xã 59" in text(shown)
    assert "… và 15 cơ quan khác" in text(shown)


def test_english() -> None:
    shown = console()
    print_summary(scene.report(lang="en"), Path("out"), shown)
    assert "First: deal with 1 files not fully read" in text(shown)


@pytest.mark.parametrize("hostile", scene.HOSTILE)
def test_no_text_moves_the_cursor(hostile: str) -> None:
    shown = console()
    print_summary(scene.hostile_report(hostile), Path(hostile.replace("\x00", "")), shown)
    print_plan(make.plan(make.task(text=hostile, outputs=(hostile,)), title=hostile), "vi", shown)
    assert "\x1b" not in text(shown)


def test_a_plan_is_shown_by_section() -> None:
    shown = console()
    print_plan(make.plan(make.task("I.3"), make.task("VI.1")), "vi", shown)
    said = text(shown)
    assert said.index("I. Tham gia của người dân") < said.index("VI. Cung ứng dịch vụ công")
    assert "III." not in said


def test_progress_is_silent_where_nobody_watches() -> None:
    shown = console()
    with Progress("vi", shown) as progress:
        progress.start(2)
        progress.advance("a.docx")
    assert text(shown) == ""


def test_progress_counts_files_on_a_terminal() -> None:
    shown = console(terminal=True)
    with Progress("vi", shown) as progress:
        progress.start(2)
        progress.advance("01. Sở Nội vụ/[red]a.docx")
        progress.advance("b\x1b[2J.docx")
    assert "Đang đọc" in text(shown)
    assert "2/2" in text(shown)
    assert "\x1b[2J" not in text(shown)
