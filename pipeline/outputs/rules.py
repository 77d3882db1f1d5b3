"""The rules in words, for the terminal."""

from __future__ import annotations

from pipeline.errors import UserError
from pipeline.nearest import nearest
from pipeline.notices import settings_notices
from rules.catalogue import Rule, in_force
from rules.messages import Words
from rules.settings import PLAIN, Settings


def rule_lines(rule_id: str | None, lang: str = "vi", settings: Settings = PLAIN) -> str:
    """One rule, or all, as the settings leave them; UserError for a name that no rule has."""
    rules, words = in_force(settings), Words(lang)
    if rule_id is not None and rule_id not in rules:
        near = "".join(f"; có lẽ là {name}" for name in nearest(rule_id, rules))
        cure = near or "; hãy xem danh sách: doichieu rules"
        raise UserError(f"{rule_id}: không có quy tắc này{cure}")
    shown = [rules[rule_id]] if rule_id else rules.values()
    said = ["\n".join(settings_notices(settings, rules.values(), words))]
    said += [_lines(rule, words, settings.source) for rule in shown]
    return "\n\n".join(filter(None, said))


def _lines(rule: Rule, words: Words, source: str) -> str:
    title = words.choose(rule.title, rule.title_en)
    return "\n".join(
        (
            f"{rule.id} [{_severity(rule, words, source)}] {title}",
            f"  {words.choose(rule.means, rule.means_en)}",
            f"  {words.say('fires')}: {rule.fires}",
            f"  {words.say('holds')}: {rule.holds}",
        )
    )


def _severity(rule: Rule, words: Words, source: str) -> str:
    """The severity in force, what it was, and whether the rule is on."""
    said = words("severity", rule.severity.value)
    if rule.usual is not None:
        usual = words("severity", rule.usual.value)
        said = words.fill("notice", "rule_severity", now=said, usual=usual, file=source)
    return said if rule.on else words.fill("notice", "rule_off", severity=said, file=source)
