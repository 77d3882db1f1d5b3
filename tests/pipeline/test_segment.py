"""Statements of whole papers: reports in several forms, tables, workbooks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Anchor, Block, Cell, Document, Kind, Table
from pipeline.papers.segment import segment
from rules.model.papers import Modality, Paper, Role, Statement
from rules.vietnamese.text import nfc
from tests.factories import document, paper, plan, report_paper, task

PLAN = plan(
    task("I.3"),
    task(
        "III.6", text="Tổ chức thực hiện tốt công tác tiếp công dân, giải quyết kiến nghị, phản ánh"
    ),
    task("IV.1", text="Tiếp tục thực hiện các giải pháp phòng ngừa tham nhũng"),
)

REPORT = """UBND TỈNH SƠN LA
SỞ NỘI VỤ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 921/BC-SNV
Sơn La, ngày 05 tháng 12 năm 2024
BÁO CÁO
(Số liệu từ 01/12/2023 đến 30/11/2024)
Kính gửi: Ủy ban nhân dân tỉnh
Căn cứ Kế hoạch số 11/KH-UBND ngày 10/01/2024 của UBND tỉnh;
Thực hiện Kế hoạch số 11/KH-UBND, Sở Nội vụ báo cáo kết quả như sau:
I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH
Sở đã ban hành Kế hoạch số 15/KH-SNV ngày 20/02/2024; phân công các phòng theo dõi từng nội dung.
II. KẾT QUẢ THỰC HIỆN
1. Tham gia của người dân ở cấp cơ sở
- Đã kiểm tra 12 đơn vị (còn 02 đơn vị chưa kiểm tra).
- Tổ chức 3 lớp tập huấn; đạt 100% kế hoạch; đang hoàn thiện sổ tay tuyên truyền cho cấp xã.
2. Về công khai, minh bạch
Niêm yết danh sách hộ nghèo tại 15 xã.
3.
Tiếp 120 lượt công dân trong năm.
4. Về kiểm soát tham nhũng: Không phát sinh đơn tố cáo về tham nhũng.
Nhiệm vụ số 3 Mục I: đã hoàn thành việc ban hành kế hoạch.
III. TỒN TẠI, HẠN CHẾ
Một số xã chưa niêm yết danh sách hộ nghèo.
IV. PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI
1. Kiểm tra 5 đơn vị trong quý I.
Trên đây là báo cáo của Sở Nội vụ./.
Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
GIÁM ĐỐC
Nguyễn Văn A"""


def texts(text: str, **changes: object) -> list[Statement]:
    return list(segment(report_paper(text=text, **changes), PLAN))


def test_a_report_with_letterhead_sections_and_parts() -> None:
    rows = [(one.section, one.modality.value, one.task_hint, one.text) for one in texts(REPORT)]
    assert rows == [
        ("", "done", "", "Sở đã ban hành Kế hoạch số 15/KH-SNV ngày 20/02/2024"),
        ("", "done", "", "phân công các phòng theo dõi từng nội dung."),
        ("I", "done", "", "Đã kiểm tra 12 đơn vị (còn 02 đơn vị chưa kiểm tra)."),
        ("I", "done", "", "Tổ chức 3 lớp tập huấn; đạt 100% kế hoạch"),
        ("I", "in_progress", "", "đang hoàn thiện sổ tay tuyên truyền cho cấp xã."),
        ("II", "done", "", "Niêm yết danh sách hộ nghèo tại 15 xã."),
        ("III", "done", "", "Tiếp 120 lượt công dân trong năm."),
        ("IV", "not_arisen", "", "Không phát sinh đơn tố cáo về tham nhũng."),
        ("IV", "done", "I.3", "Nhiệm vụ số 3 Mục I: đã hoàn thành việc ban hành kế hoạch."),
        ("", "in_progress", "", "Một số xã chưa niêm yết danh sách hộ nghèo."),
        ("", "planned", "", "Kiểm tra 5 đơn vị trong quý I."),
    ]


def test_a_statement_keeps_its_place_its_paragraph_and_its_heading() -> None:
    done = texts(REPORT)[3]
    assert done.id == "r1#4"
    assert done.document_id == "r1"
    assert done.anchor == Anchor(page=1, paragraph=17)
    assert done.context.endswith("đang hoàn thiện sổ tay tuyên truyền cho cấp xã.")
    assert done.heading == "1. Tham gia của người dân ở cấp cơ sở"
    assert [figure.text for figure in done.figures] == ["3 lớp", "100% kế hoạch"]


def test_numbers_name_sections_only_in_a_clear_sequence() -> None:
    # items numbered by their own order, under no sections
    assert {one.section for one in texts("1. Kết quả\nĐã tiếp dân 5 buổi.\n2.\nĐã họp 3 lần.")} == {
        ""
    }
    # the numbers contradict the plan's
    mixed = (
        "1. Quản trị điện tử\nĐăng 12 tin trên trang.\n2. Cung ứng dịch vụ công\nCấp điện 3 bản.\n"
        "3.\nTiếp 9 lượt công dân."
    )
    assert [one.section for one in texts(mixed)] == ["VIII", "VI", ""]


def test_a_section_by_another_of_its_names_counts_in_a_sequence() -> None:
    rows = [
        table(
            HEAD,
            (("I. Tham gia của người dân ở cấp cơ sở", 1, 4),),
            ("1", "Quán triệt Luật Thực hiện dân chủ", "Đã quán triệt", ""),
            (("II. Công khai, minh bạch trong việc ra quyết định", 1, 4),),
            ("1", "Công khai dự toán, quyết toán", "Đã công khai", ""),
            (("III. Đánh giá chung về kết quả", 1, 4),),
            ("1", "Các nhiệm vụ đều được triển khai", "Tốt", ""),
            (("IV. Kiểm soát tham nhũng", 1, 4),),
            ("1", "Kê khai tài sản, thu nhập", "Đã kê khai", ""),
        )
    ]
    assert [one.section for one in read(rows)] == ["I", "II", "", "IV"]


def test_a_heading_in_the_same_form_ends_the_section() -> None:
    blocks = [
        bold("VIII. Quản trị điện tử"), plain("Đăng 12 tin trên trang của Sở."),
        bold("Các nội dung chung"), plain("Ban Tiếp công dân tiếp 410 lượt."),
    ]  # fmt: skip
    assert [one.section for one in read(blocks)] == ["VIII", ""]


def test_an_item_of_the_next_number_ends_the_section() -> None:
    text = "4. Về kiểm soát tham nhũng:\nThanh tra 3 đơn vị.\n5. Đã tổ chức 02 hội nghị sơ kết."
    assert [one.section for one in texts(text)] == ["IV", ""]


def test_items_numbered_anew_stay_in_their_section() -> None:
    text = "Nội dung 4: Kiểm soát tham nhũng\n1. Đã thanh tra 3 đơn vị.\n2. Đã kiểm tra 4 phòng."
    assert [one.section for one in texts(text)] == ["IV", "IV"]


def test_sections_named_within_one_paragraph() -> None:
    text = (
        "Về kiểm soát tham nhũng: thanh tra 62 cuộc tại các đơn vị. Về thủ tục hành chính công: "
        "cắt giảm 12 thủ tục; niêm yết 100% thủ tục tại xã. Quản trị điện tử: đăng 410 tin, bài."
    )
    assert [one.section for one in texts(text)] == ["IV", "V", "V", "VIII"]


@pytest.mark.parametrize(
    "heading",
    ["- Nội dung 4: Kiểm soát tham nhũng", "* Nội dung 4 (Kiểm soát tham nhũng):", "- Nội dung 4:",
     'Trục nội dung "Kiểm soát tham nhũng trong khu vực công":', "Nội dung IV",
     "d) Kiểm soát TN trong KVC",
     "4/ KIỂM SOÁT THAM NHŨNG"],
)  # fmt: skip
def test_ways_to_head_a_section(heading: str) -> None:
    [one] = texts(f"II. KẾT QUẢ THỰC HIỆN\n{heading}\nĐã thanh tra 3 đơn vị trực thuộc.")
    assert one.section == "IV"


def test_plans_carried_on_in_one_sentence() -> None:
    [first, second] = texts(
        "Thời gian tới, tăng cường kiểm tra công vụ; xử lý nghiêm vi phạm về đất đai."
    )
    assert (first.modality, second.modality) == (Modality.PLANNED, Modality.PLANNED)


def test_the_year_after_the_report_is_planned() -> None:
    [later, now] = texts(
        "Năm 2025, Sở rà soát toàn bộ thủ tục hành chính.\nNăm 2024, Sở rà soát 84 thủ tục."
    )
    assert (later.modality, now.modality) == (Modality.PLANNED, Modality.DONE)


@pytest.mark.parametrize(
    "heading",
    ["5. Phương hướng 2025", "8. Năm tới", "Trọng tâm 2025", "IV. KẾ HOẠCH TRIỂN KHAI NĂM 2025",
     "Mục tiêu năm 2025:", "3. Việc cần làm năm sau", "5. Kế hoạch công tác năm sau"],
)  # fmt: skip
def test_what_stands_under_a_later_year_is_planned(heading: str) -> None:
    lines = f"1. Kết quả\nTiếp 12 lượt công dân.\n{heading}\nKiểm tra 5 đơn vị."
    assert [one.modality.value for one in texts(lines)] == ["done", "planned"]


@pytest.mark.parametrize("heading", ["2. Những điểm còn yếu", "III. Mặt chưa được"])
def test_shortcomings_by_other_names(heading: str) -> None:
    lines = f"1. Kết quả\nTiếp 12 lượt công dân.\n{heading}\nSố hồ sơ trực tuyến ít."
    assert [one.modality.value for one in texts(lines)] == ["done", "in_progress"]


def test_a_number_that_counts_is_no_year() -> None:
    assert [one.text for one in texts("1. Tiếp nhận 2025 hồ sơ")] == ["Tiếp nhận 2025 hồ sơ"]


def test_an_agencys_own_plan_promises() -> None:
    own = paper(role=Role.PLAN, text="Tổ chức kiểm tra 5 đơn vị trong quý II.")
    assert [one.modality for one in segment(own, PLAN)] == [Modality.PLANNED]


def test_an_unread_paper_says_nothing() -> None:
    assert segment(paper(document=None), PLAN) == ()


def test_plain_text_with_items_in_one_block() -> None:
    block = plain("- Đã ban hành kế hoạch\n- Đã kiểm tra 3 đơn vị")
    assert [one.text for one in read([block])] == ["Đã ban hành kế hoạch", "Đã kiểm tra 3 đơn vị"]


def test_no_diacritics() -> None:
    text = (
        "BAO CAO\nIV. KIEM SOAT THAM NHUNG\nDa kiem tra 12 don vi\nV. PHUONG HUONG\nKiem tra 5 xa"
    )
    rows = [(one.section, one.modality.value) for one in texts(text)]
    assert rows == [("IV", "done"), ("", "planned")]


def plain(text: str) -> Block:
    return Block(text, Kind.PARAGRAPH, Anchor(paragraph=1))


def bold(text: str) -> Block:
    return Block(text, Kind.PARAGRAPH, Anchor(paragraph=1), bold=True)


def read(blocks: list[Block], **changes: object) -> tuple[Statement, ...]:
    return segment(report_paper(document=document(blocks=tuple(blocks)), **changes), PLAN)


def table(*rows: tuple[str | tuple[str, int, int], ...], number: int = 1) -> Block:
    """A table of texts; a cell ``(text, row_span, col_span)`` is merged."""
    cells = []
    for at, row in enumerate(rows, 1):
        line = []
        for place, cell in enumerate(row, 1):
            text, down, across = cell if isinstance(cell, tuple) else (cell, 1, 1)
            line.append(
                Cell(text, Anchor(page=1, table=number, row=at, column=place), down, across)
            )
        cells.append(tuple(line))
    anchor = Anchor(page=1, table=number)
    return Block("", Kind.TABLE, anchor, table=Table(tuple(cells), anchor))


HEAD = ("TT", "Nhiệm vụ", "Kết quả thực hiện", "Ghi chú")


def test_a_table_of_tasks() -> None:
    statements = read(
        [
            table(
                HEAD,
                ("(1)", "(2)", "(3)", "(4)"),
                (("IV. Kiểm soát tham nhũng", 1, 4),),
                ("1", "Các giải pháp phòng ngừa tham nhũng", "Thanh tra 12 cuộc", ""),
                ("2", "Kê khai tài sản, thu nhập", "Chưa thực hiện", "Chờ hướng dẫn"),
                ("3", "Chuyển đổi vị trí công tác", "", ""),
                (("VIII. Quản trị điện tử", 1, 4),),
                ("1", "Đăng tin, bài hướng dẫn người dân", "Đang thực hiện", ""),
                (
                    "III.6",
                    "Tiếp công dân định kỳ",
                    "- Tiếp 12 lượt;\n- Chưa tổ chức đối thoại với dân",
                    "",
                ),
            )
        ]
    )
    rows = [(one.section, one.task_hint, one.modality.value, one.anchor.row) for one in statements]
    assert rows == [
        ("IV", "IV.1", "done", 4),
        ("IV", "", "not_done", 5),
        ("IV", "", "planned", 6),
        ("VIII", "", "in_progress", 8),
        ("VIII", "III.6", "in_progress", 9),
    ]
    assert statements[0].text == "Các giải pháp phòng ngừa tham nhũng - Thanh tra 12 cuộc"
    assert statements[1].context == "2 | Kê khai tài sản, thu nhập | Chưa thực hiện | Chờ hướng dẫn"


def test_a_row_number_of_the_agencys_own_is_no_hint() -> None:
    [one] = read([table(HEAD, (("IV. Kiểm soát tham nhũng", 1, 4),),
                        ("1", "Khảo sát ý kiến người bệnh", "Đã khảo sát", ""))])  # fmt: skip
    assert one.task_hint == ""


def test_columns_to_be_ticked() -> None:
    statements = read(
        [
            table(
                ("TT", "Nhiệm vụ", "Đã hoàn thành", "Đang thực hiện", "Chưa thực hiện"),
                ("1", "Ban hành kế hoạch kiểm tra", "x", "", ""),
                ("2", "Khảo sát người bệnh năm 2024", "", "", "X"),
                ("3", "Đào tạo viên chức ngành y", "", "", ""),
            )
        ]
    )
    assert [one.modality.value for one in statements] == ["done", "not_done", "planned"]


def test_a_column_of_percentages() -> None:
    statements = read(
        [
            table(
                ("TT", "Nhiệm vụ", "Tỷ lệ hoàn thành"),
                ("1", "Ban hành kế hoạch kiểm tra", "100%"),
                ("2", "Khảo sát người bệnh năm 2024", "60 %"),
                ("3", "Đào tạo viên chức ngành y", "0%"),
            )
        ]
    )
    assert [one.modality.value for one in statements] == ["done", "in_progress", "not_done"]


def test_a_heading_of_two_rows_and_cells_merged_downwards() -> None:
    statements = read(
        [
            table(
                (("TT", 2, 1), ("Nhiệm vụ", 2, 1), ("Kết quả", 1, 2)),
                ("Văn bản đã ban hành", "Kết quả thực hiện"),
                (
                    "1",
                    ("Công khai dự toán ngân sách", 2, 1),
                    "Công văn số 12/STC-NS",
                    "Đã công khai",
                ),
                ("", "", "Chưa quyết toán"),
            )
        ]
    )
    assert [(one.text, one.modality.value) for one in statements] == [
        ("Công khai dự toán ngân sách - Đã công khai - Công văn số 12/STC-NS", "done"),
        ("Công khai dự toán ngân sách - Chưa quyết toán", "not_done"),
    ]


def test_a_table_that_goes_on_behind_a_page_break() -> None:
    first = table(
        HEAD, (("IV. Kiểm soát tham nhũng", 1, 4),), ("1", "Kê khai tài sản", "Đã kê khai", "")
    )
    second = table(("2", "Chuyển đổi vị trí công tác", "Chưa thực hiện", ""), number=2)
    assert [(one.section, one.modality.value) for one in read([first, second])] == [
        ("IV", "done"),
        ("IV", "not_done"),
    ]


def test_a_row_for_a_whole_section_is_cut_into_clauses() -> None:
    result = "Tiếp 96 lượt công dân; không phát sinh tố cáo có dấu hiệu tham nhũng"
    statements = read([table(("TT", "Nội dung", "Kết quả"), ("1", "Kiểm soát tham nhũng", result),
                             ("2", "Quản trị điện tử", "Đăng 410 tin, bài"))])  # fmt: skip
    assert [(one.section, one.modality.value) for one in statements] == [
        ("IV", "done"), ("IV", "not_arisen"), ("VIII", "done"),
    ]  # fmt: skip


def test_layout_tables_and_statistics_say_nothing() -> None:
    head = table(("UBND TỈNH SƠN LA\nSỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    counts = table(("TT", "Đơn vị", "Số hồ sơ"), ("1", "Xã A", "12"), ("2", "Xã B", "30"))
    foot = table(("Nơi nhận:\n- Như trên;\n- Lưu: VT", "GIÁM ĐỐC"))
    assert read([head, counts, foot]) == ()


def test_a_workbook_with_title_rows_and_a_sheet_for_a_section() -> None:
    anchor = Anchor(sheet="Quản trị điện tử")
    rows = (("BIỂU TỔNG HỢP KẾT QUẢ",), ("STT", "Nhiệm vụ", "Trạng thái"),
            ("1", "Đăng tin, bài hướng dẫn", "Không phát sinh"))  # fmt: skip
    cells = tuple(
        tuple(Cell(text, replace(anchor, cell=f"{'ABC'[x]}{y}")) for x, text in enumerate(row))
        for y, row in enumerate(rows, 1)
    )  # fmt: skip
    [one] = read([Block("", Kind.TABLE, anchor, table=Table(cells, anchor))])
    assert (one.section, one.modality, one.anchor.cell) == ("VIII", Modality.NOT_ARISEN, "B3")


def test_an_annex_after_the_signature_is_read() -> None:
    blocks = [plain("Đã ban hành kế hoạch."), plain("Nơi nhận:"), plain("- Lưu: VT."),
              plain("PHỤ LỤC"), plain("(Kèm theo Báo cáo số 921/BC-SNV)"),
              table(HEAD, ("1", "Kê khai tài sản, thu nhập", "Đã kê khai", ""))]  # fmt: skip
    assert [one.text for one in read(blocks)] == [
        "Đã ban hành kế hoạch.",
        "Kê khai tài sản, thu nhập - Đã kê khai",
    ]


LINES = st.sampled_from(
    ["I. KẾT QUẢ", "4.", "Nội dung 4", "- Đã kiểm tra 3 đơn vị; chưa xử lý", "Nơi nhận:", "PHỤ LỤC",
     "BÁO CÁO", "Kính gửi: UBND tỉnh", "Trên đây là báo cáo", "IV. Quản trị điện tử: đã xong",
     "", "(", "a)"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=12))
def test_any_paragraphs_are_read_and_keep_their_places(lines: list[str]) -> None:
    blocks = tuple(
        Block(nfc(line), Kind.PARAGRAPH, Anchor(paragraph=number), bold=number % 3 == 0)
        for number, line in enumerate(lines, 1)
    )
    one = report_paper(document=Document("docx", blocks))
    for statement in segment(one, PLAN):
        source = blocks[(statement.anchor.paragraph or 0) - 1]
        assert statement.text
        assert statement.text in " ".join(source.text.split())


CELLS = st.one_of(
    st.text(max_size=20), st.sampled_from(["TT", "Nhiệm vụ", "Kết quả", "x", "IV. TTHC", "1"])
)


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(CELLS, st.integers(0, 3), st.integers(0, 3)), max_size=4), max_size=6
    )
)
def test_any_table_is_read(rows: list[list[tuple[str, int, int]]]) -> None:
    block = table(*(tuple(row) for row in rows))
    anchors = {cell.anchor for row in block.table.rows for cell in row} if block.table else set()
    assert all(one.anchor in anchors for one in read([block]))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_read(role: Role) -> None:
    one: Paper = report_paper(text=REPORT, role=role)
    assert len(segment(one, PLAN)) == 11
