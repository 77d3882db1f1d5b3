"""Flattened tables of invented plans: only the order of the words is left."""

from __future__ import annotations

from rules.plan.reader import read_plan
from tests.rules.plan.made import text_file

HEALTH = """
PHỤ LỤC
NHIỆM VỤ NÂNG CAO CHẤT LƯỢNG KHÁM CHỮA BỆNH NĂM 2025
STT Nội dung công việc Đơn vị chủ trì Đơn vị phối hợp Sản phẩm Thời hạn hoàn
thành
I Nâng cao năng lực trạm y tế
1 Khảo sát thực trạng nhân lực của các trạm y tế xã,
phường, đề xuất sắp xếp lại
Sở Y tế UBND cấp xã
Báo cáo khảo sát Quý I/2025
2
Đào tạo lại bác sĩ tuyến xã theo Quyết định số
55/QĐ-BYT ngày 02/01/2025 của Bộ Y tế
Bệnh viện Đa khoa
tỉnh
Trường Cao đẳng Y tế;
Sở Nội vụ
- Kế hoạch đào tạo;
- Báo cáo kết quả
- Kế hoạch tháng
2/2025;
- Báo cáo tháng
11/2025
STT Nội dung công việc Đơn vị chủ trì Đơn vị phối hợp Sản phẩm Thời hạn hoàn
thành
3 Hướng dẫn quản lý hồ sơ sức khỏe điện tử cho người
dân trên địa bàn
Sở Y tế Công an tỉnh; UBND cấp xã Công văn Thường xuyên
II Y tế dự phòng
1 Tuyên truyền phòng, chống dịch bệnh mùa hè; chú trọng
khu đông dân cư
Sở Y tế
Đài Phát thanh - Truyền
hình tỉnh
Tin, bài Trong năm 2025
"""


def test_other_order_and_a_page_between_rows() -> None:
    plan = read_plan(text_file(HEALTH), "y-te.txt")
    assert [(s.id, s.title) for s in plan.sections] == [
        ("I", "Nâng cao năng lực trạm y tế"),
        ("II", "Y tế dự phòng"),
    ]
    assert plan.columns == ("number", "text", "outputs", "leads", "coordinating", "deadlines")
    rows = [(t.id, t.leads, t.coordinating, t.outputs, t.deadlines) for t in plan.tasks]
    assert rows == [
        ("I.1", ("Sở Y tế",), ("UBND cấp xã",), ("Báo cáo khảo sát",), ("Quý I/2025",)),
        (
            "I.2",
            ("Bệnh viện Đa khoa tỉnh",),
            ("Trường Cao đẳng Y tế", "Sở Nội vụ"),
            ("Kế hoạch đào tạo", "Báo cáo kết quả"),
            ("Kế hoạch tháng 2/2025", "Báo cáo tháng 11/2025"),
        ),
        ("I.3", ("Sở Y tế",), ("Công an tỉnh", "UBND cấp xã"), ("Công văn",), ("Thường xuyên",)),
        (
            "II.1",
            ("Sở Y tế",),
            ("Đài Phát thanh - Truyền hình tỉnh",),
            ("Tin, bài",),
            ("Trong năm 2025",),
        ),
    ]
    assert plan.tasks[1].text == (
        "Đào tạo lại bác sĩ tuyến xã theo Quyết định số 55/QĐ-BYT ngày 02/01/2025 của Bộ Y tế"
    )


BROKEN = """
TT Nhiệm vụ Cơ quan chủ trì Thời gian thực hiện
1 Số hóa hồ sơ đất đai tại các phường trung tâm,
kết nối dữ liệu với cơ sở dữ liệu quốc gia, bảo đảm
Sở Nông nghiệp và
Môi trường
Quý III/2026
TT Nhiệm vụ Cơ quan chủ trì Thời gian thực hiện
an toàn thông tin theo quy định.
2 Kiểm tra việc chấp hành quy định về đấu giá
Thanh tra tỉnh Tháng 9/2026
"""


def test_a_row_goes_on_after_the_page() -> None:
    tasks = read_plan(text_file(BROKEN), "dat-dai.txt").tasks
    assert [(t.id, t.leads, t.deadlines) for t in tasks] == [
        ("1", ("Sở Nông nghiệp và Môi trường",), ("Quý III/2026",)),
        ("2", ("Thanh tra tỉnh",), ("Tháng 9/2026",)),
    ]
    assert tasks[0].text == (
        "Số hóa hồ sơ đất đai tại các phường trung tâm, kết nối dữ liệu với cơ sở dữ liệu"
        " quốc gia, bảo đảm an toàn thông tin theo quy định."
    )


