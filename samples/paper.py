"""An invented paper before it becomes a file: its letterhead, its body and its foot.

A body is written in a small markup, one block a line: ``# heading``, ``- item``,
``| cell | cell`` (a table; its first row is the heading row), anything else a paragraph.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

SAMPLES = Path(__file__).parent
CONTENT = SAMPLES / "content"
LATER = SAMPLES / "content_2025"  # a second, small hand-in: after the mergers of 2025
PLANS = SAMPLES / "content_plan"  # papers that revise the plan
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


@dataclass(frozen=True, slots=True)
class Paper:
    """What a content file says of one paper; empty where the paper leaves it blank.

    ``kind`` is letterhead (Decree 30), bare (a register, leaflet or annex without letterhead) or
    the way a file is spoiled: scan, encrypted, broken, lock.
    """

    path: str
    kind: str = "letterhead"
    parent: str = "UBND TỈNH SƠN LA"
    issuer: str = ""
    number: str = ""
    subject: str = ""
    place: str = "Sơn La"
    date: date | str = ""
    type: str = ""
    title: str = ""
    attached: str = ""
    to: str = ""
    body: str = ""
    recipients: tuple[str, ...] = ()
    sign: tuple[str, ...] = ()
    signer: str = ""
    secrecy: str = ""
    blurred_last_page: bool = False
    copy_of: str = ""
    plan: dict[str, object] = field(default_factory=dict)

    @property
    def place_and_date(self) -> str:
        """``Sơn La, ngày 05 tháng 12 năm 2024``; a date given as text stands as written."""
        if isinstance(self.date, date):
            day = self.date
            # Decree 30: a zero goes before days under 10 and months 1 and 2.
            month = f"{day.month:02d}" if day.month < 3 else str(day.month)
            return f"{self.place}, ngày {day.day:02d} tháng {month} năm {day.year}"
        return f"{self.place}, {self.date}"


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a body: heading, item, paragraph, or table with its rows."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def parts(body: str) -> list[Part]:
    """The blocks of a body in order; neighbouring table rows make one table."""
    found: list[Part] = []
    rows: list[tuple[str, ...]] = []
    for line in [*body.strip().splitlines(), ""]:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line[1:].split("|")))
            continue
        if rows:
            found.append(Part("table", rows=tuple(rows)))
            rows = []
        if line.startswith("# "):
            found.append(Part("heading", line[2:]))
        elif line.startswith("- "):
            found.append(Part("item", line))
        elif line.strip():
            found.append(Part("paragraph", line.strip()))
    return found


def widths(rows: tuple[tuple[str, ...], ...], total: float) -> list[float]:
    """Column widths that add up to ``total``: a narrow first column, the rest by their text."""
    first = total * 0.08
    longest = [min(60, max(9, *(len(row[i]) for row in rows))) for i in range(1, len(rows[0]))]
    return [first, *((total - first) * length / sum(longest) for length in longest)]


def is_section_row(row: tuple[str, ...]) -> bool:
    """Whether a row of a plan's table holds only a section's number and title."""
    return len(row) > 3 and set(row[0]) <= set("IVX") and not any(row[2:])


def load(folder: Path = CONTENT) -> list[Paper]:
    """All papers of a folder's content files, in file and reading order."""
    found = []
    for file in sorted(folder.glob("*.toml")):
        if file.stem == "own_plan":
            continue
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        for entry in content["paper"]:
            given = {**content.get("defaults", {}), **entry}
            given["path"] = (Path(content["folder"]) / given["path"]).as_posix()
            for name in ("recipients", "sign"):
                given[name] = tuple(given.get(name, ()))
            if given.get("plan"):
                given["body"] = own_plan(given["body"], given["plan"])
            found.append(Paper(**given))
    return found


def own_plan(opening: str, wishes: dict[str, object]) -> str:
    """An agency's own plan: the rows that agencies copy from one another, with its own names.

    ``without`` leaves a section out, ``blank`` empties cells given as ``"IV.output"``, ``more``
    adds rows to a section.
    """
    content = tomllib.loads((CONTENT / "own_plan.toml").read_text(encoding="utf-8"))
    names = wishes["names"]
    lines = [opening.strip(), content["before"].strip()]
    lines.append("| TT | Nội dung, nhiệm vụ | Sản phẩm | Chủ trì | Phối hợp | Thời gian hoàn thành")
    for section in content["section"]:
        if section["id"] in wishes.get("without", ()):
            continue
        lines.append(f"| {section['id']} | {section['title']} | | | |")
        more = [row for row in wishes.get("more", ()) if row["section"] == section["id"]]
        for number, row in enumerate([*section["row"], *more], 1):
            cells = dict(row)
            for place in wishes.get("blank", ()):
                if place.split(".")[0] == section["id"] and number == 1:
                    cells[place.split(".")[1]] = " "
            order = ("task", "output", "lead", "with", "deadline")
            lines.append("| " + " | ".join([str(number), *(cells[name] for name in order)]))
    lines.append(content["after"].strip())
    return "\n".join(lines).format(**names)
