"""Types of papers: every example of the table, and the rules between types."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rules.document_types import DocumentTypes

TYPES = DocumentTypes.load()
TABLE = Path(__file__).resolve().parents[2] / "rules" / "data" / "document_types.toml"


def test_every_example_of_the_table_is_read_as_its_entry_says() -> None:
    wrong = []
    for entry in TYPES.types:
        assert entry.examples, entry.name
        assert entry.outputs, entry.name
        wrong += [
            (w, TYPES.canonical(w)) for w in entry.examples if TYPES.canonical(w) != entry.name
        ]
        wrong += [
            (w, TYPES.of_output(w)) for w in entry.outputs if TYPES.of_output(w) != entry.name
        ]
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    for row in table["no_type"] + table["not_a_type"]:
        wrong += [(w, TYPES.of_output(w)) for w in row["examples"] if TYPES.of_output(w)]
    assert wrong == []


def test_the_table_refers_only_to_types_it_knows() -> None:
    names = {entry.name for entry in TYPES.types}
    assert len(names) == len(TYPES.types)
    for entry in TYPES.types:
        assert set(entry.carries) <= names
        assert {name for name in entry.met_by if not name.startswith("*")} <= names


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("KH", "Kế hoạch"),
        ("kế  hoạch.", "Kế hoạch"),
        ("cv", "Công văn"),
        ("ke hoach", "Kế hoạch"),
        ("hd", "Hướng dẫn"),
        ("HĐ", "Hợp đồng"),
        ("xe máy", ""),
        ("", ""),
    ],
)
def test_canonical(words: str, name: str) -> None:
    assert TYPES.canonical(words) == name


@pytest.mark.parametrize(
    ("output", "name"),
    [
        ("Kế hoạch/Công văn", "Kế hoạch hoặc Công văn"),
        ("Kế hoạch hoặc Quyết định của UBND tỉnh", "Kế hoạch hoặc Quyết định"),
        ("Kế hoạch quý I/2024", "Kế hoạch"),
        ("- Báo cáo quý IV/2024;", "Báo cáo"),
        ("Quyết định ban hành hoặc sửa đổi Quy chế", "Quyết định"),
        ("Các cơ chế, chính sách; các văn bản quy phạm pháp luật", "Chính sách"),
        ("Nền tảng số được vận hành", ""),
        ("Kết quả", ""),
        ("", ""),
    ],
)
def test_of_output(output: str, name: str) -> None:
    assert TYPES.of_output(output) == name


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        ("BC-SNV", "Báo cáo"),
        ("QĐ-UBND", "Quyết định"),
        ("NQ/TU", "Nghị quyết"),
        ("2019/NQ-HĐND", "Nghị quyết"),
        ("2020/NĐ-CP", "Nghị định"),
        ("TTr-SNV", "Tờ trình"),
        ("SNV-CCHC", ""),
        ("UBND-KTTH", ""),
        ("PGD&ĐT", ""),
        ("", ""),
    ],
)
def test_of_symbol(symbol: str, name: str) -> None:
    assert TYPES.of_symbol(symbol) == name


@pytest.mark.parametrize(
    ("required", "doc_type", "title", "met"),
    [
        ("Kế hoạch", "Kế hoạch", "", True),
        ("Kế hoạch", "Công văn", "triển khai Kế hoạch cải cách hành chính", False),
        ("", "Công văn", "", True),
        ("Kế hoạch", "", "", False),
        ("Quy chế phối hợp", "Quyết định", "", False),
        ("Quy chế", "Quyết định", "Ban hành Quy chế phối hợp hoạt động cứu trợ", True),
        (
            "Quy chế",
            "Quyết định",
            "Về việc sửa đổi, bổ sung một số điều của Quy chế làm việc",
            True,
        ),
        ("Kế hoạch", "Quyết định", "V/v phê duyệt Kế hoạch tuyển dụng viên chức", True),
        ("Kế hoạch", "Quyết định", "Về việc thành lập Tổ soạn thảo Kế hoạch", False),
        ("Kế hoạch", "Quyết định", "Về việc điều động công chức", False),
        ("Quyết định", "Kế hoạch", "", False),
        ("Kết luận", "Thông báo", "Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp", True),
        ("Báo cáo", "Quyết định", "phê duyệt Báo cáo kinh tế - kỹ thuật", False),
        ("Văn bản chỉ đạo", "Công văn", "đẩy mạnh cải cách hành chính", True),
        ("Văn bản chỉ đạo", "Chỉ thị", "", True),
        ("Văn bản chỉ đạo", "Báo cáo", "", False),
        ("Văn bản chỉ đạo", "Giấy mời", "", False),
        ("Văn bản quy phạm pháp luật", "Nghị quyết", "", True),
        ("Kế hoạch hoặc Công văn", "Công văn", "", True),
        ("Kế hoạch hoặc Công văn", "Báo cáo", "", False),
        ("Ấn phẩm", "Phóng sự", "", True),
        ("Công văn", "Hướng dẫn", "", False),
        ("Tin, bài", "Biểu", "TỔNG HỢP Tin, bài tuyên truyền năm 2024", True),
        ("Tin, bài", "Danh mục", "Thủ tục hành chính", False),
        ("Sổ", "", "THEO DÕI, SỔ GHI TIẾP CÔNG DÂN", True),
        ("Sổ", "", "THEO DÕI", False),
        ("Kế hoạch", "", "Kế hoạch", False),
    ],
)
def test_satisfies(required: str, doc_type: str, title: str, met: bool) -> None:
    assert TYPES.satisfies(required, doc_type, title) is met


def test_flags() -> None:
    undated = ("Sổ", "Phiếu", "Ấn phẩm", "Tin, bài", "Phóng sự", "Hình ảnh", "Sổ hoặc Phiếu")
    assert all(TYPES.undated(name) for name in undated)
    dated = ("Báo cáo", "Công văn", "Phiếu trình", "", "Sổ hoặc Báo cáo")
    assert not any(TYPES.undated(name) for name in dated)
    assert TYPES.is_directing("Công văn")
    assert not TYPES.is_directing("Báo cáo")
    assert TYPES.is_periodic("Báo cáo")
