"""Addresses that keep what was asked for, and lists cut into pages of a hundred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

PAGE = 100


def address(path: str, asked: Mapping[str, str] | None = None, **changes: str) -> str:
    """A path with its query; what is empty is left out.

    >>> address("/van-ban", {"q": "15", "trang": "2"}, trang="", doc="ok")
    '/van-ban?q=15&doc=ok'
    """
    query = {name: value for name, value in {**(asked or {}), **changes}.items() if value}
    return f"{path}?{urlencode(query)}" if query else path


@dataclass(frozen=True, slots=True)
class Paging:
    """Which hundred of how many is shown; ``before`` and ``after`` are addresses or empty."""

    total: int
    number: int
    last: int
    before: str
    after: str

    @property
    def start(self) -> int:
        """How many stand on the pages before."""
        return (self.number - 1) * PAGE

    @property
    def end(self) -> int:
        """How many stand up to the end of this page."""
        return min(self.total, self.number * PAGE)


def paging(total: int, path: str, asked: Mapping[str, str]) -> Paging:
    """The page that ``trang`` asks for; a page beyond the last is the last."""
    typed = asked.get("trang", "") or "1"
    if not typed.isdecimal():
        raise HTTPException(404, "Không có trang này; hãy xem lại địa chỉ.")
    last = max(1, -(-total // PAGE))
    number = min(max(1, int(typed[:6])), last)
    before = address(path, asked, trang=str(number - 1) if number > 2 else "")
    after = address(path, asked, trang=str(number + 1))
    return Paging(total, number, last, before if number > 1 else "", after if number < last else "")
