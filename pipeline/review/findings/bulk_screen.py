"""Deciding on all that is filtered, or on the marked rows, at once (``/quyet-dinh/hang-loat``).

She sees how many and which before she says what; the number, the very set, the run and the last
decision she saw are sent along. If the set has changed nothing is taken; what a colleague decided
meanwhile is refused one by one, by name. All of it is one batch, taken back at once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b

import numpy as np
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.decisions.log import Outcome, Wanted, take
from pipeline.decisions.standing import ASSIGN, standing
from pipeline.review.desk import Desk, toast
from pipeline.review.door.access import require
from pipeline.review.findings.decide_screen import day_of, reason_of, text
from pipeline.review.findings.facets import Rows, label_of, select
from pipeline.review.findings.findings_rows import Row, read_rows
from pipeline.review.findings.findings_screen import owners_of
from pipeline.review.findings.findings_view import CHANGED, UNDECIDED, View, asked_by
from pipeline.review.findings.ledger import Ledger, Part
from pipeline.storage.portions import portions
from pipeline.storage.store import Store
from rules.decisions import DecisionKind, kinds

PATH = "/quyet-dinh/hang-loat"
_EXAMPLES = 5
_AGENCIES = 4
_MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Lot:
    """The findings to decide on together.

    ``mark`` is a hash of the very set; ``decided`` counts those on which a decision stands.
    """

    rows: Rows  # of the ledger
    mark: str
    decided: int
    with_decided: bool
    marked: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many findings there are."""
        return len(self.rows)


def routes(desk: Desk) -> list[BaseRoute]:
    """Asking, and doing it."""
    return [
        Route(PATH, partial(ask, desk), methods=["GET"]),
        Route(PATH, partial(decide, desk), methods=["POST"]),
    ]


def offered() -> tuple[DecisionKind, ...]:
    """The kinds that make sense for many; a paper is attached to one finding at a time."""
    return tuple(kind for kind in kinds().values() if kind.needs != "document")


def ask(desk: Desk, request: Request) -> Response:
    """Show how many and which, and ask what and why."""
    require(request, "clerk")
    query = request.query_params
    marked = tuple(query.getlist("danh-dau"))
    return _asked(desk, request, query.get("ve", ""), marked, bool(query.get("ca-da-quyet")))


def decide(desk: Desk, request: Request) -> Response:
    """Take the decisions, unless the set is no longer the one she saw."""
    actor, form = require(request, "clerk"), desk.form(request)
    sent, marked = text(form, "ve"), tuple(str(one) for one in form.getlist("danh-dau"))
    with_decided = bool(text(form, "ca-da-quyet"))
    kind = text(form, "kind")
    if kind not in (*(one.id for one in offered()), ASSIGN):
        return _asked(desk, request, sent, marked, with_decided, "Chưa chọn quyết định nào.", 422)
    reason = reason_of(form)
    if kind != ASSIGN and kinds()[kind].needs_reason and not reason:
        why = f"“{kinds()[kind].label}” cần lý do."
        return _asked(desk, request, sent, marked, with_decided, why, 422)
    with desk.read() as store:  # all of it as one run left it
        ledger = desk.findings.ledger(store)
        lot = _lot(store, ledger, asked_by(sent), marked, with_decided)
        if changed := _changed(_saw(form), ledger, lot):
            return _asked(desk, request, sent, marked, with_decided, changed, 409)
        values = {
            ASSIGN: {"owner": text(form, "owner")},
            "extend": {"day": day_of(text(form, "day"))},
        }
        known = _number(text(form, "den"))
        wanted = [
            Wanted(fingerprint, kind, values.get(kind, {}), reason, text(form, "note"), *saw)
            for fingerprint, saw in _seen(store, ledger, lot, known).items()
        ]
    with desk.decide() as store:
        outcome = take(store, wanted, actor)
    return _done(desk, request, asked_by(sent), outcome)


def _saw(form: FormData) -> dict[str, str]:
    """What she saw when she was asked: how many, which, and after which run."""
    return {name: text(form, name) for name in ("so", "dau", "lan")}


def _changed(saw: Mapping[str, str], ledger: Ledger, lot: Lot) -> str:
    """Why the set is not the one she saw; empty where it is."""
    if saw["lan"] != str(ledger.run[0]):
        return "Vừa có kết quả của lần chạy mới nên chưa ghi gì; hãy xem lại rồi ghi."
    if saw["so"] != str(lot.number) or saw["dau"] != lot.mark:
        return (
            f"Danh sách đã đổi so với lúc chị/anh xem ({saw['so'] or '?'} nay là {lot.number} sai "
            "lệch, hoặc là những sai lệch khác) nên chưa ghi gì; hãy xem lại rồi ghi."
        )
    return ""


