"""Tasks down, agencies across (``/bang``): where does each stand, at one look."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.review.desk import Desk
from pipeline.review.screens.matrix_cells import read_matrix
from pipeline.review.screens.outputs_asked import DUTIES
from pipeline.review.screens.signs import signs
from pipeline.storage.store import Store
from rules.agency_kinds import agency_kinds, kind_of_agency
from rules.messages import load

_NAMES = ("noi-dung", "nhom", "co-quan")
_WHOLE = "tat-ca"
_MOST_COLUMNS = 60  # more agencies than a browser shows at once: begin with the first group


def routes(desk: Desk) -> list[BaseRoute]:
    """The matrix."""
    return [Route("/bang", lambda request: show(desk, request), methods=["GET"])]


def show(desk: Desk, request: Request) -> Response:
    """The matrix of a section and a group of agencies; of all where they fit."""
    asked = {name: request.query_params.get(name, "") for name in _NAMES}
    with desk.read() as store:
        groups = _groups(store)
        if not (asked["nhom"] or asked["co-quan"]) and sum(groups.values()) > _MOST_COLUMNS:
            asked["nhom"] = next(iter(groups))
        wanted = {name: value for name, value in asked.items() if value and value != _WHOLE}
        matrix = read_matrix(store, wanted)
        sections = dict(
            store.db.execute("SELECT id, id || '. ' || title FROM sections ORDER BY position")
        )
    sections[DUTIES] = load()["text"]["duties"].vi
    return desk.page(
        request,
        "matrix.html.j2",
        matrix=matrix,
        asked=asked,
        sections=sections,
        groups=[(id, f"{agency_kinds()[id].name} ({number})") for id, number in groups.items()],
        whole=_WHOLE,
        signs=signs(),
    )


def _groups(store: Store) -> Mapping[str, int]:
    """The groups that owe something, with how many agencies each."""
    query = (
        "SELECT a.kind, count(*) FROM agencies a "
        "WHERE a.id IN (SELECT agency_id FROM obligations) GROUP BY 1"
    )
    counts = dict.fromkeys(agency_kinds(), 0)
    for kind, number in store.db.execute(query):
        counts[kind_of_agency(kind)] += number
    return {id: number for id, number in counts.items() if number}
