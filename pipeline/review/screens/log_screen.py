"""Every decision ever taken, newest first (``/nhat-ky``), and the same as CSV."""

from __future__ import annotations

import csv
import io

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.decisions.standing import UNDO
from pipeline.outputs.clean import for_csv
from pipeline.review.desk import Desk
from pipeline.review.screens.log_rows import (
    NAMES,
    SOURCES,
    Entry,
    act_words,
    count_entries,
    read_entries,
)
from pipeline.review.screens.paging import PAGE, address, paging
from pipeline.storage.store import Store

PATH, CSV = "/nhat-ky", "/nhat-ky.csv"
_HEADINGS = (
    "Số", "Lúc", "Người", "Việc", "Nội dung", "Trước đó", "Mã sai lệch", "Cơ quan",
    "Sai lệch hoặc tệp", "Lý do", "Ghi chú", "Nguồn", "Đã hủy bởi",
)  # fmt: skip


def routes(desk: Desk) -> list[BaseRoute]:
    """The log, and its file."""
    return [
        Route(PATH, lambda request: show(desk, request), methods=["GET"]),
        Route(CSV, lambda request: export(desk, request), methods=["GET"]),
    ]


def show(desk: Desk, request: Request) -> Response:
    """The rows asked for, a hundred at a time."""
    asked = _asked(request)
    with desk.read() as store:
        pages = paging(count_entries(store, asked), PATH, asked)
        entries = list(read_entries(store, asked, pages.start, PAGE))
        choices = _choices(store)
    return desk.page(
        request,
        "log.html.j2",
        entries=entries,
        pages=pages,
        asked=asked,
        choices=choices,
        export=address(CSV, asked, trang=""),
        undo_kind=UNDO,
    )


def export(desk: Desk, request: Request) -> Response:
    """The rows asked for as CSV that Excel opens without asking and computes nothing in."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    with desk.read() as store:
        for entry in read_entries(store, _asked(request)):
            writer.writerow([for_csv(cell) for cell in _cells(entry)])
    return Response(
        text.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="nhat-ky.csv"'},
    )


def _asked(request: Request) -> dict[str, str]:
    names = (*NAMES, "trang")
    given = request.query_params.items()
    return {name: value.strip() for name, value in given if value.strip() and name in names}


def _cells(entry: Entry) -> tuple[str, ...]:
    return (
        str(entry.id),
        entry.at,
        entry.by,
        entry.act,
        entry.about,
        entry.before,
        entry.code,
        entry.agency,
        entry.subject,
        entry.reason,
        entry.note,
        entry.source,
        entry.undone,
    )


def _choices(store: Store) -> dict[str, dict[str, str]]:
    """What the log can be narrowed to: only what it holds."""
    db = store.db
    people = db.execute(
        "SELECT DISTINCT decided_by, decided_by FROM decisions "
        "WHERE decided_by IS NOT NULL ORDER BY 1"
    )
    acts = db.execute("SELECT kind, count(*) FROM decisions GROUP BY 1 ORDER BY min(id)")
    agencies = db.execute(
        "SELECT id, name FROM agencies WHERE id IN (SELECT f.agency_id FROM findings f "
        "JOIN decisions d ON d.fingerprint = f.fingerprint) ORDER BY rowid"
    )
    sources = db.execute("SELECT DISTINCT source FROM decisions WHERE source IS NOT NULL")
    return {
        "nguoi": dict(people),
        "loai": {kind: f"{act_words(kind)} ({number})" for kind, number in acts},
        "co-quan": dict(agencies),
        "nguon": {source: SOURCES.get(source, source) for (source,) in sources},
    }
