"""doichieu.toml: read, refused in one sentence, obeyed, and its example that cannot rot."""

from __future__ import annotations

import doctest
import re
from datetime import date
from pathlib import Path

import pytest

from pipeline import nearest
from pipeline.errors import UserError
from pipeline.outputs.rules import rule_lines
from pipeline.plans.settings import read_settings, settings_for
from pipeline.plans.settings_example import settings_example
from rules.catalogue import check, in_force, rulebook
from rules.model.dossier import Severity, Status
from rules.setting_list import setting_list
from rules.settings import GivenReading, Settings
from tests import factories as make


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "doichieu.toml"
    path.write_text(text, encoding=encoding)
    return path


def test_everything_that_may_be_set(tmp_path: Path) -> None:
    (tmp_path / "tinh.toml").touch()
    path = written(
        tmp_path,
        """
before_is_inclusive = true
expand_communes = true
move_off_holidays = true
holidays = [2027-01-04]
agencies = "tinh.toml"
[reporting_year]
start = 2024-01-01
end = 2024-12-31
[rules.no-number]
on = false
[rules.late-output]
severity = "error"
[[deadline]]
words = "Theo tiến độ;"
kind = "quarter"
from = 2024-07-01
day = 2024-09-30
[[deadline]]
words = "Ngay sau phiên họp"
kind = "relative"
days = 5
working_days = true
""",
        "utf-8-sig",  # as Notepad writes it
    )
    assert read_settings(path) == Settings(
        before_is_inclusive=True,
        expand_communes=True,
        move_off_holidays=True,
        holidays=frozenset({date(2027, 1, 4)}),
        agencies=tmp_path / "tinh.toml",
        year_from=date(2024, 1, 1),
        year_to=date(2024, 12, 31),
        off=frozenset({"no-number"}),
        severity={"late-output": Severity.ERROR},
        readings={
            "theo tien do": GivenReading("quarter", date(2024, 7, 1), date(2024, 9, 30)),
            "ngay sau phien hop": GivenReading("relative", days=5, working_days=True),
        },
        source="doichieu.toml",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("before_inclusive = true", "“before_inclusive”; có lẽ là “before_is_inclusive”"),
        ("rule = 1", "không có thiết lập “rule”; có lẽ là “rules”"),
        ("start = 2024-01-01", "“start” ở đầu tệp; hãy ghi dưới dòng [reporting_year]"),
        ('before_is_inclusive = "true"', "phải là true hoặc false (không có dấu ngoặc kép)"),
        ("expand_communes = 1", "expand_communes phải là true hoặc false"),
        ("holidays = [1]", "holidays phải là danh sách ngày"),
        ('agencies = "khong-co.toml"', "agencies: không có tệp"),
        ("[reporting_year]\nstart = 2024-01-01", "phải có cả start và end"),
        ("[reporting_year]\nstart = 2024-02-01\nend = 2024-01-01", "end trước start"),
        ('[reporting_year]\nstart = "01/01"', "start phải là một ngày dạng 2024-11-30"),
        (
            "[rules.late_output]\non = false",
            "không có quy tắc “late_output”; có lẽ là “late-output”",
        ),
        ("[rules.xyz]\non = false", "hãy xem tên các quy tắc bằng doichieu rules"),
        ("[rules.late-output]\nof = false", "rules.late-output: không có thiết lập “of”"),
        ('[rules.late-output]\nseverity = "eror"', "một trong: error, warning, info"),
        ("rules = 3", "rules phải là một bảng"),
        ('[[deadline]]\nkind = "date"', "[[deadline]] thứ 1 thiếu words"),
        ('[[deadline]]\nwords = "a"\nkind = "date"', "thiếu day"),
        ('[[deadline]]\nwords = "a"\nkind = "ngày"', "kind phải là một trong: date"),
        (
            '[[deadline]]\nwords = "a"\nkind = "date"\nday = 2024-01-01\nfrom = 2024-02-01',
            "from sau day",
        ),
        ('[[deadline]]\nwords = "a"\nkind = "continuous"\nday = 2024-01-01', "không có ngày"),
        ('[[deadline]]\nwords = "a"\nkind = "date"\nday = 2024-01-01\ndays = 3', "chỉ dùng với"),
        ('[[deadline]]\nwords = "a"\nkind = "relative"\ndays = 0', "số nguyên từ 1 đến 999"),
        (
            '[[deadline]]\nwords = "A"\nkind = "continuous"\n'
            '[[deadline]]\nwords = "a"\nkind = "continuous"',
            "thứ 2 lặp lại “a”",
        ),
        ("[deadline]\nwords = 1", "phải viết [[deadline]]"),
        ("a = 1\nb c = 2", "sai cú pháp ở dòng 2"),
        ("a =", "sai cú pháp ở"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        read_settings(written(tmp_path, text))
    message = str(refused.value)
    assert message.startswith("doichieu.toml: ")
    assert said in message
    assert "\n" not in message


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="UTF-8"):
        read_settings(written(tmp_path, "a = 1", "utf-16"))
    with pytest.raises(UserError, match="không tìm thấy"):
        read_settings(tmp_path / "khac.toml")


def test_beside_the_plan_or_named(tmp_path: Path) -> None:
    plan = tmp_path / "KeHoach.docx"
    assert settings_for(plan) == Settings()
    path = written(tmp_path, "before_is_inclusive = true")
    assert settings_for(plan).before_is_inclusive
    other = tmp_path / "khac.toml"
    path.rename(other)
    assert settings_for(plan) == Settings()
    assert settings_for(plan, other).source == "khac.toml"


def test_the_example_is_valid_whole_and_switched_on(tmp_path: Path) -> None:
    text = settings_example()
    assert read_settings(written(tmp_path, text)) == Settings(source="doichieu.toml")
    switched = "\n".join(
        line[1:] if re.match("#[^ ]", line) else line for line in text.splitlines()
    )
    (tmp_path / "co-quan.toml").touch()
    read = read_settings(written(tmp_path, switched))
    assert read.severity == {id: rule.severity for id, rule in rulebook().items()}
    assert not read.off
    assert len(read.readings) == 2
    for setting in setting_list():
        assert f"#{setting.example}\n" in text or f"#{setting.key} = " in text
        assert setting.means.endswith(".")


def test_rules_are_obeyed_and_told() -> None:
    settings = Settings(
        off=frozenset({"no-date"}), severity={"missing-output": Severity.INFO}, source="a.toml"
    )
    missing = make.dossier(judgements=(make.judgement(Status.MISSING),))
    (rule, _) = next(iter(check(missing, settings)))
    assert (rule.id, rule.severity, rule.usual) == ("missing-output", "info", "error")
    assert not list(check(missing, Settings(off=frozenset({"missing-output"}))))
    assert not in_force(settings)["no-date"].on
    said = rule_lines(None, "vi", settings)
    assert said.startswith("Theo a.toml: 1 quy tắc đã tắt (no-date)")
    assert "no-date [Lưu ý; ĐÃ TẮT ở a.toml]" in said
    assert "missing-output [Lưu ý, thường là Lỗi; đổi ở a.toml]" in said
    assert rule_lines("late-output").startswith("late-output [Cảnh báo] ")
    with pytest.raises(UserError, match="có lẽ là late-output"):
        rule_lines("late-outpu")


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(nearest).failed == 0
