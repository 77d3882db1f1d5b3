"""What the tests of the evidence and of single documents share: findings of the samples by code."""

from __future__ import annotations

import html
import re
import shutil
import sqlite3
from pathlib import Path

from pipeline.review.desk import Desk

NOT_DONE = "PH-H1S4-47QB-J"  # STP/BC_PAPI_nam2024.pdf, page 1, paragraph 13
CITED = "PH-JMKS-MTZ2-F"  # two Word reports of Sở Nội vụ
LATE = "PH-NQSH-1667-8"  # KH 33 dan chu co so.docx, four days late
MISSING = "PH-MKS3-FR6A-N"  # Văn phòng UBND tỉnh, II.4
LATE_DUTY = "PH-10JH-87DW-G"  # Sở Tư pháp, own plan
SILENT = "PH-G345-8JKA-C"  # Sở Kế hoạch và Đầu tư
PLAN = "PH-HSE9-0KXF-H"  # III.6 nearly as IV.3, IV.12
SECRET = "PH-JP5D-PPBT-5"
ENCRYPTED = "PH-FWRZ-TQS9-1"
PARTLY = "PH-GM3B-43J5-3"
NOT_CHECKABLE = "PH-WNBB-3H17-G"
ROW = "PH-RZ39-867X-D"  # row 15 of table 2 of a Word plan
COPY = "PH-52H6-Q7GX-K"
ZIPPED = "VP UBND tỉnh/minh_chung.zip/QD 2456 cat giam TTHC.pdf"
SHEET = "So Tai chinh/BC nam 2024.xlsx"
REPORT = "STP/BC_PAPI_nam2024.pdf"


def id_of(desk: Desk, path: str) -> str:
    """The id of the document received under a path."""
    with sqlite3.connect(desk.path) as db:
        (found,) = db.execute("SELECT id FROM documents WHERE path = ?", [path]).fetchone()
    return str(found)


def change(desk: Desk, query: str, *values: object) -> None:
    """Change the database behind the page's back."""
    with sqlite3.connect(desk.path) as db:
        db.execute(query, values)


def own_inbox(desk: Desk, root: Path, folder: Path) -> Path:
    """A copy of the samples' inbox that a test may change, known to the database."""
    inbox = Path(shutil.copytree(root / "samples/inbox", folder / "nhận"))
    change(desk, "UPDATE runs SET inbox = ?", str(inbox))
    return inbox


def words(page: str) -> str:
    """The text of a page as it is read, blanks made one."""
    plain = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", plain)).split())
