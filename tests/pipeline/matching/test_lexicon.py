from __future__ import annotations

import pytest

from pipeline.matching.lexicon import Lexicon

PLAN = [
    "Tiếp tục thực hiện tốt công tác tiếp công dân, giải quyết tố cáo có dấu hiệu tham nhũng",
    "Kiểm soát việc kê khai tài sản, thu nhập của người có chức vụ, quyền hạn",
    "Sở Tài nguyên và Môi trường kiểm tra môi trường nông thôn",
    "UBND thành phố, Tỉnh ủy; công an tỉnh; cơ quan thanh tra",
    "Tăng cường quyền tiếp cận thông tin của công dân",
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PLAN)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("giải quyết TTHC", "giai quyet thu tuc hanh chinh"),
        ("GD&ĐT", "giao duc va dao tao"),
        # By the initials of words that the plan has in a row.
        (
            "kê khai TSTN của người có CVQH",
            "ke khai tai san thu nhap cua nguoi co chuc vu quyen han",
        ),
        # The words beside it decide between two readings.
        ("giải quyết TC có dấu hiệu", "giai quyet to cao co dau hieu"),
        ("Sở TN và MT", "so tai nguyen va moi truong"),
        ("dấu hiệu TN", "dau hieu tham nhung"),
        # A word beside it that stands beside much ("liên quan", "cơ quan") is outweighed by what
        # the plan says in one breath with the reading.
        (
            "TCD: 12 lượt, ko có TC liên quan TN",
            "tiep cong dan 12 luot khong co to cao lien quan tham nhung",
        ),
        # The plan's own initials ("tốt công tác tiếp") do not hide what the table knows.
        ("TCTT: 12 phiếu y/c", "tiep can thong tin 12 phieu yeu cau"),
        ("đ/c Bí thư; xã/phường; n/a", "dong chi bi thu xa phuong n/a"),
        # A syllable is an abbreviation only in capitals.
        ("CA tỉnh", "cong an tinh"),
        ("ca tỉnh", "ca tinh"),
        ("BÁO CÁO CA TỈNH", "bao cao ca tinh"),
        # Misread by a scanner.
        ("năm 2O24", "nam 2024"),
        ("c0ng dân", "cong dan"),
        ("tiêpcông dân", "tiep cong dan"),
        ("tham nhùngg", "tham nhung"),
        ("xóm làng", "xom lang"),
        ("", ""),
    ],
)
def test_reads_other_writers_words(lexicon: Lexicon, text: str, words: str) -> None:
    assert " ".join(lexicon.words(text)) == words


def test_leaves_the_words_alone_when_told_so() -> None:
    assert Lexicon(PLAN, spell_out=False).words("giải quyết TTHC") == ["giai", "quyet", "tthc"]
