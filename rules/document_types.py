"""Which type of paper a word, a title, a symbol or an output of a plan means.

The data is ``rules/data/document_types.toml``; every entry has examples, and one test runs them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rules.vietnamese.text import fold, key

_DATA = Path(__file__).parent / "data" / "document_types.toml"
_OR = " hoặc "

# What may stand before the type in an output: a bullet, a count, "các", a verb, "dự thảo".
_LEAD_IN = re.compile(
    r"^(?:[-+*•–]\s*|\d{1,3}\s+|(?:các|những|các loại|mọi|một số)\s+"
    r"|(?:ban hành|xây dựng|tham mưu|trình|phát hành|có|hoàn thành|hoàn thiện|gửi|lập)\s+"
    r"|(?:dự thảo|bản dự thảo)\s+)"
)
# Between two types that an output leaves the choice of: "Kế hoạch/Công văn".
_CHOICE = re.compile(rf"\s*/\s*|,?\s+(?:{key('hoặc')}|hay)\s+")
# The verbs with which a paper promulgates another one; up to four words may follow before the
# promulgated paper is named ("phê duyệt điều chỉnh, bổ sung Quy hoạch").
_PROMULGATES = r"(?:ban hành|phê duyệt|phê chuẩn|thông qua|công bố|giao|điều chỉnh|sửa đổi|bổ sung)"
_GAP = (
    r"(?:\s+(?:kèm theo|nội dung|và|điều chỉnh|bổ sung|sửa đổi|một số điều|của|bản|các)[,;]?){0,4}"
)


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One type of paper, as the table describes it."""

    name: str
    abbreviations: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    directing: bool = False
    undated: bool = False
    periodic: bool = False
    carries: tuple[str, ...] = ()
    met_by: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()

    def wordings(self) -> tuple[str, ...]:
        """Its names in words."""
        return (self.name, *self.other_names)


@dataclass(frozen=True, slots=True, eq=False)  # one table is itself: quick to remember by
class DocumentTypes:
    """All types of paper, and how their words are recognised."""

    types: tuple[DocumentType, ...]
    not_types: tuple[str, ...] = ()
    _exact: dict[str, str] = field(default_factory=dict, repr=False)
    _folded: dict[str, str] = field(default_factory=dict, repr=False)
    _signs: dict[str, str] = field(default_factory=dict, repr=False)
    _words: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @staticmethod
    def load(path: Path | None = None) -> DocumentTypes:
        """The types of the table; of the project's own when no other is given."""
        return _load(path or _DATA)

    def get(self, name: str) -> DocumentType | None:
        """The type of that canonical name."""
        return next((entry for entry in self.types if entry.name == name), None)

    def canonical(self, words: str) -> str:
        """The canonical name of a type's name or abbreviation; empty where it is none.

        Words without diacritics count where only one type is spelt so.
        """
        compared = key(words).strip(" .,;:")
        return self._exact.get(compared) or self._folded.get(fold(compared), "")

    def leading(self, text: str) -> tuple[str, str]:
        """The type whose words open the text, and those words; both empty where none does.

        The longest wording decides: "Sổ tay" is an Ấn phẩm, "Sổ theo dõi" a Sổ.
        """
        compared = key(text)
        if any(_opens(compared, word) for word in self.not_types):
            return "", ""
        for word, name in self._words:
            if _opens(compared, word):
                return name, word
        return "", ""

    def of_output(self, output: str) -> str:
        """The type that an output of a plan asks for; empty where it names none.

        "Kế hoạch/Công văn" leaves a choice: ``Kế hoạch hoặc Công văn``.
        """
        compared = _without_lead_in(key(output))
        first, word = self.leading(compared)
        if not first:
            return ""
        names = [first]
        parts = _CHOICE.split(compared)
        if len(parts) > 1 and len(parts[0]) <= len(word) + 1:
            others = [self.leading(_without_lead_in(part))[0] for part in parts[1:]]
            names += [name for name in others if name and name not in names]
        return _OR.join(names)

    def of_symbol(self, symbol: str) -> str:
        """The type that a document symbol says: ``BC-SNV`` is a Báo cáo, ``SNV-CCHC`` none.

        The year of ``2019/NQ-HĐND`` is passed over, the Party writes ``NQ/TU``.
        """
        parts = re.split(r"[-/]", re.sub(r"^\d{4}/", "", symbol.replace(" ", "")))
        return self._signs.get(parts[0].upper(), "") if len(parts) > 1 else ""

    def satisfies(self, required: str, doc_type: str, title: str = "") -> bool:
        """Whether a paper of that type and title is a paper of the required type.

        An output that names no type is met by any. A Quyết định that promulgates a Kế hoạch is
        that Kế hoạch too; a class such as "Văn bản chỉ đạo" is met by its members.
        """
        if not required:
            return True
        if _OR in required:
            return any(self.satisfies(part, doc_type, title) for part in required.split(_OR))
        paper = self.get(doc_type)
        if paper is None:
            # An untyped sheet may show what by nature bears no date, if it names it.
            return not doc_type and self.undated(required) and self._names(required, title)
        if required == doc_type or self._met_by(required, paper):
            return True
        if required not in paper.carries:
            return False
        return self._names(required, title) if paper.undated else self._issues(required, title)

    def undated(self, doc_type: str) -> bool:
        """Whether papers of that type by nature carry no number or date."""
        names = doc_type.split(_OR)
        return bool(doc_type) and all(
            entry is not None and entry.undated for entry in map(self.get, names)
        )

    def is_directing(self, doc_type: str) -> bool:
        """Whether papers of that type direct others."""
        entry = self.get(doc_type)
        return entry is not None and entry.directing

    def is_periodic(self, doc_type: str) -> bool:
        """Whether papers of that type are handed in for a period."""
        entry = self.get(doc_type)
        return entry is not None and entry.periodic

    def _met_by(self, required: str, paper: DocumentType) -> bool:
        entry = self.get(required)
        if entry is None:
            return False
        return (
            paper.name in entry.met_by
            or ("*directing" in entry.met_by and paper.directing)
            or ("*numbered" in entry.met_by and not paper.undated)
        )

    def _issues(self, required: str, title: str) -> bool:
        """Whether a title promulgates a paper of the type: "phê duyệt Kế hoạch ..."."""
        words, compared = self._pattern(required), re.sub(r'["“”]', "", key(title))
        opens = re.match(rf"(?:{words})(?!\w)", compared)
        return bool(opens or re.search(rf"{_PROMULGATES}{_GAP}\s+(?:{words})(?!\w)", compared))

    def _names(self, required: str, title: str) -> bool:
        """Whether a title names the type anywhere."""
        return bool(re.search(rf"(?<!\w)(?:{self._pattern(required)})(?!\w)", key(title)))

    def _pattern(self, name: str) -> str:
        entry = self.get(name)
        return "|".join(re.escape(key(word)) for word in entry.wordings()) if entry else "(?!)"


