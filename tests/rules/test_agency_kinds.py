from __future__ import annotations

from datetime import date

import pytest

from rules import agencies
from rules.agency_kinds import AgencyKind, agency_kinds, kind_of_agency

LISTED = {one.id: one for one in agencies.load(on=date(2024, 12, 31)).agencies}


@pytest.mark.parametrize("one", agency_kinds().values(), ids=lambda one: one.id)
def test_examples(one: AgencyKind) -> None:
    assert {kind_of_agency(LISTED[id].kind) for id in one.examples} <= {one.id}


def test_every_kind_of_the_register_has_its_place() -> None:
    held = [kind for one in agency_kinds().values() for kind in one.kinds]
    assert len(held) == len(set(held))
    assert {one.kind for one in LISTED.values()} <= set(held)
