"""Which findings are asked for: facets, words, order and place, read from an address and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, quote, urlencode

LIST = "/sai-lech"
# Facets by their name in addresses; the last two are set by links from other screens only.
FACETS = {
    "quyet-dinh": "Quyết định",
    "trang-thai": "So với lần chạy trước",
    "muc-do": "Mức độ",
    "han": "Thời hạn",
    "quy-tac": "Quy tắc",
    "noi-dung": "Nội dung",
    "co-quan": "Cơ quan",
    "phu-trach": "Người phụ trách",
    "nhiem-vu": "Nhiệm vụ",
    "van-ban": "Văn bản",
}
LINKED = ("nhiem-vu", "van-ban")
ORDERS = {
    "co-quan": "cơ quan, mức độ, nhiệm vụ",
    "muc-do": "mức độ, cơ quan",
    "han": "thời hạn",
    "nhiem-vu": "nhiệm vụ, cơ quan",
    "quy-tac": "quy tắc, cơ quan",
}
UNDECIDED, CHANGED, SECOND_LOOK = "chua", "doi", "cho-xem-lai"
NONE = "-"  # no agency, no owner, no section
OVERDUE, NO_DAY = "qua-han", "khong-ro"
DUTIES = "bao-cao"
FIXED = "fixed"
OFF = "off"  # gone only because its rule was switched off: nobody put anything right
GONE = (FIXED, OFF)
OFF_WORDS = "Quy tắc đã tắt"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class View:
    """What is asked for. ``after`` and ``before`` are codes of the findings a page lies between."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    typed: str = ""
    order: str = "co-quan"
    page: int = 1
    after: str = ""
    before: str = ""

    def pairs(self, place: bool = True) -> Iterator[tuple[str, str]]:
        """The names and values of the address, always in the same order."""
        if self.typed:
            yield "q", self.typed
        for name in FACETS:
            for value in self.chosen.get(name, ()):
                yield name, value
        if self.order != "co-quan" or not (self.typed or self.chosen):
            # Never bare: the address without anything is the view to begin with.
            yield "sap-xep", self.order
        if place:
            yield from self._place()

    def _place(self) -> Iterator[tuple[str, str]]:
        if self.after:
            yield "sau", self.after
        elif self.before:
            yield "truoc", self.before
        elif self.page > 1:
            yield "trang", str(self.page)

    def query(self, place: bool = True) -> str:
        """The query of the address."""
        return urlencode(list(self.pairs(place)), quote_via=quote, safe="/")

    def address(self, code: str = "", place: bool = True) -> str:
        """The address of the list, with one finding open."""
        return f"{LIST}/{code}?{self.query(place)}" if code else f"{LIST}?{self.query(place)}"

    def following(self, code: str) -> View:
        """The same, on the page that begins after a finding."""
        return replace(self, page=1, after=code, before="")

    def without(self, name: str, value: str = "") -> View:
        """The same, from its first page, without one facet, one value of it, or the words."""
        if name == "q":
            return replace(self, typed="").following("")
        kept = tuple(one for one in self.chosen.get(name, ()) if value and one != value)
        chosen = {**self.chosen, name: kept}
        left = {name: values for name, values in chosen.items() if values}
        return replace(self, chosen=left).following("")


# What needs a person: nothing decided yet, or decided on facts that have changed since.
FIRST = View(chosen={"quyet-dinh": (UNDECIDED, CHANGED)})


def asked(pairs: Iterable[tuple[str, str]]) -> View:
    """The view that an address asks for; what it does not know is left aside."""
    chosen: dict[str, tuple[str, ...]] = {}
    single: dict[str, str] = {}
    for name, value in pairs:
        value = value.strip()[:_LONGEST]
        if name in FACETS and value and value not in chosen.get(name, ()):
            chosen[name] = (*chosen.get(name, ()), value)
        elif name not in FACETS:
            single[name] = value
    if not chosen and not single.keys() & {"q", "sap-xep"}:
        chosen = dict(FIRST.chosen)
    page = single.get("trang", "")
    return View(
        chosen=chosen,
        typed=single.get("q", ""),
        order=single.get("sap-xep", "") if single.get("sap-xep") in ORDERS else "co-quan",
        page=max(1, int(page[:6])) if page.isascii() and page.isdecimal() else 1,
        after=single.get("sau", ""),
        before=single.get("truoc", ""),
    )


def asked_by(query: str) -> View:
    """The view of a query text, as a form sends it along."""
    return asked(parse_qsl(query[:20_000]))
