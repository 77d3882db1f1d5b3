"""The papers received, and those that reports only name, as lines that can be searched."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.review.screens.lookup import Known, Wish, know
from pipeline.review.screens.paper_uses import Use, uses_of
from pipeline.storage.store import Store

Row = dict[str, Any]

NOBODY = "-"  # the sender that nobody is known for, in addresses
UNREAD = "chua-doc-het"  # whatever was not wholly read
GONE = "khong-con"  # read in an earlier run, and its file is gone since
TEMPORARY = "temporary-file"
FACETS = ("co-quan", "doc", "vai-tro", "dung", "trung")


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One file or member received, with what it is filtered and found by."""

    row: Row
    sender: str
    uses: tuple[Use, ...]
    facets: Mapping[str, frozenset[str]]
    known: Known

    def answers(self, wanted: Mapping[str, str], but: str = "") -> bool:
        """Whether it has every facet value asked for, one facet left aside."""
        return all(value in self.facets[name] for name, value in wanted.items() if name != but)


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A paper that reports name by its number and that nobody sent."""

    name: str
    number: str
    issued_on: str
    title: str
    cited_in: tuple[Row, ...]  # document_id, path, anchor, sender
    uses: tuple[Use, ...]  # the outputs that miss it
    known: Known


@dataclass(frozen=True, slots=True)
class Shelf:
    """All papers of the last run."""

    papers: tuple[PaperLine, ...]
    cited: tuple[CitedLine, ...]
    agencies: Mapping[str, str]

    def find(self, wanted: Mapping[str, str], wish: Wish) -> list[PaperLine]:
        """The papers asked for; those of the very number typed first."""
        found = (line for line in self.papers if line.answers(wanted) and wish.finds(line.known))
        return sorted(found, key=lambda line: not wish.names(line.row["number"]))

    def find_cited(self, wish: Wish) -> list[CitedLine]:
        """The papers only named in reports that are asked for."""
        found = (line for line in self.cited if wish.finds(line.known))
        # First what was typed, then what an output misses; laws and other papers after them.
        return sorted(found, key=lambda line: (not wish.names(line.number), not line.uses))

    def choices(self, name: str, wanted: Mapping[str, str], wish: Wish) -> Counter[str]:
        """How many papers each value of a facet would leave, the other facets as they are."""
        counts: Counter[str] = Counter()
        for line in self.papers:
            if line.answers(wanted, but=name) and wish.finds(line.known):
                counts.update(line.facets[name])
        return counts


def shelf(store: Store) -> Shelf:
    """The papers as the last run left them; read once for each run."""
    path = store.db.execute("PRAGMA database_list").fetchone()[2]
    run = store.db.execute("SELECT max(id) FROM runs").fetchone()[0]
    return _shelf(path, run or 0)


@lru_cache(maxsize=2)
def _shelf(path: str, _run: int) -> Shelf:
    with Store.read(Path(path)) as store:
        agencies = dict(store.db.execute("SELECT id, name FROM agencies").fetchall())
        uses, called = uses_of(store), _called(store)
        papers, cited = _papers(store, agencies, called, uses), _cited(store, agencies, uses)
        return Shelf(tuple(papers), tuple(cited), agencies)


def _called(store: Store) -> dict[str, str]:
    """Every name by which an agency is called, short ones among them."""
    names = ("other_names", "abbreviations")
    facts = {
        id: json.loads(text) for id, text in store.db.execute("SELECT id, facts FROM agencies")
    }
    return {
        id: " ".join(one for name in names for one in held.get(name, ()))
        for id, held in facts.items()
    }


def _papers(
    store: Store,
    agencies: Mapping[str, str],
    called: Mapping[str, str],
    uses: Mapping[str, tuple[Use, ...]],
) -> Iterator[PaperLine]:
    unmatched = {
        found[0]
        for found in store.db.execute(
            "SELECT document_id FROM findings WHERE rule = 'unmatched-document' AND present"
        )
    }
    query = (
        "SELECT id, path, sender_id, issuer_id, issuer_text, doc_type, number, symbol, issued_on, "
        "title, signer, role, period, read_status, read_reason, read_detail, pages, pages_read, "
        "duplicate_of, parent_id, received_on, gone FROM documents ORDER BY path"
    )
    for row in store.db.query(query):
        sender = agencies.get(row["sender_id"], row["sender_id"] or "")
        issuer = agencies.get(row["issuer_id"], row["issuer_text"] or "")
        texts = (row["number"], row["symbol"], row["doc_type"], row["title"], row["path"])
        also = (called.get(row["sender_id"]), called.get(row["issuer_id"]))
        known = know((*texts, sender, issuer, *also, row["signer"]), row["issued_on"])
        # A copy is counted as its first: the outputs are named there.
        named = () if row["duplicate_of"] else uses.get(row["id"], ())
        own = tuple(use for use in named if use.status != "cited")
        facets = _facets(row, bool(own), row["id"] in unmatched)
        yield PaperLine(row, sender, own, facets, known)


def _facets(row: Row, serves: bool, unmatched: bool) -> dict[str, frozenset[str]]:
    temporary = row["read_reason"] == TEMPORARY
    unread = row["read_status"] != "ok" and not temporary
    read = {"tam"} if temporary else {row["read_status"], *((UNREAD,) if unread else ())}
    if row["gone"]:
        read |= {GONE}
    use = "co" if serves else "khong"
    return {
        "co-quan": frozenset({row["sender_id"] or NOBODY} if not temporary else ()),
        "doc": frozenset(read),
        "vai-tro": frozenset({row["role"]}),
        "dung": frozenset((use, "chua-ghep") if unmatched else (use,) if not temporary else ()),
        "trung": frozenset({"co"} if row["duplicate_of"] else ()),
    }


def _cited(
    store: Store, agencies: Mapping[str, str], uses: Mapping[str, tuple[Use, ...]]
) -> Iterator[CitedLine]:
    query = (
        "SELECT c.type, c.number, c.symbol, c.issued_on, c.title, c.text, c.anchor, c.document_id, "
        "d.path, d.sender_id FROM citations c JOIN documents d ON d.id = c.document_id "
        "WHERE c.found_document_id IS NULL AND (c.number IS NOT NULL OR c.symbol IS NOT NULL) "
        "ORDER BY c.symbol, c.number, c.issued_on, d.path"
    )

    def same(row: Row) -> tuple[str, ...]:
        return tuple(str(row[name] or "") for name in ("symbol", "number", "issued_on"))

    for (symbol, number, day), group in groupby(store.db.query(query), key=same):
        rows = [{**row, "sender": agencies.get(row["sender_id"], "")} for row in group]
        missing = dict.fromkeys(
            use
            for row in rows
            for use in uses.get(row["document_id"], ())
            if use.status == "cited" and row["text"] in use.quotes
        )
        yield _cited_line((symbol, number, day), rows, tuple(missing))


def _cited_line(same: tuple[str, ...], rows: list[Row], uses: tuple[Use, ...]) -> CitedLine:
    symbol, number, day = same
    kinds = dict.fromkeys(row["type"] for row in rows if row["type"])
    titles = [row["title"] for row in rows if row["title"]]
    name = " ".join((*list(kinds)[:1], "/".join(part for part in (number or "…", symbol) if part)))
    texts = [text for row in rows for text in (row["text"], row["sender"])]
    known = know((*kinds, number, symbol, *titles, *texts), day)
    title = titles[0] if titles else ""
    return CitedLine(name, number, day, title, tuple(rows), uses, known)
