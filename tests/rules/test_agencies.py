"""Agencies: every example, the names people write, dates, groups and successors."""

from __future__ import annotations

import tomllib
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules import agency_words
from rules.agencies import Registry, load
from rules.agency_file import AgencyFileError
from rules.agency_words import keys, slug, well_formed, word_table

REGISTRY = load()
IN_2024 = date(2024, 6, 30)
DEPARTMENTS = [
    "van-phong-ubnd-tinh",
    "so-noi-vu",
    "so-tai-chinh",
    "so-tu-phap",
    "so-tai-nguyen-va-moi-truong",
    "so-nong-nghiep-va-phat-trien-nong-thon",
    "so-xay-dung",
    "so-giao-thong-van-tai",
    "so-y-te",
    "so-giao-duc-va-dao-tao",
    "so-cong-thuong",
    "so-thong-tin-va-truyen-thong",
    "so-khoa-hoc-va-cong-nghe",
    "so-ke-hoach-va-dau-tu",
    "so-lao-dong-thuong-binh-va-xa-hoi",
    "so-van-hoa-the-thao-va-du-lich",
    "so-ngoai-vu",
    "thanh-tra-tinh",
    "ban-dan-toc",
    "ban-quan-ly-cac-khu-cong-nghiep",
]
DISTRICTS = [
    "ubnd-thanh-pho-son-la",
    "ubnd-huyen-quynh-nhai",
    "ubnd-huyen-thuan-chau",
    "ubnd-huyen-muong-la",
    "ubnd-huyen-bac-yen",
    "ubnd-huyen-phu-yen",
    "ubnd-huyen-moc-chau",
    "ubnd-huyen-yen-chau",
    "ubnd-huyen-mai-son",
    "ubnd-huyen-song-ma",
    "ubnd-huyen-sop-cop",
    "ubnd-huyen-van-ho",
]


@pytest.mark.parametrize(
    ("agency_id", "example"),
    [(a.id, example) for a in REGISTRY.agencies if a.kind != "group" for example in a.examples],
)
def test_every_example_is_recognised(agency_id: str, example: str) -> None:
    assert REGISTRY.identify(example) == agency_id


def test_loose_tone_marks_and_capitals_make_no_difference() -> None:
    for agency in REGISTRY.agencies:
        for example in agency.examples if agency.kind != "group" else ():
            assert REGISTRY.identify(unicodedata.normalize("NFD", example)) == agency.id
            assert REGISTRY.identify(f"  {example.upper()}\n") == agency.id


@pytest.mark.parametrize(
    ("group_id", "example"),
    [(a.id, example) for a in REGISTRY.agencies if a.kind == "group" for example in a.examples],
)
def test_every_example_of_a_group_expands_to_it(group_id: str, example: str) -> None:
    party = REGISTRY.expand(example, IN_2024)
    assert (party.groups, party.unknown) == ((group_id,), "")


def _data(name: str) -> dict[str, Any]:
    path = Path(agency_words.__file__).parent / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _word_examples() -> list[tuple[str, str]]:
    entries = _data("agency_words")["word"]
    return [(entry["to"], example) for entry in entries for example in entry["examples"]]


@pytest.mark.parametrize(("to", "example"), _word_examples())
def test_every_way_of_writing_a_word(to: str, example: str) -> None:
    assert " ".join(keys(example)) == to


@pytest.mark.parametrize("agency", REGISTRY.agencies, ids=lambda agency: agency.id)
def test_an_id_is_the_slug_of_a_name(agency) -> None:
    if agency.kind != "group" and not agency.parent:
        assert agency.id == slug(agency.name)


