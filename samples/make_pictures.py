"""Pictures for the readme: the workbook and the page of a run on the samples.

``python -m samples.make_pictures ket-qua`` after ``make demo``; needs LibreOffice, poppler and
Chromium, which the program itself does not.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars",
)  # fmt: skip


def picture_page(page: Path, folder: Path) -> None:
    """The first screen of the page at the size of a small office monitor."""
    subprocess.run(
        ["chromium", *QUIET, f"--user-data-dir={folder}", "--window-size=1366,900",
         f"--screenshot={PICTURES / 'page.png'}", page.resolve().as_uri()],
        check=True, capture_output=True,
    )  # fmt: skip


def picture_workbook(workbook: Path, folder: Path) -> None:
    """The first page of the discrepancy sheet as it prints."""
    office = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}"]
    convert = ["--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    subprocess.run([*office, *convert], check=True, capture_output=True)
    printed = folder / f"{workbook.stem}.pdf"
    text = subprocess.run(["pdftotext", "-layout", printed, "-"], check=True, capture_output=True)
    pages = text.stdout.decode().split("\f")
    first = next(number for number, page in enumerate(pages, 1) if "PH-" in page)
    subprocess.run(
        ["pdftoppm", "-png", "-r", "75", "-f", str(first), "-l", str(first), "-singlefile",
         str(printed), str(PICTURES / "workbook")],
        check=True,
    )  # fmt: skip


def main() -> None:
    """Make both pictures from a folder of results."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "ket-qua")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        picture_page(out / "bao-cao.html", Path(folder))
        picture_workbook(out / "sai-lech.xlsx", Path(folder))


if __name__ == "__main__":
    main()