def _opens(text: str, word: str) -> bool:
    """Whether the text begins with the word as a whole."""
    if not text.startswith(word):
        return False
    rest = text[len(word) :]
    return not rest or not (rest[0].isalnum() or rest[0] == "-")


def _without_lead_in(compared: str) -> str:
    """The output from its first word of substance on."""
    while found := _LEAD_IN.match(compared):
        compared = compared[found.end() :]
    return compared


@cache
def _load(path: Path) -> DocumentTypes:
    with path.open("rb") as file:
        table = tomllib.load(file)
    entries = tuple(_entry(row) for row in table["type"])
    exact: dict[str, str] = {}
    folded: dict[str, set[str]] = {}
    for entry in entries:
        for word in (*entry.wordings(), *entry.abbreviations):
            exact.setdefault(key(word), entry.name)
            folded.setdefault(fold(word), set()).add(entry.name)
    words = [(key(word), entry.name) for entry in entries for word in entry.wordings()]
    return DocumentTypes(
        types=entries,
        not_types=tuple(key(word) for row in table["not_a_type"] for word in row["words"]),
        _exact=exact,
        _folded={word: next(iter(names)) for word, names in folded.items() if len(names) == 1},
        _signs={sign.upper(): entry.name for entry in reversed(entries) for sign in entry.signs},
        _words=tuple(sorted(words, key=lambda pair: (-len(pair[0]), pair[0]))),
    )


def _entry(row: dict[str, object]) -> DocumentType:
    def words(name: str) -> tuple[str, ...]:
        value = row.get(name, [])
        if not isinstance(value, Iterable):
            raise ValueError(f"document_types.toml: {row['name']}: {name} must be a list")
        return tuple(str(word) for word in value)

    return DocumentType(
        name=str(row["name"]),
        abbreviations=words("abbreviations"),
        signs=words("signs"),
        other_names=words("other_names"),
        directing=bool(row.get("directing")),
        undated=bool(row.get("undated")),
        periodic=bool(row.get("periodic")),
        carries=words("carries"),
        met_by=words("met_by"),
        examples=words("examples"),
        outputs=words("outputs"),
    )