@pytest.mark.parametrize(
    ("name", "agency_id"),
    [
        ("01. Sở Nội vụ", "so-noi-vu"),
        ("STP", "so-tu-phap"),
        ("So Tai chinh", "so-tai-chinh"),
        ("TNMT bổ sung", "so-tai-nguyen-va-moi-truong"),
        ("GD&ĐT", "so-giao-duc-va-dao-tao"),
        ("Huyen Moc Chau", "ubnd-huyen-moc-chau"),
        ("Mộc Châu", "ubnd-huyen-moc-chau"),
        ("UBND_MaiSon_nop_bao_cao", "ubnd-huyen-mai-son"),
        ("3_Sở Y tế_nộp lần 2", "so-y-te"),
        ("SoNoiVu", "so-noi-vu"),
        ("sonoivu", "so-noi-vu"),
        ("07-VPUBND", "van-phong-ubnd-tinh"),
        ("KH&CN", "so-khoa-hoc-va-cong-nghe"),
        ("KH PAPI 2024 - Sở KH&CN", "so-khoa-hoc-va-cong-nghe"),
        ("Báo cáo Sở Xây dựng (đã ký) 15-6-2024", "so-xay-dung"),
        ("BHXH", "bao-hiem-xa-hoi-tinh"),
        ("MTTQ tinh", "uy-ban-mttq-viet-nam-tinh"),
        ("TP Sơn La", "ubnd-thanh-pho-son-la"),
        ("II. Công an tỉnh", "cong-an-tinh"),
        ("Sở Nội vụ gửi qua thư điện tử", "so-noi-vu"),
        ("So Van hoa", "so-van-hoa-the-thao-va-du-lich"),
        ("So NN", "so-nong-nghiep-va-phat-trien-nong-thon"),
        ("Ban DT", "ban-dan-toc"),
        ("Trung tâm HCC tỉnh", "trung-tam-phuc-vu-hanh-chinh-cong-tinh"),
        ("VH-TT-DL", "so-van-hoa-the-thao-va-du-lich"),
        ("Sở GTVT gửi", "so-giao-thong-van-tai"),
        # not certain, or not ours
        ("Sơn La", ""),
        ("Báo cáo 2024", ""),
        ("Công an huyện Mộc Châu", ""),
        ("Trung tâm Y tế huyện Mai Sơn", ""),
        ("Sở Nội vụ tỉnh Điện Biên", ""),
        ("Sở Nội vụ và Sở Tài chính", ""),
        ("Khác", ""),
        ("", ""),
    ],
)
def test_folder_names(name: str, agency_id: str) -> None:
    assert REGISTRY.from_folder(name) == agency_id


@pytest.mark.parametrize(
    ("text", "agency_id"),
    [
        ("SỞ NỘI VỤ TỈNH SƠN LA", "so-noi-vu"),
        ("UBND TỈNH SƠN LA", "ubnd-tinh"),
        ("ỦY BAN NHÂN DÂN\nHUYỆN  MỘC CHÂU", "ubnd-huyen-moc-chau"),
        ("UBND TỈNH SƠN LA - SỞ NỘI VỤ", "so-noi-vu"),
        ("UBND TỈNH LAI CHÂU - SỞ NỘI VỤ", ""),
        ("UBND H. Mộc Châu", "ubnd-huyen-moc-chau"),
        ("UBND huyen Van Ho", "ubnd-huyen-van-ho"),
        ("Phòng Nội vụ huyện Mộc Châu", "ubnd-huyen-moc-chau"),
        ("Thanh tra Sở Y tế", "so-y-te"),
        ("Văn phòng UBND tỉnh", "van-phong-ubnd-tinh"),
        ("Sở Nông nghiệp và PTNT", "so-nong-nghiep-va-phat-trien-nong-thon"),
        ("UBND tỉnh Lai Châu", ""),
        ("SỞ NỘI VỤ TỈNH ĐIỆN BIÊN", ""),
        ("Bộ Xây dựng", ""),
        ("Công an huyện Mộc Châu", ""),
        ("các sở, ban, ngành", ""),
        ("Tài chính", ""),
    ],
)
def test_whole_names(text: str, agency_id: str) -> None:
    assert REGISTRY.identify(text) == agency_id


