"""Faults of an agency file, each named with its entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.agency_check import check_file
from rules.agency_file import DEFAULT, AgencyFileError

EXAMPLE = DEFAULT.parent / "agencies_example.toml"
PROVINCE = 'province = "Trường Sơn"\ninclude = ["agency_groups.toml"]\n'
UBND = (
    '[[agency]]\nid = "ubnd-tinh"\nname = "UBND tỉnh"\nkind = "ubnd_tinh"\n'
    'examples = ["UBND tỉnh"]\n'
)


def so(name: str = "Sở Nội vụ", id: str = "so-noi-vu", more: str = "", examples: str = "") -> str:
    """A department's entry."""
    return (
        f'[[agency]]\nid = "{id}"\nname = "{name}"\nkind = "so"\ngroups = ["so-ban-nganh"]\n'
        f'examples = ["{examples or name}"]\n{more}\n'
    )


def faults(tmp_path: Path, *entries: str, head: str = PROVINCE) -> tuple[str, ...]:
    file = tmp_path / "tinh.toml"
    file.write_text(head + UBND + "".join(entries), encoding="utf-8")
    return check_file(file)


@pytest.mark.parametrize("path", [DEFAULT, EXAMPLE], ids=lambda path: path.name)
def test_the_files_that_come_with_the_program_hold(path: Path) -> None:
    assert check_file(path) == ()


def test_a_right_file(tmp_path: Path) -> None:
    assert faults(tmp_path, so()) == ()


FINANCE = so("Sở Tài chính", "so-tai-chinh")
ENDED = 'valid_to = 2025-02-28\nsuccessors = ["so-tai-chinh"]'


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        ((so(), so("Sở Nội vụ 2")), "so-noi-vu: hai mục cùng mã"),
        (
            (so(), so("Sở Nội vụ", "so-noi-vu-moi")),
            "so-noi-vu-moi: trùng tên “so noi vu” với so-noi-vu cùng thời gian",
        ),
        (
            (so(more='signs = ["SX"]'), so("Sở Xây dựng", "so-xay-dung", 'signs = ["SX"]')),
            "so-xay-dung: trùng ký hiệu “SX” với so-noi-vu cùng thời gian",
        ),
        (
            (so(more="valid_from = 2025-03-01\nvalid_to = 2024-03-01"),),
            "so-noi-vu: valid_from 01/03/2025 sau valid_to 01/03/2024",
        ),
        (
            (so(more=ENDED),),
            "so-noi-vu: cơ quan kế thừa so-tai-chinh không có trong danh mục",
        ),
        (
            (so(more=ENDED), so("Sở Tài chính", "so-tai-chinh", "valid_to = 2025-01-31")),
            "so-noi-vu: cơ quan kế thừa so-tai-chinh không hoạt động vào ngày 01/03/2025",
        ),
        (
            (so(more='successors = ["so-tai-chinh"]'), FINANCE),
            "so-noi-vu: có cơ quan kế thừa so-tai-chinh nhưng thiếu valid_to",
        ),
        ((so().replace("so-ban-nganh", "so-nganh"),), "so-noi-vu: không có nhóm so-nganh"),
        ((so().replace('name = "Sở Nội vụ"\n', ""),), "so-noi-vu: thiếu name"),
        ((so().replace('id = "so-noi-vu"\n', ""),), "Sở Nội vụ: thiếu id"),
        ((so().replace("examples", "example"),), "không hiểu example; có phải examples?"),
        ((so(more='abbreviation = ["SNV"]'),), "không hiểu abbreviation; có phải abbreviations?"),
        (
            (so(examples="Sở Công vụ"),),
            "so-noi-vu: ví dụ “Sở Công vụ” không nhận ra; hãy thêm vào other_names",
        ),
        (
            (so(examples="Sở Tài chính"), FINANCE),
            "so-noi-vu: ví dụ “Sở Tài chính” được hiểu là so-tai-chinh",
        ),
        ((so(more='signs = "SNV"'),), "so-noi-vu: signs phải là danh sách chữ"),
        ((so(more='valid_to = "28/02/2025"'),), "so-noi-vu: valid_to phải là ngày"),
        ((so(more="end_unsure = 'không'"),), "so-noi-vu: end_unsure phải là true hoặc false"),
        ((so(more='abbreviations = ["???"]'),), "abbreviations phải là danh sách chữ"),
        ((so(more='other_names = [" "]'),), "other_names phải là danh sách chữ"),
        ((so(more="source = 5"),), "so-noi-vu: source phải là chữ"),
        ((so().replace('name = "Sở Nội vụ"', "name = 5"),), "so-noi-vu: name phải là chữ"),
        ((so().replace('"so"', '"sở"'),), "so-noi-vu: kind phải là một trong"),
        ((UBND.replace('"ubnd-tinh"', '"ubnd"'), so()), "phải có đúng một mục kind = 'ubnd_tinh'"),
        (("",), "so-ban-nganh: nhóm chưa có thành viên"),
        (
            (so(), '[[district]]\nid = "h"\nplace = "huyện H"\nexamples = ["UBND huyện H"]\n'
                   'after = ["xã A"]\n'),
            "h: có after nhưng thiếu ended (ngày) ở đầu tệp",
        ),
        (
            (so(), '[[district]]\nid = "h"\nplace = "huyện H"\nexamples = ["UBND huyện H"]\n'
                   'before = ["xã B"]\n[district.after]\n"xã A" = ["xã C"]\n'),
            "h: xã A nhận xã C nhưng before của huyện H không có xã đó",
        ),
    ],
)  # fmt: skip
def test_a_fault_names_its_entry(tmp_path: Path, entries: tuple[str, ...], complaint: str) -> None:
    assert any(complaint in fault for fault in faults(tmp_path, *entries)), faults(
        tmp_path, *entries
    )


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    told = faults(tmp_path, so(more='sign = ["X"]'), so("Sở Y tế", "so-y-te", 'kinds = "so"'))
    assert [fault.split(": ")[1] for fault in told] == ["so-noi-vu", "so-y-te"]


def test_names_of_different_years_may_be_alike(tmp_path: Path) -> None:
    before = so(more="valid_to = 2025-02-28\nsuccessors = ['so-noi-vu-moi']")
    assert faults(tmp_path, before, so(id="so-noi-vu-moi", more="valid_from = 2025-03-01")) == ()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("agency = 'x'", "agency: phải viết thành các mục [[agency]]"),
        ("province = 5", "thiếu province"),
        ("include = 'agency_groups.toml'", "đầu tệp: include phải là danh sách chữ"),
        ("[district]\nid = 'x'", "district: phải viết thành các mục [[district]]"),
        ("[[district]]\nid = 'x'\nafter = 5", "x: after phải là danh sách xã"),
        ("[[district]]\nid = 'x'\nunsure = ['xã A']", "x: unsure phải là từng xã kèm lý do"),
        ("ended = '30/6/2025'", "đầu tệp: ended phải là ngày"),
    ],
)
def test_a_file_of_the_wrong_form(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "tinh.toml"
    file.write_text(text, encoding="utf-8")
    assert any(complaint in fault for fault in check_file(file)), check_file(file)


def test_a_file_that_is_no_toml(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("province =", encoding="utf-8")
    with pytest.raises(AgencyFileError, match="cú pháp"):
        check_file(tmp_path / "x.toml")
