"""Invented tables: other headings, other orders, two heading rows, no numbers."""

from __future__ import annotations

from rules.plan.reader import read_plan
from tests.rules.plan.made import document, table

HEAD: list[str | tuple[str, int, int]] = ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian", "Kết quả"]


def test_sections_and_continued_rows() -> None:
    first = table(
        HEAD,
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["I", ("CẢI CÁCH THỂ CHẾ", 1, 4)],
        ["1", "Rà soát quy hoạch giai đoạn 2021-", "Sở Tư", "Quý I/2025", "- Kế hoạch;"],
    )
    second = table(
        HEAD,
        ["", "2025 của tỉnh", "pháp", "", "- Báo cáo"],
        ["2", "Tập huấn", "Sở Nội vụ", "Tháng 6/2025", "Lớp tập huấn"],
        [("II. CHUYỂN ĐỔI SỐ", 1, 5)],
        ["3", "Mở rộng mạng", "Sở Khoa học và Công nghệ", "2025", "Báo cáo"],
        number=2,
    )
    plan = read_plan(document(first, second), "a.docx")
    assert [(s.id, s.title) for s in plan.sections] == [
        ("I", "CẢI CÁCH THỂ CHẾ"),
        ("II", "CHUYỂN ĐỔI SỐ"),
    ]
    assert [task.id for task in plan.tasks] == ["I.1", "I.2", "II.3"]
    broken = plan.tasks[0]
    assert broken.text == "Rà soát quy hoạch giai đoạn 2021-2025 của tỉnh"
    assert broken.leads == ("Sở Tư pháp",)
    assert broken.outputs == ("Kế hoạch", "Báo cáo")
    assert broken.deadlines == ("Quý I/2025",)


def test_two_heading_rows_and_columns_that_mean_nothing_here() -> None:
    plan = read_plan(
        document(
            table(
                [
                    ("Thời gian hoàn thành", 2, 1), ("Nội dung công việc", 2, 1),
                    ("Phân công thực hiện", 1, 2), ("Kinh phí (triệu)", 2, 1), ("Ghi chú", 2, 1),
                ],
                ["Đơn vị chủ trì", "Đơn vị phối hợp"],
                ["Quý II/2026", "Lập danh mục số", "Sở Nội vụ", "Các sở, ngành", "120", "Mới"],
                ["Thường xuyên", "Trực đường dây nóng", "Văn phòng UBND tỉnh", "", "", ""],
            )
        ),
        "b.docx",
    )  # fmt: skip
    assert plan.columns == ("text", "leads", "coordinating", "deadlines")
    assert [(t.id, t.number, t.text) for t in plan.tasks] == [
        ("1", "1", "Lập danh mục số"),
        ("2", "2", "Trực đường dây nóng"),
    ]
    assert plan.tasks[0].coordinating == ("Các sở, ngành",)
    assert plan.tasks[1].coordinating == ()
    assert plan.tasks[1].deadlines == ("Thường xuyên",)


def test_several_tables_with_the_same_numbers() -> None:
    one = table(["STT", "Nhiệm vụ", "Cơ quan chủ trì"], ["1", "Việc một", "Sở Y tế"])
    two = table(
        ["STT", "Tên đề án", "Đơn vị thực hiện", "Thời hạn"],
        ["1", "Đề án một", "Sở Nội vụ", "Năm 2025"],
        number=2,
    )
    plan = read_plan(document(one, two), "c.docx")
    assert [(t.id, t.number, t.text) for t in plan.tasks] == [
        ("1.1", "1", "Việc một"),
        ("2.1", "1", "Đề án một"),
    ]


def test_a_merged_lead_holds_for_all_its_rows() -> None:
    plan = read_plan(
        document(
            table(
                ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"],
                ["1", "Việc một", ("Sở Y tế", 2, 1), "Quý I"],
                ["2", "Việc hai", "Quý II"],
            )
        ),
        "d.docx",
    )
    assert [task.leads for task in plan.tasks] == [("Sở Y tế",), ("Sở Y tế",)]
    assert plan.tasks[1].deadlines == ("Quý II",)