@pytest.mark.parametrize(
    ("text", "on", "agency_id"),
    [
        ("UBND xã Chiềng Mai", date(2024, 6, 1), "ubnd-xa-chieng-mai-mai-son"),
        ("UBND xã Chiềng Mai", date(2025, 7, 1), "ubnd-xa-chieng-mai"),
        ("UBND xã Chiềng Mai", None, ""),
        ("UBND xã Chiềng Hắc", date(2024, 6, 1), "ubnd-xa-chieng-hac-moc-chau"),
        ("UBND xã Chiềng Hặc", date(2024, 6, 1), "ubnd-xa-chieng-hac-yen-chau"),
        ("UBND xa Chieng Hac", date(2024, 6, 1), ""),
        ("UBND xã Chiềng Hắc, huyện Mộc Châu", None, "ubnd-xa-chieng-hac-moc-chau"),
        ("UBND phường Mộc Châu", date(2025, 8, 1), "ubnd-phuong-moc-chau"),
        ("UBND thị trấn Mộc Châu", date(2024, 8, 1), "ubnd-thi-tran-moc-chau-moc-chau"),
    ],
)
def test_namesakes_are_told_by_day_and_tone(text: str, on: date | None, agency_id: str) -> None:
    assert REGISTRY.identify(text, on) == agency_id


def test_a_folder_of_moc_chau_is_the_district_until_it_ended() -> None:
    assert REGISTRY.from_folder("Mộc Châu", date(2025, 6, 30)) == "ubnd-huyen-moc-chau"
    assert REGISTRY.from_folder("Mộc Châu", date(2025, 7, 1)) == "ubnd-phuong-moc-chau"


def test_mentions_in_running_text() -> None:
    text = (
        "Giao Sở Nội vụ, Sở TN&MT phối hợp UBND các huyện,\nthành phố; SNV theo 05/BC-SNV; "
        "UBND tỉnh Lai Châu và Sở Y tế tỉnh Sơn La; lĩnh vực TNMT; các cơ quan, đơn vị"
    )
    found = [(m.agency_id, text[m.start : m.end]) for m in REGISTRY.mentions(text)]
    assert found == [
        ("so-noi-vu", "Sở Nội vụ"),
        ("so-tai-nguyen-va-moi-truong", "Sở TN&MT"),
        ("ubnd-cap-huyen", "UBND các huyện,\nthành phố"),
        ("so-noi-vu", "SNV"),
        ("so-y-te", "Sở Y tế tỉnh Sơn La"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "các cơ sở y tế, cơ sở giáo dục trên địa bàn",
        "giải quyết hồ sơ xây dựng, hồ sơ tài chính",
        "ho so xay dung",
        "số tài chính công bố",
        "tại các bản dân tộc thiểu số",
        "tham gia BHXH, BHYT",
        "lĩnh vực tài nguyên và môi trường",
    ],
)
def test_words_that_only_look_like_agencies(text: str) -> None:
    assert REGISTRY.mentions(text) == []


def test_members_of_groups() -> None:
    assert sorted(REGISTRY.members("so-ban-nganh", IN_2024)) == sorted(DEPARTMENTS)
    assert sorted(REGISTRY.members("ubnd-cap-huyen", IN_2024)) == sorted(DISTRICTS)
    assert REGISTRY.members("ubnd-cap-huyen", date(2025, 7, 1)) == ()
    assert len(REGISTRY.members("ubnd-cap-xa", IN_2024)) == 204
    assert len(REGISTRY.members("ubnd-cap-xa", date(2025, 7, 1))) == 75
    merged = set(REGISTRY.members("so-ban-nganh", date(2025, 3, 1)))
    assert "so-nong-nghiep-va-moi-truong" in merged
    assert "so-tai-nguyen-va-moi-truong" not in merged


