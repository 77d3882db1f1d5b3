"""Boxes on a page's picture: a number or a day that was not read is boxed where it stands."""

from __future__ import annotations

import json

from extractors.document import Anchor, Block, Kind
from pipeline.review.evidence.page_boxes import boxes_on
from pipeline.review.evidence.passages import Spot
from tests.factories import document

PLACES = {
    "number": {"page": 1, "box": [60.0, 60.0, 90.0, 74.0]},
    "issued_on": {"page": 1, "box": [300.0, 60.0, 480.0, 74.0]},
    "title": {"page": 1, "box": [150.0, 120.0, 400.0, 134.0]},
}
TITLE = Block("Kết quả thực hiện", Kind.PARAGRAPH, Anchor(1, (150.0, 120.0, 400.0, 134.0)))
PAPER = document(blocks=(TITLE,))
HERE = Spot(0, literal=True)


def labels(header: dict[str, object], spot: Spot | None, page: int = 1) -> list[str]:
    kept = json.dumps({"anchors": PLACES, **header})
    return [box.label for box in boxes_on(PAPER, kept, TITLE.anchor, spot, "Kết quả", page)]


def test_what_was_left_out_is_boxed_beside_the_passage() -> None:
    assert labels({"number": "12", "issued_on": "2024-06-12"}, HERE) == [""]
    assert labels({"issued_on": "2024-06-12"}, HERE) == [
        "",
        "Số, ký hiệu: chưa có hoặc chưa đọc chắc",
    ]
    assert labels({}, HERE, page=2) == []


def test_the_parts_of_a_head_say_which_was_not_read() -> None:
    assert labels({"number": "12"}, None) == [
        "Số, ký hiệu",
        "Ngày ban hành: chưa có hoặc chưa đọc chắc",
        "Loại, trích yếu",
    ]


def test_the_blank_in_which_a_hand_may_have_written_is_boxed_too() -> None:
    header = json.dumps({"anchors": PLACES, "issued_on": "2024-06-12"})
    _, number = boxes_on(PAPER, header, TITLE.anchor, HERE, "Kết quả", 1)
    assert (number.x, number.width) == (57.0, 116.0)
