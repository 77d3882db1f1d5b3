"""A database of a small made-up run for tests of screens, and what is read off a page."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from pathlib import Path

from pipeline.outputs.report import Report
from pipeline.review.desk import Desk
from pipeline.storage.store import Run, Store
from tests.pipeline.review.conftest import Browser

SCREENS = ("/", "/bang", "/van-ban", "/van-ban?vien-dan=1", "/san-pham", "/lan-chay", "/nhat-ky")
WHEN = datetime(2024, 12, 31, 8)


def keep(report: Report, folder: Path) -> Path:
    """Write one run of this report; the results folder."""
    with Store.open(folder / "doichieu.db") as store:
        store.write_run(report, Run(WHEN, WHEN, "0.1.0"))
    return folder


def open_page(folder: Path) -> Browser:
    """A browser at the page of a results folder."""
    return Browser(Desk(folder, alone="Nguyễn Thị Thử")).enter()


def total(page: str) -> int:
    """The number that a list says it holds."""
    said = re.search(r'id="(?:total|tally)"[^>]*>(?:<b>)?([\d.]+)', page)
    assert said, page[:2000]
    return int(said.group(1).replace(".", ""))


def links(
    page: str, pattern: str = r'<a [^>]*href="([^"]*)"[^>]*>([^<]*)'
) -> list[tuple[str, str]]:
    """The links of a page with their words."""
    return [(unescape(address), unescape(words)) for address, words in re.findall(pattern, page)]
