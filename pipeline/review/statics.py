"""The page's own style and script files: read once, named by content, kept by the browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_KEPT = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Static:
    """A file of the folder ``static``; ``mark`` changes with its content."""

    body: bytes
    kind: str
    mark: str


@cache
def statics() -> Mapping[str, Static]:
    """Every file that may be asked for, by name; a name with a path in it is not among them."""
    found = {}
    for path in sorted(_FOLDER.iterdir()):
        if path.suffix in _TYPES:
            body = path.read_bytes()
            found[path.name] = Static(body, _TYPES[path.suffix], sha256(body).hexdigest()[:12])
    return found


def static(name: str) -> str:
    """The address of a file, new with every change of it."""
    return f"/static/{name}?v={statics()[name].mark}"


def answer(request: Request) -> Response:
    """The file asked for; what is not in the folder is not found."""
    one = statics().get(request.path_params["name"])
    if one is None:
        return PlainTextResponse("Không có tệp này.", 404)
    current = request.query_params.get("v") == one.mark
    return Response(
        one.body,
        media_type=one.kind,
        headers={"Cache-Control": _KEPT if current else "no-cache"},
    )