def test_nested_sections() -> None:
    head: list[str | tuple[str, int, int]] = ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]
    plan = read_plan(
        document(
            table(
                head,
                ["A", ("Chính quyền", 1, 3)],
                ["I", ("Thể chế", 1, 3)],
                ["1", "Việc một", "Sở Tư pháp", "2025"],
                ["B", ("Doanh nghiệp", 1, 3)],
                ["I", ("Thể chế", 1, 3)],
                ["1", "Việc hai", "Sở Tài chính", "2026"],
            )
        ),
        "e.docx",
    )
    assert [section.id for section in plan.sections] == ["A", "A.I", "B", "B.I"]
    assert [task.id for task in plan.tasks] == ["A.I.1", "B.I.1"]


def test_a_task_without_its_other_cells_is_still_a_task() -> None:
    plan = read_plan(
        document(
            table(
                ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
                ["1", "Việc chưa ghi gì thêm", "", ""],
                ["2", "Việc hai", "Sở Y tế", "Quý I"],
            )
        ),
        "f.docx",
    )
    assert [(t.id, t.leads, t.deadlines) for t in plan.tasks] == [
        ("1", (), ()),
        ("2", ("Sở Y tế",), ("Quý I",)),
    ]


def test_a_document_without_a_task_table_has_no_tasks() -> None:
    letterhead = table(["UBND TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
    assert read_plan(document(letterhead), "g.docx").tasks == ()


def test_columns_without_a_known_heading_are_told_by_their_cells() -> None:
    plan = read_plan(
        document(
            table(
                ["Số TT", "Nội dung công việc", "Người/đơn vị đầu mối", "Đơn vị cùng thực hiện",
                 "Kết quả phải đạt", "Xong khi nào"],
                [("I. Gia nhập thị trường", 1, 6)],
                ["1", "Rút ngắn thời gian đăng ký", "Sở Tài chính", "Thuế tỉnh", "Báo cáo",
                 "Quý III/2025"],
                ["2", "Công bố bộ thủ tục", "Sở Công Thương", "Các sở", "Quyết định",
                 "Trước 15/11/2025"],
            )
        ),
        "e.docx",
    )  # fmt: skip
    assert [(t.id, t.leads, t.coordinating, t.deadlines) for t in plan.tasks] == [
        ("I.1", ("Sở Tài chính",), ("Thuế tỉnh",), ("Quý III/2025",)),
        ("I.2", ("Sở Công Thương",), ("Các sở",), ("Trước 15/11/2025",)),
    ]


def test_arabic_section_rows_above_decimal_numbers() -> None:
    plan = read_plan(
        document(
            table(
                ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
                ["1", "CẢI CÁCH THỂ CHẾ", "", ""],
                ["1.1", "Rà soát văn bản", "Sở Tư pháp", "Tháng 1/2026"],
                ["1.2", "Kiểm tra văn bản", "Sở Tư pháp", ""],
                ["2", "Chính quyền số", "", ""],
                ["2.1", "Mở lớp", "Sở Nội vụ", "Quý I/2026"],
                ["3", "Việc chưa giao cho ai", "", ""],
            )
        ),
        "f.docx",
    )
    assert [(s.id, s.title) for s in plan.sections] == [
        ("1", "CẢI CÁCH THỂ CHẾ"),
        ("2", "Chính quyền số"),
    ]
    assert [(t.id, t.section) for t in plan.tasks] == [
        ("1.1", "1"),
        ("1.2", "1"),
        ("2.1", "2"),
        ("2.3", "2"),
    ]


def test_arabic_section_rows_above_numbers_that_begin_anew() -> None:
    plan = read_plan(
        document(
            table(
                ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
                ["1", "Thể chế", "", ""],
                ["1", "Rà soát văn bản", "Sở Tư pháp", "Tháng 1/2026"],
                ["2", "Kiểm tra văn bản", "Sở Tư pháp", "Tháng 2/2026"],
                ["2", "Chính quyền số", "", ""],
                ["1", "Mở lớp", "Sở Nội vụ", "Quý I/2026"],
            )
        ),
        "g.docx",
    )
    assert [t.id for t in plan.tasks] == ["1.1", "1.2", "2.1"]
