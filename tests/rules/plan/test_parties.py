"""Which agencies a plan makes known, and which it leaves out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules import agencies
from rules.plan.parties import foreign_list, parties_of
from tests import factories as make

LISTED = agencies.load()


def plan_of(*leads: str, province: str = "Sơn La"):
    return replace(make.plan(make.task(leads=leads)), province=province)


@pytest.mark.parametrize(
    ("lead", "folder", "agency"),
    [
        ("Hiệp hội Doanh nghiệp tỉnh", "Hiệp hội Doanh nghiệp tỉnh", "hiep-hoi-doanh-nghiep-tinh"),
        ("Sở Nội vụ", "01. So Noi vu", "so-noi-vu"),
    ],
)
def test_a_lead_of_the_plan_is_found_by_its_folder(lead: str, folder: str, agency: str) -> None:
    assert parties_of(plan_of(lead), LISTED).from_folder(folder) == agency


def test_known_leads_change_nothing() -> None:
    assert parties_of(plan_of("Sở Nội vụ", "UBND cấp huyện"), LISTED) is LISTED


def test_another_provinces_plan_binds_no_district_of_ours() -> None:
    plan = plan_of("Sở Nội vụ", "UBND cấp huyện", province="Phú Thọ")
    registry = parties_of(plan, LISTED)
    assert registry.expand("UBND cấp huyện").members == ()
    assert registry.identify("SỞ NỘI VỤ TỈNH PHÚ THỌ") == "so-noi-vu"
    assert LISTED.identify("SỞ NỘI VỤ TỈNH PHÚ THỌ") == ""
    assert [defect.subject for defect in foreign_list(plan, LISTED)] == ["province"]
    assert foreign_list(plan_of("Sở Nội vụ"), LISTED) == ()
