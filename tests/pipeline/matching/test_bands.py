from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.matching.bands import View, band
from pipeline.matching.parties import Level
from rules.model.papers import Band

GOOD = View(
    likeness=0.5,
    words=9,
    pieces=3,
    whole=False,
    level=Level.LEAD,
    section_agrees=True,
    type_agrees=None,
)


@pytest.mark.parametrize(
    ("changes", "margin", "expected"),
    [
        ({}, 0.3, Band.SURE),
        ({"likeness": 0.15}, 0.1, Band.SURE),
        ({"likeness": 0.13}, 0.1, Band.NONE),
        ({"likeness": 0.15, "section_agrees": None}, 0.1, Band.UNSURE),
        ({"likeness": 0.30, "section_agrees": None}, 0.1, Band.SURE),
        ({"likeness": 0.30, "section_agrees": None, "level": Level.UNKNOWN}, 0.1, Band.UNSURE),
        ({"section_agrees": None, "level": Level.UNKNOWN}, 0.2, Band.SURE),
        # Every gate has to hold.
        ({}, 0.02, Band.UNSURE),
        ({"words": 3}, 0.3, Band.UNSURE),
        ({"pieces": 1, "likeness": 0.3}, 0.2, Band.UNSURE),
        ({"pieces": 1}, 0.3, Band.SURE),
        ({"words": 3, "whole": True}, 0.3, Band.SURE),
        ({"level": Level.STRANGER}, 0.3, Band.UNSURE),
        ({"section_agrees": False}, 0.3, Band.UNSURE),
        ({"section_agrees": False, "stray": True}, 0.1, Band.UNSURE),
        ({"section_agrees": False, "stray": True, "level": Level.COORDINATES}, 0.3, Band.UNSURE),
        ({"type_agrees": False, "likeness": 0.4}, 0.3, Band.UNSURE),
        ({"against": ("khác năm kế hoạch",), "likeness": 0.9}, 0.3, Band.UNSURE),
        ({"against": ("của tỉnh khác",), "likeness": 0.4}, 0.3, Band.NONE),
        ({"against": ("của tỉnh khác",), "likeness": 0.9, "foreign": True}, 0.3, Band.NONE),
        ({"against": ("khác năm kế hoạch",), "foreign": True, "hinted": True}, 0.3, Band.NONE),
        # One piece is enough where no other task is near and it is long, or all that is said.
        ({"pieces": 1, "likeness": 0.3}, 0.3, Band.SURE),
        ({"pieces": 1, "likeness": 0.3, "words": 4}, 0.3, Band.UNSURE),
        ({"pieces": 1, "likeness": 0.3, "words": 4, "whole": True}, 0.3, Band.SURE),
        # Under another heading the agency's own task, where no task of that heading is near, or
        # both name the same law.
        ({"section_agrees": False, "stray": True}, 0.3, Band.SURE),
        ({"section_agrees": False, "shares_paper": "93/2021"}, 0.1, Band.SURE),
        # A number printed beside the text needs no likeness.
        ({"hinted": True, "likeness": 0.0}, 0.0, Band.SURE),
        ({"hinted": True, "against": ("của tỉnh khác",)}, 0.3, Band.UNSURE),
    ],
)
def test_how_sure(changes: dict[str, Any], margin: float, expected: Band) -> None:
    assert band(replace(GOOD, **changes), margin, ()) is expected


def test_a_frame_is_never_sure() -> None:
    assert band(GOOD, 0.5, ("frame",)) is Band.UNSURE
    assert band(replace(GOOD, likeness=0.3), 0.5, ("frame",)) is Band.NONE
