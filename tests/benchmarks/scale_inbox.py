"""An inbox of any size from a seed: 60 % digital PDF, 20 % DOCX, 5 % XLSX, 15 % one-page scans.

The papers are invented after those of the samples: reports of a few pages with clauses from the
samples' reports, plans, decisions and letters on the plan's tasks, by agencies of the register.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pypdfium2 as pdfium

from rules import agencies
from samples import as_docx, as_pdf, as_xlsx
from samples.paper import Paper, load

SEED = 20_240_124
_SHARES = (("pdf", 60), ("docx", 20), ("xlsx", 5), ("scan", 15))
_TYPES = (("KẾ HOẠCH", "KH"), ("BÁO CÁO", "BC"), ("QUYẾT ĐỊNH", "QĐ"), ("CÔNG VĂN", ""))
_DPI = 200
_SENT = "Sơ kết, tổng kết công tác cải cách hành chính, công khai, minh bạch"


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: files by kind."""

    files: dict[str, list[Path]]


def write_inbox(folder: Path, number: int, seed: int = SEED) -> Made:
    """Write so many papers, in folders named by agency; the same ones for the same seed."""
    chance = Random(seed)
    bodies = [body for body in agencies.load().agencies if body.kind in ("so", "ubnd_huyen")]
    lines = sorted({line for paper in load() for line in _clauses(paper)})
    kinds = [kind for kind, share in _SHARES for _ in range(round(number * share / 100))]
    chance.shuffle(kinds)
    made: dict[str, list[Path]] = {kind: [] for kind, _ in _SHARES}
    for at, kind in enumerate(kinds):
        body = bodies[at % len(bodies)]
        place = folder / body.name.replace("/", "-")
        place.mkdir(parents=True, exist_ok=True)
        file = place / f"{at:05d}.{'pdf' if kind == 'scan' else kind}"
        _write(_paper(at, body.name, lines, chance, kind), kind, file)
        made[kind].append(file)
    return Made(made)


def _clauses(paper: Paper) -> list[str]:
    return [line for line in paper.body.splitlines() if line.startswith("- ") and len(line) > 60]


def _paper(at: int, name: str, lines: list[str], chance: Random, kind: str) -> Paper:
    title, sign = chance.choice(_TYPES)
    many = 9 if kind == "scan" else chance.randint(12, 60)
    chosen = [f"{line} (lần {chance.randint(1, 99)})" for line in chance.sample(lines, many)]
    if kind == "xlsx":
        rows = [f"| {n} | {line[2:]} | Báo cáo | Quý IV/2024" for n, line in enumerate(chosen, 1)]
        chosen = ["| TT | Nội dung | Sản phẩm | Thời gian hoàn thành", *rows]
    issued = date(2024, 1, 2) + timedelta(chance.randrange(330))
    return Paper(
        path="",
        issuer=name.upper(),
        number=f"{at + 1}/{sign}-{''.join(word[0] for word in name.split())}".replace("/-", "/"),
        date=issued,
        type=title,
        title=f"{_SENT} năm 2024, đợt {at % 7 + 1}",
        body="\n".join(["Thực hiện Kế hoạch năm 2024, kết quả như sau:", *chosen]),
        recipients=("Sở Nội vụ;", "Lưu: VT."),
        sign=("GIÁM ĐỐC",),
        signer=chance.choice(("Nguyễn Văn An", "Lò Thị Hoa", "Cầm Văn Minh")),
    )


def _write(paper: Paper, kind: str, file: Path) -> None:
    if kind == "docx":
        as_docx.write(paper, file)
    elif kind == "xlsx":
        as_xlsx.write(paper, file)
    else:
        as_pdf.write(replace(paper), file)
        if kind == "scan":
            _scanned(file)


def _scanned(file: Path) -> None:
    """The first page as a picture in a PDF of its own."""
    with pdfium.PdfDocument(file) as opened:
        picture = opened[0].render(scale=_DPI / 72, grayscale=True).to_pil()
    held = io.BytesIO()
    picture.save(held, "PDF", resolution=_DPI)
    file.write_bytes(held.getvalue())
