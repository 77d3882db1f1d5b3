"""Whether an office's template can be used: every field known, every needed field there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from docx.document import Document as Word
from docx.table import Table, _Cell, _Row
from jinja2 import TemplateError, TemplateSyntaxError, nodes

from pipeline.reminders.template import PlainTemplate, environment, open_template, render
from rules.reminders import fields_of_each, required_fields, template_fields, template_problem

# Lists whose entries are lines of text.
LINES = ("copies", "counts", "parent_lines", "requests", "sender_lines", "signing")
NUMBERS = ("sender_line", "heard", "members", "silent", "turn")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BLOCK = re.compile(r"\{%-?(?:p|tr|tc|r)?\s+(for|if|endfor|endif)\b")
_OPENING = re.compile(r"(\{\{|\{%)(?:(?!\}\}|%\}|\{\{|\{%).)*(?=\{\{|\{%|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the template that holds a tag, and where it stands."""

    place: str
    text: str


def template_problems(path: Path, note: bool = False) -> list[str]:
    """What is wrong with a template, each with its place; empty where it can be used."""
    template = open_template(path)
    passages = list(_passages(template.docx))
    unclosed = [
        template_problem("unclosed", place=one.place, tag=found[0].strip()[:40])
        for one in passages
        for found in _OPENING.finditer(one.text)
    ]
    if torn := unclosed or [*_unbalanced(passages), *_lost(template.docx, passages)]:
        return torn
    known, used = template_fields(note), set[str]()
    problems: list[str] = []
    for source in _sources(template):
        try:
            environment().compile(source)
            tree = environment().parse(source)
        except TemplateSyntaxError as error:
            return [_syntax(error, source, passages)]
        scope: dict[str, Mapping[str, str] | None] = {name: _each(name) for name in known}
        for name, choice in _unknown(tree, scope, used):
            hint = get_close_matches(name.split(".")[-1], choice, 1)
            said = template_problem("hint", name=hint[0]) if hint else ""
            place = _place(passages, name)
            problems.append(template_problem("unknown", place=place, name=name, hint=said))
    for row in required_fields(note):
        if not used & set(row):
            problems.append(template_problem("required", names=" hoặc ".join(row)))
    return problems or _trial(path, note)


def sample_fields(note: bool = False) -> dict[str, object]:
    """Every field with a value that says its name."""
    values: dict[str, object] = {}
    for name in template_fields(note):
        each = fields_of_each(name)
        if each:
            values[name] = [dict.fromkeys(each, "…")]
        else:
            values[name] = ["…"] if name in LINES else 1 if name in NUMBERS else "…"
    return values


def _trial(path: Path, note: bool) -> list[str]:
    try:
        render(path, sample_fields(note))
    except TemplateError as error:
        return [template_problem("render", why=error.message or type(error).__name__)]
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:  # of an expression
        return [template_problem("render", why=str(error))]
    return []


def _sources(template: PlainTemplate) -> Iterator[str]:
    """What jinja reads: the body and every head and foot of a page."""
    yield _with_lines(template.patch_xml(template.get_xml()))
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield _with_lines(template.patch_xml(template.get_part_xml(part)))


def _with_lines(xml: str) -> str:
    """A line for every paragraph and tag, so that an error's line says where it is."""
    return re.sub(r"(<w:p[ >]|\{%)", r"\n\1", xml)


def _unbalanced(passages: list[Passage]) -> Iterator[str]:
    """Blocks without an end, told where they begin; ends without a beginning."""
    opened: list[tuple[str, str, str]] = []
    for passage in passages:
        for tag in _TAG.findall(passage.text):
            word = found[1] if (found := _BLOCK.match(tag)) else ""
            if word in ("for", "if"):
                opened.append((word, tag, passage.place))
            elif word and (not opened or opened.pop()[0] != word.removeprefix("end")):
                yield template_problem("unopened", place=passage.place, tag=tag)
                return
    for word, tag, place in opened:
        yield template_problem("block", place=place, tag=tag, end=f"end{word}")


