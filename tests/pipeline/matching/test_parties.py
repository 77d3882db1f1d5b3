from __future__ import annotations

import pytest

from pipeline.matching.lexicon import Lexicon
from pipeline.matching.parties import Level, Parties
from rules.agencies import load
from tests import factories as make

TASKS = (
    make.task(
        "II.5", leads=("UBND cấp huyện",), coordinating=("Sở Lao động - Thương binh và Xã hội",)
    ),
    make.task("IV.5", leads=("Sở Xây dựng", "UBND các huyện, thành phố"), coordinating=()),
    make.task("IV.7", leads=("Sở Y tế",), coordinating=("Các bệnh viện trực thuộc Sở Y tế",)),
    make.task("IV.8", leads=("Sở Giáo dục và Đào tạo",), outputs=("Nghị quyết HĐND tỉnh",)),
    make.task(
        "IV.12",
        leads=("Các sở, ban, ngành", "UBND cấp huyện", "UBND cấp xã"),
        coordinating=("Thanh tra tỉnh",),
    ),
    make.task(
        "III.2",
        leads=("Sở Nội vụ",),
        coordinating=("Các cơ quan, đơn vị, địa phương có liên quan",),
    ),
)


@pytest.fixture(scope="module")
def parties() -> Parties:
    plan = make.plan(*TASKS)
    return Parties(plan, load(), Lexicon([task.text for task in TASKS]))


@pytest.mark.parametrize(
    ("agency", "task", "level"),
    [
        ("UBND huyện Mộc Châu", "II.5", Level.GROUP_LEAD),
        ("UBND TP Sơn La", "IV.5", Level.GROUP_LEAD),
        ("So Xay dung", "IV.5", Level.LEAD),
        ("UBND xã Mường Bú", "II.5", Level.BELOW),
        ("UBND xã Mường Bú", "IV.12", Level.GROUP_LEAD),
        ("Sở LĐTBXH", "II.5", Level.COORDINATES),
        ("Bệnh viện Đa khoa tỉnh", "IV.7", Level.GROUP_COORDINATES),
        ("HĐND tỉnh", "IV.8", Level.ISSUER),
        ("UBND tỉnh", "IV.8", Level.ABOVE),
        ("Sở Tư pháp", "IV.12", Level.GROUP_LEAD),
        ("Sở Y tế", "III.2", Level.ANYBODY),
        ("Sở Y tế", "IV.5", Level.STRANGER),
        ("Câu lạc bộ Hoa lan", "IV.5", Level.UNKNOWN),
        ("", "IV.5", Level.UNKNOWN),
    ],
)
def test_what_an_agency_has_to_do_with_a_task(
    parties: Parties, agency: str, task: str, level: Level
) -> None:
    place = [one.id for one in TASKS].index(task)
    assert parties.levels(agency, "")[place] is level


def test_an_id_goes_before_the_words(parties: Parties) -> None:
    assert parties.levels("", "so-xay-dung")[1] is Level.LEAD
