"""Settings, base dates and chosen agencies as a clerk types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.pipeline.test_cli import Called, call, word  # noqa: F401 - the fixture

ROWS = [
    ("STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Thời gian hoàn thành"),
    ("1", "Xây dựng quy chế phối hợp cứu trợ", "Quy chế", "Sở Tài chính", "Theo tiến độ năm 2024"),
    ("2", "Kiểm tra tuyển dụng viên chức", "Báo cáo", "Sở Nội vụ", "15 ngày kể từ ngày được duyệt"),
]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan of two tasks, neither with a day of its own."""
    path = tmp_path / "ke-hoach.docx"
    word(path, ["KẾ HOẠCH", "Thử nghiệm năm 2024"], ROWS)
    word(tmp_path / "hop" / "Sở Nội vụ" / "tb.docx", ["Thông báo nghỉ lễ Quốc khánh"])
    return path


def test_the_example_is_printed_alone(call) -> None:  # noqa: F811
    said: Called = call("rules", "--settings-example")
    assert said.code == 0
    assert "#before_is_inclusive = false" in said.out
    assert "#[rules.late-output]" in said.out


def test_a_misspelt_setting_stops_every_command(call, plan: Path) -> None:  # noqa: F811
    (plan.parent / "doichieu.toml").write_text("before_inclusive = true", encoding="utf-8")
    wanted = (
        "doichieu.toml: không có thiết lập “before_inclusive”; có lẽ là “before_is_inclusive”\n"
    )
    for words in (
        ("plan", plan),
        ("run", plan.parent / "hop", "--plan", plan, "--out", plan.parent / "kq"),
        ("rules", "--plan", plan),
    ):
        said: Called = call(*words)
        assert (said.code, said.err) == (2, wanted)


def test_days_from_the_plan_to_the_list(call, plan: Path) -> None:  # noqa: F811
    dates = plan.parent / "han.xlsx"
    said: Called = call("plan", plan, "--dates", dates)
    assert said.err == f"Đã ghi {dates}: 2 sản phẩm chưa có ngày hạn.\n"
    book = load_workbook(dates)
    book["Hạn"]["G3"] = "02/3/2024"
    book.save(dates)
    out = plan.parent / "kq"
    run = ("run", plan.parent / "hop", "--plan", plan, "--out", out, "--as-of", "2024-03-18")
    said = call(*run, "--agency", "so-noi-vu")
    assert "Đã dùng ngày cán bộ nhập ở han.xlsx cho 1 sản phẩm." in said.err
    assert "Chỉ đối chiếu 1 cơ quan (Sở Nội vụ)" in said.err
    said = call("findings", "--out", out, "--format", "csv")
    assert "(hạn 17/03/2024)" in said.out
    assert "Sở Tài chính" not in said.out
    assert "han.xlsx" in said.err
    said = call(*run, "--agency", "so-noi-vy")
    assert (said.code, "có lẽ là so-noi-vu" in said.err) == (2, True)


def test_words_that_a_clerk_gives_a_meaning(call, plan: Path) -> None:  # noqa: F811
    (plan.parent / "doichieu.toml").write_text(
        '[[deadline]]\nwords = "theo tiến độ năm 2024"\nkind = "date"\nday = 2024-06-30\n'
        "[rules.plan-deadline-unclear]\non = false",
        encoding="utf-8",
    )
    said: Called = call("plan", plan, "--dates", plan.parent / "khac.xlsx")
    assert "khac.xlsx: 1 sản phẩm chưa có ngày hạn." in said.err
    assert "1 quy tắc đã tắt (plan-deadline-unclear)" in said.err
    said = call("plan", plan, "--json")
    assert '"problems": []' in said.out
