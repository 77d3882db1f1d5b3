"""A commented ``doichieu.toml`` with every setting, made from the list by which files are checked.

Lines of prose begin with "# "; a setting that may be switched on begins with "#" alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from rules.catalogue import rulebook
from rules.setting_list import settings_of

_WIDTH = 96


def settings_example() -> str:
    """The text of the example file."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from _prose(
        "Thiết lập của doichieu. Lưu thành doichieu.toml cạnh tệp kế hoạch (mã UTF-8), hoặc chỉ "
        "đến bằng --settings. Bỏ dấu # ở đầu dòng nào thì dòng đó có hiệu lực; dòng không bỏ dấu "
        "giữ như cũ."
    )
    yield ""
    for setting in settings_of("").values():
        yield from _prose(setting.means)
        yield f"#{setting.example}"
        yield ""
    yield "#[reporting_year]"
    yield from _table("reporting_year")
    yield from _prose(
        "Từng quy tắc: " + " ".join(one.means for one in settings_of("rules").values())
    )
    for rule in rulebook().values():
        yield f"#[rules.{rule.id}]"
        yield f"# {rule.title}"
        yield "#on = true"
        yield f'#severity = "{rule.severity.value}"'
    yield ""
    yield from _prose(
        "Cách hiểu một cụm từ về thời hạn mà chương trình không hiểu; có thể lặp lại."
    )
    yield "#[[deadline]]"
    yield from _table("deadline", leave_out=("days", "working_days"))
    yield "#[[deadline]]"
    yield '#words = "Ngay sau phiên họp của Ban Chỉ đạo"'
    yield '#kind = "relative"'
    yield from _table("deadline", leave_out=("words", "kind", "from", "day"))


def _table(table: str, leave_out: tuple[str, ...] = ()) -> Iterator[str]:
    for key, setting in settings_of(table).items():
        if key not in leave_out:
            yield from _prose(setting.means)
            yield f"#{setting.example}"
    yield ""


def _prose(text: str) -> Iterator[str]:
    for line in wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False):
        yield f"# {line}"
