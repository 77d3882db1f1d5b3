"""``doichieu letters`` as a clerk types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from pipeline.cli import main
from tests.pipeline.reminders.occasion import decide, lay, scene


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[int, str, str]:
    """The exit code, what was printed, and what was said beside it."""
    monkeypatch.setattr("sys.argv", ["doichieu", "letters", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


@pytest.fixture
def out(tmp_path: Path) -> str:
    return str(lay(tmp_path / "kq", scene(), [2]))


PLAN = ("--plan-number", "11/KH-UBND", "--plan-date", "2024-01-10")


def test_it_asks_for_the_plans_number_then_writes_and_says_where(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    code, said, error = run(capsys, monkeypatch, "--out", out)
    assert (code, said) == (2, "")
    assert error.count("\n") == 1
    assert "--plan-number 245/QĐ-UBND" in error
    code, said, error = run(capsys, monkeypatch, "--out", out, *PLAN, "--reply-by", "2099-01-10")
    assert code == 0
    assert said.splitlines() == [
        "Đợt 1, kế hoạch số 11/KH-UBND ngày 10/01/2024:",
        "  Sở Y tế: lần 1, 1 nội dung → Công văn đôn đốc lần 1 - Sở Y tế.docx",
        f"Ở {out}/cong-van/dot-1; hạn trả lời 10/01/2099. Chưa gửi đi đâu.",
        "Văn thư điền số, ngày, người ký vào công văn rồi ghi số, ngày vào danh-sach.xlsx.",
    ]
    assert error == ""


def test_what_is_left_out_is_told_and_a_day_gone_by_is_warned_of(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    decide(Path(out), [6])
    code, said, error = run(capsys, monkeypatch, "--out", out, *PLAN)
    assert code == 1
    assert said.splitlines()[-3:] == [
        "Không đưa vào: 1",
        "  là điểm chưa rõ của chính kế hoạch:",
        "    PH-6000-0000-6",
    ]
    assert error == "Hạn trả lời 06/01/2025 đã qua; hãy cho --reply-by rồi làm lại.\n"


def test_nothing_decided_is_nothing_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lay(tmp_path, scene())
    code, said, _ = run(capsys, monkeypatch, "--out", str(tmp_path), *PLAN)
    assert code == 0
    assert said == "Không có sai lệch nào đã quyết định “Đúng - đôn đốc” cần đưa vào công văn.\n"


def test_before_any_run_there_is_nothing_to_write_from(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, _, error = run(capsys, monkeypatch, "--out", str(tmp_path))
    assert code == 2
    assert "hãy chạy doichieu run trước" in error


def test_a_template_is_checked_without_any_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, said, _ = run(capsys, monkeypatch, "--check-template")
    assert code == 0
    assert "dùng được" in said
    assert "    .code          mã đối chiếu" in said.splitlines()
    word = Document()
    word.add_paragraph("Kính gửi: {{ noi_nhan }}")
    word.save(str(tmp_path / "mau.docx"))
    code, said, error = run(capsys, monkeypatch, "--check-template", str(tmp_path / "mau.docx"))
    assert code == 2
    assert said.splitlines() == [
        "đoạn 1: không có trường noi_nhan",
        "thiếu trường bắt buộc recipient hoặc addressee",
        "thiếu trường bắt buộc items",
        "thiếu trường bắt buộc received",
        "thiếu trường bắt buộc reply_by hoặc ask",
    ]
    assert "5 chỗ phải sửa" in error


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--reply-by", "mai"), "giá trị của --reply-by không dùng được (ví dụ"),
        (("--round", "x"), "giá trị của --round không dùng được (1, 2 hoặc 3)"),
        (("mau.docx",), "mau.docx: chỉ dùng với --check-template; mẫu riêng cho bằng --template"),
        (("--template", "khong-co.docx", *PLAN), "khong-co.docx: không mở được"),
    ],
)
def test_a_mistake_is_one_sentence(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    out: str,
    words: tuple[str, ...],
    said: str,
) -> None:
    code, _, error = run(capsys, monkeypatch, "--out", out, *words)
    assert code == 2
    assert said in error
    assert error.count("\n") == 1
