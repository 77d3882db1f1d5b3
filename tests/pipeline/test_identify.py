"""Papers from readings: sender, issuer, role, period, annexes, duplicates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from extractors.document import Anchor, Document, Reason, Unreadable
from pipeline.papers.identify import identify, paper_id
from pipeline.papers.issuers import issuer_of
from pipeline.reading.inventory import Entry
from rules import agencies
from rules.document_types import DocumentTypes
from rules.model.papers import Header, Paper, Role
from rules.model.plan import Plan
from tests import factories

TYPES = DocumentTypes.load()
REGISTRY = agencies.load()
PLAN: Plan = factories.plan(
    title="Nâng cao Chỉ số Hiệu quả Quản trị và Hành chính công năm 2024",
    text="Nâng cao Chỉ số PAPI của tỉnh. Phấn đấu Chỉ số PAPI năm 2024 thuộc nhóm cao.",
    number="12/KH-UBND",
    report_to="Sở Nội vụ",
    duties=(factories.duty("report:plan"), factories.duty("report:6m"), factories.duty()),
)
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
PAPI = "Nâng cao Chỉ số Hiệu quả Quản trị và Hành chính công năm 2024"


def paper_text(
    kind: str = "KẾ HOẠCH",
    title: str = PAPI,
    agency: str = "UBND TỈNH SƠN LA\nSỞ NỘI VỤ",
    number: str = "08/KH-SNV",
    day: str = "26 tháng 01 năm 2024",
    body: str = "I. MỤC ĐÍCH, YÊU CẦU",
) -> str:
    return (
        f"{MOTTO}{agency}\nSố: {number}\nSơn La, ngày {day}\n{kind}\n{title}\n"
        f"Căn cứ Kế hoạch của UBND tỉnh;\n{body}"
    )


def take(*files: tuple[str, str | Unreadable]) -> tuple[Paper, ...]:
    readings: list[tuple[Entry, Document | Unreadable]] = []
    for path, content in files:
        digest = content if isinstance(content, str) else f"{path} {content.reason}"
        entry = Entry(path, Path(path), sha256=f"{abs(hash(digest)):x}", size=len(path))
        read = factories.document(content) if isinstance(content, str) else content
        readings.append((entry, read))
    return identify(readings, REGISTRY, TYPES, PLAN)


def one(path: str, **changes: str) -> Paper:
    return take((path, paper_text(**changes)))[0]


@pytest.mark.parametrize(
    ("path", "sender"),
    [
        ("01. Sở Nội vụ/Minh chứng/KH.docx", "so-noi-vu"),
        ("STP/KH.docx", "so-tu-phap"),
        ("2024/So Tai chinh/lan 2/KH.docx", "so-tai-chinh"),
        ("So Y te.zip/Bao cao/KH.docx", "so-y-te"),
        ("Huyen Moc Chau/Phòng Nội vụ/KH.docx", "ubnd-huyen-moc-chau"),
        ("KH.docx", "so-noi-vu"),  # no folder: the issuer
        ("Van ban den/KH.docx", "so-noi-vu"),
    ],
)
def test_sender(path: str, sender: str) -> None:
    paper = one(path)
    assert (paper.sender_id, paper.issuer_id) == (sender, "so-noi-vu")


@pytest.mark.parametrize(
    ("agency", "number", "issuer"),
    [
        ("UBND TỈNH SƠN LA\nSỞ NỘI VỤ", "08/KH-SNV", "so-noi-vu"),
        ("ỦY BAN NHÂN DÂN\nTỈNH SƠN LA", "08/KH-UBND", "ubnd-tinh"),
        ("ỦY BAN NHÂN DÂN\nHUYỆN MỘC CHÂU", "08/KH-UBND", "ubnd-huyen-moc-chau"),
        ("UBND HUYỆN MỘC CHÂU\nPHÒNG NỘI VỤ", "08/KH-PNV", "ubnd-huyen-moc-chau"),
        ("UBND TỈNH BÌNH THUẬN\nSỞ NỘI VỤ", "08/KH-SNV", ""),  # another province's
        ("BỘ CÔNG AN\nCÔNG AN TỈNH SƠN LA", "08/KH-CAT", "cong-an-tinh"),
        ("ỦY BAN MTTQ VIỆT NAM\nTỈNH SƠN LA\nBAN THƯỜNG TRỰC", "08/KH-MTTQ",
         "uy-ban-mttq-viet-nam-tinh"),
        ("BẢO HIỂM XÃ HỘI VIỆT NAM\nBẢO HIỂM XÃ HỘI TỈNH SƠN LA", "08/BC-BHXH",
         "bao-hiem-xa-hoi-tinh"),
        ("VĂN PHÒNG ĐOÀN ĐẠI BIỂU QUỐC\nHỘI VÀ HĐND TỈNH", "08/KH-VP",
         "van-phong-doan-dbqh-va-hdnd-tinh"),
        ("UBND TỈNH SƠN LA\nSỞ TÀI NGUYÊN VÀ MÔI\nTRƯỜNG", "08/KH-STNMT",
         "so-tai-nguyen-va-moi-truong"),
        ("", "08/KH-SNV", "so-noi-vu"),  # no agency line: by the sign
        ("", "08/SNV-CCHC", "so-noi-vu"),
        ("", "08/KH-UBND", ""),  # every UBND signs so
    ],
)  # fmt: skip
def test_issuer(agency: str, number: str, issuer: str) -> None:
    assert one("KH.docx", agency=agency, number=number).issuer_id == issuer


@pytest.mark.parametrize(
    ("kind", "title", "role", "period"),
    [
        ("KẾ HOẠCH", PAPI, Role.PLAN, ""),
        ("KẾ HOẠCH", "Triển khai nâng cao chỉ số PAPI năm 2024", Role.PLAN, ""),
        ("KẾ HOẠCH", "Nâng cao chỉ số PAPI năm 2025", Role.EVIDENCE, ""),
        ("KẾ HOẠCH", "Kiểm tra việc nâng cao chỉ số PAPI năm 2024", Role.EVIDENCE, ""),
        ("KẾ HOẠCH", "Cải cách hành chính năm 2024", Role.EVIDENCE, ""),
        ("QUYẾT ĐỊNH", PAPI, Role.EVIDENCE, ""),
        ("BÁO CÁO", "Kết quả nâng cao chỉ số PAPI 6 tháng đầu năm 2024", Role.REPORT_6M,
         "6 tháng 2024"),
        ("BÁO CÁO", "Kết quả thực hiện nâng cao chỉ số PAPI năm 2024", Role.REPORT_YEAR,
         "năm 2024"),
        ("BÁO CÁO", "Kết quả thực hiện Kế hoạch số 12/KH-UBND năm 2024", Role.REPORT_YEAR,
         "năm 2024"),
        ("BÁO CÁO", "Kết quả thực hiện nâng cao chỉ số PAPI quý I/2024", Role.EVIDENCE,
         "quý 1/2024"),
        ("BÁO CÁO", "Kết quả thực hiện Đề án cải thiện chỉ số PAPI năm 2024", Role.EVIDENCE,
         "năm 2024"),
        ("BÁO CÁO", "Kết quả tiếp công dân năm 2024", Role.EVIDENCE, "năm 2024"),
        ("BÁO CÁO", "Giải trình việc chậm thực hiện nhiệm vụ năm 2024", Role.EXPLANATION,
         "năm 2024"),
        ("KẾ HOẠCH", "Thực hiện trách nhiệm giải trình năm 2024", Role.EVIDENCE, ""),
        ("GIẤY MỜI", "Họp nâng cao chỉ số PAPI năm 2024", Role.OTHER, ""),
    ],
)  # fmt: skip
def test_role_and_period(kind: str, title: str, role: Role, period: str) -> None:
    paper = one("01. Sở Nội vụ/x.docx", kind=kind, title=title, day="6 tháng 12 năm 2024")
    assert (paper.role, paper.period.words()) == (role, period)


@pytest.mark.parametrize(
    ("folder", "agency"),
    [
        ("Thanh tra tỉnh", "UBND TỈNH SƠN LA\nTHANH TRA TỈNH"),
        ("Sở TT&TT", "UBND TỈNH SƠN LA\nSỞ THÔNG TIN VÀ TRUYỀN THÔNG"),
    ],
)
def test_an_agency_s_name_is_no_subject_of_its_plan(folder: str, agency: str) -> None:
    name = agency.split("\n")[1].capitalize()
    paper = one(f"{folder}/KH.docx", agency=agency, title=f"{PAPI} của {name}")
    assert paper.role is Role.PLAN


def test_the_plan_of_the_province_in_a_department_s_folder_is_evidence() -> None:
    paper = one(
        "01. Sở Nội vụ/KH 21.docx", agency="ỦY BAN NHÂN DÂN\nTỈNH SƠN LA", number="21/KH-UBND"
    )
    assert paper.role is Role.EVIDENCE


@pytest.mark.parametrize(
    ("day", "body", "role"),
    [
        ("07 tháng 6 năm 2024", "I. KẾT QUẢ", Role.REPORT_6M),
        ("06 tháng 12 năm 2024", "I. KẾT QUẢ", Role.REPORT_YEAR),
        ("20 tháng 01 năm 2025", "I. KẾT QUẢ", Role.REPORT_YEAR),
        (
            "06 tháng 12 năm 2024",
            "Sở báo cáo kết quả (số liệu từ 01/12/2023 đến 31/5/2024) như sau",
            Role.REPORT_6M,
        ),
    ],
)
def test_half_year_or_year_where_the_title_only_names_the_plan(
    day: str, body: str, role: Role
) -> None:
    paper = one("STC/x.docx", kind="BÁO CÁO", title=f"Kết quả {PAPI}", day=day, body=body)
    assert paper.role is role


def test_window_of_a_report() -> None:
    body = "Số liệu tính từ ngày 15/12/2023 đến ngày 30/4/2024."
    paper = one("STC/x.docx", kind="BÁO CÁO", title=f"Kết quả 6 tháng {PAPI}", body=body)
    assert (paper.period.data_from, paper.period.data_to) == (
        date(2023, 12, 15),
        date(2024, 4, 30),
    )


def test_last_year_s_report_is_evidence_only() -> None:
    title = "Kết quả thực hiện nâng cao chỉ số PAPI năm 2023"
    old = one("STC/x.docx", kind="BÁO CÁO", title=title, day="12 tháng 12 năm 2023")
    wrong = one("STC/x.docx", kind="BÁO CÁO", title=title, day="06 tháng 12 năm 2024")
    assert (old.role, wrong.role) == (Role.EVIDENCE, Role.REPORT_YEAR)


RESULTS = "1. Đã mở 02 lớp tập huấn cho 120 người.\n2. 12/12 huyện công khai dự toán."


@pytest.mark.parametrize(
    ("to", "body", "reports"),
    [
        ("Sở Nội vụ tỉnh Sơn La", "Sở Tư pháp không được giao nhiệm vụ nào.", True),
        ("Ủy ban nhân dân tỉnh (qua Sở Nội vụ)", "Kết quả như sau: " + RESULTS, True),
        ("Sở Nội vụ", RESULTS + "\nĐề nghị Sở Nội vụ tổng hợp, báo cáo UBND tỉnh.", True),
        ("Sở Nội vụ", "Đề nghị Sở Nội vụ báo cáo UBND tỉnh.", True),
        ("Sở Nội vụ", "Theo Công văn số 9/SNV-VP của Sở Nội vụ đề nghị gửi báo cáo.", True),
        ("Sở Nội vụ", RESULTS + "\nĐề nghị UBND tỉnh yêu cầu các sở gửi số liệu.", True),
        ("Văn phòng điều phối", "Sở báo cáo như sau:\n" + RESULTS, True),  # unknown, but results
        ("Văn phòng điều phối", "Sở gửi số liệu trong biểu.", False),
        ("\nỦy ban nhân dân tỉnh;\nSở Nội vụ.", "Sở Tư pháp không được giao nhiệm vụ nào.", True),
        ("Sở Nội vụ", "Đã có 03 văn bản yêu cầu các xã báo cáo tiến độ.", True),
        ("Các phòng thuộc Sở", RESULTS + "\nĐề nghị các phòng tổng hợp, gửi số liệu.", False),
        ("Sở Nội vụ", "Đề nghị gia hạn thời gian gửi báo cáo.", False),
        ("Sở Nội vụ", "Sở Tư pháp gửi Báo cáo số 90/BC-STP ngày 4/12/2024.", False),
        ("Các phòng thuộc Sở", "Đề nghị các phòng gửi báo cáo trước ngày 5/12/2024.", False),
        ("Các phòng thuộc Sở", RESULTS + "\nYêu cầu các phòng báo cáo trước ngày 5/12.", False),
        ("\n- Các sở, ban, ngành tỉnh;\n- UBND các huyện.", "Thực hiện Kế hoạch số 12/KH-UBND, "
         "Sở Nội vụ đề nghị các cơ quan gửi báo cáo về Sở để tổng hợp.", False),
    ],
)  # fmt: skip
def test_a_letter_is_a_report_by_whom_it_goes_to_and_what_it_says(
    to: str, body: str, reports: bool
) -> None:
    letter = (
        f"{MOTTO}UBND TỈNH SƠN LA\nSỞ TƯ PHÁP\nSố: 90/STP-VP\nV/v báo cáo kết quả nâng cao "
        f"chỉ số PAPI năm 2024\nSơn La, ngày 5 tháng 12 năm 2024\nKính gửi: {to}\n{body}\n"
        "Nơi nhận:\n- Như trên."
    )
    (paper,) = take(("STP/a.txt", letter))
    assert paper.role is (Role.REPORT_YEAR if reports else Role.EVIDENCE)


def test_a_letter_of_the_collector_is_no_report() -> None:
    letter = (
        f"{MOTTO}UBND TỈNH SƠN LA\nSỞ NỘI VỤ\nSố: 90/SNV-VP\nV/v báo cáo kết quả nâng cao chỉ số "
        f"PAPI năm 2024\nSơn La, ngày 5 tháng 12 năm 2024\nKính gửi: UBND tỉnh\n{RESULTS}"
    )
    assert take(("01. Sở Nội vụ/a.txt", letter))[0].role is Role.EVIDENCE


ANNEX = "PHỤ LỤC\nKẾT QUẢ THỰC HIỆN\n(Kèm theo Báo cáo số 921/BC-SYT ngày 03/12/2024)\nI. KẾT QUẢ"


def test_annex_takes_role_issuer_and_date_of_the_parent() -> None:
    title = "Kết quả nâng cao chỉ số PAPI năm 2024"
    report = paper_text(
        "BÁO CÁO", title, "UBND TỈNH SƠN LA\nSỞ Y TẾ", "921/BC-SYT", "03 tháng 12 năm 2024"
    )
    report_paper, annex = take(("Sở Y tế/BC.docx", report), ("Sở Y tế/PL.xlsx", ANNEX))
    assert annex.parent_id == report_paper.id
    assert (annex.role, annex.issuer_id) == (Role.REPORT_YEAR, "so-y-te")
    assert annex.header.issued_on == date(2024, 12, 3)
    assert annex.header.number == ""


def test_plan_issued_by_a_decision() -> None:
    decision = paper_text("QUYẾT ĐỊNH", f"Ban hành Kế hoạch {PAPI}", number="12/QĐ-SNV")
    annex = f"KẾ HOẠCH\n{PAPI}\n(Kèm theo Quyết định số 12/QĐ-SNV ngày 26/01/2024)\nI. MỤC ĐÍCH"
    alone = take(("Sở Nội vụ/QD.docx", decision))[0]
    assert alone.role is Role.PLAN
    plan, beside = take(("Sở Nội vụ/KH.docx", annex), ("Sở Nội vụ/QD.docx", decision))
    assert (plan.role, beside.role) == (Role.PLAN, Role.EVIDENCE)
    assert (plan.header.issued_on, plan.issuer_id) == (date(2024, 1, 26), "so-noi-vu")
    assert plan.parent_id == ""


def test_annex_whose_parent_did_not_come() -> None:
    annex = take(("Sở Y tế/PL.xlsx", ANNEX.replace("KẾT QUẢ THỰC HIỆN", f"KẾT QUẢ {PAPI}")))[0]
    assert (annex.parent_id, annex.issuer_id) == ("", "so-y-te")
    assert annex.header.issued_on == date(2024, 12, 3)
    assert annex.role is Role.REPORT_YEAR


def test_annex_of_another_agency_s_paper_of_the_same_number_is_not_joined() -> None:
    report = paper_text(
        "BÁO CÁO", PAPI, "UBND TỈNH SƠN LA\nSỞ Y TẾ", "921/BC-SYT", "05 tháng 12 năm 2024"
    )
    annex = take(("Sở Y tế/BC.docx", report), ("Sở Y tế/PL.xlsx", ANNEX))[1]
    assert annex.parent_id == ""


def test_duplicates_point_to_the_first_by_path() -> None:
    text = paper_text()
    papers = take(("STP/b.docx", text), ("STP/a.docx", text), ("STP/c.docx", text + "."))
    assert [paper.path for paper in papers] == ["STP/a.docx", "STP/b.docx", "STP/c.docx"]
    assert [paper.duplicate_of for paper in papers] == ["", paper_id("STP/a.docx"), ""]


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        (Reason.DAMAGED, "failed"),
        (Reason.ENCRYPTED, "failed"),
        (Reason.TEMPORARY, "skipped"),
        (Reason.LINK, "skipped"),
        (Reason.STILL_GROWING, "waiting"),
    ],
)
def test_what_could_not_be_read(reason: Reason, status: str) -> None:
    paper = take(("STP/x.doc", Unreadable("doc", reason)))[0]
    assert (paper.read_status, paper.read_reason) == (status, reason)
    assert (paper.sender_id, paper.role, paper.document) == ("so-tu-phap", Role.OTHER, None)


def test_secret_paper_is_put_aside_unread() -> None:
    text = f"MẬT\n{paper_text('BÁO CÁO', 'Tình hình an ninh', 'CÔNG AN TỈNH SƠN LA', '1/BC-CAT')}"
    paper = take(("Công an tỉnh/x.docx", text))[0]
    assert (paper.read_status, paper.read_reason) == ("skipped", Reason.SECRET)
    assert paper.document is None
    assert paper.header.title == ""
    assert paper.sender_id == "cong-an-tinh"


@pytest.mark.parametrize(
    ("issuer", "place", "agency"),
    [
        ("VĂN PHÒNG UBND TỈNH", "Bình Thuận", ""),
        ("VĂN PHÒNG UBND TỈNH", "Sơn La", "van-phong-ubnd-tinh"),
        ("SỞ NỘI VỤ", "Điện Biên", ""),
        ("UBND HUYỆN MỘC CHÂU", "Mộc Châu", "ubnd-huyen-moc-chau"),
        ("SỞ NỘI VỤ", "", "so-noi-vu"),
    ],
)
def test_a_paper_made_out_in_another_province_is_none_of_ours(
    issuer: str, place: str, agency: str
) -> None:
    header = Header(issuer=issuer, place=place)
    assert issuer_of(header, agencies.load(), DocumentTypes.load()) == agency


@pytest.mark.parametrize(
    ("anchors", "agency"), [({}, "so-noi-vu"), ({"issuer": Anchor(page=1)}, "")]
)
def test_the_sign_names_nobody_where_a_picture_shows_a_name_unsurely(
    anchors: dict[str, Anchor], agency: str
) -> None:
    header = Header(number="12", symbol="BC-SNV", anchors=anchors)
    assert issuer_of(header, REGISTRY, TYPES) == agency


def test_where_no_own_plan_is_owed_a_plan_answers_a_task() -> None:
    plan = replace(PLAN, duties=())
    entry = Entry("Sở Nội vụ/KH.txt", Path("KH.txt"), sha256="1")
    read = factories.document(paper_text())
    paper = identify([(entry, read)], REGISTRY, TYPES, plan)[0]
    assert paper.role is Role.EVIDENCE
