"""How well statements and titles find their tasks, how sure, how fast, and what each part gains.

Run: ``python -m tests.benchmarks matching``. Three sets: the benchmark of the real plan
(``../shared``), fresh paraphrases and near misses for it (``papi_fresh.jsonl``), and statements for
two plans of other provinces (``other_plans.jsonl``), the last two written by hand before tuning.
The bands are fixed; all sets were seen when they were fixed, so the halves of the sections show how
the one knob carries over. The fresh set, when first run,
gave top-1 0.927 with one wrong among 27 sure matches, and two later lots of near misses 5 of 45 and
2 of 41 wrongly sure; what was learnt from the first two lots went into the rules, and later one
miss of the third (road safety beside road building): none of the three is unseen any more.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from math import log
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from pipeline.matching.lines import query_of
from pipeline.matching.matcher import Matcher
from pipeline.matching.query import Candidate
from pipeline.matching.weights import STANDARD, Weights
from pipeline.plans.plan import load_plan
from rules.agencies import load
from rules.document_types import DocumentTypes
from rules.model.papers import Band
from rules.model.plan import Plan, Section, Task
from rules.vietnamese.text import fold, key, tokens

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"
OTHERS = {"kh179-ubnd-dongnai-1": "Đồng Nai", "kh552-ubnd-dongthap-1": "Đồng Tháp"}
Row = dict[str, Any]

ABLATIONS = {
    "all parts": STANDARD,
    "without concepts": replace(STANDARD, concept=0.0),
    "without near words": replace(STANDARD, near=0.0),
    "without pairs": replace(STANDARD, pair=0.0),
    "without abbreviations": replace(STANDARD, spell_out=False),
    "formulas at full weight": replace(STANDARD, formula=1.0),
    "without words of outputs": replace(STANDARD, output=0.0),
    "without agency": replace(STANDARD, agency=0.0),
    "without section": replace(STANDARD, section=0.0),
    "without cited papers": replace(STANDARD, paper=0.0),
    "without type": replace(STANDARD, doc_type=0.0),
    "without verbs of work": replace(STANDARD, verb=0.0),
    "without parts of a text": replace(STANDARD, parts=False),
}


@dataclass(frozen=True)
class Score:
    """What a run over labelled rows gives; ``held`` is the share of true matches that are sure."""

    count: int
    top1: float
    recall3: float
    precision: float
    held: float
    sure: int
    wrong: tuple[Any, ...]
    none_sure: int
    none_count: int

    def line(self) -> str:
        """The figures on one line."""
        return (
            f"n={self.count} top-1 {self.top1:.3f}  recall@3 {self.recall3:.3f}  sure: precision "
            f"{self.precision:.3f} of {self.sure}, holds {self.held:.3f}; "
            f"NONE sure {self.none_sure} of {self.none_count}"
        )


def read_rows(path: Path) -> list[Row]:
    """The rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def other_plan(name: str) -> Plan:
    """A plan as its truth file tells it."""
    truth = json.loads((SHARED / "bench/plans" / f"{name}.truth.json").read_text(encoding="utf-8"))
    heads = [fold(head) for head in truth["header"]]

    def cell(cells: Sequence[str], *words: str) -> str:
        places = [at for at, head in enumerate(heads) if any(word in head for word in words)]
        return cells[places[0]] if places else ""

    def listed(text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split(";") if part.strip())

    sections: list[Section] = []
    tasks: list[Task] = []
    for row in truth["rows"]:
        cells = row["cells"]
        if row["kind"] == "section":
            sections.append(Section(cells[0], cells[-1]))
            continue
        number = cells[0]
        tasks.append(
            Task(
                id=number if "dongnai" in name else f"{sections[-1].id}.{number}",
                section=sections[-1].id,
                number=number,
                text=cell(cells, "nhiem vu"),
                outputs=listed(cell(cells, "san pham", "ket qua")),
                leads=listed(cell(cells, "chu tri", "thuc hien")),
                coordinating=listed(cell(cells, "phoi hop")),
                deadlines=listed(cell(cells, "thoi gian")),
            )
        )
    text = "\n".join(task.text for task in tasks)
    return Plan("", tuple(sections), tuple(tasks), year=2026, province=OTHERS[name], text=text)