@pytest.mark.parametrize(
    ("words", "members", "strangers", "unknown"),
    [
        ("Sở Nội vụ", ("so-noi-vu",), (), ""),
        ("Uỷ ban MTTQ Việt Nam tỉnh", ("uy-ban-mttq-viet-nam-tinh",), (), ""),
        ("UBND cấp xã", ("ubnd-cap-xa",), (), ""),
        ("các cơ quan, đơn vị có liên quan", (), (), ""),
        ("Sở Tài chính, Sở Nội vụ và Sở Y tế", ("so-tai-chinh", "so-noi-vu", "so-y-te"), (), ""),
        (
            "Sở Giáo dục và Đào tạo, Sở Văn hóa Thể thao và Du lịch",
            ("so-giao-duc-va-dao-tao", "so-van-hoa-the-thao-va-du-lich"),
            (),
            "",
        ),
        ("Sở KH&CN", ("so-khoa-hoc-va-cong-nghe",), (), ""),
        ("Bộ Xây dựng, các địa phương", ("bo-xay-dung",), ("bo-xay-dung",), ""),
        (
            "Báo và Phát thanh, Truyền hình Đồng Nai",
            ("bao-va-phat-thanh-truyen-hinh-dong-nai",),
            ("bao-va-phat-thanh-truyen-hinh-dong-nai",),
            "",
        ),
        ("Thuế Đồng Nai", ("thue-dong-nai",), ("thue-dong-nai",), ""),
        (
            "Sở Nội vụ tỉnh Điện Biên",
            ("so-noi-vu-tinh-dien-bien",),
            ("so-noi-vu-tinh-dien-bien",),
            "",
        ),
        ("Chị Lan", (), (), "Chị Lan"),
        ("Các sở: Nội vụ, Tài chính", ("so-noi-vu", "so-tai-chinh"), (), ""),
        ("Sở Tài chính, Nội vụ", ("so-tai-chinh", "so-noi-vu"), (), ""),
        (
            "UBND các huyện Mộc Châu, Vân Hồ",
            ("ubnd-huyen-moc-chau", "ubnd-huyen-van-ho"),
            (),
            "",
        ),
        ("Sở Tài chính - Sở Nội vụ", ("so-tai-chinh", "so-noi-vu"), (), ""),
        ("Sở Tài chính/Sở Nội vụ", ("so-tai-chinh", "so-noi-vu"), (), ""),
        (
            "Sở Lao động - Thương binh và Xã hội - Sở Y tế",
            ("so-lao-dong-thuong-binh-va-xa-hoi", "so-y-te"),
            (),
            "",
        ),
        ("Sở Nội vụ (cơ quan thường trực)", ("so-noi-vu",), (), ""),
        ("Các sở, ban, ngành có liên quan", (), (), ""),
    ],
)
def test_expand(
    words: str, members: tuple[str, ...], strangers: tuple[str, ...], unknown: str
) -> None:
    party = REGISTRY.expand(words, IN_2024)
    assert (party.members, party.strangers, party.unknown) == (members, strangers, unknown)


def test_a_list_with_groups_and_bodies() -> None:
    party = REGISTRY.expand(
        "Các sở, ban, ngành, tổ chức, doanh nghiệp, UBND cấp huyện, cấp xã", IN_2024
    )
    assert sorted(party.members) == sorted([*DEPARTMENTS, *DISTRICTS, "ubnd-cap-xa"])
    assert party.unknown == ""


def test_a_list_whose_sign_is_missing() -> None:
    party = REGISTRY.expand("các sở, ban; ngành UBND cấp huyện; UBND cấp xã", IN_2024)
    assert sorted(party.members) == sorted([*DEPARTMENTS, *DISTRICTS, "ubnd-cap-xa"])


def test_successors() -> None:
    may_2025 = date(2025, 5, 1)
    assert REGISTRY.successor("so-tai-nguyen-va-moi-truong", may_2025) == (
        "so-nong-nghiep-va-moi-truong",
    )
    assert REGISTRY.successor("so-noi-vu", may_2025) == ()
    assert REGISTRY.successor("ubnd-huyen-sop-cop", may_2025) == ()
    assert REGISTRY.successor("ubnd-huyen-sop-cop", date(2025, 7, 1)) == (
        "ubnd-xa-sop-cop",
        "ubnd-xa-pung-banh",
        "ubnd-xa-muong-lan",
        "ubnd-xa-muong-leo",
    )


def test_signs() -> None:
    assert REGISTRY.by_sign("SNV") == ("so-noi-vu",)
    assert REGISTRY.by_sign("SGD&ĐT") == REGISTRY.by_sign("SGDĐT") == ("so-giao-duc-va-dao-tao",)
    assert "ubnd-tinh" in REGISTRY.by_sign("UBND")
    assert REGISTRY.by_sign("XYZ") == ()


