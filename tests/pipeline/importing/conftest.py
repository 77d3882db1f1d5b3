from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.importing import sheet_child, sheets


@pytest.fixture
def apart() -> None:
    """Asked for by tests that need the process of its own."""


@pytest.fixture(autouse=True)
def in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read workbooks here: starting a process for each of a hundred would take minutes."""
    if "apart" in request.fixturenames:
        return

    def asked(data: bytes, _name: str) -> Any:
        return json.loads(json.dumps(sheet_child.read(data)))

    monkeypatch.setattr(sheets, "_asked", asked)