def matcher_of(plan: Plan, weights: Weights = STANDARD) -> Matcher:
    """A matcher with the project's own agencies and types."""
    return Matcher(plan, load(), DocumentTypes.load(), weights)


def answer(matcher: Matcher, rows: Sequence[Row], metadata: bool = True) -> list[list[Candidate]]:
    """The candidates of every row, with all that is known of it or by its text alone."""
    return matcher.match([query_of(row if metadata else {"text": row["text"]}) for row in rows])


def score(rows: Sequence[Row], answers: Sequence[Sequence[Candidate]]) -> Score:
    """The figures of one run."""
    hits = recall = held = total = right = 0.0
    sure = none_sure = none_count = 0
    wrong: list[Any] = []
    for row, found in zip(rows, answers, strict=True):
        accepted = row["true"] + row["ok"]
        certain = [one for one in found if one.band is Band.SURE]
        sure += len(certain)
        if not row["true"]:
            none_count += 1
            none_sure += bool(certain)
        else:
            ids = [one.task_id for one in found]
            hits += bool(ids) and ids[0] in accepted
            recall += min(1.0, len(set(ids) & set(accepted)) / len(row["true"]))
            held += min(len({one.task_id for one in certain} & set(accepted)), len(row["true"]))
            total += len(row["true"])
        right += sum(one.task_id in accepted for one in certain)
        wrong += [(row["id"], one.task_id) for one in certain if one.task_id not in accepted]
    count = len(rows) - none_count
    return Score(
        count, hits / max(count, 1), recall / max(count, 1), right / max(sure, 1),
        held / max(total, 1), sure, tuple(wrong), none_sure, none_count,
    )  # fmt: skip


def report() -> str:
    """All tables, as text."""
    if not (SHARED / "bench").is_dir():
        return "matching: needs the folder ../shared"
    plan = load_plan(SHARED / "plan/plan.docx")
    dev = read_rows(SHARED / "bench/matching/dev.jsonl")
    matcher = matcher_of(plan)
    lines = ["benchmark of the real plan"]
    lines += _both(matcher, dev)
    lines += _styles(dev, answer(matcher, dev))
    lines += ["", "halves of the sections: strictness chosen on one half, shown on the other"]
    lines += _halves(plan, dev)
    lines += ["", "fresh paraphrases and near misses for the real plan"]
    lines += _both(matcher, read_rows(HERE / "papi_fresh.jsonl"))
    lines += ["", "statements for plans of other provinces"]
    for name in OTHERS:
        rows = [row for row in read_rows(HERE / "other_plans.jsonl") if row["plan"] == name]
        lines += [name, *_both(matcher_of(other_plan(name)), rows)]
    lines += ["", "ablation (top-1 | holds, real plan | top-1 text only | other plans top-1)"]
    lines += _ablation(plan, dev)
    lines += ["", "baselines by text alone, and with the rule accept >= 90", *_baselines(plan, dev)]
    lines += ["", "speed", *_speed(plan, dev)]
    return "\n".join(lines)


def _both(matcher: Matcher, rows: Sequence[Row]) -> list[str]:
    return [
        f"  {name:14} {score(rows, answer(matcher, rows, metadata)).line()}"
        for name, metadata in (("with metadata", True), ("text only", False))
    ]


def _styles(rows: Sequence[Row], answers: Sequence[list[Candidate]]) -> list[str]:
    by_style: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        by_style[row["style"]].append(place)
    return [
        f"  style {style}: "
        + score([rows[at] for at in places], [answers[at] for at in places]).line()
        for style, places in sorted(by_style.items())
    ]


