"""Who may do what: a reader looks, a clerk decides, a lead also takes the second look."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request

from pipeline.decisions.log import Actor

# From the least to the most; each may do what those before it may.
ROLES = {"reader": "người xem", "clerk": "cán bộ", "lead": "phụ trách"}
_ORDER = tuple(ROLES)


def allows(actor: Actor, role: str) -> bool:
    """True where the person has this role or a higher one."""
    return _ORDER.index(actor.role) >= _ORDER.index(role)


def require(request: Request, role: str) -> Actor:
    """The person behind a request; refused with a sentence where her role is too low."""
    actor = request.state.actor
    assert isinstance(actor, Actor)
    if allows(actor, role):
        return actor
    raise HTTPException(
        403,
        f"{actor.name} đang có vai trò {ROLES[actor.role]}, việc này cần vai trò {ROLES[role]}; "
        "hãy nhờ người phụ trách",
    )
