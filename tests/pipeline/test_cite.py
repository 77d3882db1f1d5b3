"""Papers named by papers, and which of them were handed in."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.document import Anchor, Block, Cell, Kind, Table
from pipeline.papers.cite import cite
from pipeline.papers.cited_papers import CitedPapers
from pipeline.papers.segment import segment
from rules import agencies
from rules.document_types import DocumentTypes
from rules.model.papers import Citation, Paper
from tests.factories import citation, document, header, paper, plan, report_paper

TYPES = DocumentTypes.load()
REGISTRY = agencies.load()


def cited(text: str) -> list[tuple[str, str, str]]:
    report = report_paper(text=text)
    found = cite(report, segment(report, plan()), TYPES)
    return [(one.number, one.symbol, one.statement_id) for one in found]


def test_a_citation_knows_its_statement() -> None:
    text = (
        "Căn cứ Nghị định số 59/2023/NĐ-CP;\n"
        "Đã ban hành Kế hoạch số 12/KH-SNV; kiểm tra theo Quyết định số 7/QĐ-SNV."
    )
    assert cited(text) == [
        ("59", "2023/NĐ-CP", ""),
        ("12", "KH-SNV", "r1#1"),
        ("7", "QĐ-SNV", "r1#2"),
    ]


def test_its_own_number_is_no_citation() -> None:
    assert cited("Số: 921/BC-SNV\nBáo cáo số 921/BC-SNV nêu rõ kết quả.\nCông văn 5/SNV-VP") == [
        ("5", "SNV-VP", "r1#2")
    ]


def test_cells_of_a_row_belong_to_its_statement() -> None:
    rows = (
        ("TT", "Nhiệm vụ", "Văn bản", "Kết quả"),
        ("1", "Kiểm tra công tác nội vụ", "Kế hoạch số 12/KH-SNV", "Đã kiểm tra"),
        ("2", "Kiểm tra công vụ năm 2024", "Kế hoạch số 13/KH-SNV", "Đã kiểm tra"),
    )
    cells = tuple(
        tuple(Cell(text, Anchor(table=1, row=y, column=x)) for x, text in enumerate(row, 1))
        for y, row in enumerate(rows, 1)
    )
    block = Block("", Kind.TABLE, Anchor(table=1), table=Table(cells, Anchor(table=1)))
    report = report_paper(document=document(blocks=(block,)))
    found = cite(report, segment(report, plan()), TYPES)
    assert [(one.number, one.statement_id, one.anchor.column) for one in found] == [
        ("12", "r1#1", 3),
        ("13", "r1#2", 3),
    ]


def test_an_unread_paper_names_nothing() -> None:
    assert cite(paper(document=None), (), TYPES) == ()


def issued(
    id: str, agency: str, number: str, symbol: str, day: date | None, **more: object
) -> Paper:
    doc_type = TYPES.of_symbol(symbol) or "Công văn"
    head = header(number=number, symbol=symbol, issued_on=day, doc_type=doc_type)
    return paper(id, header=head, sender_id=agency, issuer_id=agency, **more)


def undated(number: str, symbol: str, by: str = "r1", **more: object) -> Citation:
    return citation(by, number=number, symbol=symbol, issued_on=None, **more)


RECEIVED = (
    report_paper("r1"),
    report_paper("r-moc-chau", sender_id="ubnd-huyen-moc-chau", issuer_id="ubnd-huyen-moc-chau"),
    issued("kh12", "so-noi-vu", "12", "KH-SNV", date(2024, 1, 15)),
    issued("kh12-2023", "so-noi-vu", "12", "KH-SNV", date(2023, 1, 18)),
    issued("kh45-tinh", "ubnd-tinh", "45", "KH-UBND", date(2024, 2, 1)),
    issued("kh45-mc", "ubnd-huyen-moc-chau", "45", "KH-UBND", date(2024, 2, 5)),
    issued("kh45-yc", "ubnd-huyen-yen-chau", "45", "KH-UBND", date(2024, 2, 9)),
    issued("kh46-yc", "ubnd-huyen-yen-chau", "46", "KH-UBND", date(2024, 2, 9)),
    issued("nq85", "hdnd-tinh", "85", "2024/NQ-HĐND", date(2024, 7, 12)),
    issued("cv415", "so-noi-vu", "0415", "SNV-XDCQ", None),
    issued("qd7", "so-noi-vu", "7", "QĐ-SNV", date(2024, 3, 1)),
    issued("qd7-copy", "so-noi-vu", "7", "QĐ-SNV", date(2024, 3, 1), duplicate_of="qd7"),
    issued("kh-blank", "", "33", "KH-SNV", date(2024, 4, 4)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "found"),
    [
        # the day tells the year
        (citation(number="12", symbol="KH-SNV", issued_on=date(2024, 1, 15)), "kh12"),
        (citation(number="12", symbol="KH-SNV", issued_on=date(2023, 1, 18)), "kh12-2023"),
        # no day: the year named, else the report's own
        (undated("12", "KH-SNV", year=2023), "kh12-2023"),
        (undated("12", "KH-SNV"), "kh12"),
        # another day of the same year is a slip, of another year another paper
        (citation(number="12", symbol="KH-SNV", issued_on=date(2024, 1, 16)), "kh12"),
        (citation(number="12", symbol="KH-SNV", issued_on=date(2022, 5, 5)), ""),
        (citation(number="7", symbol="QĐ-SNV", issued_on=date(2023, 3, 1)), "qd7"),
        # all UBND share a sign: the province for a department, its own for a district
        (undated("45", "KH-UBND"), "kh45-tinh"),
        (undated("45", "KH-UBND", "r-moc-chau"), "kh45-mc"),
        (undated("45", "KH-UBND", "r-moc-chau", issuer="UBND tỉnh"), "kh45-tinh"),
        (undated("45", "KH-UBND", "r-moc-chau", issuer="UBND huyện"), "kh45-mc"),
        (undated("45", "KH-UBND", issuer="UBND huyện Yên Châu"), "kh45-yc"),
        (undated("45", "KH-UBND", "r-moc-chau", issuer="Chủ tịch UBND huyện"), "kh45-mc"),
        (undated("45", "KH-UBND", "r-moc-chau", issuer="Chủ tịch UBND tỉnh"), "kh45-tinh"),
        (undated("12", "KH-SNV", issuer="Giám đốc Sở"), "kh12"),
        # never another body's paper
        (undated("46", "KH-UBND", "r-moc-chau"), ""),
        (undated("12", "KH-SNV", issuer="Sở Tư pháp"), ""),
        (undated("85", "", doc_type="Nghị quyết"), ""),
        (undated("85", "", doc_type="Nghị quyết", issuer="HĐND tỉnh"), "nq85"),
        # blanks, leading zeros, the year that one of them leaves out
        (undated("415", "SNV - XDCQ", doc_type="Công văn"), "cv415"),
        (undated("85", "NQ-HĐND", doc_type="Nghị quyết"), "nq85"),
        # a day without a number
        (citation(number="", symbol="", issued_on=date(2024, 1, 15)), "kh12"),
        (citation(number="", symbol="", issued_on=date(2024, 1, 16)), ""),
        # the first of two copies; a number that nobody has
        (undated("7", "QĐ-SNV"), "qd7"),
        (undated("99", "KH-SNV"), ""),
    ],
)  # fmt: skip
def test_which_paper_is_meant(one: Citation, found: str) -> None:
    assert CitedPapers(RECEIVED, REGISTRY, TYPES).resolved(one).found_document_id == found


def test_a_paper_without_a_known_issuer_is_its_senders() -> None:
    unknown = issued("kh33", "so-noi-vu", "33", "KH-SNV", date(2024, 4, 4))
    unknown = paper("kh33", header=unknown.header, sender_id="so-noi-vu", issuer_id="")
    one = undated("33", "KH-SNV")
    received = CitedPapers((report_paper("r1"), unknown), REGISTRY, TYPES)
    assert received.find(one) == "kh33"


def test_a_conflict_of_days_shows_both() -> None:
    one = citation(number="12", symbol="KH-SNV", issued_on=date(2024, 1, 16))
    resolved = CitedPapers(RECEIVED, REGISTRY, TYPES).resolved(one)
    found = next(paper for paper in RECEIVED if paper.id == resolved.found_document_id)
    assert (resolved.issued_on, found.header.issued_on) == (date(2024, 1, 16), date(2024, 1, 15))