def _halves(plan: Plan, rows: Sequence[Row]) -> list[str]:
    """The one knob of the bands, chosen for precision 0.99 and then the most held."""
    odd = {section.id for section in plan.sections[::2]}
    first = [row for row in rows if _section(row) in odd]
    second = [row for row in rows if _section(row) not in odd]
    lines = []
    for chosen_on, shown_on in ((first, second), (second, first)):
        tried = []
        for strictness in (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.4):
            matcher = matcher_of(plan, replace(STANDARD, strictness=strictness))
            got = score(chosen_on, answer(matcher, chosen_on))
            tried.append((got.precision >= 0.99 and not got.none_sure, got.held, strictness))
        best = max(tried)[2]
        matcher = matcher_of(plan, replace(STANDARD, strictness=best))
        shown = score(shown_on, answer(matcher, shown_on))
        lines.append(f"  strictness {best}: {shown.line()}")
    return lines


def _section(row: Row) -> str:
    named = row["true"][0].split(".")[0] if row["true"] else row["section"]
    return named or ("I" if row["id"] % 2 else "II")


def _ablation(plan: Plan, rows: Sequence[Row]) -> list[str]:
    others = {name: other_plan(name) for name in OTHERS}
    other_rows = read_rows(HERE / "other_plans.jsonl")
    lines = []
    for name, weights in ABLATIONS.items():
        matcher = matcher_of(plan, weights)
        with_all, bare = (score(rows, answer(matcher, rows, known)) for known in (True, False))
        found = 0.0
        for other, other_one in others.items():
            some = [row for row in other_rows if row["plan"] == other]
            got = score(some, answer(matcher_of(other_one, weights), some))
            found += got.top1 * got.count
        count = sum(bool(row["true"]) for row in other_rows)
        lines.append(
            f"  {name:26} {with_all.top1:.3f} | {with_all.held:.3f} | {bare.top1:.3f} | "
            f"{found / count:.3f}"
        )
    lines.append(f"  {'with character 3-grams':26} text only {_with_characters(plan, rows):.3f}")
    return lines


def _with_characters(plan: Plan, rows: Sequence[Row]) -> float:
    """Top-1 by text alone when character 3-grams of the folded text are added."""
    texts = [task.text for task in plan.tasks]
    table = matcher_of(plan).likeness([row["text"] for row in rows])
    counts = Counter(gram for text in texts for gram in set(_grams(text)))

    def vector(text: str) -> dict[str, float]:
        found = {gram: log(59 / (counts[gram] + 1)) + 1 for gram in set(_grams(text))}
        length = sum(value * value for value in found.values()) ** 0.5 or 1.0
        return {gram: value / length for gram, value in found.items()}

    tasks = [vector(text) for text in texts]
    for at, row in enumerate(rows):
        own = vector(row["text"])
        table[at] += 0.5 * np.array(
            [sum(value * task.get(gram, 0.0) for gram, value in own.items()) for task in tasks]
        )
    return _top1(plan, rows, table)


def _grams(text: str) -> list[str]:
    folded = " ".join(tokens(text))
    return [folded[at : at + 3] for at in range(len(folded) - 2)]


def _top1(plan: Plan, rows: Sequence[Row], table: Any) -> float:
    asked = [(row, values) for row, values in zip(rows, table, strict=True) if row["true"]]
    hits = sum(
        plan.tasks[int(np.argmax(values))].id in row["true"] + row["ok"] for row, values in asked
    )
    return hits / len(asked)


