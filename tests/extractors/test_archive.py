"""Archives: names as written, bounds kept, nothing followed."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

from extractors.archives import archive, container
from extractors.document import ExtractError, Reason


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in members:
            opened.writestr(name, data)
    return target.getvalue()


def unflagged(name: bytes) -> bytes:
    """An archive whose member's name is raw bytes without the UTF-8 flag."""
    stand_in = "x" * len(name)
    return packed((stand_in, b"a")).replace(stand_in.encode(), name)


NAMES = [
    (packed(("Báo cáo/Sở Nội vụ.txt", b"a")), "Báo cáo/Sở Nội vụ.txt"),
    (unflagged("Báo cáo.txt".encode()), "Báo cáo.txt"),
    (unflagged("Uỷ ban.txt".encode()), "Uỷ ban.txt"),
    (packed(("../../etc/passwd", b"a")), "etc/passwd"),
    (packed(("/tuyệt đối.txt", b"a")), "tuyệt đối.txt"),
    (packed(("a\u202etxt.exe", b"a")), "atxt.exe"),
]


@pytest.mark.parametrize(("data", "name"), NAMES)
def test_names(data: bytes, name: str) -> None:
    (member,) = archive.members(data)
    assert member.name == name
    assert archive.read_member(data, name) == b"a"


def test_backslash_and_drive() -> None:
    assert container.label("C:\\hồ sơ\\bc.docx") == "hồ sơ/bc.docx"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice() -> None:
    data = packed(("bc.txt", b"1"), ("bc.txt", b"2"))
    assert [member.name for member in archive.members(data)] == ["bc.txt", "bc (2).txt"]
    assert archive.read_member(data, "bc (2).txt") == b"2"


def test_link_is_refused() -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    (member,) = archive.members(packed((link, b"/etc/passwd")))
    assert member.reason is Reason.LINK


def test_bomb_by_ratio() -> None:
    data = packed(("bomb", bytes(64 * 1024 * 1024)))
    (member,) = archive.members(data)
    assert member.reason is Reason.ARCHIVE_LIMIT
    with pytest.raises(ExtractError):
        archive.read_member(data, "bomb")


def test_a_name_of_nothing() -> None:
    entry = zipfile.ZipInfo("")
    (member,) = archive.members(packed((entry, b"1")))
    assert member.name == "khong-ten"
    assert archive.read_member(packed((entry, b"1")), "khong-ten") == b"1"


def test_damaged() -> None:
    with pytest.raises(ExtractError) as caught:
        archive.members(packed(("a", b"b"))[:20])
    assert caught.value.reason is Reason.DAMAGED


def test_a_file_called_like_a_folder_is_not_overlooked() -> None:
    data = packed(("thu-muc/", b""), ("win\\", b""), ("bao-cao.docx/", b"PK"))
    assert [(one.name, one.size) for one in archive.members(data)] == [("bao-cao.docx", 2)]
    assert archive.read_member(data, "bao-cao.docx") == b"PK"
