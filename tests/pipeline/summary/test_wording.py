from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.storage.store import Store
from pipeline.summary import wording
from pipeline.summary.document import summarise
from pipeline.summary.facts import Facts, Letters, gather
from tests.pipeline.test_figures import HOME, decide
from tests.pipeline.test_figures import store as store  # the small run


def facts(path: Path) -> Facts:
    with Store.read(path) as opened:
        return gather(opened)


def test_three_sentences(store: Path) -> None:
    assert wording.opening(facts(store)) == (
        "Đến hết ngày 20/06/2024, có 14 sản phẩm, báo cáo đã đến hạn của 3 cơ quan; trong 12 việc "
        "đã kết luận được, 4 việc đã nhận đúng văn bản (33,3%), gồm 3 việc đúng hạn (25,0%). "
        "Còn 9 việc có sai lệch: 1 chậm hạn, 4 có nhưng chưa đúng, 4 chưa thấy văn bản; tất cả mới "
        "do máy phát hiện, cán bộ chưa xác nhận việc nào. "
        "Có 2 việc chưa kết luận được vì tài liệu chưa đọc được hoặc chưa rõ; số này không tính "
        "là thiếu và không tính vào tỷ lệ."
    )


def test_confirmed_and_undecided_are_told_apart(store: Path) -> None:
    decide(store, "late", "confirm")
    assert "cán bộ đã xác nhận 1 việc, 8 việc mới do máy phát hiện, chưa xác nhận." in (
        wording.opening(facts(store))
    )


def test_nobody_is_named_before_a_clerk_confirmed(store: Path) -> None:
    before = facts(store)
    assert "không nêu tên cơ quan nào" in wording.confirmed(before)
    told = " ".join([wording.opening(before), *wording.doubts(before), *wording.advice(before)])
    assert "Mộc Châu" not in told
    decide(store, "nothing", "confirm")
    decide(store, "late", "misread", reason="Khác")
    assert wording.confirmed(facts(store)) == ("Việc cán bộ đã xác nhận: UBND huyện Mộc Châu (2).")


def test_names_stop_before_the_page_is_full(store: Path) -> None:
    decide(store, "late", "confirm")
    told = facts(store)
    line = next(one for one in told.figures.by_agency if one.key == HOME)
    many = tuple(replace(line, key=f"a{n}", name=f"Cơ quan {n}") for n in range(60))
    text = wording.confirmed(replace(told, figures=replace(told.figures, by_agency=many)))
    assert text.startswith("Việc cán bộ đã xác nhận: Cơ quan 0 (1), Cơ quan 1 (1)")
    assert text.endswith("Cơ quan 18 (1) và 41 cơ quan khác (Phụ lục I).")
    assert len(text) < 400


def test_what_cannot_be_judged_is_told_line_by_line(store: Path) -> None:
    assert wording.doubts(facts(store)) == [
        "2 việc đến hạn của 1 cơ quan: tài liệu đã gửi nhưng chưa đọc được, hoặc cần người xem;",
        "1 cơ quan chưa thấy tài liệu nào (chưa gửi, hoặc gửi bằng đường khác), liên quan 2 việc "
        "đã đến hạn;",
        "2 việc Kế hoạch không cho biết ngày phải xong.",
    ]


def test_the_first_run_has_nothing_to_compare(store: Path) -> None:
    assert wording.changed(facts(store)).startswith("Đây là lần đối chiếu đầu tiên")


def test_advice_follows_from_what_there_is(store: Path) -> None:
    assert wording.advice(facts(store)) == [
        "Giao Sở Nội vụ xem và quyết định 5 sai lệch chưa xem trước khi thông báo với cơ quan.",
        "Giao Sở Nội vụ liên hệ, xác minh 1 cơ quan chưa thấy tài liệu và chưa có quyết định nào.",
    ]
    decide(store, "late", "confirm")
    assert wording.advice(facts(store))[0] == (
        "Đồng ý để Sở Nội vụ gửi công văn đôn đốc 1 cơ quan về 1 việc cán bộ đã xác nhận."
    )


def test_letters_already_made_are_told(store: Path) -> None:
    decide(store, "late", "confirm")
    told = replace(facts(store), letters=Letters(2, 12, date(2024, 7, 5)))
    assert wording.advice(told)[:2] == [
        "Đã lập công văn đôn đốc đợt 2 cho 12 cơ quan, đề nghị trả lời trước ngày 05/07/2024; "
        "đề nghị chỉ đạo các cơ quan thực hiện.",
        "Còn 1 sai lệch cán bộ đã xác nhận nhưng chưa nằm trong công văn nào.",
    ]


def test_letters_are_counted_from_their_table(store: Path) -> None:
    with Store.decide(store) as opened:
        for round_, agency, kind in ((1, HOME, "letter"), (2, HOME, "letter"), (2, "x", "note")):
            opened.db.table("letters").insert(
                {
                    "round": round_,
                    "agency_id": agency,
                    "kind": kind,
                    "file": "a.docx",
                    "sha256": "0",
                    "reply_by": f"2024-07-0{round_}",
                }
            )
    told = facts(store).letters
    assert told is not None
    assert (told.round, told.agencies, str(told.reply_by)) == (2, 1, "2024-07-02")


def test_the_plan_by_number_where_it_is_known(store: Path) -> None:
    cited = "Kế hoạch số 11/KH-UBND ngày 10/01/2024 của UBND tỉnh về "
    assert facts(store).plan_words.startswith(cited)


def test_before_any_run_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="hãy chạy doichieu run trước"):
        summarise(tmp_path)