def _baselines(plan: Plan, rows: Sequence[Row]) -> list[str]:
    texts = [key(task.text) for task in plan.tasks]
    asked = [key(row["text"]) for row in rows]
    lines = []
    for scorer in (fuzz.partial_ratio, fuzz.token_set_ratio):
        name = scorer.__name__
        table = process.cdist(asked, texts, scorer=scorer, workers=2)
        pairs = [
            (row, plan.tasks[int(at)].id)
            for row, values in zip(rows, table, strict=True)
            for at in np.flatnonzero(values >= 90)
        ]
        right = sum(task in row["true"] + row["ok"] for row, task in pairs)
        total = sum(len(row["true"]) for row in rows)
        lines.append(
            f"  {name:16} top-1 {_top1(plan, rows, table):.3f}; >= 90: precision "
            f"{right / max(len(pairs), 1):.3f} of {len(pairs)}, holds {right / total:.3f}"
        )
    lines.append(f"  {'BM25':16} top-1 {_top1(plan, rows, _bm25(plan, rows)):.3f}")
    ours = matcher_of(plan).likeness([row["text"] for row in rows])
    lines.append(f"  {'ours, text only':16} top-1 {_top1(plan, rows, ours):.3f}")
    return lines


def _bm25(plan: Plan, rows: Sequence[Row]) -> Any:
    documents = [Counter(tokens(task.text)) for task in plan.tasks]
    seen = Counter(word for document in documents for word in document)
    average = sum(sum(document.values()) for document in documents) / len(documents)

    def weight(word: str, document: Counter[str]) -> float:
        count = document[word]
        rare = log(1 + (len(documents) - seen[word] + 0.5) / (seen[word] + 0.5))
        length = 0.25 + 0.75 * sum(document.values()) / average
        return rare * count * 2.5 / (count + 1.5 * length)

    return np.array(
        [
            [sum(weight(word, document) for word in tokens(row["text"])) for document in documents]
            for row in rows
        ]
    )


_WORKER: list[Matcher] = []


def _best(texts: list[str]) -> int:
    """The best three tasks of each text in a worker; the count comes back, not the table."""
    table = _WORKER[0].likeness(texts)
    return len(np.argpartition(-table, 2, axis=1)[:, :3])


def _speed(plan: Plan, rows: Sequence[Row]) -> list[str]:
    base = [row["text"] for row in rows]
    lines = []
    for tasks, copies, needed in ((plan.tasks, 150, 6), (_many(plan, 5000), 4, 40)):
        statements = [f"{text} {at}" for at in range(copies) for text in base]
        big = replace(plan, tasks=tasks)
        _WORKER[:] = [matcher_of(big)]
        mine = _timed(lambda some=statements: _in_two(some))
        texts = [key(task.text) for task in tasks]
        part = statements[: max(200, len(statements) // 10)]
        theirs = _timed(
            lambda some=part, all_tasks=texts: process.cdist(
                [key(text) for text in some], all_tasks, scorer=fuzz.token_set_ratio, workers=2
            )
        ) * (len(statements) / len(part))
        lines.append(
            f"  {len(statements)} statements x {len(tasks)} tasks, 2 workers: ours {mine:.2f} s "
            f"({1e6 * mine / len(statements):.0f} us each; 1,000,000 in "
            f"{1e6 * mine / len(statements):.0f} s), token_set_ratio {theirs:.2f} s: "
            f"{theirs / mine:.1f} x (asked {needed} x)"
        )
    matcher = _WORKER[0] = matcher_of(plan)
    full = _timed(lambda: answer(matcher, list(rows) * 5))
    lines.append(f"  whole match with reasons, 1 worker: {1e6 * full / len(rows) / 5:.0f} us each")
    return lines


def _in_two(statements: list[str]) -> int:
    size = min(2000, -(-len(statements) // 2))  # so that both have work
    batches = [statements[at : at + size] for at in range(0, len(statements), size)]
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        return sum(pool.map(_best, batches))


def _many(plan: Plan, count: int) -> tuple[Task, ...]:
    """As many tasks as asked, made by mixing the words of the plan's own."""
    words = [task.text.split() for task in plan.tasks]
    made = []
    for at in range(count):
        one, other = words[at % len(words)], words[(at * 7 + at // len(words)) % len(words)]
        cut = 3 + at % 11
        text = " ".join([*one[:cut], *other[cut:]])
        made.append(replace(plan.tasks[at % len(words)], id=f"X.{at}", text=text))
    return tuple(made)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    print(report())
