"""Rounds one to three, and a round made again."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.errors import UserError
from pipeline.storage.store import Store
from tests.pipeline.reminders.occasion import (
    DISTRICT,
    HEALTH,
    decide,
    lay,
    remind,
    scene,
    text_of,
)


def snapshot(folder: Path) -> dict[str, str]:
    return {one.name: sha256(one.read_bytes()).hexdigest() for one in sorted(folder.iterdir())}


def letters(out: Path) -> list[tuple[int, str, int]]:
    with Store.read(out / "doichieu.db") as store:
        rows = store.db.query("SELECT round, agency_id, turn FROM letters ORDER BY id")
        return [(row["round"], row["agency_id"], row["turn"]) for row in rows]


def write_number(folder: Path, agency_id: str, number: str, day: object) -> None:
    """What the clerk of papers does: fill in two cells and save."""
    file = folder / "danh-sach.xlsx"
    book = load_workbook(file)
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    place = heads["Mã cơ quan"]
    row = next(row for row in range(2, 99) if sheet.cell(row, place).value == agency_id)
    sheet.cell(row, heads["Số, ký hiệu (văn thư ghi)"]).value = number
    sheet.cell(row, heads["Ngày ban hành (văn thư ghi, dd/mm/yyyy)"]).value = day
    book.save(file)


def test_the_same_round_again_is_the_same_to_the_byte_and_recorded_once(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [1, 2, 3, 4, 5])
    folder = remind(out).folder
    first, record = snapshot(folder), letters(out)
    assert len(first) == 6  # a note, three letters, the list twice
    remind(out)
    assert snapshot(folder) == first
    assert letters(out) == record


def test_the_list_names_every_file_with_its_hash(tmp_path: Path) -> None:
    folder = remind(lay(tmp_path, scene(), [2, 4])).folder
    text = (folder / "danh-sach.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    assert [(row["agency"], row["items"], row["turn"]) for row in rows] == [
        ("Sở Y tế", 1, 1),
        ("UBND huyện Mộc Châu", 1, 1),
    ]
    for row in rows:
        assert sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    assert rows[0]["why"] == (
        "Sở không phải cấp trên của sở, ngành khác và của UBND cấp huyện, cấp xã."
    )
    sheet = load_workbook(folder / "danh-sach.xlsx").active
    assert [cell.value for cell in sheet[2]][:4] == ["Sở Y tế", "Công văn đôn đốc", 1, 1]


def test_the_second_round_refers_to_the_first_and_lists_what_is_still_open(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [2, 3])
    first = remind(out, reply_by=date(2025, 1, 10))
    write_number(first.folder, HEALTH, "1448/SNV-CCHC", "24/12/2024")
    report = scene()
    lay(out, scene(findings=[one for one in report.findings if one.rule != "late-output"]))
    second = remind(out, round=2)
    said = text_of(second.folder / second.made[0].file)
    assert second.made[0].file == "Công văn đôn đốc lần 2 - Sở Y tế.docx"
    assert "V/v đôn đốc lần 2 thực hiện Kế hoạch nâng cao Chỉ số PAPI" in said
    assert (
        "Sở Nội vụ đã có Công văn số 1448/SNV-CCHC ngày 24/12/2024 đôn đốc lần 1, thời hạn trả "
        "lời là ngày 10/01/2025; trong 02 nội dung đã nêu, đến nay Sở Y tế còn 01 nội dung chưa "
        "hoàn thành."
    ) in said
    assert "đã đôn đốc 1 lần" in said
    assert "VI.2" not in said
    assert second.unnumbered == 0
    assert letters(out) == [(1, HEALTH, 1), (2, HEALTH, 2)]


def test_a_number_that_nobody_wrote_down_stays_blank_and_is_told(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [2])
    remind(out)
    second = remind(out, round=2)
    said = text_of(second.folder / second.made[0].file)
    assert "Công văn số ……/SNV-…… ngày ……/……/20…… đôn đốc lần 1" in said
    assert second.unnumbered == 1


def test_the_third_round_says_that_the_province_will_be_told_and_there_is_no_fourth(
    tmp_path: Path,
) -> None:
    out = lay(tmp_path, scene(), [2])
    for number in (1, 2):
        remind(out, round=number)
    third = remind(out, round=3)
    said = text_of(third.folder / third.made[0].file)
    assert "Đây là lần đôn đốc thứ 3." in said
    assert "Sở Nội vụ sẽ tổng hợp, báo cáo UBND tỉnh xem xét, chỉ đạo:" in said
    with pytest.raises(UserError, match="--round 4: chỉ đôn đốc đến lần 3"):
        remind(out, round=4)


def test_a_round_is_not_jumped_over(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [2])
    with pytest.raises(UserError, match="chưa làm đợt 1; hãy dùng --round 1"):
        remind(out, round=2)


def test_an_agency_first_reminded_in_round_two_is_reminded_for_the_first_time(
    tmp_path: Path,
) -> None:
    out = lay(tmp_path, scene(), [2])
    remind(out)
    decide(out, [4])
    second = remind(out, round=2)
    by_id = {one.agency_id: one for one in second.made}
    assert (by_id[HEALTH].turn, by_id[DISTRICT].turn) == (2, 1)
    assert "đôn đốc lần" not in text_of(second.folder / by_id[DISTRICT].file)


def test_a_letter_that_was_issued_is_not_written_again(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [2])
    first = remind(out)
    write_number(first.folder, HEALTH, "1448/SNV-CCHC", date(2024, 12, 24))
    file = first.folder / first.made[0].file
    before = file.read_bytes()
    decide(out, [3])
    again = remind(out)
    assert file.read_bytes() == before
    assert [one.why for one in again.left_out] == [
        "công văn lần này đã ghi số phát hành, không làm lại; hãy dùng --round 2"
    ]
    entry = again.made[0]
    assert (entry.number, entry.issued_on) == ("1448/SNV-CCHC", "24/12/2024")


def test_a_letter_that_a_person_edited_is_kept(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [2])
    first = remind(out)
    file = first.folder / first.made[0].file
    file.write_bytes(b"edited by hand")
    again = remind(out)
    assert file.read_bytes() == b"edited by hand"
    assert [one.why for one in again.left_out] == [
        "công văn đã được sửa tay, giữ nguyên; muốn làm lại thì xóa hoặc đổi tên tệp"
    ]
    file.unlink()
    assert remind(out).left_out == ()
    assert file.is_file()


def test_a_letter_with_nothing_left_to_say_is_taken_away_before_it_is_issued(
    tmp_path: Path,
) -> None:
    out = lay(tmp_path, scene(), [2, 4])
    first = remind(out)
    report = scene()
    lay(out, scene(findings=[one for one in report.findings if one.problem.agency_id != DISTRICT]))
    again = remind(out)
    assert [one.agency_id for one in again.made] == [HEALTH]
    assert ("không còn nội dung đôn đốc; tệp cũ đã được bỏ") in {one.why for one in again.left_out}
    names = {one.name for one in first.folder.iterdir()}
    assert names == {"danh-sach.jsonl", "danh-sach.xlsx", "Công văn đôn đốc lần 1 - Sở Y tế.docx"}


def test_an_edited_letter_with_nothing_left_to_say_stays_on_record(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [2])
    first = remind(out)
    file = first.folder / first.made[0].file
    file.write_bytes(b"edited by hand")
    lay(out, scene(findings=[]))
    told = {one.what: one.why for one in remind(out).left_out}
    assert told[file.name].startswith("không còn nội dung đôn đốc; tệp đã được sửa tay")
    assert file.is_file()
    assert letters(out) == [(1, HEALTH, 1)]


def test_one_agency_alone_leaves_the_others_in_the_list(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [2, 4])
    remind(out)
    alone = remind(out, agency=HEALTH)
    assert [one.agency_id for one in alone.made] == [HEALTH]
    assert [(one.agency_id, one.items) for one in alone.earlier] == [(DISTRICT, 1)]
    text = (alone.folder / "danh-sach.jsonl").read_text(encoding="utf-8")
    assert len(text.splitlines()) == 2


@pytest.mark.parametrize("day", ["24.12.2024", "2024-12-24", date(2024, 12, 24), "24/12/2024"])
def test_the_day_beside_a_letter_is_read_in_the_ways_it_is_typed(
    tmp_path: Path, day: object
) -> None:
    out = lay(tmp_path, scene(), [2])
    write_number(remind(out).folder, HEALTH, "9/SNV-VP", day)
    assert remind(out).made[0].issued_on == "24/12/2024"


def test_the_second_answer_is_due_after_the_first(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [2])
    remind(out, reply_by=date(2025, 1, 10))
    with pytest.raises(UserError, match=r"10/01/2025 không sau hạn trả lời .* 10/01/2025"):
        remind(out, round=2, reply_by=date(2025, 1, 10))
    assert remind(out, round=2).reply_by == date(2025, 1, 24)


def test_columns_of_the_list_may_be_moved(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [2])
    folder = remind(out).folder
    write_number(folder, HEALTH, "9/SNV-VP", "24/12/2024")
    book = load_workbook(folder / "danh-sach.xlsx")
    book.active.insert_cols(1, 2)
    book.save(folder / "danh-sach.xlsx")
    assert remind(out).made[0].number == "9/SNV-VP"


def test_a_day_that_is_none_is_told_with_its_row(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [2])
    write_number(remind(out).folder, HEALTH, "9/SNV-VP", "cuối năm")
    with pytest.raises(UserError, match=r"danh-sach.xlsx, hàng 2: ngày “cuối năm” chưa đúng"):
        remind(out)
