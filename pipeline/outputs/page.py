"""bao-cao.html: one self-contained page that opens anywhere, prints, and asks nobody anything.

Every text goes through ``clean`` and is then escaped by Jinja; the page's own style and script
are named by hash in its content policy, so that nothing else could run even if it got in.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from pipeline.outputs.cells import FindingCells, day_words, finding_cells, place_words
from pipeline.outputs.clean import clean
from pipeline.outputs.escaping import environment
from pipeline.outputs.links import Links
from pipeline.outputs.near import Near, near_lines
from pipeline.outputs.page_charts import Bar, agency_bars, section_bars
from pipeline.outputs.page_matrix import Matrix, build_matrix
from pipeline.outputs.replace import replace_file
from pipeline.outputs.report import Report, group_of, grouped
from rules.messages import load
from rules.model.dossier import Finding, Judgement

MOST_FINDINGS = 5_000  # more make a page that no browser scrolls well; the workbook has all
_MOST_NEAR = 60
_MOST_LISTED = 200
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Proof:
    """A passage of a finding: the file, the place, the words."""

    path: str
    address: str
    place: str
    quote: str


@dataclass(frozen=True, slots=True)
class Item:
    """A finding on the page."""

    cells: FindingCells
    severity: str
    status: str
    group: str
    issuer: str  # who must issue the paper, where that is another body
    reason: str
    proofs: tuple[Proof, ...]
    further: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """An agency with its findings."""

    anchor: str
    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that was not wholly read."""

    path: str
    address: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the template shows."""

    title: str
    day: str
    groups: tuple[tuple[str, str, int], ...]
    unread: tuple[Unread, ...]
    unmatched: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]
    strangers: tuple[str, ...]
    unchecked: tuple[tuple[str, int], ...]
    sections: tuple[Bar, ...]
    agencies: tuple[Bar, ...]
    matrix: Matrix
    chapters: tuple[Chapter, ...]
    left_out: int
    near: tuple[tuple[Near, str], ...]  # with the address of the file
    near_number: int


def write_page(report: Report, path: Path) -> None:
    """Write bao-cao.html."""
    text = render(report, path.parent)

    def write(draft: Path) -> None:
        draft.write_text(text, encoding="utf-8", newline="\n")

    replace_file(path, write, report.lang)


def render(report: Report, folder: Path, most: int = MOST_FINDINGS) -> str:
    """The page as it will lie in a folder."""
    style, script = (
        (_TEMPLATES / name).read_text(encoding="utf-8") for name in ("report.css", "report.js")
    )
    template = environment("pipeline.outputs").get_template("report.html.j2")
    return template.render(
        page=build_page(report, Links(report.inbox, folder), most),
        report=report,
        words=report.words,
        load=load,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        listed=_MOST_LISTED,
    )


def _policy(style: str, script: str) -> str:
    hashes = [
        base64.b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
        for text in (style, script)
    ]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


def build_page(report: Report, links: Links, most: int = MOST_FINDINGS) -> Page:
    """Everything the template shows, in its order."""
    words, counts = report.words, report.counts
    live = [finding for finding in report.findings if finding.state != "fixed"]
    shown = live[:most]
    first = {one.problem.obligation_id: f"f-{one.code}" for one in reversed(shown)}
    chapters = {agency: f"a-{number}" for number, agency in enumerate((*report.shown, ""))}
    papers = report.papers_by_id
    near, near_number = near_lines(report, _MOST_NEAR)
    return Page(
        title=report.plan.title,
        day=day_words(report.as_of),
        groups=tuple(
            (group, words("group", group), number)
            for group, number in grouped(counts.by_status).items()
        ),
        unread=tuple(
            Unread(
                one.path,
                links.to(one.path),
                words("read_status", one.read_status),
                words("reason", one.read_reason.value if one.read_reason else ""),
            )
            for one in counts.unread
        ),
        unmatched=tuple(
            (papers[id].path, links.to(papers[id].path)) for id in counts.unmatched if id in papers
        ),
        silent=tuple(report.agency_name(id) for id in counts.silent),
        strangers=tuple(clean(name) for name in counts.strangers),
        unchecked=_unchecked(report, counts.unchecked),
        sections=section_bars(report),
        agencies=agency_bars(report, chapters),
        matrix=build_matrix(report, first),
        chapters=tuple(_chapters(report, shown, chapters, links)),
        left_out=len(live) - len(shown),
        near=tuple((one, links.to(one.paper.path) if one.paper else "") for one in near),
        near_number=near_number,
    )


def _unchecked(report: Report, judgements: tuple[Judgement, ...]) -> tuple[tuple[str, int], ...]:
    """Outputs without a result by why: a status and how many."""
    return tuple(
        (report.words("status", status), report.counts.by_status[status])
        for status in dict.fromkeys(one.status for one in judgements)
    )


def _chapters(
    report: Report, findings: list[Finding], anchors: dict[str, str], links: Links
) -> Iterator[Chapter]:
    for agency, some in groupby(findings, key=lambda finding: finding.problem.agency_id):
        items = tuple(_item(report, finding, links) for finding in some)
        yield Chapter(anchors[agency], report.agency_name(agency), items)


def _item(report: Report, finding: Finding, links: Links) -> Item:
    words, evidence = report.words, finding.problem.evidence
    judgement = report.judgements_by_id.get(finding.problem.obligation_id)
    proofs = tuple(
        Proof(one.path, links.to(one.path), place_words(one.anchor, words), one.quote)
        for one in evidence[:3]
    )
    cells = finding_cells(report, finding)
    if not proofs and cells.evidence:
        proofs = (Proof(cells.evidence, links.to(cells.evidence), "", ""),)
    return Item(
        cells=cells,
        severity=finding.severity.value,
        status=words("status", judgement.status.value) if judgement else "",
        group=group_of(judgement.status) if judgement else "",
        issuer=_issuer(report, judgement),
        reason=words.choose(judgement.reason, judgement.reason_en) if judgement else "",
        proofs=proofs,
        further=max(0, len(evidence) - 3),
    )


def _issuer(report: Report, judgement: Judgement | None) -> str:
    if judgement is None:
        return ""
    due = judgement.obligation
    other = due.issuer_id if due.issuer_id != due.agency_id else ""
    return report.agency_name(other) if other else ""
