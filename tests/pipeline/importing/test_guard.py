from __future__ import annotations

import pytest

from pipeline.importing.guard import (
    SHADES,
    colour_of,
    echo_text,
    guard_text,
    is_echo,
    is_ground,
    parse_guard,
    words_hash,
)

CODE, PRINT, BASIS = "PH-0000-0001-8", "f" * 32, "b" * 32
SAID = ("Đúng - đôn đốc", "", "", "xem trang 3")
TEXT = guard_text(CODE, PRINT, BASIS, 7, SAID, "Lan")


def test_a_guard_belongs_to_one_finding_with_these_facts() -> None:
    guard = parse_guard(f" {TEXT} ")
    assert guard is not None
    assert guard.version == 7
    assert guard.fits(CODE, PRINT)
    assert not guard.fits("PH-0000-0010-8", PRINT)
    assert not guard.fits(CODE, "e" * 32)
    assert guard.of_facts(BASIS)
    assert not guard.of_facts("c" * 32)
    assert guard.said == words_hash(("Đúng - đôn đốc ", "", "", "xem  trang\n3"))
    assert guard.said != words_hash(("Đúng - đôn đốc", "", "xem trang 3", ""))


@pytest.mark.parametrize("place", range(3, len(TEXT)))
def test_every_single_changed_sign_is_told(place: int) -> None:
    other = "1" if TEXT[place] != "1" else "2"
    guard = parse_guard(TEXT[:place] + other + TEXT[place + 1 :])
    assert guard is None or not guard.fits(CODE, PRINT)


@pytest.mark.parametrize("text", ["", "g1", "=1", CODE, TEXT + "0", "g1." + "9" * 400])
def test_what_is_no_guard(text: str) -> None:
    assert parse_guard(text) is None


def test_the_echo_of_a_row() -> None:
    assert is_echo(echo_text(PRINT))
    assert echo_text(PRINT) != echo_text("e" * 32)
    assert not is_echo(TEXT)


def test_every_shade_is_one_of_ours_and_no_colour_that_people_use() -> None:
    colours = {colour_of(shade) for shade in range(SHADES)}
    assert len(colours) == SHADES
    assert colour_of(0) == "#FFFCF0"
    assert all(is_ground(colour.removeprefix("#")) for colour in colours)
    assert not any(map(is_ground, ("FFFFFF", "FFFFFF00", "FFFF00", "FFF2CC", "00000000", "", "x")))
