"""`doichieu agencies`, and a whole run with the list of an invented province."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.pipeline.test_cli import word

ROWS = [
    ("STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Thời gian hoàn thành"),
    ("1", "Rà soát hồ sơ đất đai tồn đọng", "Báo cáo", "UBND các huyện", "Quý I/2025"),
    ("2", "Công khai danh mục đầu tư công", "Kế hoạch", "Sở KH&ĐT", "Quý II/2025"),
]
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["doichieu", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return run


def paper(path: Path, issuer: str, number: str, day: str, title: list[str]) -> None:
    place = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    word(path, [issuer, f"Số: {number}", *place, f"Khe Sâu, {day}", *title, "Kính gửi: UBND tỉnh"])


def test_the_list_of_a_day(call: Call) -> None:
    code, out, _ = call("agencies", "--on", "2025-07-01")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "Sơn La, ngày 01/07/2025: 129 cơ quan"
    assert "UBND cấp xã (75)" in lines
    assert not any("UBND huyện" in line for line in lines)
    earlier = call("agencies", "--on", "2024-06-30")[1].splitlines()
    assert "UBND cấp xã (204)" in earlier
    assert "UBND cấp huyện (12)" in earlier
    plan_and_investment = next(one for one in earlier if "so-ke-hoach-va-dau-tu" in one)
    assert plan_and_investment.endswith("đến 28/02/2025; kế thừa: Sở Tài chính")


def test_the_example_can_be_used_as_it_is(call: Call, tmp_path: Path) -> None:
    _, text, _ = call("agencies", "example")
    file = tmp_path / "co-quan.toml"
    file.write_text(text, encoding="utf-8")
    code, out, _ = call("agencies", "check", file)
    assert (code, out.splitlines()[0]) == (0, "co-quan.toml: dùng được, 17 cơ quan")


def test_a_wrong_file_is_told_fault_by_fault(call: Call, tmp_path: Path) -> None:
    text = call("agencies", "example")[1]
    file = tmp_path / "co-quan.toml"
    text = text.replace('successors = ["so-tai-chinh"]', 'successors = ["so-tai-chin"]')
    file.write_text(text.replace('"SNV", "SỞ', '"Sở Nội chính", "SỞ'), encoding="utf-8")
    code, out, err = call("agencies", "check", file)
    assert code == 2
    assert "so-ke-hoach-va-dau-tu: cơ quan kế thừa so-tai-chin không có trong danh mục" in out
    assert err == "co-quan.toml: 1 chỗ phải sửa, nêu ở trên; sửa rồi kiểm tra lại\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("agencies", "check"), "chưa nêu tệp"),
        (("agencies", "check", "khong-co.toml"), "không đọc được tệp danh mục"),
        (("agencies", "--agencies", "khong-co.toml"), "không đọc được tệp danh mục"),
        (("agencies", "--on", "1/7/2025"), "--on không dùng được (ví dụ --on 2025-07-01)"),
    ],
)
def test_a_mistake_is_one_sentence(call: Call, words: tuple[str, ...], said: str) -> None:
    code, _, err = call(*words)
    assert code == 2
    assert said in err
    assert len(err.splitlines()) == 1


def test_another_province_needs_one_file(call: Call, tmp_path: Path) -> None:
    """Its districts owe, its folders are recognised; what a merged department owed is answered."""
    (tmp_path / "co-quan.toml").write_text(call("agencies", "example")[1], encoding="utf-8")
    word(tmp_path / "ke-hoach.docx", ["KẾ HOẠCH", "Cải cách hành chính năm 2025"], ROWS)
    paper(
        tmp_path / "hop" / "Khe Sau" / "bc.docx",
        *("ỦY BAN NHÂN DÂN HUYỆN KHE SÂU", "12/BC-UBND", "ngày 20 tháng 3 năm 2025"),
        ["BÁO CÁO", "Kết quả rà soát hồ sơ đất đai tồn đọng quý I năm 2025"],
    )
    paper(
        tmp_path / "hop" / "So Tai chinh" / "kh.docx",
        *("SỞ TÀI CHÍNH", "7/KH-STC", "ngày 15 tháng 5 năm 2025"),
        ["KẾ HOẠCH", "Công khai danh mục đầu tư công năm 2025"],
    )
    code, _, err = call(
        *("run", tmp_path / "hop", "--plan", tmp_path / "ke-hoach.docx", "--workers", "1"),
        *("--out", tmp_path / "out", "--as-of", "2025-12-31"),
        *("--agencies", tmp_path / "co-quan.toml"),
    )
    assert code == 1, err
    with sqlite3.connect(tmp_path / "out" / "doichieu.db") as db:
        rows = db.execute("select task_id, agency_id, status from obligations order by 1, 2")
        assert [row for row in rows if row[0]] == [
            ("1", "ubnd-huyen-dong-may", "not_received"),
            ("1", "ubnd-huyen-khe-sau", "met"),
            ("2", "so-ke-hoach-va-dau-tu", "met"),
        ]
        senders = dict(db.execute("select path, sender_id from documents"))
    assert senders == {
        "Khe Sau/bc.docx": "ubnd-huyen-khe-sau",
        "So Tai chinh/kh.docx": "so-tai-chinh",
    }
