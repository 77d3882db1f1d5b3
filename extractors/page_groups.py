"""Pages told as they are read, so that a document given up is kept as far as it was read."""

from __future__ import annotations

import copy
from collections.abc import Callable

from extractors.document import Document
from extractors.pdf.page import Page, State
from extractors.progress import so_far

Assemble = Callable[[list[Page]], Document]


def tell(pages: list[Page], assemble: Assemble) -> None:
    """Tell what was read so far; laying pages out changes them, so copies are laid out."""
    if any(page.state is State.TEXT for page in pages):
        so_far(lambda: assemble(copy.deepcopy(pages)))
