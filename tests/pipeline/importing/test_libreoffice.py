"""The workbook edited, sorted and saved by LibreOffice, and taken back."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.pipeline.importing import clerk as desk
from tests.pipeline.importing.clerk import Clerk

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (soffice)")

MACRO = """Sub SortSome
Dim hidden(0) As New com.sun.star.beans.PropertyValue
hidden(0).Name = "Hidden"
hidden(0).Value = True
doc = StarDesktop.loadComponentFromURL(Environ("SORT_FROM"), "_blank", 0, hidden())
cells = doc.Sheets.getByName("Sai lệch").getCellRangeByName(Environ("SORT_AREA"))
Dim fields(0) As New com.sun.star.table.TableSortField
fields(0).Field = CInt(Environ("SORT_FIELD"))
fields(0).IsAscending = False
Dim how(1) As New com.sun.star.beans.PropertyValue
how(0).Name = "SortFields"
how(0).Value = fields()
how(1).Name = "ContainsHeader"
how(1).Value = False
cells.sort(how())
Dim save(0) As New com.sun.star.beans.PropertyValue
save(0).Name = "FilterName"
save(0).Value = "Calc MS Excel 2007 XML"
doc.storeToURL(Environ("SORT_TO"), save())
doc.close(True)
StarDesktop.terminate()
End Sub
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{}</script:module>
"""


def office(folder: Path, *arguments: str, **sorting: str) -> None:
    """Run LibreOffice with a profile of its own."""
    assert SOFFICE
    subprocess.run(
        [SOFFICE, "--headless", "--norestore",
         f"-env:UserInstallation={(folder / 'profile').as_uri()}", *arguments],
        env={**os.environ, **sorting}, check=True, timeout=180, capture_output=True,
    )  # fmt: skip


def converted(folder: Path, file: Path, kind: str) -> Path:
    office(folder, "--convert-to", kind, "--outdir", str(folder / kind), str(file))
    return folder / kind / f"{file.stem}.{kind}"


@pytest.fixture
def edited(tmp_path: Path) -> Clerk:
    desk.run(tmp_path, desk.findings())
    clerk = desk.opened(tmp_path)
    clerk.decide(2, "Đúng - đôn đốc")
    clerk.decide(4, "Máy nhận sai", reason="Ghép nhầm nhiệm vụ")
    clerk.decide(7, "Gia hạn đến ngày", value="31/12/2024")
    (tmp_path / "edited.xlsx").write_bytes(clerk.saved())
    return clerk


ALL = {2: "applied", 4: "applied", 7: "applied"}


def test_saved_by_libreoffice(edited: Clerk, tmp_path: Path) -> None:
    saved = converted(tmp_path, tmp_path / "edited.xlsx", "xlsx")
    assert edited.said(data=saved.read_bytes()) == ALL


def test_saved_as_opendocument_and_back(edited: Clerk, tmp_path: Path) -> None:
    sheet = converted(tmp_path, tmp_path / "edited.xlsx", "ods")
    back = converted(tmp_path, sheet, "xlsx")
    assert edited.said(data=back.read_bytes()) == ALL


@pytest.mark.usefixtures("edited")
def test_what_the_program_wrote_opens_with_its_lists(tmp_path: Path) -> None:
    saved = converted(tmp_path, tmp_path / "sai-lech.xlsx", "xlsx")
    sheet = load_workbook(saved)["Sai lệch"]
    kinds = {one.type for one in sheet.data_validations.dataValidation}
    assert "list" in kinds
    assert sheet.protection.sheet is False


@pytest.mark.parametrize(("area", "field", "applied"), [("A2:T9", "0", 3), ("L2:L9", "0", 0)])
def test_sorted_by_libreoffice(
    edited: Clerk, tmp_path: Path, area: str, field: str, applied: int
) -> None:
    converted(tmp_path, tmp_path / "edited.xlsx", "csv")  # makes the profile
    module = tmp_path / "profile" / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(MODULE.format(MACRO.replace('"', "&quot;")), encoding="utf-8")
    target = tmp_path / "sorted.xlsx"
    office(tmp_path, "macro:///Standard.Module1.SortSome", SORT_AREA=area, SORT_FIELD=field,
           SORT_FROM=(tmp_path / "edited.xlsx").as_uri(), SORT_TO=target.as_uri())  # fmt: skip
    before = [edited.sheet.cell(row, 1).value for row in range(2, 10)]
    after = [load_workbook(target)["Sai lệch"].cell(row, 1).value for row in range(2, 10)]
    assert (before != after) == (applied > 0), "LibreOffice did sort"
    preview = edited.preview(target.read_bytes())
    assert preview.counts["applied"] == applied
