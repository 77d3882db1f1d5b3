"""The foot of a paper: who signed it, in which office, and who receives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Anchor
from rules.vietnamese.header_line import Line
from rules.vietnamese.header_words import flat, header_words
from rules.vietnamese.syllables import is_syllable
from rules.vietnamese.text import fold

_RECIPIENTS = re.compile(r"^\W*noi nhan\b\s*[:.]?\s*")
_SIGNED = re.compile(r"^\W*(?:da ky|ky ten|ky, dong dau|ky boi|da ky so)\b")
_DEGREE = re.compile(
    r"^(?:(?:PGS|GS|TS|ThS|Ths|BS|CN|KS|BSCK|BSCKI|BSCKII|CKI|CKII|Đại tá|Thượng tá|Trung tá"
    r"|Thiếu tướng)\.?\s*)+(?=[^\W\d])"
)
# Words of offices and agencies, with their marks: "Trương" is a family name, "Trưởng" opens none.
_NO_NAME = re.compile(
    r"^(?:sở|bộ|ban|phòng|trưởng|trường|phó|chủ|giám|chánh|tỉnh|huyện|xã|hội|công an|văn phòng)\b"
    r"|\b(?:và|[uủ][ỷy] ban|nhân dân|giáo dục|nơi nhận)\b"
)
_FAMILY_NAME = re.compile(r"^trương\b")
_LONGEST_OFFICE = 100
_REACH = 14  # lines between an office and the name under it, those of the left half apart


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: office lines, name, place."""

    position: str
    signer: str
    anchor: Anchor
    index: int


def is_position(text: str) -> bool:
    """Whether a line names the office that a signature stands under."""
    bare = text.strip(" .,:;*")
    if not bare or len(bare) > _LONGEST_OFFICE or bare.upper() != bare:
        return False
    if _FAMILY_NAME.match(bare.casefold()):
        return False
    return bool(header_words().position.match(flat(text.strip())))


def find_signature(lines: Sequence[Line], start: int) -> Signed | None:
    """The main signature after the head: of several side by side the last one.

    Annexes that follow the paper may be signed too; the signature near the list of recipients
    is the paper's.
    """
    groups = _signatures(lines, start)
    if not groups:
        return None
    anchor = _recipients_index(lines, start)
    if anchor is None:
        return groups[0] if len(groups) == 1 else _last_of_cluster(groups, groups[0])
    nearest = min(groups, key=lambda group: (abs(group.index - anchor), group.index))
    return _last_of_cluster(groups, nearest)


def _last_of_cluster(groups: Sequence[Signed], first: Signed) -> Signed:
    last = first
    for group in groups[groups.index(first) + 1 :]:
        if group.index - last.index > _REACH:
            break
        last = group
    return last


def _signatures(lines: Sequence[Line], start: int) -> list[Signed]:
    groups: list[Signed] = []
    index = start
    while index < len(lines):
        if lines[index].side == "left" or not is_position(lines[index].text):
            index += 1
            continue
        begin = index
        while index < len(lines) and (is_position(lines[index].text) or _goes_on(lines, index)):
            index += 1
        office = [line.text.strip(" .:;") for line in lines[begin:index]]
        name = _name_after(lines, index)
        groups.append(Signed(" / ".join(office), name, lines[begin].anchor, begin))
    return [group for group in groups if group.signer] or groups[-1:]


def _goes_on(lines: Sequence[Line], index: int) -> bool:
    """A wrapped office: "TRƯỞNG BAN" + "DÂN TỘC TỈNH", in capitals and in the same half."""
    line = lines[index]
    bare = line.text.strip()
    return (
        line.side == lines[index - 1].side
        and bare.upper() == bare
        and 1 < len(bare) <= 60
        and any(map(str.isalpha, bare))
        and not _SIGNED.match(line.flat)
        and not re.search(r"\d|:", bare)
        and len(bare.split()) > 1
        and line.block == lines[index - 1].block
        and not _capital_name(lines, index)
    )


def _capital_name(lines: Sequence[Line], index: int) -> bool:
    """Whether a line in capitals is the last of its block: a name, not an office."""
    return index + 1 >= len(lines) or lines[index + 1].block != lines[index].block


def _name_after(lines: Sequence[Line], index: int) -> str:
    side = lines[index - 1].side
    beside = [line for line in lines[index:] if line.side != "left" or side in ("left", "")]
    for line in beside[:_REACH]:
        bare = re.sub(r"\s+", " ", line.text).strip(" .,()")
        if _SIGNED.match(flat(bare)):
            continue
        if is_position(line.text):
            return ""
        name = _DEGREE.sub("", bare)
        if _is_name(name):
            # On a picture the strokes of a signature run into the name under it.
            if line.confidence is not None and not all(map(is_syllable, fold(name).split())):
                return ""
            return name.title() if name.isupper() else name
    return ""


def _is_name(text: str) -> bool:
    """Two to six words of letters, each with a capital, or all in capitals."""
    words = text.split()
    if _NO_NAME.search(text.casefold()):
        return False
    return (
        2 <= len(words) <= 6
        and all(word.isalpha() for word in words)
        and (text.isupper() or all(word.istitle() for word in words))
    )


def _recipients_index(lines: Sequence[Line], start: int) -> int | None:
    for index in range(start, len(lines)):
        if _RECIPIENTS.match(lines[index].flat):
            return index
    return None


def find_recipients(lines: Sequence[Line], start: int) -> tuple[str, ...]:
    """The list under "Nơi nhận", without its dashes, to the line "Lưu"."""
    at = _recipients_index(lines, start)
    if at is None:
        return ()
    found = _RECIPIENTS.match(lines[at].flat)
    rest = lines[at].text[found.end() :] if found else ""
    names = _items(rest)
    for line in lines[at + 1 : at + 40]:
        if line.side == "right" or (line.side != lines[at].side and line.block != lines[at].block):
            continue
        if is_position(line.text) or not _items(line.text):
            if line.block != lines[at].block:
                break
            continue
        names += _items(line.text)
        if line.flat.lstrip(" -+").startswith("luu"):
            break
    return tuple(names)


def _items(text: str) -> list[str]:
    """The entries of a line of the list: "- Như trên; - Lưu: VT." is two."""
    parts = re.split(r"(?:^|;\s*)[-–+•]\s*|;\s*$", text.strip())
    return [part.strip(" .;") for part in parts if part.strip(" .;_*")]
