"""``doichieu.toml`` beside the plan: read, checked key by key, refused in one sentence.

Nothing is overlooked: a key that is not known, a value of another type and a rule that does not
exist are refused by name, with the nearest one that is known.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import UserError
from pipeline.nearest import perhaps
from rules.catalogue import rulebook
from rules.model.dossier import Severity
from rules.setting_list import Setting, settings_of
from rules.settings import GivenReading, Settings
from rules.vietnamese.text import fold

FILE = "doichieu.toml"
_TABLES = ("reporting_year", "rules", "deadline")
_DAYLESS = ("continuous", "relative")
_MOST_DAYS = 999

Values = dict[str, Any]


def settings_for(plan: Path | None, named: Path | None = None) -> Settings:
    """The settings of the file that was named, else of the one beside the plan, if there is one."""
    if named is not None:
        return read_settings(named)
    beside = (plan.parent if plan else Path()) / FILE
    return read_settings(beside) if beside.is_file() else Settings()


def read_settings(path: Path) -> Settings:
    """The settings of a file; UserError names the file, the key and what would be right."""
    name = path.name
    data = _load(path)
    top = settings_of("")
    for key in data:
        if key not in top and key not in _TABLES:
            raise UserError(f"{name}: không có thiết lập “{key}”{_belongs(key, [*top, *_TABLES])}")
    values = {key: data[key] for key in data if key in top}
    checked = _checked(name, "", values, path)
    start, end = _year(name, data, path)
    rules = _table(name, "rules", data.get("rules", {}))
    each = {rule: _rule(name, rule, values, path) for rule, values in rules.items()}
    return Settings(
        before_is_inclusive=checked.get("before_is_inclusive", False),
        expand_communes=checked.get("expand_communes", False),
        move_off_holidays=checked.get("move_off_holidays", False),
        holidays=checked.get("holidays", frozenset()),
        agencies=checked.get("agencies"),
        year_from=start,
        year_to=end,
        off=frozenset(rule for rule, said in each.items() if said.get("on") is False),
        severity={r: Severity(said["severity"]) for r, said in each.items() if "severity" in said},
        readings=_readings(name, data.get("deadline", []), path),
        source=name,
    )


def _belongs(key: str, known: list[str]) -> str:
    """Where a key that stands at the top should stand, else the nearest that may stand there."""
    for table in _TABLES:
        if key in settings_of(table):
            head = {"rules": "[rules.TÊN-QUY-TẮC]", "deadline": "[[deadline]]"}.get(table)
            return f" ở đầu tệp; hãy ghi dưới dòng {head or f'[{table}]'}"
    return perhaps(key, known)


def _load(path: Path) -> Values:
    try:
        # Notepad begins a file with a byte order mark.
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise UserError(
            f"{path}: không tìm thấy tệp thiết lập; hãy kiểm tra lại đường dẫn"
        ) from error
    except OSError as error:
        raise UserError(f"{path}: không mở được tệp thiết lập; hãy kiểm tra lại tệp") from error
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path.name}: không phải tệp chữ UTF-8; hãy lưu lại với mã UTF-8"
        ) from error
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        line = re.search(r"line (\d+)", str(error))
        where = f" ở dòng {line[1]}" if line else " ở cuối tệp"
        raise UserError(
            f"{path.name}: sai cú pháp{where}; hãy so với mẫu in bằng doichieu rules "
            "--settings-example"
        ) from error


def _year(name: str, data: Values, path: Path) -> tuple[date | None, date | None]:
    given = _table(name, "reporting_year", data.get("reporting_year", {}))
    values = _checked(name, "reporting_year", given, path)
    start, end = values.get("start"), values.get("end")
    if (start is None) != (end is None):
        raise UserError(
            f"{name}: [reporting_year] phải có cả start và end; hãy ghi thêm ngày thiếu"
        )
    if start and end and end < start:
        raise UserError(f"{name}: [reporting_year] end trước start; hãy đổi lại hai ngày")
    return start, end


def _rule(name: str, rule: str, values: object, path: Path) -> Values:
    if rule not in rulebook():
        raise UserError(f"{name}: không có quy tắc “{rule}”{_near_rule(rule)}")
    return _checked(name, "rules", _table(name, f"rules.{rule}", values), path, f"rules.{rule}")


def _near_rule(rule: str) -> str:
    said = perhaps(rule, rulebook())
    return said if "có lẽ" in said else "; hãy xem tên các quy tắc bằng doichieu rules"


def _readings(name: str, entries: object, path: Path) -> dict[str, GivenReading]:
    if not isinstance(entries, list):
        raise UserError(f"{name}: deadline phải viết [[deadline]], mỗi cụm từ một bảng")
    found: dict[str, GivenReading] = {}
    for number, entry in enumerate(entries, 1):
        where = f"[[deadline]] thứ {number}"
        values = _checked(name, "deadline", _table(name, where, entry), path, where)
        words = fold(values.get("words", "")).strip(" ;.,-")
        if not words or "kind" not in values:
            raise UserError(f"{name}: {where} thiếu {'kind' if words else 'words'}; hãy ghi thêm")
        if words in found:
            raise UserError(f"{name}: {where} lặp lại “{values['words']}”; hãy giữ một bảng")
        found[words] = _reading(name, where, values)
    return found


def _reading(name: str, where: str, values: Values) -> GivenReading:
    kind, day, start = values["kind"], values.get("day"), values.get("from")
    if kind in _DAYLESS and (day or start):
        raise UserError(f"{name}: {where}: kind = “{kind}” không có ngày; hãy bỏ day, from")
    if kind not in _DAYLESS and day is None:
        raise UserError(f"{name}: {where} thiếu day (ngày cuối cùng còn đúng hạn); hãy ghi thêm")
    if start and start > day:
        raise UserError(f"{name}: {where}: from sau day; hãy đổi lại hai ngày")
    if kind != "relative" and ("days" in values or "working_days" in values):
        raise UserError(
            f"{name}: {where}: days, working_days chỉ dùng với kind = “relative”; hãy bỏ"
        )
    return GivenReading(kind, start, day, values.get("days"), values.get("working_days", False))


def _table(name: str, where: str, values: object) -> Values:
    if not isinstance(values, dict):
        raise UserError(f"{name}: {where} phải là một bảng; hãy so với doichieu rules "
                        "--settings-example")  # fmt: skip
    return values


def _checked(
    name: str, table: str, values: Mapping[str, Any], path: Path, where: str = ""
) -> Values:
    """The values of a table, each of its type."""
    known = settings_of(table)
    place = f"{where or table}: " if where or table else ""
    found: Values = {}
    for key, value in values.items():
        if key not in known:
            raise UserError(f"{name}: {place}không có thiết lập “{key}”{perhaps(key, known)}")
        right = _value(known[key], value)
        if right is None:
            need = _NEEDS[known[key].type].format(choices=", ".join(known[key].choices))
            raise UserError(f"{name}: {place}{key} phải là {need}, không phải {_shown(value)}")
        found[key] = _file(name, key, path.parent / right) if known[key].type == "file" else right
    return found


_NEEDS = {
    "yes_no": "true hoặc false (không có dấu ngoặc kép)",
    "day": "một ngày dạng 2024-11-30 (không có dấu ngoặc kép)",
    "days": "danh sách ngày dạng [2024-11-20, 2024-12-02]",
    "count": "số nguyên từ 1 đến 999",
    "text": "chữ trong dấu ngoặc kép",
    "file": "tên tệp trong dấu ngoặc kép",
    "choice": "một trong: {choices}",
}


def _value(setting: Setting, value: object) -> Any:
    """The value as the program uses it; None where it is of another type."""
    kind = setting.type
    if kind == "yes_no":
        return value if isinstance(value, bool) else None
    if kind == "day":
        return value if _is_day(value) else None
    if kind == "days":
        held = isinstance(value, list) and all(map(_is_day, value))
        return frozenset(value) if held and isinstance(value, list) else None
    if kind == "count":
        right = isinstance(value, int) and not isinstance(value, bool)
        return value if right and isinstance(value, int) and 1 <= value <= _MOST_DAYS else None
    if not isinstance(value, str) or not value.strip():
        return None
    return value if kind != "choice" or value in setting.choices else None


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"“{value}”"


def _file(name: str, key: str, path: Path) -> Path:
    if not path.is_file():
        raise UserError(f"{name}: {key}: không có tệp {path}; hãy kiểm tra lại đường dẫn")
    return path
