"""Sơn La in 2024 and 2025: who existed when, and who took over from whom."""

from __future__ import annotations

from datetime import date

import pytest

from rules.agencies import load

REGISTRY = load()
COMMUNES = tuple(one for one in REGISTRY.agencies if one.kind == "ubnd_xa")
JULY = date(2025, 7, 1)


def test_204_communes_became_75_and_nobody_is_left_without_an_heir() -> None:
    before = [one for one in COMMUNES if one.valid_to]
    after = {one.id for one in COMMUNES if one.valid_from}
    assert (len(before), len(after)) == (204, 75)
    assert {one.valid_to for one in before} == {date(2025, 6, 30)}
    assert all(one.successors for one in before)
    assert {heir for one in before for heir in one.successors} == after


@pytest.mark.parametrize(
    ("commune", "heirs"),
    [
        ("ubnd-phuong-quyet-thang-son-la", ("ubnd-phuong-to-hieu",)),
        ("ubnd-xa-hua-la-son-la", ("ubnd-phuong-chieng-coi",)),
        ("ubnd-xa-cac-nang-quynh-nhai", ()),  # no such commune
        ("ubnd-xa-ca-nang-quynh-nhai", ("ubnd-xa-muong-chien",)),
        ("ubnd-xa-sam-kha-sop-cop", ("ubnd-xa-pung-banh",)),
        ("ubnd-xa-muong-leo-sop-cop", ("ubnd-xa-muong-leo",)),
        ("ubnd-xa-suoi-to-phu-yen", ("ubnd-xa-suoi-to",)),
        ("ubnd-xa-ngoc-chien-muong-la", ("ubnd-xa-ngoc-chien",)),
        # one of Vân Hồ went to a commune on the ground of Mộc Châu
        ("ubnd-xa-chieng-xuan-van-ho", ("ubnd-xa-chieng-son",)),
        # a township that had been divided
        (
            "ubnd-thi-tran-nong-truong-moc-chau-moc-chau",
            ("ubnd-phuong-van-son", "ubnd-phuong-thao-nguyen"),
        ),
    ],
)
def test_which_commune_took_over_which(commune: str, heirs: tuple[str, ...]) -> None:
    assert REGISTRY.successor(commune, JULY) == heirs
    assert REGISTRY.successor(commune, date(2025, 6, 30)) == ()


@pytest.mark.parametrize(
    ("district", "number"),
    [
        ("ubnd-thanh-pho-son-la", 4),
        ("ubnd-huyen-thuan-chau", 10),
        ("ubnd-huyen-moc-chau", 8),
        ("ubnd-huyen-sop-cop", 4),
    ],
)
def test_a_district_is_answered_by_the_communes_on_its_ground(district: str, number: int) -> None:
    assert len(REGISTRY.successor(district, JULY)) == number


@pytest.mark.parametrize(
    ("ended", "heirs"),
    [
        ("so-ke-hoach-va-dau-tu", ("so-tai-chinh",)),
        ("so-giao-thong-van-tai", ("so-xay-dung",)),
        ("so-tai-nguyen-va-moi-truong", ("so-nong-nghiep-va-moi-truong",)),
        ("so-nong-nghiep-va-phat-trien-nong-thon", ("so-nong-nghiep-va-moi-truong",)),
        ("ban-dan-toc", ("so-dan-toc-va-ton-giao",)),
        (
            "so-thong-tin-va-truyen-thong",
            ("so-khoa-hoc-va-cong-nghe", "so-van-hoa-the-thao-va-du-lich"),
        ),
        (
            "so-lao-dong-thuong-binh-va-xa-hoi",
            (
                *("so-noi-vu", "so-giao-duc-va-dao-tao", "so-y-te"),
                "so-nong-nghiep-va-moi-truong",
            ),
        ),
    ],
)
def test_departments_merged_on_the_first_of_march(ended: str, heirs: tuple[str, ...]) -> None:
    assert REGISTRY.successor(ended, date(2025, 2, 28)) == ()
    assert REGISTRY.successor(ended, date(2025, 3, 1)) == heirs


def test_an_end_that_is_not_certain_says_why() -> None:
    unsure = {one.id for one in REGISTRY.agencies if one.end_unsure}
    assert {one.id for one in REGISTRY.agencies if one.end_unsure and not one.source} == set()
    assert len([id for id in unsure if id.startswith("ubnd-")]) == 9
    assert {id for id in unsure if not id.startswith("ubnd-")} == {
        "bo-chi-huy-bo-doi-bien-phong-tinh",
        "ngan-hang-nha-nuoc-chi-nhanh-tinh",
        "cuc-quan-ly-thi-truong-tinh",
        "ban-tuyen-giao-tinh-uy",
        "ban-dan-van-tinh-uy",
        "dang-uy-khoi-cac-co-quan-tinh",
    }
