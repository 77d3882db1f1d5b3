"""The rules in words, for the terminal."""

from __future__ import annotations

from pipeline.errors import UserError
from rules.catalogue import Rule, rulebook
from rules.messages import Words


def rule_lines(rule_id: str | None, lang: str = "vi") -> str:
    """One rule, or all; UserError for a name that no rule has."""
    rules = rulebook()
    if rule_id is not None and rule_id not in rules:
        raise UserError(f"{rule_id}: không có quy tắc này; hãy xem danh sách: doichieu rules")
    shown = [rules[rule_id]] if rule_id else rules.values()
    return "\n\n".join(_lines(rule, Words(lang)) for rule in shown)


def _lines(rule: Rule, words: Words) -> str:
    title = words.choose(rule.title, rule.title_en)
    return "\n".join(
        (
            f"{rule.id} [{words('severity', rule.severity.value)}] {title}",
            f"  {words.choose(rule.means, rule.means_en)}",
            f"  {words.say('fires')}: {rule.fires}",
            f"  {words.say('holds')}: {rule.holds}",
        )
    )
