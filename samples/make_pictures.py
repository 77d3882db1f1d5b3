"""Pictures for the readme: page, workbook, letter and summary of the samples, as clerks leave them.

``python -m samples.make_pictures`` compares the samples in a folder of its own, takes some
decisions and looks at what comes of them. It needs LibreOffice, poppler, Chromium and playwright,
which the program itself does not.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.reminders.make import make_letters
from pipeline.reminders.order import Order
from pipeline.review.desk import Desk
from pipeline.review.door.addresses import KEY
from pipeline.storage.store import Store
from pipeline.summary.document import summarise
from tests.serving import serving

SAMPLES = Path(__file__).parent
PICTURES = SAMPLES / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AS_OF, DECIDED = "2024-12-20", datetime(2024, 12, 20, 9, 30)
LAN, HOA = Actor("Trần Thị Lan", "clerk"), Actor("Nguyễn Thị Hoa", "lead")
# What is decided, by which findings; the rest waits, as on a working day.
DECISIONS: tuple[tuple[str, Actor, str, Mapping[str, str], str], ...] = (
    ("rule = 'nothing-received'", HOA, "confirm", {}, ""),
    ("rule = 'missing-output' AND agency_id <= 'so-tai-chinh'", LAN, "confirm", {}, ""),
    ("agency_id = 'so-noi-vu' AND rule = 'late-output'", LAN, "confirm", {}, ""),
    ("rule = 'wrong-type'", LAN, "misread", {}, "Ghép nhầm nhiệm vụ"),
    ("rule = 'missing-output' AND agency_id = 'van-phong-ubnd-tinh'", HOA, "confirm", {}, ""),
    ("rule = 'cited-not-attached'", LAN, "await", {}, ""),
    ("rule = 'late-report'", HOA, "accept", {}, "Cơ quan đã giải trình hợp lý"),
)
# The finding shown in the list: a passage boxed on the picture of a page.
SHOWN = """SELECT code FROM findings
           WHERE rule = 'reported-not-done' AND evidence LIKE '%.pdf%' ORDER BY code LIMIT 1"""


def compare(out: Path) -> None:
    """Run the samples; 1 and 3 say that there are findings and unread files."""
    command = [str(Path(sys.executable).parent / "doichieu"), "run", str(SAMPLES / "inbox")]
    plan = ["--plan", str(SAMPLES / "plan" / "plan.docx")]
    done = subprocess.run([*command, *plan, "--out", str(out), "--as-of", AS_OF], check=False)
    if done.returncode not in (1, 3):
        raise SystemExit(done.returncode)


def decide(out: Path) -> None:
    """Take the decisions, and fix what would differ from one making of the pictures to the next."""
    with Store.decide(out / "doichieu.db") as store:
        for where, actor, kind, value, reason in DECISIONS:
            found = store.db.execute(f"SELECT fingerprint FROM findings WHERE {where}").fetchall()
            wanted = [Wanted(one, kind, value, reason) for (one,) in found]
            take(store, wanted, actor, now=DECIDED)


def fix_days(out: Path) -> None:
    """Let run and papers be of the day that the samples are of."""
    with Store.decide(out / "doichieu.db") as store:
        store.db.execute(
            "UPDATE runs SET started_at = ?, finished_at = ?", [DECIDED.isoformat()] * 2
        )
        store.db.execute("UPDATE documents SET received_on = ?", [AS_OF])
        store.db.conn.commit()


def picture_screens(out: Path) -> None:
    """The list with evidence, the overview and the matrix at the size of an office monitor."""
    with Store.read(out / "doichieu.db") as store:
        (code,) = store.db.execute(SHOWN).fetchone()
    with serving(Desk(out, alone=HOA.name)) as desk, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        address = f"http://127.0.0.1:{desk.port}"
        page.goto(f"{address}/?{KEY}={desk.token}")
        _shoot(page, "overview")
        page.goto(f"{address}/bang")
        _shoot(page, "matrix")
        page.goto(f"{address}/sai-lech/{code}?sap-xep=co-quan")
        _shoot(page, "list")
        page.goto((out / "bao-cao.html").resolve().as_uri())
        _shoot(page, "page")
        browser.close()


def _shoot(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / f"{name}.png")
    _shrink(PICTURES / f"{name}.png")


def picture_workbook(workbook: Path, folder: Path) -> None:
    """The discrepancy sheet with the columns for decisions, as on a screen."""
    book = load_workbook(workbook)
    for name in book.sheetnames:
        if name not in ("Sai lệch", "doichieu"):
            del book[name]
    sheet = book["Sai lệch"]
    titles = {cell.value: get_column_letter(cell.column or 1) for cell in sheet[1]}
    for title in ("Minh chứng", "Vị trí", "Trích dẫn", "Loại sai lệch", "Nội dung nhiệm vụ"):
        sheet.column_dimensions[titles[title]].hidden = True
    sheet.print_area = f"A1:{titles['Người quyết định']}26"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    copy = folder / "workbook.xlsx"
    book.save(copy)
    _picture(copy, folder, pages=1, dots=80)


def picture_letter(out: Path, folder: Path) -> None:
    """The letter to one department: its first page and what it must hand in."""
    order = Order(
        out,
        agency="so-cong-thuong",
        reply_by=date(2025, 1, 3),
        plan_number="245/QĐ-UBND",
        plan_date=date(2024, 1, 24),
        by=HOA.name,
    )
    make_letters(order, DECIDED)
    letter = folder / "letter.docx"
    next((out / "cong-van").rglob("*.docx")).replace(letter)
    _picture(letter, folder, pages=2, dots=64)


def picture_summary(out: Path, folder: Path) -> None:
    """The two pages of the chairman's summary."""
    _picture(summarise(out).replace(folder / "summary.docx"), folder, pages=2, dots=64)


def _picture(file: Path, folder: Path, pages: int, dots: int) -> None:
    """The first pages of an office file, beside each other."""
    office = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}"]
    convert = ["--convert-to", "pdf", "--outdir", str(folder), str(file)]
    subprocess.run([*office, *convert], check=True, capture_output=True)
    drawn = ["-png", "-r", str(dots), "-f", "1", "-l", str(pages)]
    stem = folder / file.stem
    subprocess.run(["pdftoppm", *drawn, f"{stem}.pdf", str(stem)], check=True)
    images = [Image.open(one).convert("RGB") for one in sorted(folder.glob(f"{file.stem}-*.png"))]
    size = (sum(one.width for one in images), max(one.height for one in images))
    whole, left = Image.new("RGB", size, "white"), 0
    for one in images:
        whole.paste(one, (left, 0))
        left += one.width
    whole.save(PICTURES / f"{file.stem}.png")
    _shrink(PICTURES / f"{file.stem}.png")


def _shrink(picture: Path) -> None:
    """Few colours are enough for print and screens; the file is a third."""
    with Image.open(picture) as image:
        few = image.convert("RGB").quantize(96, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)


def main() -> None:
    """Make all pictures anew."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder, out = Path(made), Path(made) / "ket-qua"
        compare(out)
        decide(out)
        compare(out)  # the workbook now holds the decisions
        fix_days(out)
        picture_screens(out)
        picture_workbook(out / "sai-lech.xlsx", folder)
        picture_letter(out, folder)
        picture_summary(out, folder)


if __name__ == "__main__":
    main()
