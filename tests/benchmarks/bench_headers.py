"""How many headers of real official documents are read right, by kind of file.

Run: ``python -m tests.benchmarks headers``. Files that no reader opens (a .doc without LibreOffice)
are counted apart: they are not wrong, they are not read.

Of a scan only the first pages and the last are read, so that the run ends within ten minutes on two
cores; ``DOICHIEU_BENCH_PAGES`` says how many in all (4), 0 reads every page. A signature on a page
between them is then missed; nothing else of a header stands there.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pypdfium2 as pdfium
from rapidfuzz.fuzz import token_ratio

from extractors.document import Document, Unreadable
from extractors.formats import extract
from rules.document_types import DocumentTypes
from rules.model.papers import Header
from rules.vietnamese.header import read_header
from rules.vietnamese.text import key

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
FIELDS = ("number", "symbol", "date", "issuer", "parent", "doc_type", "title", "signer")
TITLE_RATIO = 95.0
PAGES = int(os.environ.get("DOICHIEU_BENCH_PAGES", "4"))


def report() -> str:
    """Accuracy per class of file with the failures, as text."""
    if not REAL.is_dir():
        return "headers: needs the folder ../shared"
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    failures: dict[str, list[str]] = defaultdict(list)
    types = DocumentTypes.load()
    for line in (REAL / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        document = _read(REAL / "files" / label["file"], scanned=label.get("scan") == "yes")
        kind = _kind(label, document)
        count = counts[kind]
        count["files"] += 1
        if isinstance(document, Document):
            failures[kind] += _compare(label, read_header(document, types), count)
    told = [row for kind in sorted(failures) for row in ("", f"{kind}:", *failures[kind])]
    return "\n".join([*_table(counts), *told])


def _read(path: Path, scanned: bool) -> Document | Unreadable:
    """The file as read; of a long scan its first pages and its last."""
    if not (scanned and PAGES and path.suffix.lower() == ".pdf"):
        return extract(path)
    with tempfile.TemporaryDirectory() as folder:
        whole, head = pdfium.PdfDocument(path), Path(folder) / "head.pdf"
        count = len(whole)
        if count > PAGES:
            cut = pdfium.PdfDocument.new()
            cut.import_pages(whole, [*range(PAGES - 1), count - 1])
            cut.save(head)
            cut.close()
        whole.close()
        return extract(head if count > PAGES else path)


def _kind(label: dict[str, str], document: object) -> str:
    """The class of a file: digital, stamped, draft, scan; and whether it was opened at all."""
    scanned = label.get("scan") == "yes"
    name = "scan" if scanned else "stamped" if label.get("stamped") == "yes" else "digital"
    if label.get("draft") == "yes":
        name = "draft"
    return name if isinstance(document, Document) else f"{name}, not read"


def _compare(label: dict[str, str], header: Header, count: dict[str, int]) -> list[str]:
    read = {name: str(getattr(header, name, "")) for name in FIELDS}
    read["date"] = header.issued_on.isoformat() if header.issued_on else ""
    right = {name: _same(name, read[name], label.get(name) or "") for name in FIELDS}
    for name in FIELDS:
        count[name] += right[name]
        count["wrong"] += bool(read[name]) and not right[name]
    count["wrong no."] += sum(bool(read[name]) and not right[name] for name in ("number", "date"))
    count["all three"] += right["number"] and right["symbol"] and right["date"]
    return [
        f"  {label['file'][:60]}: {name}: {read[name]!r}, should be {label.get(name)!r}"
        for name in FIELDS
        if not right[name]
    ]


def _same(name: str, read: str, true: str) -> bool:
    if name == "title":
        return read == true or token_ratio(key(read), key(true)) >= TITLE_RATIO
    if name in ("issuer", "parent", "signer"):
        return key(read).replace(" ", "") == key(true).replace(" ", "")
    return read == true


def _table(counts: Mapping[str, dict[str, int]]) -> list[str]:
    columns = ("files", "all three", *FIELDS, "wrong", "wrong no.")
    rows = [f"{'':22}" + "".join(f"{name:>10}" for name in columns)]
    for kind, count in sorted(counts.items()):
        rows.append(f"{kind:22}" + "".join(f"{count[name]:>10}" for name in columns))
    rows.append("wrong: fields with a value that is not the true one; wrong no.: numbers and dates")
    rows.append(f"of scans: {PAGES or 'all'} pages read")
    return rows


if __name__ == "__main__":
    print(report())
