"""Expected, received, in time, by agency, section and month, never ranked (``/so-lieu``)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.figures import figures
from pipeline.review.desk import Desk
from pipeline.review.screens.outputs_asked import DUTIES, NO_MONTH, PATH
from pipeline.review.screens.paging import address
from rules.counting import classes


def routes(desk: Desk) -> list[BaseRoute]:
    """The figures."""
    return [Route("/so-lieu", lambda request: show(desk, request), methods=["GET"])]


def show(desk: Desk, request: Request) -> Response:
    """The figures of the last run with the decisions that stand now."""
    with desk.read() as store:
        found = figures(store)
    tables = (
        ("Theo cơ quan", "Cơ quan", "co-quan", found.by_agency, ""),
        ("Theo nội dung của kế hoạch", "Nội dung", "noi-dung", found.by_section, DUTIES),
        ("Theo tháng đến hạn", "Tháng", "thang", found.by_month, NO_MONTH),
    )
    return desk.page(
        request,
        "figures.html.j2",
        tables=[
            (
                title,
                heading,
                [(line, address(PATH, {name: line.key or empty})) for line in lines],
            )
            for title, heading, name, lines, empty in tables
        ],
        total=found.total,
        as_of=found.as_of.isoformat(),
        classes=tuple(classes().values()),
        percent=_percent,
    )


def _percent(rate: float | None) -> str:
    """``96,5 %``; a dash where nothing was judged."""
    return "–" if rate is None else f"{100 * rate:.1f} %".replace(".", ",")
