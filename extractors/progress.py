"""How far a long reading is: what was read so far, told to whoever runs the readers.

Reading pictures takes seconds a page. The process that reads tells after some pages what it has,
so that a document that must be given up is kept as far as it was read.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from extractors.document import Document

Listener = Callable[[Document], None]

EVERY = 3.0  # seconds
_state: dict[str, Listener | float] = {}


def listen(listener: Listener | None) -> None:
    """Have ``listener`` told from now on; None ends it."""
    _state.clear()
    if listener is not None:
        _state.update(listener=listener, told=time.monotonic())


def so_far(document: Callable[[], Document]) -> None:
    """Tell what was read so far; ``document`` is only made where someone listens."""
    listener, told = _state.get("listener"), _state.get("told", 0.0)
    if callable(listener) and isinstance(told, float) and time.monotonic() - told >= EVERY:
        listener(document())
        _state["told"] = time.monotonic()
