"""Opening what somebody sent as a workbook: hostile, damaged or simply another file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.errors import UserError
from pipeline.importing import sheets
from pipeline.importing.sheets import read_sheets
from tests.pipeline.importing import clerk as desk

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)


def package(**parts: str) -> bytes:
    """A ZIP of these parts; two underscores stand for a stroke."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", text)
    return file.getvalue()


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook with some words of a part replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w") as made:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            made.writestr(name, text)
    return file.getvalue()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("run")
    desk.run(folder, desk.findings())
    desk.opened(folder)
    return (folder / "sai-lech.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "không phải tệp Excel .xlsx"),
        (b"%PDF-1.7", "không phải tệp Excel .xlsx"),
        (OLE, "tệp Excel đời cũ"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "tệp đặt mật khẩu"),
        (b"PK\x03\x04 cut", "tệp hỏng"),
        (package(word__document="<w/>"), "tệp hỏng"),
        (package(xl__workbook="<workbook"), "tệp hỏng"),
        (package(xl__workbook='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "tệp hỏng"),
        (package(xl__workbook="<a/>", xl__bomb=" " * 300_000_000), "quá lớn"),
    ],
)
def test_what_is_no_workbook_is_told_in_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(UserError, match=why) as told:
        read_sheets(data, "a.xlsx")
    assert str(told.value).startswith("a.xlsx: ")
    assert "\n" not in str(told.value)


def test_a_file_past_the_limit_is_not_even_opened() -> None:
    with pytest.raises(UserError, match="lớn hơn 30 MB"):
        read_sheets(b"PK\x03\x04" + bytes(sheets.LARGEST), "a.xlsx")


@pytest.mark.usefixtures("apart")
def test_the_file_is_read_in_a_process_of_its_own(written: bytes) -> None:
    found = {sheet.title: sheet for sheet in read_sheets(written, "a.xlsx")}
    assert found["Sai lệch"].cells[1, 1].text == "Mã"
    assert found["Bản in"].cells == {}, "a sheet without our marks"


@pytest.mark.usefixtures("apart")
def test_a_process_that_dies_is_one_sentence(
    written: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "_CHILD", "tests.pipeline.misbehaving_child_that_is_not_there")
    with pytest.raises(UserError, match="tệp hỏng"):
        read_sheets(written, "a.xlsx")


@pytest.mark.usefixtures("apart")
def test_a_process_that_hangs_is_stopped(written: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "TIMEOUT", 0.05)
    with pytest.raises(UserError, match="đọc quá lâu"):
        read_sheets(written, "a.xlsx")


def test_a_far_off_cell_costs_nothing(written: bytes, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(written))
    book["Sai lệch"]["XFD1048576"] = "xa"
    file = tmp_path / "a.xlsx"
    book.save(file)
    found = {sheet.title: sheet for sheet in read_sheets(file.read_bytes(), "a.xlsx")}
    assert found["Sai lệch"].cells[1_048_576, 16_384].text == "xa"
    assert len(found["Sai lệch"].cells) < 300


def test_an_absurd_extent_is_not_believed(written: bytes) -> None:
    part = "xl/worksheets/sheet3.xml"
    with zipfile.ZipFile(io.BytesIO(written)) as made:
        stated = made.read(part).decode().split('<dimension ref="')[1].split('"')[0]
    data = changed(written, part, f'ref="{stated}"', 'ref="A1:XFD1048576"')
    found = {sheet.title: sheet for sheet in read_sheets(data, "a.xlsx")}
    assert len(found["Sai lệch"].cells) < 300


def test_an_empty_workbook_has_nothing_of_ours() -> None:
    file = io.BytesIO()
    Workbook().save(file)
    assert [sheet.cells for sheet in read_sheets(file.getvalue(), "a.xlsx")] == [{}]


@pytest.mark.parametrize(
    ("area", "applied"), [("L2:L9", 0), ("L1:M200", 0), ("A2:T9", 1), ("W2:X9", 1), ("A2:Q9", 1)]
)
def test_what_excel_says_it_sorted_alone(tmp_path: Path, area: str, applied: int) -> None:
    desk.run(tmp_path, desk.findings())
    clerk = desk.opened(tmp_path)
    clerk.decide(2, "Đúng - đôn đốc")
    state = f'<sortState ref="{area}"><sortCondition ref="{area}"/></sortState>'
    data = changed(
        clerk.saved(), "xl/worksheets/sheet3.xml", "<dataValidations", state + "<dataValidations"
    )
    preview = clerk.preview(data)
    assert preview.counts["applied"] == applied
    assert preview.counts["refused"] == 1 - applied
