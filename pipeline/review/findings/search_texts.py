"""The words by which findings are found, kept beside them when a run is written.

Each word stands after a blank, as typed with marks and once more without any, so that one look
for a piece of text finds words from their start: " so y te" in " so y te chua gui". Numbers are
whole numbers: leading zeros are dropped and a dot closes them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from unicodedata import is_normalized

from sqlite_utils import Database

from pipeline.review.findings.kept_tables import kept_tables, tidy_words
from rules.vietnamese.text import fold, key, nfc

_WORD = re.compile(r"[^\W_]+")
_MENDED = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")  # what ``nfc`` takes out

Row = Mapping[str, Any]


def words_of(text: str) -> tuple[str, str]:
    """The words of a text: with their marks, and without.

    >>> words_of("Sở Y tế: 05/BC-SYT")
    (' sở y tế 5. bc syt', ' so y te 5. bc syt')
    """
    # Nearly every text is whole as it stands; asking is ten times faster than mending.
    if _MENDED.search(text) or not is_normalized("NFC", text):
        text = nfc(text)
    forms = [_forms(word) for word in _WORD.findall(text)]
    marked, folded = zip(*forms, strict=True) if forms else ((), ())
    return "".join(marked), "".join(folded)


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, str]:
    if word.isdecimal():
        number = f" {word.lstrip('0') or '0'}."
        return number, number
    return f" {key(word)}", f" {fold(word)}"


def fill(db: Database) -> None:
    """Bring the words of all findings up to date, inside the transaction of a run."""
    kept_tables.apply(db)
    known = dict(db.execute("SELECT fingerprint, mark FROM finding_texts").fetchall())
    papers = {
        id: " ".join(part for part in (path, number, symbol) if part)
        for id, path, number, symbol in db.execute("SELECT id, path, number, symbol FROM documents")
    }
    findings = db.query("SELECT fingerprint, code, message, document_id, evidence FROM findings")
    db.conn.executemany(
        "INSERT INTO finding_texts (fingerprint, mark, folded, marked) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (fingerprint) DO UPDATE SET mark = excluded.mark, "
        "folded = excluded.folded, marked = excluded.marked",
        _changed(findings, papers, known),
    )
    tidy_words(db)


def _changed(
    findings: Iterable[Row], papers: Mapping[str, str], known: Mapping[str, str]
) -> Iterator[tuple[str, str, str, str]]:
    for finding in findings:
        text = " | ".join(_texts(finding, papers))
        mark = blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
        if known.get(finding["fingerprint"]) != mark:
            marked, folded = words_of(text)
            yield finding["fingerprint"], mark, folded, marked


def _texts(finding: Row, papers: Mapping[str, str]) -> Iterator[str]:
    """What a finding is found by; agency and task are looked up by themselves."""
    yield finding["code"]
    yield finding["message"]
    shown = {finding["document_id"]: ""}
    quotes = []
    for one in json.loads(finding["evidence"] or "[]"):
        shown.setdefault(one["document_id"], one["path"])
        quotes.append(one["quote"])
    for id, path in shown.items():
        # A paper that is gone from the inbox keeps the path that the evidence named.
        yield papers.get(id) or path
    yield from quotes
