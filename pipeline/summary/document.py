"""tom-tat.docx: the summary for the chairman, from the database alone."""

from __future__ import annotations

from pathlib import Path

from pipeline.outputs.replace import replace_file
from pipeline.storage.store import Store
from pipeline.summary.annex import write_annex
from pipeline.summary.facts import Facts, gather
from pipeline.summary.pages import write_pages
from pipeline.summary.sheet import number_pages, open_document, to_bytes
from pipeline.summary.wording import day_words
from rules.summary import say

FILE = "tom-tat.docx"


def summarise(out: Path) -> Path:
    """Write the summary of the last run in a folder of results; where it lies."""
    with Store.read(out / "doichieu.db") as store:
        facts = gather(store)
    return write_summary(facts, out / FILE)


def write_summary(facts: Facts, path: Path) -> Path:
    """Write the summary of these facts."""
    made = summary_bytes(facts)

    def write(draft: Path) -> None:
        draft.write_bytes(made)

    replace_file(path, write)
    return path


def summary_bytes(facts: Facts) -> bytes:
    """The document; the same facts give the same bytes."""
    title = f"{say('head', 'kind')}: {facts.plan_words}"
    document = open_document(facts.run.as_of, title)
    foot = say(
        "foot",
        "run",
        run=facts.run.number,
        day=day_words(facts.run.as_of),
        version=facts.run.version,
    )
    number_pages(document.sections[0], foot)
    write_pages(document, facts)
    write_annex(document, facts)
    return to_bytes(document)
