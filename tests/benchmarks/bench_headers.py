"""How many headers of real official documents are read right, by kind of file.

Run: ``python tests/benchmarks/bench_headers.py``. Files that no reader opens yet (scans, .doc,
.rtf) are counted apart: they are not wrong, they are not read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from rapidfuzz.fuzz import token_ratio

from extractors.document import Document
from extractors.formats import extract
from rules.document_types import DocumentTypes
from rules.model.papers import Header
from rules.vietnamese.header import read_header
from rules.vietnamese.text import key

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
FIELDS = ("number", "symbol", "date", "issuer", "parent", "doc_type", "title", "signer")
TITLE_RATIO = 95.0


def report() -> str:
    """Accuracy per class of file with the failures, as text."""
    if not REAL.is_dir():
        return "headers: needs the folder ../shared"
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    failures: list[str] = []
    types = DocumentTypes.load()
    for line in (REAL / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        document = extract(REAL / "files" / label["file"])
        kind = _kind(label, document)
        count = counts[kind]
        count["files"] += 1
        if isinstance(document, Document):
            failures += _compare(kind, label, read_header(document, types), count)
    return "\n".join([*_table(counts), "", *failures])


def _kind(label: dict[str, str], document: object) -> str:
    """The class of a file: digital, stamped, draft, scan; and whether it was opened at all."""
    scanned = label.get("scan") == "yes"
    name = "scan" if scanned else "stamped" if label.get("stamped") == "yes" else "digital"
    if label.get("draft") == "yes":
        name = "draft"
    return name if isinstance(document, Document) else f"{name}, not read"


def _compare(kind: str, label: dict[str, str], header: Header, count: dict[str, int]) -> list[str]:
    read = {name: str(getattr(header, name, "")) for name in FIELDS}
    read["date"] = header.issued_on.isoformat() if header.issued_on else ""
    right = {name: _same(name, read[name], label.get(name) or "") for name in FIELDS}
    for name in FIELDS:
        count[name] += right[name]
        count["wrong"] += bool(read[name]) and not right[name]
    count["all three"] += right["number"] and right["symbol"] and right["date"]
    return [
        f"{kind}: {label['file'][:60]}: {name}: {read[name]!r}, should be {label.get(name)!r}"
        for name in FIELDS
        if not right[name]
    ]


def _same(name: str, read: str, true: str) -> bool:
    if name == "title":
        return read == true or token_ratio(key(read), key(true)) >= TITLE_RATIO
    if name in ("issuer", "parent", "signer"):
        return key(read).replace(" ", "") == key(true).replace(" ", "")
    return read == true


def _table(counts: dict[str, dict[str, int]]) -> list[str]:
    columns = ("files", "all three", *FIELDS, "wrong")
    rows = [f"{'':22}" + "".join(f"{name:>10}" for name in columns)]
    for kind, count in sorted(counts.items()):
        rows.append(f"{kind:22}" + "".join(f"{count[name]:>10}" for name in columns))
    rows.append(
        "wrong: fields with a value that is not the true one, of all columns but 'all three'"
    )
    return rows


if __name__ == "__main__":
    print(report())
