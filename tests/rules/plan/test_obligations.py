"""Obligations of the real plan, counted by hand, and of other plans."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from rules.agencies import load
from rules.document_types import DocumentTypes
from rules.model.plan import Obligation, Plan, Task
from rules.plan.obligations import issuer_of, oblige, reporting_year
from rules.settings import Settings
from tests.rules.plan.plans import other_plan, papi_plan

REGISTRY = load()
TYPES = DocumentTypes.load()
IN_2024 = date(2024, 6, 30)


@pytest.fixture(scope="module")
def obligations(root: Path) -> tuple[Obligation, ...]:
    return oblige(papi_plan(root), REGISTRY, TYPES)


def one_task(**changes) -> Plan:
    values = {
        "outputs": ("Kế hoạch",),
        "leads": ("Sở Nội vụ",),
        "coordinating": (),
        "deadlines": ("Quý I/2024",),
    }
    task = Task("I.1", "I", "1", "Việc", **{**values, **changes})
    return Plan("", (), (task,), year=2024, province="Sơn La")


@pytest.mark.parametrize(
    ("agency_id", "count"),
    [
        # I.1 2, I.2 2, I.3, I.4, III.1, III.2 2, III.3 2, IV.10 2, IV.11 2; as a department II.4 2,
        # IV.12 2, VIII.1 2; its own plan and two reports
        ("so-noi-vu", 15 + 6 + 3),
        # IV.7: plan, sheet, reports of 4 quarters, 6 months, year; VI.1 plan and 2 reports; VI.2 2
        ("so-y-te", 8 + 3 + 2 + 6 + 3),
        # II.7 2, II.8, IV.2, IV.3 2, V.6, V.8, VI.6, VII.1 3, VII.2 2
        ("so-tai-nguyen-va-moi-truong", 14 + 6 + 3),
        # V.1, V.3, VIII.3; it leads VIII.1 by name and as a department, and owes it once
        ("van-phong-ubnd-tinh", 3 + 6 + 3),
        # owes only as a department
        ("so-ngoai-vu", 6 + 3),
        # II.4 2, II.5, IV.5 2, IV.6 2, IV.12 2, V.5, V.7, VIII.1 2, VIII.2 2
        ("ubnd-huyen-moc-chau", 15 + 3),
        # VI.9, VI.10; 6 months and year, no plan
        ("cong-an-tinh", 2 + 2),
        ("toa-an-nhan-dan-tinh", 1 + 2),
        # I.6, III.8 2; the Front owes no report
        ("uy-ban-mttq-viet-nam-tinh", 3),
        ("bao-hiem-xa-hoi-tinh", 1),
        # II.4 2, IV.12 2, VIII.1 2, VIII.2 2
        ("ubnd-cap-xa", 8),
        ("hoi-chu-thap-do-tinh", 0),
        ("ubnd-tinh", 0),
    ],
)
def test_how_much_each_agency_owes(
    obligations: tuple[Obligation, ...], agency_id: str, count: int
) -> None:
    assert sum(o.agency_id == agency_id for o in obligations) == count


def test_every_district_owes_the_same(obligations: tuple[Obligation, ...]) -> None:
    districts = REGISTRY.members("ubnd-cap-huyen", IN_2024)
    counts = Counter(o.agency_id for o in obligations)
    assert {counts[district] for district in districts} == {18}


def test_ids_are_unique_and_readable(obligations: tuple[Obligation, ...]) -> None:
    ids = [o.id for o in obligations]
    assert len(set(ids)) == len(ids)
    assert "IV.7/3/so-y-te/quý I" in ids
    assert "report:6m/cong-an-tinh" in ids


@pytest.mark.parametrize(
    ("obligation_id", "doc_type", "issuer_id", "kind", "due_to"),
    [
        ("I.1/1/so-noi-vu", "Kế hoạch", "ubnd-tinh", "quarter", date(2024, 3, 31)),
        ("I.1/2/so-noi-vu", "Báo cáo", "so-noi-vu", "quarter", date(2024, 12, 31)),
        ("I.5/1/so-tai-chinh", "Quy chế", "so-tai-chinh", "quarter", date(2024, 3, 31)),
        ("II.2/1/so-tu-phap", "Kế hoạch", "so-tu-phap", "month", date(2024, 1, 31)),
        ("II.5/1/ubnd-huyen-van-ho", "Báo cáo", "ubnd-huyen-van-ho", "range", date(2024, 12, 31)),
        (
            "II.7/1/so-tai-nguyen-va-moi-truong",
            "Kế hoạch",
            "so-tai-nguyen-va-moi-truong",
            "relative",
            None,
        ),
        (
            "II.8/1/so-tai-nguyen-va-moi-truong",
            "Quyết định",
            "ubnd-tinh",
            "before",
            date(2024, 12, 30),
        ),
        ("IV.7/2/so-y-te", "Phiếu", "so-y-te", "", None),
        ("IV.7/3/so-y-te/6 tháng", "Báo cáo", "so-y-te", "recurring", date(2024, 6, 30)),
        ("IV.8/1/so-giao-duc-va-dao-tao", "Nghị quyết", "hdnd-tinh", "month", date(2024, 7, 31)),
        ("VI.4/1/so-giao-duc-va-dao-tao", "Nghị quyết", "hdnd-tinh", "month", date(2024, 8, 31)),
        (
            "V.6/1/so-tai-nguyen-va-moi-truong",
            "Văn bản chỉ đạo",
            "ubnd-tinh",
            "quarter",
            date(2024, 3, 31),
        ),
        (
            "VI.8/1/so-giao-thong-van-tai",
            "Công văn",
            "so-giao-thong-van-tai",
            "quarter",
            date(2024, 6, 30),
        ),
        ("VIII.1/2/so-y-te", "Tin, bài", "so-y-te", "continuous", None),
        ("VIII.2/1/ubnd-cap-xa", "Kế hoạch", "ubnd-cap-xa", "year", date(2024, 12, 31)),
        ("report:plan/so-y-te", "Kế hoạch", "so-y-te", "date", date(2024, 1, 30)),
        (
            "report:6m/toa-an-nhan-dan-tinh",
            "Báo cáo",
            "toa-an-nhan-dan-tinh",
            "before",
            date(2024, 6, 9),
        ),
        (
            "report:year/ubnd-huyen-moc-chau",
            "Báo cáo",
            "ubnd-huyen-moc-chau",
            "before",
            date(2024, 12, 9),
        ),
    ],
)
def test_single_obligations(
    obligations: tuple[Obligation, ...],
    obligation_id: str,
    doc_type: str,
    issuer_id: str,
    kind: str,
    due_to: date | None,
) -> None:
    found = next(o for o in obligations if o.id == obligation_id)
    assert (found.doc_type, found.issuer_id) == (doc_type, issuer_id)
    assert (found.deadline.kind, found.deadline.due_to) == (kind, due_to)


def test_a_condition_is_kept(obligations: tuple[Obligation, ...]) -> None:
    found = next(o for o in obligations if o.task_id == "I.5")
    assert found.deadline.condition == "sau khi có ý kiến của Thường trực Tỉnh uỷ"


def test_communes_owe_as_one_unless_asked(root: Path, obligations) -> None:
    group = next(o for o in obligations if o.id == "II.4/1/ubnd-cap-xa")
    assert len(group.members) == 204
    each = oblige(papi_plan(root), REGISTRY, TYPES, Settings(expand_communes=True))
    assert sum(o.id.startswith("II.4/1/ubnd-") and o.members == () for o in each) == 204 + 12
    assert "II.4/1/ubnd-xa-chieng-mai-mai-son" in {o.id for o in each}
    assert not any(o.agency_id == "ubnd-cap-xa" for o in each)


def test_reporting_year(root: Path) -> None:
    assert reporting_year(papi_plan(root)) == (date(2023, 12, 1), date(2024, 11, 30))
    assert reporting_year(one_task()) == (date(2023, 12, 1), date(2024, 11, 30))
    unknown = Plan("", (), ())
    assert reporting_year(unknown) == (date.min, date.max)


def test_members_of_a_group_are_those_of_the_due_day() -> None:
    plan = one_task(leads=("Các sở, ban, ngành",), deadlines=("Quý II/2025",))
    owing = {o.agency_id for o in oblige(plan, REGISTRY, TYPES)}
    assert "so-nong-nghiep-va-moi-truong" in owing
    assert not owing & {"so-tai-nguyen-va-moi-truong", "ban-dan-toc"}


def test_several_days_give_several_obligations() -> None:
    plan = one_task(outputs=("Báo cáo",), deadlines=("Tháng 6, tháng 12/2024",))
    assert [o.id for o in oblige(plan, REGISTRY, TYPES)] == [
        "I.1/1/so-noi-vu/2024-06-30",
        "I.1/1/so-noi-vu/2024-12-31",
    ]


@pytest.mark.parametrize(
    ("output", "issuer_id"),
    [
        ("Kế hoạch", "so-noi-vu"),
        ("Kế hoạch của Chủ tịch UBND tỉnh", "ubnd-tinh"),
        ("Nghị quyết HĐND tỉnh", "hdnd-tinh"),
        ("Nghị quyết của Hội đồng nhân dân tỉnh", "hdnd-tinh"),
        ("Văn bản chỉ đạo của UBND tỉnh", "ubnd-tinh"),
        ("Quyết định của UBND tỉnh ban hành Quy chế phối hợp", "ubnd-tinh"),
        ("Kế hoạch của Sở Y tế", "so-y-te"),
        ("Quyết định UBND tỉnh", "ubnd-tinh"),
        # to the province, not of it
        ("Báo cáo UBND tỉnh", "so-noi-vu"),
        ("Tờ trình UBND tỉnh", "so-noi-vu"),
        ("Kế hoạch sử dụng đất 5 năm tỉnh Sơn La", "so-noi-vu"),
        ("Báo cáo kết quả của đơn vị", "so-noi-vu"),
        # somebody's, we cannot tell whose
        ("Quyết định của cấp có thẩm quyền", ""),
    ],
)
def test_the_issuer_is_whom_the_output_names(output: str, issuer_id: str) -> None:
    assert issuer_of(output, "so-noi-vu", REGISTRY, IN_2024) == issuer_id


@pytest.mark.parametrize(
    ("name", "counts", "kinds"),
    [
        (
            "qd2597-ttg-1",
            {"bo-xay-dung": 23, "bo-khoa-hoc-va-cong-nghe": 1, "bo-tai-chinh": 1},
            {"years", "year"},
        ),
        (
            "kh617-ubnd-dongthap-1",
            {"so-khoa-hoc-va-cong-nghe": 9, "so-noi-vu": 1, "so-cong-thuong": 1},
            {"continuous", "quarter"},
        ),
        (
            "kh552-ubnd-dongthap-1",
            {"so-khoa-hoc-va-cong-nghe": 5, "lien-hiep-cac-hoi-khoa-hoc-va-ky-thuat-tinh": 2},
            {"continuous", "years", "year"},
        ),
        (
            "kh179-ubnd-dongnai-1",
            {"cong-an-tinh": 11, "so-y-te": 2, "thue-dong-nai": 1},
            {"years", "year"},
        ),
    ],
)
def test_other_plans(shared: Path, name: str, counts: dict[str, int], kinds: set[str]) -> None:
    found = oblige(other_plan(shared / "bench" / "plans" / f"{name}.truth.json"), REGISTRY, TYPES)
    owing = Counter(o.agency_id for o in found)
    assert {agency_id: owing[agency_id] for agency_id in counts} == counts
    assert {o.deadline.kind for o in found} == kinds
