"""Names as they come: without diacritics, with wrong tones, in capitals, broken over lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest

from rules.agencies import Agency, load
from rules.vietnamese.text import fold

REGISTRY = load()
BODIES = tuple(agency for agency in REGISTRY.agencies if agency.kind != "group")
TONES = dict(zip("\u0300\u0301\u0303\u0309\u0323", "\u0301\u0309\u0323\u0300\u0303", strict=True))


def wrong_tones(text: str) -> str:
    """Every tone another one: "Sở Nội vụ" becomes "Sờ Nỗi vũ"."""
    loose = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(TONES.get(sign, sign) for sign in loose))


def without_marks(text: str) -> str:
    """Only the letters a typewriter has."""
    loose = unicodedata.normalize("NFD", text)
    bare = "".join(sign for sign in loose if not unicodedata.combining(sign))
    return bare.replace("đ", "d").replace("Đ", "D")


def broken(text: str) -> str:
    """Each blank a line break with blanks about it, as cells of a table give them."""
    return text.replace(" ", " \n ")


FORMS: dict[str, Callable[[str], str]] = {
    "as written": str,
    "no diacritics": without_marks,
    "no diacritics, capitals": lambda text: without_marks(text).upper(),
    "wrong tones": wrong_tones,
    "capitals": str.upper,
    "small letters": str.lower,
    "broken over lines": broken,
    "broken, capitals": lambda text: broken(text).upper(),
    "hard blanks": lambda text: text.replace(" ", "\u00a0"),
    "loose tone marks": lambda text: unicodedata.normalize("NFD", text),
    "doubled blanks, a full stop": lambda text: f" {text.replace(' ', '  ')}. ",
}


def day_of(agency: Agency) -> date:
    """A day on which the body existed."""
    return agency.valid_to or agency.valid_from or date(2024, 6, 30)


def told_apart(agency: Agency, name: str) -> bool:
    """Whether no other body of that day has a name that folds to the same."""
    alike = [one for one in BODIES if fold(one.name) == fold(name) and one.valid(day_of(agency))]
    return len(alike) <= 1


@pytest.mark.parametrize("form", FORMS)
def test_every_example_of_every_agency(form: str) -> None:
    wrong = [
        (agency.id, example)
        for agency in BODIES
        for example in agency.examples
        # An abbreviation in small letters is any word: "tand", "snv".
        if (form != "small letters" or " " in example)
        if REGISTRY.identify(FORMS[form](example), day_of(agency)) != agency.id
    ]
    assert wrong == []


@pytest.mark.parametrize("form", FORMS)
def test_every_name_of_every_agency_and_commune(form: str) -> None:
    """204 communes of 2024 under their districts, 75 of 1 July 2025, and all others."""
    wrong = [
        agency.id
        for agency in BODIES
        if told_apart(agency, agency.name)
        if REGISTRY.identify(FORMS[form](agency.name), day_of(agency)) != agency.id
    ]
    assert wrong == []


@pytest.mark.parametrize("form", ["as written", "no diacritics", "capitals", "broken over lines"])
def test_names_in_running_text(form: str) -> None:
    write = FORMS[form]
    wrong = []
    for agency in BODIES:
        text = write(f"Giao {agency.name} chủ trì, báo cáo trước ngày 10/12/2024")
        found = [m.agency_id for m in REGISTRY.mentions(text, day_of(agency))]
        # Of a commune of before the text may name its district as well.
        if told_apart(agency, agency.name) and found[:1] != [agency.id]:
            wrong.append((agency.id, found))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "day", "agency_id"),
    [
        ("UBND huyện Mộc Châu", date(2024, 6, 1), "ubnd-huyen-moc-chau"),
        ("UBND thị xã Mộc Châu", date(2025, 2, 15), "ubnd-huyen-moc-chau"),
        ("UBND THI XA MOC CHAU", date(2025, 6, 30), "ubnd-huyen-moc-chau"),
        ("UBND phường Mộc Châu", date(2025, 7, 1), "ubnd-phuong-moc-chau"),
        ("UBND phuong Moc Chau", date(2025, 7, 1), "ubnd-phuong-moc-chau"),
        ("UBND thị trấn Mộc Châu", date(2024, 6, 1), "ubnd-thi-tran-moc-chau-moc-chau"),
        ("UBND Mộc Châu", date(2024, 6, 1), "ubnd-huyen-moc-chau"),
        ("UBND xã Vân Hồ", date(2024, 6, 1), "ubnd-xa-van-ho-van-ho"),
        ("UBND xã Vân Hồ", date(2025, 7, 1), "ubnd-xa-van-ho"),
        ("UBND huyện Vân Hồ", date(2024, 6, 1), "ubnd-huyen-van-ho"),
        ("UBND phường Tô Hiệu", date(2025, 6, 30), "ubnd-phuong-to-hieu-son-la"),
        ("UBND phường Tô Hiệu", date(2025, 7, 1), "ubnd-phuong-to-hieu"),
    ],
)
def test_one_name_of_several_years(text: str, day: date, agency_id: str) -> None:
    assert REGISTRY.identify(text, day) == agency_id


@pytest.mark.parametrize(
    ("folder", "day", "agency_id"),
    [
        ("Mộc Châu", date(2024, 12, 5), "ubnd-huyen-moc-chau"),
        ("12. Moc Chau nop", date(2025, 7, 2), "ubnd-phuong-moc-chau"),
        ("Vân Hồ", date(2024, 12, 5), "ubnd-huyen-van-ho"),
        ("Vân Hồ", date(2025, 7, 2), "ubnd-xa-van-ho"),
        ("P. Mộc Châu", date(2025, 7, 2), "ubnd-phuong-moc-chau"),
        ("TT Mộc Châu", date(2024, 12, 5), "ubnd-thi-tran-moc-chau-moc-chau"),
    ],
)
def test_one_folder_name_of_several_years(folder: str, day: date, agency_id: str) -> None:
    assert REGISTRY.from_folder(folder, day) == agency_id
