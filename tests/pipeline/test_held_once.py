from __future__ import annotations

from pipeline.papers.held_once import Texts
from rules.model.papers import Figure
from tests import factories as make


def anew(text: str) -> str:
    """An equal text that is another object."""
    return "".join(list(text))


def test_nothing_is_changed_and_equal_texts_are_one() -> None:
    said = "Đã tiếp 05 lượt công dân"
    statements = tuple(
        make.statement(f"s{at}", text=anew(said), context=anew(said), figures=(
            Figure(5.0, "lượt", "result", anew("05 lượt")),
        ))
        for at in (1, 2)
    )  # fmt: skip
    matches = tuple(
        make.match(statement_id=anew(one.id), reasons=(anew("đúng cơ quan chủ trì"),))
        for one in statements
    )
    texts = Texts()
    held = texts.statements(statements)
    (first, second) = texts.matches(matches, held)
    assert held == statements
    assert (first, second) == matches
    assert held[0].text is held[0].context is held[1].text
    assert held[0].figures[0].text is held[1].figures[0].text
    assert first.reasons[0] is second.reasons[0]
    assert first.statement_id is held[0].id
