"""The workbook in which clerks decided, taken back in the page (``/nhap``): preview, then write.

What is uploaded is kept beside the database by the hash of its content for a day, so that exactly
what was previewed is written; where the log or the findings changed since, the preview is shown
again instead.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.errors import UserError
from pipeline.importing.merge import Item, Result
from pipeline.importing.preview import Preview, apply_preview, preview_workbook
from pipeline.importing.sheets import LARGEST, read_sheets
from pipeline.importing.words import ORDER, TITLES
from pipeline.outputs.clean import one_line
from pipeline.review.desk import Desk
from pipeline.review.door.access import require

PATH = "/nhap"
_KEPT = 24 * 3600  # seconds
_MOST_KEPT = 40  # files
_SHOWN = 500  # rows of a group
_TEMPLATE = "import.html.j2"
# What a person must look at first stands open.
_FOLDED = (Result.SAME, Result.ABSENT)


def routes(desk: Desk) -> list[BaseRoute]:
    """The form with the preview, the upload, the writing."""
    return [
        Route(PATH, partial(show, desk), methods=["GET"]),
        Route(PATH, partial(upload, desk), methods=["POST"]),
        Route(f"{PATH}/ghi", partial(write, desk), methods=["POST"]),
    ]


def show(desk: Desk, request: Request) -> Response:
    """The form, and the preview of what was uploaded."""
    sha256 = request.query_params.get("so", "")
    name = _name(request.query_params.get("ten", ""))
    if not sha256:
        return _form(desk, request)
    try:
        data = _kept(desk, sha256)
        return _preview(desk, request, sha256, name, data)
    except UserError as error:
        return _form(desk, request, str(error))


def upload(desk: Desk, request: Request) -> Response:
    """Keep an uploaded workbook and lead to its preview."""
    require(request, "clerk")
    try:
        name, data = _uploaded(desk.form(request))
        read_sheets(data, name)
    except UserError as error:
        return _form(desk, request, str(error))
    sha256 = hashlib.sha256(data).hexdigest()
    _keep(desk, sha256, data)
    return desk.go(request, f"{PATH}?{urlencode({'so': sha256, 'ten': name})}")


def write(desk: Desk, request: Request) -> Response:
    """Write just what was previewed, or show what it would be by now."""
    actor = require(request, "clerk")
    form = desk.form(request)
    sha256, name = str(form.get("so", "")), _name(str(form.get("ten", "")))
    try:
        data = _kept(desk, sha256)
        with desk.decide() as store:
            preview = preview_workbook(store, data, name, actor)
            if preview.mark != form.get("xem"):
                outcome = None
            else:
                outcome = apply_preview(store, preview, actor)
    except UserError as error:
        return _form(desk, request, str(error))
    if outcome is None:
        return _preview(desk, request, sha256, name, data, changed=True)
    said = f"Đã ghi {len(outcome.ids)} quyết định từ {name}."
    if outcome.refused:
        said += f" {len(outcome.refused)} dòng đồng nghiệp vừa quyết định nên chưa ghi."
        again = f"{PATH}?{urlencode({'so': sha256, 'ten': name})}"
        return desk.go(request, again, said, "problem", outcome.batch or None)
    return desk.go(request, "/nhat-ky", said, undo=outcome.batch or None)


def _form(desk: Desk, request: Request, problem: str = "") -> Response:
    """The form alone, with what was wrong with the last file."""
    status = 400 if problem else 200
    return desk.page(
        request, _TEMPLATE, status, problem=problem, changed=False, preview=None, groups=()
    )


def _preview(
    desk: Desk, request: Request, sha256: str, name: str, data: bytes, changed: bool = False
) -> Response:
    with desk.read() as store:
        preview = preview_workbook(store, data, name, desk.user(request))
        agencies = dict(store.db.execute("SELECT id, name FROM agencies").fetchall())
    return desk.page(
        request,
        _TEMPLATE,
        409 if changed else 200,
        problem="",
        changed=changed,
        preview=preview,
        sha256=sha256,
        groups=_groups(preview, agencies),
        number=len(preview.wanted),
    )


def _groups(preview: Preview, agencies: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows by what becomes of them, what a person must look at first."""
    groups = []
    for result in ORDER:
        items = [item for item in preview.items if item.result is result]
        if items:
            groups.append(
                {
                    "result": result.value,
                    "title": TITLES[result],
                    "number": len(items),
                    "folded": result in _FOLDED,
                    "rows": [_row(item, agencies) for item in items[:_SHOWN]],
                }
            )
    return groups


def _row(item: Item, agencies: Mapping[str, str]) -> dict[str, Any]:
    finding = item.finding or {}
    agency, message = finding.get("agency_id") or "", finding.get("message") or ""
    name = agencies.get(agency, agency)
    return {
        "place": item.place,
        "code": item.code,
        "known": bool(finding),
        "agency": "" if message.startswith(name) else name,
        "message": message,
        "decision": item.decision,
        "why": item.why,
    }


def _uploaded(form: FormData) -> tuple[str, bytes]:
    """The name and bytes of the file in a form."""
    file = form.get("tep")
    if not isinstance(file, UploadFile) or not file.filename:
        raise UserError("Chưa chọn tệp; hãy chọn tệp sai-lech.xlsx đã ghi quyết định")
    return _name(file.filename), file.file.read(LARGEST + 1)


def _name(text: str) -> str:
    """A file name as a person reads it."""
    return one_line(text.replace("\\", "/").rpartition("/")[2], 120) or "sai-lech.xlsx"


def _folder(desk: Desk) -> Path:
    return desk.out / ".nhap"


def _keep(desk: Desk, sha256: str, data: bytes) -> None:
    """Keep an upload; older ones go."""
    folder = _folder(desk)
    folder.mkdir(exist_ok=True)
    (folder / f"{sha256}.xlsx").write_bytes(data)
    files = sorted(folder.glob("*.xlsx"), key=lambda file: file.stat().st_mtime, reverse=True)
    for number, file in enumerate(files):
        if number >= _MOST_KEPT or time.time() - file.stat().st_mtime > _KEPT:
            file.unlink(missing_ok=True)


def _kept(desk: Desk, sha256: str) -> bytes:
    """The bytes of an upload; UserError where it is gone or is not what it was."""
    file = _folder(desk) / f"{sha256}.xlsx"
    if re.fullmatch("[0-9a-f]{64}", sha256) and file.is_file():
        data = file.read_bytes()
        if hashlib.sha256(data).hexdigest() == sha256:
            return data
    raise UserError("Tệp tải lên không còn được giữ; hãy chọn lại tệp sai-lech.xlsx")
