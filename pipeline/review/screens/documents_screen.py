"""Papers received and papers only named: the answer to "chúng tôi đã nộp" (``/van-ban``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.review.desk import Desk
from pipeline.review.screens.lookup import Wish, wish
from pipeline.review.screens.paging import address, paging
from pipeline.review.screens.paper_lines import FACETS, GONE, NOBODY, UNREAD, Shelf, shelf
from pipeline.review.screens.paper_uses import why_none
from rules.messages import load

PATH = "/van-ban"
_CITED_BELOW = 20  # so many are shown under a search for papers received
_TITLES = {
    "co-quan": "Cơ quan gửi",
    "doc": "Đọc được",
    "vai-tro": "Loại",
    "dung": "Dùng cho sản phẩm",
    "trung": "Trùng",
}
_OWN_WORDS = {
    NOBODY: "Không rõ cơ quan gửi",
    UNREAD: "Chưa đọc hết, kể cả không đọc được",
    "tam": "Tệp tạm",
    GONE: "Tệp không còn trong thư mục",
    "co": "Có",
    "khong": "Không",
    "chua-ghep": "Trong đó: không khớp nhiệm vụ nào",
}
_TABLES = {"doc": "read_status", "vai-tro": "role"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: how many papers it leaves, and where choosing or leaving it leads."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way of narrowing the list."""

    name: str
    title: str
    choices: tuple[Choice, ...]


def routes(desk: Desk) -> list[BaseRoute]:
    """The list of papers."""
    return [Route(PATH, lambda request: show(desk, request), methods=["GET"])]


def show(desk: Desk, request: Request) -> Response:
    """The papers asked for, a hundred at a time, each with what it was taken for."""
    asked = {name: value for name, value in request.query_params.items() if value}
    wanted = {name: asked[name] for name in FACETS if name in asked}
    typed = asked.get("q", "")
    sought = wish(typed)
    with desk.read() as store:
        held = shelf(store)
        found, cited = held.find(wanted, sought), held.find_cited(sought)
        only_cited = "vien-dan" in asked
        pages = paging(len(cited if only_cited else found), PATH, asked)
        shown = [] if only_cited else found[pages.start : pages.end]
        why = why_none(store, [line.row for line in shown if not line.uses])
    if only_cited:
        below = cited[pages.start : pages.end]
    else:
        below = cited[:_CITED_BELOW] if not sought.empty and not wanted else []
    return desk.page(
        request,
        "documents.html.j2",
        typed=typed,
        asked=asked,
        wanted=wanted,
        facets=() if only_cited else _facets(held, asked, wanted, sought),
        lines=shown,
        why=why,
        pages=pages,
        only_cited=only_cited,
        cited=below,
        cited_count=len(cited),
        cited_address=address(PATH, {"q": typed}, **{"vien-dan": "1"}),
        received_count=len(found),
        received_address=address(PATH, {"q": typed}),
        clear=address(PATH, {"q": typed} if wanted else {}),
    )


def _facets(
    held: Shelf, asked: Mapping[str, str], wanted: Mapping[str, str], sought: Wish
) -> tuple[Facet, ...]:
    facets = []
    for name in FACETS:
        counts = held.choices(name, wanted, sought)
        if name in wanted:
            counts.setdefault(wanted[name], 0)
        order = _order(name, held)
        values = sorted(counts, key=lambda value: (order.get(value, len(order)), value))
        choices = tuple(
            Choice(
                _label(name, value, held),
                counts[value],
                address(
                    PATH, asked, trang="", **{name: "" if wanted.get(name) == value else value}
                ),
                wanted.get(name) == value,
            )
            for value in values
        )
        if choices:
            facets.append(Facet(name, _TITLES[name], choices))
    return tuple(facets)


def _order(name: str, held: Shelf) -> dict[str, int]:
    """The order in which a facet shows its values: never by how many."""
    words = load().get(_TABLES.get(name, ""), {})
    values = [*_OWN_WORDS, *(held.agencies if name == "co-quan" else words)]
    return {value: number for number, value in enumerate(values)}


def _label(name: str, value: str, held: Shelf) -> str:
    table = load().get(_TABLES.get(name, ""), {})
    if value in table:
        return table[value].vi
    return _OWN_WORDS.get(value) or held.agencies.get(value, value)