PAGE_NUMBERS = """
STT Nhiệm vụ cụ thể Sản phẩm đầu ra Cơ quan chủ trì Thời gian hoàn thành
1 Công bố danh mục thủ tục hành chính nội bộ
Quyết định Văn phòng UBND tỉnh Quý II/2025
2
STT Nhiệm vụ cụ thể Sản phẩm đầu ra Cơ quan chủ trì Thời gian hoàn thành
2 Khảo sát sự hài lòng của người dân
Báo cáo Sở Nội vụ Tháng 12/2025
Nơi nhận:
- Như trên;
- Lưu: VT.
"""


def test_page_numbers_and_the_foot_are_no_rows() -> None:
    tasks = read_plan(text_file(PAGE_NUMBERS), "tthc.txt").tasks
    assert [(t.id, t.text, t.outputs, t.leads, t.deadlines) for t in tasks] == [
        (
            "1",
            "Công bố danh mục thủ tục hành chính nội bộ",
            ("Quyết định",),
            ("Văn phòng UBND tỉnh",),
            ("Quý II/2025",),
        ),
        (
            "2",
            "Khảo sát sự hài lòng của người dân",
            ("Báo cáo",),
            ("Sở Nội vụ",),
            ("Tháng 12/2025",),
        ),
    ]


NO_NUMBERS = """
Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian hoàn thành
Xây dựng bản đồ số các điểm du lịch cộng đồng trên
địa bàn tỉnh
Sở Văn hóa, Thể thao và
Du lịch
UBND cấp xã Quý III/2026
Tổ chức hội chợ xúc tiến thương mại biên giới Sở Công Thương
Các sở, ban, ngành;
Hiệp hội Doanh nghiệp tỉnh
Tháng 10/2026
Hỗ trợ hộ kinh doanh chuyển đổi số
Sở Tài chính UBND cấp xã Thường xuyên
"""


def test_a_table_without_numbers() -> None:
    tasks = read_plan(text_file(NO_NUMBERS), "du-lich.txt").tasks
    assert [(t.id, t.text, t.leads, t.coordinating, t.deadlines) for t in tasks] == [
        (
            "1",
            "Xây dựng bản đồ số các điểm du lịch cộng đồng trên địa bàn tỉnh",
            ("Sở Văn hóa, Thể thao và Du lịch",),
            ("UBND cấp xã",),
            ("Quý III/2026",),
        ),
        (
            "2",
            "Tổ chức hội chợ xúc tiến thương mại biên giới",
            ("Sở Công Thương",),
            ("Các sở, ban, ngành", "Hiệp hội Doanh nghiệp tỉnh"),
            ("Tháng 10/2026",),
        ),
        (
            "3",
            "Hỗ trợ hộ kinh doanh chuyển đổi số",
            ("Sở Tài chính",),
            ("UBND cấp xã",),
            ("Thường xuyên",),
        ),
    ]


HIDDEN_PAGE = """
TT Nhiệm vụ Sản phẩm Cơ quan chủ trì Cơ quan phối hợp Thời gian
1 Hướng dẫn quản lý tài sản công tại các trường học,
trạm y tế theo Nghị
Công văn Sở Tài chính
UBND cấp xã
Thường xuyên
7
định số 186/2025/NĐ-CP của Chính phủ.
2 Thanh tra việc mua sắm tập trung
Kết luận Thanh tra tỉnh Sở Tài chính Quý IV/2025
"""


def test_a_page_break_that_no_heading_shows() -> None:
    tasks = read_plan(text_file(HIDDEN_PAGE), "tai-san.txt").tasks
    assert [(t.id, t.outputs, t.leads, t.coordinating, t.deadlines) for t in tasks] == [
        ("1", ("Công văn",), ("Sở Tài chính",), ("UBND cấp xã",), ("Thường xuyên",)),
        ("2", ("Kết luận",), ("Thanh tra tỉnh",), ("Sở Tài chính",), ("Quý IV/2025",)),
    ]
    assert tasks[0].text == (
        "Hướng dẫn quản lý tài sản công tại các trường học, trạm y tế theo Nghị định số"
        " 186/2025/NĐ-CP của Chính phủ."
    )