@pytest.mark.parametrize("name", _data("agency_words")["heads"]["examples"])
def test_a_well_formed_name(name: str) -> None:
    assert well_formed(name)


@pytest.mark.parametrize("name", _data("agency_words")["heads"]["counterexamples"])
def test_no_well_formed_name(name: str) -> None:
    assert not well_formed(name)


@pytest.mark.parametrize("name", _data("agency_words")["titles"]["examples"])
@pytest.mark.parametrize("name_of_office", _data("agency_words")["offices"]["examples"])
def test_titles_and_offices_are_their_agency(name: str, name_of_office: str) -> None:
    assert REGISTRY.identify(name)
    assert REGISTRY.identify(name_of_office)


@pytest.mark.parametrize("name", _data("agency_words")["other_bodies"]["examples"])
def test_other_bodies_of_a_district_are_not_its_ubnd(name: str) -> None:
    assert REGISTRY.identify(name) == ""
    assert REGISTRY.from_folder(name) == ""


@pytest.mark.parametrize("name", _data("provinces")["examples"])
def test_agencies_of_other_provinces(name: str) -> None:
    assert REGISTRY.identify(name) == ""
    assert REGISTRY.from_folder(name) == ""
    assert REGISTRY.mentions(name) == []


@pytest.mark.parametrize(
    "entry", _data("folder_words")["noise"], ids=lambda entry: entry["words"][0]
)
def test_noise_in_folder_names(entry: dict[str, list[str]]) -> None:
    assert all(REGISTRY.from_folder(example) for example in entry["examples"])
    assert all(
        REGISTRY.from_folder(f"{word} Sở Y tế {word}") == "so-y-te" for word in entry["words"]
    )


@pytest.mark.parametrize("name", word_table().lists["heads"])
def test_a_head_word_alone_is_no_name(name: str) -> None:
    assert name == "Thủ tướng Chính phủ" or not well_formed(name)


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('name = "A"\nkind = "so"\nexamples = ["A"]', "A: thiếu id"),
        ('id = "a"\nname = "A"\nkind = "so"\nexamples = ["A"', "cú pháp"),
        (
            'id = "a"\nname = "A"\nkind = "so"\nexamples = ["A"]\ngroups = ["b"]\n[[group]]\n'
            'id = "c"\nname = "C"\nmembers = "each"\nnames = ["C"]\nexamples = ["C"]',
            "nhóm b",
        ),
        ('id = "a"\nname = "A"\nkind = "sở"\nexamples = ["A"]', "a: kind"),
        ('id = "a"\nname = "A"\nkind = "so"', "a: thiếu examples"),
        ('id = "a"\nname = "A"\nkind = "so"\nexamples = ["A"]\nabbrev = ["B"]', "abbrev"),
        ('id = "a"\nname = "A"\nkind = "so"\nexamples = ["A"]\nsuccessors = ["b"]', "kế thừa b"),
    ],
)
def test_a_wrong_file_names_the_entry(tmp_path, entry: str, complaint: str) -> None:
    file = tmp_path / "x.toml"
    file.write_text(f'province = "X"\n[[agency]]\n{entry}\n', encoding="utf-8")
    with pytest.raises(AgencyFileError, match=complaint):
        load(file)


def test_another_province(tmp_path) -> None:
    file = tmp_path / "lai-chau.toml"
    file.write_text(
        'province = "Lai Châu"\ninclude = ["agency_groups.toml"]\n[[agency]]\n'
        'id = "so-noi-vu"\nname = "Sở Nội vụ"\nkind = "so"\n'
        'groups = ["so-ban-nganh"]\nexamples = ["Sở Nội vụ"]\n',
        encoding="utf-8",
    )
    registry: Registry = load(file)
    assert registry.identify("SỞ NỘI VỤ TỈNH LAI CHÂU") == "so-noi-vu"
    assert registry.identify("Sở Nội vụ tỉnh Sơn La") == ""
    assert registry.expand("các sở, ban, ngành", IN_2024).members == ("so-noi-vu",)
