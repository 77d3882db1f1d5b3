"""The papers received, as a clerk names one in a cell: by number, file name, path or id."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.importing.prefill import number_key
from pipeline.storage.store import Store
from rules.vietnamese.text import fold, nfc

_NUMBER = re.compile(r"\d+\w{0,2}\s*/\s*[\w/.\-]+")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Received:
    """A received file as cells name it."""

    id: str
    path: str
    sha256: str
    number: str  # with its symbol, empty where it bears none
    parties: tuple[str, ...] = ()  # ids of its sender and issuer


@dataclass(frozen=True, slots=True)
class Shelf:
    """All received files that can be attached, to be found by what a clerk typed."""

    papers: Sequence[Received]
    _by_name: Mapping[str, list[Received]] = field(default_factory=dict)

    def find(self, typed: str, agency: str) -> tuple[Received | None, str]:
        """The one paper that is meant, or why there is none.

        Where several agencies sent papers of that name, those of the finding's agency count.
        """
        found = self._named(typed)
        if not found:
            return None, f"không có văn bản “{typed}” trong tài liệu đã nhận"
        own = [one for one in found if agency and agency in one.parties]
        for some in (found, own):
            if len({one.sha256 for one in some}) == 1:
                return some[0], ""
        shown = "; ".join(one.path for one in found[:_SHOWN])
        return None, f"“{typed}” có ở nhiều văn bản ({shown}); hãy ghi đường dẫn tệp"

    def _named(self, typed: str) -> list[Received]:
        text = nfc(typed).strip().replace("\\", "/")
        names = [text, fold(text), number_key(text)]
        names += [number_key(one) for one in _NUMBER.findall(text)]
        return next((self._by_name[name] for name in names if name in self._by_name), [])


def shelve(papers: Iterable[Received]) -> Shelf:
    """The papers by everything they may be called, first the surest."""
    papers = [one for one in papers if one.sha256]
    by_name: defaultdict[str, list[Received]] = defaultdict(list)
    for one in papers:
        path = nfc(one.path)
        file = path.rpartition("/")[2]
        names = {path, fold(path), fold(file), fold(file.rpartition(".")[0]), one.id}
        if one.number:
            names.add(number_key(one.number))
        for name in names - {""}:
            by_name[name].append(one)
    return Shelf(papers, dict(by_name))


def received(store: Store) -> list[Received]:
    """What the last run received, in its order; duplicates after what they repeat."""
    query = "SELECT * FROM documents ORDER BY duplicate_of IS NOT NULL, rowid"
    return [
        Received(
            id=row["id"],
            path=row["path"],
            sha256=row["sha256"] or "",
            number=f"{row['number']}/{row['symbol']}" if row["number"] and row["symbol"] else "",
            parties=tuple(filter(None, (row["sender_id"], row["issuer_id"]))),
        )
        for row in store.db.query(query)
    ]


def names_of(papers: Iterable[Received]) -> Mapping[str, str]:
    """How cells name a paper, by content: its number where only it bears it, else its path."""
    papers = list(papers)
    contents: defaultdict[str, set[str]] = defaultdict(set)
    for one in papers:
        contents[number_key(one.number)].add(one.sha256)
    names: dict[str, str] = {}
    for one in papers:
        alone = bool(one.number) and len(contents[number_key(one.number)]) == 1
        if one.sha256:
            names.setdefault(one.sha256, one.number if alone else one.path)
    return names
