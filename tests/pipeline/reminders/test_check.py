"""An office's own template: what is wrong with it, and where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.text.paragraph import Paragraph

from pipeline.errors import UserError
from pipeline.reminders.check import sample_fields, template_problems
from pipeline.reminders.given import PlanPaper
from pipeline.reminders.items import outstanding
from pipeline.reminders.letter import Occasion, Past, letter_fields, note_fields
from pipeline.reminders.template import LETTER, NOTE
from rules.reminders import template_fields
from tests.pipeline.reminders.occasion import AS_OF, HEALTH, HOME, lay, remind, scene, text_of


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The shipped letter with one paragraph said otherwise."""
    word = Document(str(LETTER))
    paragraph = next(one for one in _paragraphs(word) if old in one.text)
    text = paragraph.text.replace(old, new)
    for run in paragraph.runs:
        run.text = ""
    paragraph.runs[0].text = text
    file = tmp_path / "mau.docx"
    word.save(str(file))
    return file


def _paragraphs(word: object) -> Iterator[Paragraph]:
    yield from word.paragraphs  # type: ignore[attr-defined]
    for table in word.tables:  # type: ignore[attr-defined]
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def test_the_shipped_templates_can_be_used() -> None:
    assert template_problems(LETTER) == []
    assert template_problems(NOTE, note=True) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "{{ item.code }}",
            "{{ item.codde }}",
            "bảng 3, hàng 3, ô 6: không có trường item.codde; có phải là code?",
        ),
        ("{{ state }}", "{{ stat }}", "đoạn 6: không có trường stat; có phải là state?"),
        ("{{ basis }}", "{{ basis ", "đoạn 2: thiếu dấu đóng của {{ basis"),
        (
            "{%tr endfor %}",
            "",
            "bảng 3, hàng 2, ô 1: {%tr for item in items %} chưa có endfor",
        ),
        ("{%p endif %}", "", "đoạn 3: {%p if last %} chưa có endif"),
        ("{{ line }}", "{{ line }}{% endfor %}", "{%p endfor %} thừa, hoặc thiếu phần mở"),
        (
            "{{ ask }}",
            "{{ ask | hoa }}",
            "đoạn 10: cú pháp chưa đúng: {{ ask | hoa }} (No filter named 'hoa'.)",
        ),
        (
            "{{ ask }}",
            "{{ ask + }}",
            "đoạn 10: cú pháp chưa đúng: {{ ask + }} (unexpected 'end of print statement')",
        ),
        ("{{ addressee }}", "Sở Y tế", "thiếu trường bắt buộc recipient hoặc addressee"),
        ("{{ ask }}", "Đề nghị", "thiếu trường bắt buộc reply_by hoặc ask"),
        (
            "{{ ask }}",
            "{{ ask.__class__.__mro__ }}{{ ask.x }}",
            "không dựng được văn bản thử",
        ),
    ],
)
def test_each_problem_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    told = template_problems(changed(tmp_path, old, new))
    assert told
    assert problem in " ".join(told)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{% include 'x' %}", "không dựng được văn bản thử: no loader"),
        ("{{ 1 / 0 }}", "không dựng được văn bản thử: division by zero"),
        ("{% for i in range(9) %}x{% endfor %}", "không có trường range"),
        ("{{ sender.__class__ }}", "access to attribute '__class__' of 'str' object is unsafe"),
        ("{%p if last %} Nhắc lại: {{ last }} {%p endif %}", "hãy để thẻ này riêng một đoạn"),
    ],
)
def test_expressions_that_cannot_be_filled_are_told(
    tmp_path: Path, text: str, problem: str
) -> None:
    own = changed(tmp_path, "{{ closing }}", text)
    assert problem in " ".join(template_problems(own))


def test_words_in_a_row_that_goes_away_are_told(tmp_path: Path) -> None:
    own = changed(tmp_path, "{%tr endfor %}", "{%tr endfor %} {{ turn }}")
    assert template_problems(own) == [
        "bảng 3, hàng 4, ô 1: chữ cạnh {%tr endfor %} sẽ bị bỏ; hãy để thẻ này riêng một hàng"
    ]


def test_a_block_that_tears_a_table_is_told(tmp_path: Path) -> None:
    word = Document(str(changed(tmp_path, "{{ closing }}", "{% if turn == 9 %}Kết")))
    word.tables[1].rows[0].cells[0].paragraphs[0].runs[0].text = "Nơi nhận{% endif %}"
    word.save(str(tmp_path / "mau.docx"))
    assert template_problems(tmp_path / "mau.docx") == [
        "không dựng được văn bản thử: thẻ mở ở đoạn hoặc ô này mà đóng ở ô khác"
    ]


def test_a_field_that_word_has_cut_into_runs_is_one_field(tmp_path: Path) -> None:
    word = Document(str(LETTER))
    paragraph = next(one for one in word.paragraphs if "{{ state }}" in one.text)
    paragraph.runs[0].text = "{{ sta"
    paragraph.add_run("te }}").italic = True
    file = tmp_path / "mau.docx"
    word.save(str(file))
    assert template_problems(file) == []


def test_what_is_no_word_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mau.docx"
    file.write_text("không phải Word", encoding="utf-8")
    with pytest.raises(UserError, match="phải là tệp Word"):
        template_problems(file)
    with pytest.raises(UserError, match="không mở được"):
        template_problems(tmp_path / "thieu.docx")


def test_letters_are_made_of_the_offices_own_template(tmp_path: Path) -> None:
    own = changed(tmp_path, "{{ closing }}", "Văn phòng Sở theo dõi, hạn {{ reply_by }}./.")
    result = remind(lay(tmp_path / "out", scene(), [2]), template=own)
    said = text_of(result.folder / result.made[0].file)
    assert "Văn phòng Sở theo dõi, hạn 06/01/2025./." in said
    assert "quan tâm, phối hợp" not in said


def test_no_letter_is_made_of_a_template_with_a_problem(tmp_path: Path) -> None:
    own = changed(tmp_path, "{{ closing }}", "{{ ket_luan }}")
    out = lay(tmp_path / "out", scene(), [2])
    with pytest.raises(UserError, match=r"không có trường ket_luan.*--check-template"):
        remind(out, template=own)
    assert not (out / "cong-van").exists()


def test_an_expression_that_one_agencys_values_do_not_fit_is_told(tmp_path: Path) -> None:
    own = changed(tmp_path, "{{ closing }}", "{{ received[0].number }}")
    out = lay(tmp_path / "out", scene(), [4])  # this agency has sent nothing
    with pytest.raises(UserError, match="không dựng được công văn gửi UBND huyện Mộc Châu"):
        remind(out, template=own)


def test_every_field_has_a_sample_and_every_letter_has_every_field() -> None:
    report = scene()
    on = Occasion(report.agencies[HOME], PlanPaper("1/KH-UBND", AS_OF), AS_OF)
    letter = letter_fields(report, on, report.agencies[HEALTH], (), Past())
    assert set(template_fields(note=False)) <= set(letter)
    assert set(template_fields(note=True)) <= set(
        note_fields(report, on, report.agencies[HOME], (), Past())
    )
    assert set(sample_fields()) == set(template_fields(note=False))
    assert outstanding(report).items == {}
