from __future__ import annotations

import numpy as np
import pytest

from pipeline.matching.lexicon import Lexicon
from pipeline.matching.parties import Level
from pipeline.matching.query import Query
from pipeline.matching.siblings import Siblings
from pipeline.matching.types import TypeFit
from rules.document_types import DocumentTypes
from rules.vietnamese.text import tokens
from rules.vietnamese.work_verbs import work_verbs
from tests import factories as make

APPROVE, INSPECT, ALIKE = 0, 1, 2
TASKS = (
    make.task("IV.10", text="Phê duyệt kế hoạch tuyển dụng viên chức", outputs=("Báo cáo",)),
    make.task("IV.11", text="Thanh tra, kiểm tra công tác tuyển dụng", outputs=("Báo cáo",)),
    make.task("IV.13", text="Giám sát công tác tuyển dụng", outputs=("Báo cáo",)),
)
LEADS = (Level.LEAD,) * 3


@pytest.fixture(scope="module")
def siblings() -> Siblings:
    plan = make.plan(*TASKS)
    lexicon = Lexicon([task.text for task in TASKS])
    types = TypeFit(plan, DocumentTypes.load())
    return Siblings(plan, np.full((3, 3), 0.5), [{}, {}, {}], {}, types, lexicon)


@pytest.mark.parametrize(
    ("text", "best", "rivals", "shared"),
    [
        # The first verb of work governs: only tasks of that work stay in question.
        ("Qua kiểm tra công tác tuyển dụng", [INSPECT, APPROVE, ALIKE], [], [ALIKE]),
        ("Đã phê duyệt tuyển dụng", [APPROVE, INSPECT, ALIKE], [], []),
        # It does not clear away a task that stands before.
        ("Qua kiểm tra công tác tuyển dụng", [APPROVE, INSPECT], [INSPECT], []),
        # No verb of work, or one that both have, tells nothing.
        ("Công tác viên chức", [APPROVE, INSPECT], [], [INSPECT]),
        ("Công tác tuyển dụng", [APPROVE, INSPECT], [], [INSPECT]),
    ],
)
def test_the_governing_verb_decides(
    siblings: Siblings, text: str, best: list[int], rivals: list[int], shared: list[int]
) -> None:
    verbs = work_verbs(tokens(text))
    sharing = siblings.sharing(best[0], best, {}, LEADS, Query(text), verbs)
    assert (siblings.rivals(best[0], best, sharing, {}, verbs), sharing) == (rivals, shared)


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("giám sát công chức làm hồ sơ", True),
        ("giám sát công chức làm hồ sơ tuyển dụng", False),
        ("kiểm tra, rồi phê duyệt kế hoạch tuyển dụng", False),
        ("hồ sơ viên chức", False),
    ],
)
def test_work_of_one_sibling_alone(siblings: Siblings, text: str, is_other: bool) -> None:
    assert siblings.other_work(INSPECT, APPROVE, work_verbs(tokens(text))) is is_other
