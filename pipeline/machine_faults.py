"""What to say where the machine fails, not the program: a full disk, a damaged database."""

from __future__ import annotations

import errno
import sqlite3

from pipeline.outputs.clean import one_line

_FULL = (
    "Ổ đĩa đã đầy, lần này chưa ghi xong; hãy dọn bớt chỗ rồi chạy lại lệnh vừa rồi "
    "(những gì đã ghi trước đó vẫn còn)"
)
_READ_ONLY = (
    "Không ghi được vào thư mục kết quả (ổ đĩa chỉ đọc, hoặc không có quyền); "
    "hãy chọn thư mục khác với --out"
)
_DAMAGED = (
    "doichieu.db: cơ sở dữ liệu bị hỏng một phần; hãy giữ tệp này lại cho quản trị, chép bản sao "
    "lưu vào chỗ của nó, hoặc chọn thư mục khác với --out"
)
_DISK = (
    "Ổ đĩa chứa kết quả báo lỗi khi đọc, ghi; hãy kiểm tra ổ đĩa còn chỗ và còn tốt rồi chạy lại"
)
BUSY = "Việc khác đang ghi vào cơ sở dữ liệu quá lâu; hãy thử lại sau ít phút"
_TOO_LONG = "{name}: tên dài quá mức máy giữ được; hãy gõ lại"

_OF_THE_SYSTEM = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EIO: _DISK,
    errno.ENAMETOOLONG: _TOO_LONG,
}
_OF_THE_DATABASE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _READ_ONLY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: _DISK,
}


def fault_of_machine(error: BaseException) -> str:
    """The sentence for what the machine could not do; empty where the fault is ours.

    An error in putting away what failed hides the failure itself: that one is told.
    """
    context = error.__context__
    first = fault_of_machine(context) if context is not None else ""
    if first:
        return first
    if isinstance(error, sqlite3.Error):
        return _OF_THE_DATABASE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "")
    if isinstance(error, OSError):
        name = one_line(str(error.filename), 80)
        return _OF_THE_SYSTEM.get(error.errno or 0, "").replace("{name}", name)
    return ""