def _lot(
    store: Store, ledger: Ledger, view: View, marked: tuple[str, ...], with_decided: bool
) -> Lot:
    rows = _of_codes(store, ledger, marked) if marked else select(store, ledger, view).rows
    waits = ledger.columns["quyet-dinh"].having((UNDECIDED, CHANGED))
    decided = int(np.count_nonzero(~waits[rows]))
    if not with_decided:
        rows = rows[waits[rows]]
    ids = np.sort(ledger.ids[rows])
    mark = blake2b(ids.tobytes(), digest_size=8).hexdigest()
    return Lot(rows, mark, decided, with_decided, marked)


def _of_codes(store: Store, ledger: Ledger, codes: tuple[str, ...]) -> Rows:
    ids: list[int] = []
    for marks, some in portions(codes):
        query = (
            "SELECT t.id FROM findings f JOIN finding_texts t ON t.fingerprint = f.fingerprint "
            f"WHERE f.code IN ({marks})"
        )
        ids += [id for (id,) in store.db.execute(query, some)]
    return np.flatnonzero(np.isin(ledger.ids, ids))


def _seen(store: Store, ledger: Ledger, lot: Lot, known: int) -> dict[str, tuple[int, str]]:
    """The version and basis of each finding that she can have seen, by fingerprint.

    One that was decided on after her page was made gets a version that it cannot have: it is
    refused, with the name of whoever was faster.
    """
    ids = ledger.ids[lot.rows].tolist()
    facts: dict[int, tuple[str, str]] = {}
    for marks, some in portions(ids):
        query = (
            "SELECT t.id, f.fingerprint, f.basis FROM finding_texts t "
            f"JOIN findings f ON f.fingerprint = t.fingerprint WHERE t.id IN ({marks})"
        )
        found = store.db.execute(query, some).fetchall()
        facts.update((id, (print, basis)) for id, print, basis in found)
    held = standing(store.db, [print for print, _ in facts.values()])
    versions = {print: one.version for print, one in held.items()}
    return {
        print: (-1 if (version := versions.get(print, 0)) > known else version, basis)
        for print, basis in (facts[id] for id in ids if id in facts)
    }


def _asked(
    desk: Desk,
    request: Request,
    sent: str,
    marked: tuple[str, ...],
    with_decided: bool,
    problem: str = "",
    status: int = 200,
) -> Response:
    view = asked_by(sent)
    with desk.read() as store:
        ledger = desk.findings.ledger(store)
        lot = _lot(store, ledger, view, marked, with_decided)
        examples = _examples(store, ledger, lot)
        owners = owners_of(store)
    names = Counter(ledger.columns["co-quan"].count(Part(lot.rows, left_out=False))).most_common()
    return desk.page(
        request,
        "bulk.html.j2",
        status,
        lot=lot,
        view=view,
        query=sent,
        examples=examples,
        agencies=[(label_of(ledger, "co-quan", id), n) for id, n in names[:_AGENCIES]],
        further=max(0, len(names) - _AGENCIES),
        problem=problem,
        kinds=offered(),
        owners=owners,
        lan=ledger.run[0],
        den=ledger.decided,
    )


def _examples(store: Store, ledger: Ledger, lot: Lot) -> list[Row]:
    """Rows from the whole length of the set, not only its head."""
    at = np.unique(np.linspace(0, max(0, lot.number - 1), _EXAMPLES, dtype=int))
    ids = [int(id) for id in ledger.ids[lot.rows[at]]] if lot.number else []
    return read_rows(store, ids, ledger.as_of)


def _done(desk: Desk, request: Request, view: View, outcome: Outcome) -> Response:
    """What was taken, and what was not, by name."""
    taken, refused = len(outcome.ids), len(outcome.refused)
    said = f"Đã ghi {taken} quyết định." if taken else "Chưa ghi quyết định nào."
    if refused:
        said += f" {refused} sai lệch không ghi được."
    tone = "done" if not refused else "problem"
    batch = outcome.batch or None
    if not request.headers.get("HX-Request") and not refused:
        return desk.go(request, view.address(), said, tone, batch)
    response = desk.page(
        request,
        "bulk_done.html.j2",
        said=said,
        refused=outcome.refused[:_MOST_TOLD],
        further=max(0, refused - _MOST_TOLD),
        view=view,
        batch=batch,
    )
    if request.headers.get("HX-Request"):
        event = {"lot": {"batch": batch, "refused": refused}}
        response.headers["HX-Trigger-After-Swap"] = json.dumps(event)
        toast(response, said, tone, batch)
    return response


def _number(typed: str) -> int:
    if typed.isascii() and typed.isdecimal() and len(typed) < 16:
        return int(typed)
    raise HTTPException(400, "Biểu mẫu gửi lên thiếu dữ liệu; hãy mở lại.")
