from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.figures import figures
from pipeline.outputs.workbook import write_workbook
from pipeline.outputs.workbook_figures import figures_of
from pipeline.storage.store import Store
from pipeline.storage.stored import load_report
from tests.pipeline.test_figures import store as store  # the small run


def test_the_sheet_shows_agencies_sections_and_months(store: Path, tmp_path: Path) -> None:
    write_workbook(load_report(store), tmp_path / "a.xlsx")
    rows = [list(row) for row in load_workbook(tmp_path / "a.xlsx")["Số liệu"].values]
    told = {row[0]: row[1:] for row in rows}
    assert told["Cơ quan"][:4] == ["Sản phẩm phải có", "Đến hạn", "Đã nhận đúng", "Đúng hạn"]
    assert told["Sở Nội vụ"] == [18, 11, 3, 2, 1, 4, 2, 2, 0, 3 / 9, 2 / 9, 2, 3, 2]
    assert told["UBND huyện Mộc Châu"] == [3, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0]
    assert told["Tổng"][:2] == [22, 14]
    assert told["12/2024"][:3] == [4, 0, 0]
    assert told["12/2024"][9:11] == ["–", "–"]


def test_the_workbook_and_the_database_tell_the_same(store: Path) -> None:
    with Store.decide(store) as opened:
        wanted = [
            Wanted("fp-late", "misread", reason="Khác"),
            Wanted("fp-missing", "confirm"),
            Wanted("fp-review", "accept", reason="Khác"),
            Wanted("fp-nothing", "await"),
            Wanted("fp-other", "await"),
        ]
        assert not take(opened, wanted, Actor("Lan")).refused
    with Store.read(store) as opened:
        told = figures(opened)
    assert figures_of(load_report(store)) == told
    assert told.total["settled"] == 3


def test_in_english(store: Path, tmp_path: Path) -> None:
    write_workbook(load_report(store, "en"), tmp_path / "a.xlsx")
    rows = [list(row) for row in load_workbook(tmp_path / "a.xlsx")["Figures"].values]
    assert rows[2][:4] == ["Agency", "Outputs owed", "Expected", "Received"]
