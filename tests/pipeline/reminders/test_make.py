"""What letters say, from decisions to Word files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.storage.store import Store
from rules.model.dossier import Status
from tests import factories as make
from tests.pipeline.reminders.occasion import (
    COMMUNES,
    DISTRICT,
    HEALTH,
    HOME,
    finding,
    lay,
    remind,
    scene,
    text_of,
)

HEALTH_LETTER = "Công văn đôn đốc lần 1 - Sở Y tế.docx"


def lines(file: Path) -> list[str]:
    return [line for line in text_of(file).splitlines() if line.strip()]


def test_a_letter_says_who_owes_what_by_when_and_what_is_wrong(tmp_path: Path) -> None:
    result = remind(lay(tmp_path, scene(), [2, 3]), reply_by=date(2025, 1, 10))
    assert [one.file for one in result.made] == [HEALTH_LETTER]
    assert result.folder == tmp_path / "cong-van" / "dot-1"
    assert lines(result.folder / HEALTH_LETTER) == [
        "UBND TỈNH SƠN LA",
        "SỞ NỘI VỤ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số:          /SNV-……",
        "V/v đôn đốc thực hiện Kế hoạch nâng cao Chỉ số PAPI",
        "Sơn La, ngày …… tháng …… năm 20……",
        "Kính gửi: Sở Y tế",
        "Thực hiện nhiệm vụ theo dõi, đôn đốc, tổng hợp kết quả thực hiện Kế hoạch số 11/KH-UBND "
        "ngày 10/01/2024 của UBND tỉnh về nâng cao Chỉ số PAPI (sau đây gọi là Kế hoạch), Sở Nội "
        "vụ đã đối chiếu tài liệu nhận được với các sản phẩm, báo cáo mà Sở Y tế phải thực hiện.",
        "Đến ngày 20/12/2024, Sở Nội vụ đã nhận được 01 văn bản, tài liệu của Sở Y tế (Phụ lục "
        "II). Qua đối chiếu, còn 02 nội dung cần hoàn thành, bổ sung (Phụ lục I), gồm:",
        "- 01 sản phẩm, báo cáo chưa nhận được;",
        "- 01 sản phẩm, báo cáo ban hành sau thời hạn.",
        "Sở Nội vụ đề nghị Sở Y tế thực hiện các nội dung sau, gửi kết quả về Sở Nội vụ chậm "
        "nhất ngày 10/01/2025:",
        "1. Hoàn thành và gửi các sản phẩm, báo cáo nêu tại Phụ lục I (văn bản đã ban hành, có "
        "số, ngày, chữ ký số hoặc bản chụp có dấu).",
        "2. Nêu rõ lý do đối với nội dung chậm hạn hoặc chưa thực hiện và thời gian hoàn thành.",
        "3. Trường hợp đã thực hiện, đã gửi hoặc không phát sinh, nêu rõ số, ký hiệu, ngày của "
        "văn bản hoặc lý do, kèm mã đối chiếu ở Phụ lục I.",
        "Sở Nội vụ đề nghị Sở Y tế quan tâm, phối hợp thực hiện./.",
        "Nơi nhận:",
        "- Như trên;",
        "- UBND tỉnh (báo cáo);",
        "- Lãnh đạo Sở;",
        "- Lưu: VT, ……",
        "GIÁM ĐỐC",
        "Phụ lục I",
        "DANH MỤC NỘI DUNG CẦN HOÀN THÀNH, BỔ SUNG",
        "(Kèm theo Công văn số ……/SNV-…… ngày …… tháng …… năm 20…… của Sở Nội vụ)",
        *("TT", "Nhiệm vụ theo Kế hoạch", "Sản phẩm phải có", "Thời hạn theo Kế hoạch"),
        *("Nội dung cần hoàn thành, bổ sung", "Mã đối chiếu"),
        "1",
        "I.3. Xây dựng kế hoạch triển khai thực hiện Luật Thực hiện dân chủ ở cơ sở",
        *("Kế hoạch", "quý I/2024", "(đến hết ngày 31/03/2024)", "Chưa nhận được sản phẩm này."),
        "PH-2000-0000-2",
        "2",
        "VI.2. Khảo sát ý kiến người bệnh",
        *("Báo cáo", "Quý I/2024", "(đến hết ngày 31/03/2024)"),
        "Có Báo cáo số 9/BC-SYT ngày 12/04/2024, chậm 12 ngày.",
        "PH-3000-0000-3",
        "Phụ lục II",
        "DANH MỤC VĂN BẢN, TÀI LIỆU ĐÃ NHẬN",
        "(Kèm theo Công văn số ……/SNV-…… ngày …… tháng …… năm 20…… của Sở Nội vụ)",
        *("TT", "Số, ký hiệu", "Ngày ban hành", "Loại văn bản", "Trích yếu hoặc tên tệp"),
        *("Ngày nhận", "Tình trạng đọc"),
        *("1", "9/BC-SYT", "12/04/2024", "Báo cáo", "khảo sát", "05/12/2024", "Đọc hết"),
        "Danh mục ghi theo tài liệu Sở Nội vụ đã nhận; tệp trùng nội dung chỉ ghi một lần. Trường "
        "hợp đã gửi mà không có tên trong danh mục, Sở Y tế cho biết số, ký hiệu, ngày văn bản và "
        "ngày gửi để đối chiếu.",
    ]


def test_nothing_is_written_from_what_was_not_decided(tmp_path: Path) -> None:
    result = remind(lay(tmp_path, scene()))
    assert result.made == ()
    assert not result.folder.exists()


def test_an_agency_that_sent_nothing_gets_all_that_it_owes_under_one_code(tmp_path: Path) -> None:
    result = remind(lay(tmp_path, scene(), [4]))
    (entry,) = result.made
    said = text_of(result.folder / entry.file)
    assert "Kính gửi: Ủy ban nhân dân huyện Mộc Châu" in said
    assert "Sở Nội vụ chưa nhận được văn bản, tài liệu nào của UBND huyện Mộc Châu" in said
    assert "PH-4000-0000-4" in said
    assert "Chưa nhận được tài liệu nào." in said
    assert (entry.items, entry.received, entry.verb) == (1, 0, "đề nghị")


def test_a_group_gets_one_letter_that_lists_who_was_not_heard_from(tmp_path: Path) -> None:
    result = remind(lay(tmp_path, scene(), [5]))
    (entry,) = result.made
    said = lines(result.folder / entry.file)
    assert "Kính gửi: Ủy ban nhân dân các xã, phường, thị trấn" in said
    at = said.index("DANH SÁCH ĐƠN VỊ CHƯA GỬI TÀI LIỆU")
    assert said[at - 1] == "Phụ lục II"
    assert said[at + 6 : at + 10] == ["1", "Huyện Mộc Châu", "2", "xã A; xã C"]
    assert "Phụ lục III" in said
    assert "Chưa nhận được sản phẩm này. Đã nhận được của 1/3 đơn vị." in said
    assert "- UBND các huyện, thành phố (đôn đốc);" in said


def test_a_member_whose_paper_the_district_handed_in_is_heard_from(tmp_path: Path) -> None:
    papers = [make.paper("d7", sender_id=DISTRICT, issuer_id="xa-c", sha256="7" * 64)]
    result = remind(lay(tmp_path, scene(papers=papers), [5]))
    said = lines(result.folder / result.made[0].file)
    at = said.index("DANH SÁCH ĐƠN VỊ CHƯA GỬI TÀI LIỆU")
    assert said[at + 6 : at + 10] == ["1", "Huyện Mộc Châu", "1", "xã A"]


def test_the_office_that_collects_writes_itself_a_note(tmp_path: Path) -> None:
    result = remind(lay(tmp_path, scene(), [1]))
    (entry,) = result.made
    assert (entry.kind, entry.file) == (
        "Phiếu trình nội bộ",
        "Phiếu trình nội bộ lần 1 - Sở Nội vụ.docx",
    )
    said = text_of(result.folder / entry.file)
    assert "PHIẾU TRÌNH NỘI BỘ" in said
    assert "Kính trình: Lãnh đạo Sở" in said
    assert "chính Sở Nội vụ còn 01 nội dung" in said
    assert "Kính gửi" not in said


def test_what_stands_no_more_is_left_out_with_its_reason(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [2, 3, 4, 6])
    changed = [
        finding(2, "missing-output", HEALTH, "Thiếu.", obligation_id=f"I.3/1/{HEALTH}"),
        finding(6, "plan-near-duplicate-tasks", "", "Giống nhau."),
    ]
    moved = [make.finding(one.code, one.rule, fingerprint=one.fingerprint, basis="khác",
                          problem=one.problem) for one in changed[:1]]  # fmt: skip
    lay(out, scene(findings=[*moved, changed[1]]))  # 3 and 4 are fixed, 2 has changed
    result = remind(out)
    assert result.made == ()
    assert {(one.what, one.why) for one in result.left_out} == {
        ("PH-2000-0000-2", "dữ liệu đã thay đổi sau khi quyết định; cần xem và quyết định lại"),
        ("PH-3000-0000-3", "không còn ở lần chạy gần nhất"),
        ("PH-4000-0000-4", "không còn ở lần chạy gần nhất"),
        ("PH-6000-0000-6", "là điểm chưa rõ của chính kế hoạch"),
    }


def test_only_the_agency_asked_for_by_id_or_name(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [1, 2, 4])
    assert [one.agency_id for one in remind(out, agency="Sở Y tế").made] == [HEALTH]
    assert [one.agency_id for one in remind(out, agency=DISTRICT).made] == [DISTRICT]
    with pytest.raises(UserError, match="--agency so-thu-y: không có cơ quan này"):
        remind(out, agency="so-thu-y")


def test_the_plans_number_and_date_are_refused_until_given_and_then_kept(tmp_path: Path) -> None:
    out = lay(tmp_path, scene(), [2])
    with pytest.raises(UserError, match=r"để trống số .* và ngày"):
        remind(out, plan_number="", plan_date=None)
    with pytest.raises(UserError, match=r"để trống ngày"):
        remind(out, plan_date=None)
    with pytest.raises(UserError, match="chưa đúng dạng"):
        remind(out, plan_number="{{ 7 }}")
    assert not (out / "cong-van").exists()
    remind(out)
    again = remind(out, plan_number="", plan_date=None)
    assert (again.paper.number, again.paper.issued_on) == ("11/KH-UBND", date(2024, 1, 10))
    with Store.read(out / "doichieu.db") as store:
        assert [row["value"] for row in store.db.query("SELECT value FROM given ORDER BY id")] == [
            "11/KH-UBND",
            "2024-01-10",
        ]


def test_a_plan_promulgated_by_a_decision_is_cited_with_it(tmp_path: Path) -> None:
    text = "(Kèm theo Quyết định số   /QĐ-UBND ngày  tháng 01 năm 2024 của Chủ tịch UBND tỉnh)"
    plan = make.plan(make.task("I.3"), number="", issued_on=None, title="Nâng cao", text=text)
    result = remind(lay(tmp_path, scene(plan=plan), [2]), plan_number="245/QĐ-UBND")
    assert (
        "Kế hoạch nâng cao (ban hành kèm theo Quyết định số 245/QĐ-UBND ngày 10/01/2024 của "
        "Chủ tịch UBND tỉnh; sau đây gọi là Kế hoạch)"
    ) in text_of(result.folder / HEALTH_LETTER)


def test_the_answer_is_due_ten_working_days_after_judging_and_never_before_it(
    tmp_path: Path,
) -> None:
    out = lay(tmp_path, scene(), [2])
    assert remind(out).reply_by == date(2025, 1, 6)
    assert remind(out, reply_by=date(2025, 1, 15)).reply_by == date(2025, 1, 15)
    assert remind(out).reply_by == date(2025, 1, 15)  # as in this round before
    with pytest.raises(UserError, match="không sau ngày đối chiếu"):
        remind(out, reply_by=date(2024, 12, 20))


def test_a_plan_that_names_no_collector_asks_who_sends(tmp_path: Path) -> None:
    plan = make.plan(make.task("I.3"), report_to="")
    out = lay(tmp_path, scene(plan=plan), [1, 2])
    with pytest.raises(UserError, match="--sender so-noi-vu"):
        remind(out)
    assert {one.agency_id for one in remind(out, sender=HOME).made} == {HOME, HEALTH}


@pytest.mark.parametrize("kind", ["so", "ubnd_tinh"])
def test_only_who_outranks_orders(tmp_path: Path, kind: str) -> None:
    agencies = [
        make.agency(HOME, "UBND tỉnh" if kind == "ubnd_tinh" else "Sở Nội vụ", kind=kind),
        make.agency(HEALTH, "Sở Y tế"),
    ]
    out = lay(tmp_path, scene(agencies=agencies), [2])
    result = remind(out, sender=HOME)
    verb = "yêu cầu" if kind == "ubnd_tinh" else "đề nghị"
    assert result.made[0].verb == verb
    assert f"{agencies[0].name} {verb} Sở Y tế thực hiện" in text_of(
        result.folder / result.made[0].file
    )


def test_secret_papers_are_listed_without_what_they_are_about(tmp_path: Path) -> None:
    from extractors.document import Reason

    paper = make.unreadable_paper(
        "s1", path="SYT/Ke hoach mat.docx", sender_id=HEALTH, read_reason=Reason.SECRET
    )
    judged = [make.judgement(Status.MISSING, make.obligation("I.3", HEALTH))]
    result = remind(lay(tmp_path, scene(papers=[paper], judgements=judged), [2]))
    said = text_of(result.folder / HEALTH_LETTER)
    assert "(tệp có dấu chỉ mức độ mật)" in said
    assert "Ke hoach mat" not in said


def test_communes_are_named_in_the_letter_to_the_group_only(tmp_path: Path) -> None:
    result = remind(lay(tmp_path, scene(), [2, 5]))
    by_id = {one.agency_id: one for one in result.made}
    assert "xã A" not in text_of(result.folder / by_id[HEALTH].file)
    assert by_id[COMMUNES].items == 1
