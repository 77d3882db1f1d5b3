"""Headings: their number, the section of the plan, the part of the report."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model.plan import Section
from rules.vietnamese.sections import SectionReader, bare_words, read_label, read_part
from tests.factories import SECTIONS

DATA = Path(__file__).parents[2] / "rules" / "data" / "section_headings.toml"
TABLE = tomllib.loads(DATA.read_text(encoding="utf-8"))
PAPI = SectionReader(SECTIONS)
OTHER = SectionReader(
    (
        Section("I", "Cải cách thể chế"),
        Section("II", "Cải cách thủ tục hành chính"),
        Section("III", "Xây dựng và phát triển chính quyền điện tử, chính quyền số"),
        Section("IV", "Cải cách tài chính công"),
    )
)


@pytest.mark.parametrize(
    ("heading", "part"),
    [(heading, part["name"]) for part in TABLE["part"] for heading in part["examples"]]
    + [tuple(example) for example in TABLE["lead_in"][0]["examples"]],
)
def test_parts_of_a_report(heading: str, part: str) -> None:
    assert read_part(heading) == part


@pytest.mark.parametrize("heading", TABLE["later_year"][0]["examples"])
def test_work_of_a_later_year_is_outlook(heading: str) -> None:
    assert read_part(heading, 2024) == "outlook"
    assert read_part(heading, 2025) == ""


@pytest.mark.parametrize(
    "heading",
    ["Chương trình phát triển thanh niên giai đoạn 2021-2025", "Chuẩn bị đại hội năm 2025",
     "Đánh giá 5 năm sau sáp nhập", "Kết quả công khai dự toán năm 2025"],
)  # fmt: skip
def test_a_later_year_alone_makes_no_outlook(heading: str) -> None:
    assert read_part(heading, 2024) in ("", "results")


@pytest.mark.parametrize(
    "heading",
    ["Tiếp nhận, xử lý phản ánh, kiến nghị", "Các giải pháp phòng ngừa tham nhũng",
     "IV. Kiểm soát tham nhũng", "Công khai dự toán ngân sách", ""],
)  # fmt: skip
def test_headings_of_no_part(heading: str) -> None:
    assert read_part(heading) == ""


@pytest.mark.parametrize(("heading", "words"), TABLE["framing"][0]["examples"])
def test_framing_words_are_passed_over(heading: str, words: str) -> None:
    assert " ".join(bare_words(heading)) == words


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("IV. Kiểm soát", "roman", 4),
        ("VIII", "roman", 8),
        ("Nội dung 4: Kiểm soát", "content", 4),
        ("Nội dung số IV - Kiểm soát", "content", 4),
        ("Trục nội dung 2", "content", 2),
        ("4. Về kiểm soát", "arabic", 4),
        ("4) Về kiểm soát", "arabic", 4),
        ("4.1. Công khai", "decimal", None),
        ("a) Kết quả", "letter", None),
        ("A. KẾT QUẢ", "letter_cap", 1),
        ("Phần thứ nhất", "part", None),
        ("- Đã ban hành", "bullet", None),
        ("V/v công khai ngân sách", "", None),
        ("Nội dung vi phạm chủ yếu là chậm công khai", "", None),
        ("5 - 7 hộ mỗi bản", "", None),
        ("Phần mềm đã vận hành", "", None),
        ("15/01/2024 đã ban hành", "", None),
        ("1.204 vụ án", "", None),
        ("Chi cục thuế", "", None),
    ],
)
def test_labels(text: str, style: str, number: int | None) -> None:
    label = read_label(text)
    assert (label.style, label.number) == (style, number)


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Nội dung 4", "IV"),
        ("IV. KIỂM SOÁT THAM NHŨNG TRONG KHU VỰC CÔNG", "IV"),
        ('Trục nội dung "Kiểm soát tham nhũng trong khu vực công"', "IV"),
        ("4. Về kiểm soát tham nhũng", "IV"),
        ("Kết quả thực hiện nội dung “Quản trị điện tử”", "VIII"),
        ("5. TTHC công", "V"),
        ("Về cung ứng DVC", "VI"),
        ("quan tri moi truong", "VII"),
        ("1. Sự tham gia của người dân", "I"),
        ("II. Công khai, minh bạch", "II"),
        # another number than the plan's: the words decide
        ("5. Nội dung \"Quản trị điện tử\"", "VIII"),
        # what only shares words with a section
        ("Cải cách hành chính", ""),
        ("2. Công khai, minh bạch trong tuyển dụng", ""),
        ("Dịch vụ công trực tuyến", ""),
        ("Quản trị", ""),
        ("IV.", ""),
        ("Kết quả thực hiện", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_sections_of_the_papi_plan(heading: str, section: str) -> None:
    assert PAPI.read(heading) == section


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("1. Về cải cách thể chế", "I"),
        ("2. Cải cách TTHC", "II"),
        ("Xây dựng chính quyền điện tử, chính quyền số", "III"),
        ("Nội dung 4", "IV"),
        ("Cải cách hành chính", ""),
    ],
)
def test_sections_of_another_plan(heading: str, section: str) -> None:
    assert OTHER.read(heading) == section


@given(st.text(max_size=120))
def test_any_heading_is_read(text: str) -> None:
    read_label(text)
    read_part(text)
    PAPI.read(text)
