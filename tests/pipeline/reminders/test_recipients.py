"""A body that has ended is written to at whoever took over from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests import factories as make
from tests.pipeline.reminders.occasion import HEALTH, HOME, lay, remind, scene, text_of

TOLD = (
    "Các sản phẩm, báo cáo này do Sở Y tế phải thực hiện trước khi kết thúc hoạt động, nay {} "
    "tiếp nhận nhiệm vụ."
)


def letter(out: Path, heirs: tuple[str, ...], unsure: bool = False) -> str:
    """The letter on what Sở Y tế, which ended on 28/2/2024, still owes."""
    ended = make.agency(
        HEALTH, "Sở Y tế", valid_to=date(2024, 2, 28), successors=heirs, end_unsure=unsure
    )
    others = [
        make.agency(HOME, "Sở Nội vụ", signs=("SNV",)),
        make.agency("so-dan-so", "Sở Dân số"),
        make.agency("ubnd-huyen-moc-chau", "UBND huyện Mộc Châu", kind="ubnd_huyen"),
    ]
    result = remind(lay(out, scene(agencies=[ended, *others]), [2, 3]))
    (made,) = result.made
    return text_of(result.folder / made.file)


@pytest.mark.parametrize(
    ("heirs", "addressee", "told"),
    [
        (("so-dan-so",), "Sở Dân số", "Sở Dân số"),
        (
            ("so-dan-so", "ubnd-huyen-moc-chau"),
            "Sở Dân số; Ủy ban nhân dân huyện Mộc Châu",
            "Sở Dân số, UBND huyện Mộc Châu",
        ),
    ],
)
def test_the_letter_goes_to_who_took_over(
    tmp_path: Path, heirs: tuple[str, ...], addressee: str, told: str
) -> None:
    text = letter(tmp_path, heirs)
    assert f"Kính gửi: {addressee}" in text.splitlines()
    assert TOLD.format(told) in text


def test_where_the_end_is_not_sure_the_body_itself_is_written_to(tmp_path: Path) -> None:
    text = letter(tmp_path, ("so-dan-so",), unsure=True)
    assert "Kính gửi: Sở Y tế" in text.splitlines()
    assert "tiếp nhận nhiệm vụ" not in text


def test_what_the_office_took_over_itself_becomes_its_note(tmp_path: Path) -> None:
    text = letter(tmp_path, (HOME,))
    assert "Kính gửi: Sở Y tế" not in text
    assert "phiếu" in text.lower()
    assert TOLD.format("Sở Nội vụ") in text
