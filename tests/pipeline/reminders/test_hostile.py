"""Texts from files that try to be more than text."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.reminders.files import Folder, safe_name
from tests import factories as make
from tests.pipeline.reminders.occasion import (
    HEALTH,
    HOME,
    finding,
    lay,
    remind,
    scene,
    text_of,
)

LONG = "Tên rất dài " * 25  # 300 characters
HOSTILE = [
    "A & B < C > D \"E\" 'F'",
    "{{ sender }} {% if x %} {# không #} {_{ }_} {_% %_}",
    "</w:t></w:r></w:p><w:p>",
    "&lt;b&gt; &amp; &#65;",
    "=cmd|' /C calc'!A0",
    LONG,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stands_in_the_letter_as_it_is(tmp_path: Path, text: str) -> None:
    task = make.task("I.3", text=text, outputs=(text,))
    due = make.obligation("I.3", HEALTH, output=text, deadline=make.deadline(text))
    paper = make.paper(
        "d1", path=f"SYT/{text[:40]}.docx", sender_id=HEALTH, issuer_id=HEALTH,
        header=make.header(title=text, number=text, symbol="", doc_type=text),
    )  # fmt: skip
    report = scene(
        plan=make.plan(task, number="", issued_on=None, title=text),
        agencies=[make.agency(HOME, "Sở Nội vụ"), make.agency(HEALTH, text)],
        papers=[paper],
        judgements=[make.judgement(of=due, reason=text)],
    )
    result = remind(lay(tmp_path, report, [2]))
    (entry,) = result.made
    file = result.folder / entry.file
    whole = text_of(file)
    assert whole.count(text) >= 6  # recipient, task, output, deadline, number, title
    assert f"Kính gửi: {text}" in whole
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                etree.fromstring(archive.read(name))  # still whole


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\u202e", "\ufffe"])
def test_what_acts_or_hides_is_shown_as_a_sign(tmp_path: Path, sign: str) -> None:
    report = scene(agencies=[make.agency(HOME), make.agency(HEALTH, f"Sở{sign}Y tế")])
    result = remind(lay(tmp_path, report, [2]))
    assert "Kính gửi: Sở\ufffdY tế" in text_of(result.folder / result.made[0].file)


def test_lines_of_a_text_stay_lines(tmp_path: Path) -> None:
    task = make.task("I.3", text="- Một\n- Hai\tba")
    result = remind(lay(tmp_path, scene(plan=make.plan(task)), [2]))
    with zipfile.ZipFile(result.folder / result.made[0].file) as archive:
        body = archive.read("word/document.xml").decode()
    assert "- Một</w:t><w:br/><w:t" in body
    assert "<w:tab/>" in body


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ('Công văn - Sở "A/B": <x>?*|.', "Công văn - Sở A B x"),
        ("../../etc/passwd", ".. .. etc passwd"),
        ("Sở\x00 Y\n tế  ", "Sở Y tế"),
        ("...", "cong-van"),
        ("So\u031b\u0309", "Sở"),
    ],
)
def test_names_of_files_can_lie_anywhere(name: str, file: str) -> None:
    assert safe_name(name) == file


def test_long_names_are_cut_and_equal_names_told_apart(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    files = [folder.put(LONG, id, b"x", None)[0] for id in ("a", "b")]
    assert len(set(files)) == 2
    assert all(len(one.encode()) <= 200 for one in files)
    assert {one.name for one in tmp_path.iterdir()} == set(files)


def test_one_agency_made_alone_does_not_take_the_name_of_another(tmp_path: Path) -> None:
    agencies = [make.agency(HOME), make.agency(HEALTH, "Sở: Y tế"), make.agency("hai", "Sở? Y tế")]
    other = finding(7, "missing-output", "hai", "Thiếu.")
    out = lay(tmp_path, scene(agencies=agencies, findings=[*scene().findings, other]), [2, 7])
    both = {one.agency_id: one.file for one in remind(out).made}
    assert sorted(both.values()) == [
        "Công văn đôn đốc lần 1 - Sở Y tế (2).docx",
        "Công văn đôn đốc lần 1 - Sở Y tế.docx",
    ]
    assert remind(out, agency="hai").made[0].file == both["hai"]
