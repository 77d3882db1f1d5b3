from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.review.findings.facets import select
from pipeline.review.findings.findings_view import View
from pipeline.review.findings.ledger_load import Keeper
from pipeline.review.findings.search import pieces_of
from pipeline.review.findings.search_texts import words_of
from pipeline.storage.store import Store


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("hop", "cuộc họp tháng 5", True),
        ("hop", "hộp thư góp ý", True),
        ("họp", "cuộc họp tháng 5", True),
        ("họp", "hộp thư góp ý", False),
        ("dong", "Đồng Tháp", True),
        ("đồng", "Đồng Tháp", True),
        ("đong", "Đồng Tháp", False),
        ("HỌP", "cuộc họp", True),
        ("hoà giải", "hòa giải", True),
        ("so y te", "Sở Y tế", True),
        ("sở y", "Sở Y tế", True),
        ("y te so", "Sở Y tế", False),
        ("opera", "cooperation", False),
        ("27/KH-SNV", "Kế hoạch số 27/KH-SNV ngày 15/3", True),
        ("7/KH", "Kế hoạch số 27/KH-SNV", False),
        ("05/BC", "Báo cáo số 5/BC-SYT", True),
        ("III.1", "nhiệm vụ III.12", False),
        ("III.12", "nhiệm vụ III.12", True),
        ("kh 33 dan", "KH 33 dan chu co so.docx", True),
    ],
)
def test_a_piece_stands_in_a_text(typed: str, text: str, found: bool) -> None:
    whole, _ = pieces_of(typed)
    assert whole.stands_in(words_of(text)) is found


def test_letters_put_together_or_apart_are_the_same() -> None:
    whole, _ = pieces_of("ho\u0323p")  # NFD, as some keyboards type it
    assert whole.stands_in(words_of("cuộc họp"))


def number(out: Path, typed: str) -> int:
    with Store.read(out / "doichieu.db") as store:
        return len(select(store, Keeper().ledger(store), View(typed=typed)).rows)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("thuyền thúng", 0),
        ("TB tuyen dung.docx", 2),  # undated, and no date: the file's name
        ("27/KH-SNV", 1),
        ("268/SNV-XDCQ", 1),
        ("tiếp cận thông tin của công dân theo Luật", 16),  # the words of task II.4 alone
        ("Báo cáo số 305/BC-STP", 1),
        ("   ", 144),
        ("'; DROP TABLE findings; --", 0),
        ("%", 144),
    ],
)
def test_the_samples_are_searched(sample_run: Path, typed: str, expected: int) -> None:
    assert number(sample_run, typed) == expected


def test_a_code_is_found_whole_or_begun(sample_run: Path) -> None:
    with Store.read(sample_run / "doichieu.db") as store:
        (code,) = store.db.execute("SELECT code FROM findings ORDER BY code DESC").fetchone()
    assert number(sample_run, code) == 1
    assert number(sample_run, code.lower()) == 1
    assert number(sample_run, code[:9]) >= 1


def test_an_agency_is_found_by_its_name(sample_run: Path) -> None:
    with Store.read(sample_run / "doichieu.db") as store:
        ledger = Keeper().ledger(store)
        rows = select(store, ledger, View(typed="ubnd huyen quynh nhai")).rows
        column = ledger.columns["co-quan"]
        agencies = {column.values[code] for code in column.codes[rows]}
    assert agencies == {"ubnd-huyen-quynh-nhai"}


def test_words_apart_are_found_where_they_do_not_stand_together(sample_run: Path) -> None:
    with Store.read(sample_run / "doichieu.db") as store:
        found = select(store, Keeper().ledger(store), View(typed="dân chủ Sở Nội vụ")).found
    assert found is not None
    assert found.apart
    assert int(found.mask.sum()) == 1  # the late plan KH 33