def _lost(word: Word, passages: list[Passage]) -> Iterator[str]:
    """Words in a paragraph or row that goes away with its tag ({%p ...%}, {%tr ...%})."""
    rows = [
        Passage(template_problem("cell", table=number, row=at, cell=1), _row_text(row))
        for number, table in enumerate(word.tables, 1)
        for at, row in enumerate(table.rows, 1)
    ]
    for kind, whole, places in (("p", "paragraph", passages), ("tr", "row", rows)):
        for one in places:
            tag = next((tag for tag in _TAG.findall(one.text) if tag.startswith(f"{{%{kind} ")), "")
            if tag and one.text.replace(tag, "", 1).strip():
                said = template_problem(whole)
                yield template_problem("lost", place=one.place, tag=tag, whole=said)


def _row_text(row: _Row) -> str:
    return " ".join(cell.text for cell in row.cells)


def _syntax(error: TemplateSyntaxError, source: str, passages: list[Passage]) -> str:
    line = source.splitlines()[error.lineno - 1 : error.lineno]
    text = re.sub(r"<[^>]+>", "", "".join(line)).strip()
    tag = next(iter(_TAG.findall(text)), text)
    place = _place(passages, _inside(tag)) if tag else template_problem("somewhere")
    return template_problem("syntax", place=place, why=f"{tag} ({error.message})")


def _inside(tag: str) -> str:
    return tag.strip("{}% \n")


def _each(name: str) -> Mapping[str, str] | None:
    return fields_of_each(name) or None


def _unknown(
    node: nodes.Node, scope: Mapping[str, Mapping[str, str] | None], used: set[str]
) -> Iterator[tuple[str, list[str]]]:
    """Names that are no fields, with what could be meant; known ones are added to ``used``."""
    if isinstance(node, nodes.For):
        yield from _unknown(node.iter, scope, used)
        target = node.target.name if isinstance(node.target, nodes.Name) else ""
        entries = scope.get(node.iter.name) if isinstance(node.iter, nodes.Name) else None
        inner = {**scope, target: entries, "loop": None}
        for one in (*node.body, *node.else_, *([node.test] if node.test else [])):
            yield from _unknown(one, inner, used)
        return
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        fields = scope.get(node.node.name)
        if fields is not None and node.attr not in fields:
            yield f"{node.node.name}.{node.attr}", list(fields)
    if isinstance(node, nodes.Name) and node.ctx == "load":
        used.add(node.name)
        if node.name not in scope:
            yield node.name, list(scope)
    if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
        scope = {**scope, node.target.name: None}
    for child in node.iter_child_nodes():
        yield from _unknown(child, scope, used)


def _place(passages: list[Passage], words: str) -> str:
    """Where the first tag with these words stands."""
    pattern = re.compile(rf"(?<![\w.]){re.escape(words)}(?!\w)")
    for passage in passages:
        if any(pattern.search(tag) for tag in _TAG.findall(passage.text)):
            return passage.place
    return template_problem("somewhere")


def _passages(word: Word) -> Iterator[Passage]:
    numbers = {"table": 0, "body": 0}
    for block in word.iter_inner_content():
        if isinstance(block, Table):
            numbers["table"] += 1
            yield from _table(block, numbers["table"])
        else:
            numbers["body"] += 1
            yield Passage(template_problem("body", number=numbers["body"]), block.text)
    for section in word.sections:
        for id, part in (("header", section.header), ("footer", section.footer)):
            for paragraph in part.paragraphs:
                yield Passage(template_problem(id), paragraph.text)


def _table(table: Table, number: int) -> Iterator[Passage]:
    for at, row in enumerate(table.rows, 1):
        seen: list[_Cell] = []
        for cell in row.cells:
            if any(cell._tc is one._tc for one in seen):  # a merged cell stands once
                continue
            seen.append(cell)
            place = template_problem("cell", table=number, row=at, cell=len(seen))
            for paragraph in cell.paragraphs:
                yield Passage(place, paragraph.text)
