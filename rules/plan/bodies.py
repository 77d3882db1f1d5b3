"""Bodies named in a cell: where a name begins, and where one ends and the next begins."""

from __future__ import annotations

import re

from rules.plan.content import content_words, opening
from rules.vietnamese.text import key

# "các sở, ban, ngành" is one group whatever stands between its words ("các sở, ban; ngành").
_GROUP = re.compile(
    r"(?:\b[Cc]ác\s+)?\b[Ss]ở\s*[,;]\s*(?:[Bb]an\s*[,;]\s*)?[Nn]gành\b(?:\s*,\s*đoàn thể\b)?"
)
# Kinds of places that go on with the group before: "UBND các huyện, thành phố", "phường, xã".
_PLACES = re.compile(
    r"(?:các\s+)?(?:huyện|thị xã|thành phố|tp|xã|phường|thị trấn|đặc khu|quận|cấp xã|cấp huyện)\b"
)
_KEPT = str.maketrans({";": "\ue000", ",": "\ue001"})
_BACK = str.maketrans({"\ue000": ";", "\ue001": ","})


def is_definite(text: str) -> bool:
    """Whether a text is by itself the name of one body or of a closed group.

    >>> is_definite("Sở Y tế"), is_definite("các sở, ban, ngành"), is_definite("các địa phương")
    (True, True, False)
    """
    if _GROUP.match(text.translate(_BACK).strip()):
        return True
    words = key(text)
    head = opening(words, content_words().definite)
    return bool(head) and len(words) > len(head) + 1


def split_bodies(text: str) -> list[str]:
    """The bodies of a cell written without dashes.

    A semicolon parts them. A comma parts them only where every piece is a name of its own:
    "Các sở, ban, ngành, tổ chức, doanh nghiệp" stays as written, and so does a list that
    breaks off at a comma.

    >>> split_bodies("Sở Xây dựng, UBND cấp huyện; Các sở, ban, ngành, UBND các huyện, TP")
    ['Sở Xây dựng', 'UBND cấp huyện', 'Các sở, ban, ngành', 'UBND các huyện, TP']
    >>> split_bodies("các sở, ban; ngành UBND cấp huyện")
    ['các sở, ban; ngành', 'UBND cấp huyện']
    """
    guarded = _GROUP.sub(lambda found: found.group().translate(_KEPT), _part_lines(text))
    guarded = _part_after_group(guarded)
    guarded = re.sub(r"\([^)]*\)", lambda found: found.group().translate(_KEPT), guarded)
    bodies: list[str] = []
    for part in guarded.split(";"):
        bodies += _at_commas(part.strip())
    return [body.translate(_BACK) for body in bodies if body]


def _part_lines(text: str) -> str:
    """Lines joined; where a line ends one body and the next line opens another, they are parted."""
    joined = ""
    for line in (line.strip() for line in text.split("\n")):
        if not joined or not line:
            joined = joined or line
            continue
        last = re.split(r"[;,]\s*", joined)[-1]
        apart = is_definite(last) and is_definite(line) and line[:1].isupper() and _complete(last)
        joined += (
            "; " if apart else "" if joined.endswith("-") and joined[-2:-1] != " " else " "
        ) + line
    return joined


def _complete(name: str) -> bool:
    """Whether nothing must follow: "Văn phòng", "trực thuộc", "và" leave a name open."""
    last = key(name).rsplit(" ", 1)[-1]
    return last not in ("và", "thuộc", "của", "các", "-", "nhân", "nước", "với", "cấp", "văn")


def _part_after_group(text: str) -> str:
    """A body that follows a closed group without any mark begins an entry of its own."""
    out, end = "", 0
    for found in re.finditer(r"[Nn]gành (?=[A-ZĐỦÔ])", text):
        if "\ue001" in text[: found.start()] and is_definite(text[found.end() :]):
            out, end = out + text[end : found.end() - 1] + "; ", found.end()
    return out + text[end:]


def _at_commas(part: str) -> list[str]:
    pieces: list[str] = []
    for piece in re.split(r",\s*", part):
        if pieces and (
            _PLACES.match(key(piece)) or (piece[:1].isupper() and not is_definite(piece))
        ):
            pieces[-1] += ", " + piece  # "Sở Văn hóa, Thể thao và Du lịch" is one name
        else:
            pieces.append(piece)
    return pieces if all(is_definite(piece) for piece in pieces) else [part]
