"""How well documents in TCVN3 and VNI fonts are read: letters with marks, letters, syllables.

Run: ``python tests/benchmarks/bench_legacy.py``. Both sides in NFC, blanks as one. A letter with a
mark counts where the same letter stands at its place of the reading, after both are aligned by
their letters without marks; the share is of all such letters of the transcript, so what was left
out counts against. Fonts of capitals (.VnTimeH) are read as what they show; the transcripts keep
the small letters that are stored, so case is compared in the second column only.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from rapidfuzz.distance import Indel

from extractors.document import Block, Document, block_text
from extractors.formats import extract
from extractors.office.package import Package

SHARED = Path(__file__).resolve().parents[3] / "shared"
LEGACY = SHARED / "real" / "legacy"
UNICODE = SHARED / "real" / "files"
_LONG = 20_000  # letters above which a difference is not aligned letter by letter
_OLD_FONT = re.compile(rb'(?i)(?:ascii|hAnsi)="(?:\.vn|vni[- ])')


@dataclass(slots=True)
class Score:
    """What of one transcript was read right."""

    name: str
    marked: int = 0
    right: int = 0
    cased: int = 0
    letters: int = 0
    same: int = 0
    syllables: int = 0
    found: int = 0
    note: str = ""

    @property
    def diacritics(self) -> float:
        return self.right / max(1, self.marked)


def report() -> str:
    """The shares over all files and for the worst ten, and what Unicode files lost."""
    if not LEGACY.is_dir():
        return "legacy: needs the folder ../shared"
    scores = [score(path) for path in sorted((LEGACY / "files").iterdir())]
    worst = sorted(scores, key=lambda one: one.diacritics)[:10]
    read = [one for one in scores if not one.note]
    low = [one.name for one in scores if one.diacritics < 0.90]
    lines = [f"{'':44}{'marks':>8}{'+case':>8}{'letters':>9}{'syllables':>11}"]
    lines += [_line(f"all {len(scores)} files", scores), _line(f"{len(read)} read", read)]
    lines += [f"below 0.90: {len(low)}", "", "the worst ten:"]
    lines += [_line(one.name, [one]) + f"  {one.note}" for one in worst]
    return "\n".join([*lines, "", *_unicode()])


def _line(name: str, scores: list[Score]) -> str:
    marked = max(1, sum(one.marked for one in scores))
    right, cased = sum(one.right for one in scores), sum(one.cased for one in scores)
    letters = sum(o.same for o in scores) / max(1, sum(o.letters for o in scores))
    syllables = sum(o.found for o in scores) / max(1, sum(o.syllables for o in scores))
    shares = f"{right / marked:8.4f}{cased / marked:8.4f}{letters:9.4f}{syllables:11.4f}"
    return f"{name[:43]:44}{shares}"


def score(path: Path) -> Score:
    """One file against its transcript."""
    truth = _squeezed((LEGACY / "truth" / f"{path.stem}.txt").read_text(encoding="utf-8"))
    document = extract(path)
    made = Score(path.name)
    if isinstance(document, Document):
        made.note = "" if document.read_complete else str(document.skipped[0][1])
        text = _squeezed("\n".join(_lines(document.blocks)))
    else:
        made.note, text = f"{document.reason}: {document.detail}", ""
    compare(truth, text, made)
    return made


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield block_text(block)


def _squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _base(text: str) -> str:
    apart = (unicodedata.normalize("NFD", char)[0] for char in text)
    return "".join(apart).replace("đ", "d").replace("Đ", "D").lower()


def compare(truth: str, text: str, made: Score) -> None:
    """Count what of the transcript stands in the text."""
    made.marked = sum(_is_marked(char) for char in truth)
    made.letters = len(truth)
    made.syllables = len(truth.split())
    for a, b in _aligned(truth, text):
        made.same += a.lower() == b.lower()
        if _is_marked(a):
            made.right += a.lower() == b.lower()
            made.cased += a == b
    one, two = truth.lower().split(), text.lower().split()
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    made.found = sum(size for _, _, size in matcher.get_matching_blocks())


def _is_marked(char: str) -> bool:
    return char in "đĐ" or len(unicodedata.normalize("NFD", char)) > 1


def _aligned(truth: str, text: str) -> Iterator[tuple[str, str]]:
    """Letters that stand at the same place: words first, then letters between them."""
    words, seen = re.findall(r"\S+\s?", truth), re.findall(r"\S+\s?", text)
    matcher = SequenceMatcher(
        None, [_base(w).strip() for w in words], [_base(w).strip() for w in seen], autojunk=False
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        one, two = "".join(words[a:b]), "".join(seen[c:d])
        if kind == "equal":
            for left, right in zip(words[a:b], seen[c:d], strict=True):
                yield from zip(left, right.ljust(len(left)), strict=False)
        elif kind == "replace" and max(len(one), len(two)) < _LONG:
            for step in Indel.opcodes(_base(one), _base(two)):
                if step.tag == "equal":
                    left, right = one[step.src_start : step.src_end], two[step.dest_start :]
                    yield from zip(left, right, strict=False)


def _unicode() -> list[str]:
    """Word files without old fonts: read with the conversion off, the text is the same."""
    import extractors.characters as characters

    checked, changed = 0, []
    kept = characters.mended
    for path in sorted(UNICODE.glob("*.docx")):
        package = Package(path.read_bytes())
        if any(_OLD_FONT.search(package.read(n)) for n in package.names() if n.endswith(".xml")):
            continue
        checked += 1
        with_it = extract(path)
        characters.mended = lambda text: text
        try:
            without = extract(path)
        finally:
            characters.mended = kept
        if with_it != without:
            changed.append(path.name)
    return [f"Unicode Word files unchanged to the character: {checked - len(changed)}/{checked}",
            *changed]  # fmt: skip


if __name__ == "__main__":
    for name in sys.argv[1:]:
        found = score(next((LEGACY / "files").glob(f"{name}*")))
        print(_line(found.name, [found]), found.note)
    if not sys.argv[1:]:
        print(report())
