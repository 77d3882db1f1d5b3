"""Recognises agency names: in running text, as a whole text, as a folder's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rules.agency_folders import clean_folder
from rules.agency_forms import Form, Trust, forms
from rules.agency_phrases import PhraseFinder
from rules.agency_words import Word, keys, word_list, words
from rules.model.agency import Agency, Mention
from rules.vietnamese.text import fold, key

Keys = tuple[str, ...]
_DISTRICT = ("huyen", "tp", "tx")
# Folding makes "cơ sở y tế", "hồ sơ xây dựng", "con số" and "bản dân tộc" look like agencies.
_NOT_BEFORE_SO = frozenset(("co", "ho", "tru", "con", "chi", "he", "dan"))
_FIRST_WORDS = {"so": ("so", "sở", "sờ", "sỡ", "sợ", "sớ"), "ban": ("ban",)}


@dataclass(frozen=True)
class NameTable:
    """The names of one province's agencies."""

    agencies: tuple[Agency, ...]
    province: str
    provinces: tuple[str, ...]

    def mentions(self, text: str, on: date | None) -> list[Mention]:
        """The agencies and groups that a running text names."""
        result = []
        listed = words(text)
        for first, last in self._finder.find([word.key for word in listed]):
            span = listed[first:last]
            found = self._forms[tuple(word.key for word in span)]
            if _in_other_word(listed, first, text):
                continue
            found = [form for form in found if _stands(form, text, span)]
            agency_id = self._one(found, text[span[0].start : span[-1].end], on)
            last = self._after_own_province(listed, last)
            if agency_id and not self._foreign(text, listed, last):
                result.append(Mention(agency_id, span[0].start, listed[last - 1].end))
        return result

    def identify(self, text: str, on: date | None) -> str:
        """The agency that the whole text names."""
        plain = keys(text)
        found = self._named(plain, text, Trust.CAPITALS, on) or self._office(plain, text, on)
        if found or plain[:2] != ("ubnd", "tinh"):
            return found
        # A heading on one line: "UBND TỈNH SƠN LA - SỞ NỘI VỤ".
        below = plain[2 + len(self._own) :] if plain[2:][: len(self._own)] == self._own else ()
        return self._named(below, text, Trust.TEXT, on) if below else ""

    def expected(self, text: str, on: date | None) -> str:
        """The agency that a text names where only agencies are named: "Nội vụ" will do."""
        return self._named(keys(text), text, Trust.FOLDER, on) or self.identify(text, on)

    def from_folder(self, name: str, on: date | None) -> str:
        """The agency that a folder is named after."""
        written = clean_folder(name)
        for cleaned in written:
            plain = keys(cleaned)
            found = self._named(plain, cleaned, Trust.FOLDER, on) or self._office(
                plain, cleaned, on
            )
            found = found or self._glued(cleaned, on)
            if found:
                return found
        return self._only_one(written[0], on)

    def group(self, plain: Keys) -> str:
        """The group that the comparable words name, with or without a title in front."""
        for tried in self._trimmed(plain):
            found = [f.agency_id for f in self._forms.get(tried, ()) if self._is_group(f.agency_id)]
            if found:
                return found[0]
        return ""

    def _named(self, plain: Keys, text: str, trust: Trust, on: date | None) -> str:
        """The agency that the words are a form of, with or without title and province."""
        for tried in self._trimmed(plain):
            found = [form for form in self._forms.get(tried, ()) if form.trust <= trust]
            agency_id = self._one(found, text, on)
            if agency_id and not self._is_group(agency_id):
                return agency_id
        return ""

    def _trimmed(self, plain: Keys) -> Iterator[Keys]:
        """The words without doubled words, then without a title in front, our province behind."""
        plain = tuple(w for i, w in enumerate(plain) if i == 0 or w != plain[i - 1])
        own = self._own
        for title in ((), *word_list("titles")):
            if plain[: len(title)] != title:
                continue
            rest = plain[len(title) :]
            yield rest
            if rest[-len(own) :] == own:
                rest = rest[: -len(own)]
                yield rest
            if rest[-1:] == ("tinh",):
                yield rest[:-1]

    def _office(self, plain: Keys, text: str, on: date | None) -> str:
        """The body whose division the words name."""
        if not any(plain[: len(office)] == office for office in word_list("offices")):
            return ""
        for start in range(1, len(plain)):
            rest = plain[start:]
            marked = rest[0] in _DISTRICT
            found = self._named(rest, text, Trust.FOLDER if marked else Trust.TEXT, on)
            if found:
                return "" if marked and _of_others(plain[:start]) else found
        return ""

    def _glued(self, name: str, on: date | None) -> str:
        """The agency of a folder name without blanks: ``sonoivu``."""
        found = self._joined.get("".join(fold(name).split()), ())
        agency_id = self._one(found, name, on)
        return "" if self._is_group(agency_id) else agency_id

    def _only_one(self, name: str, on: date | None) -> str:
        """The single agency among other words ("Sở Nội vụ gửi qua thư"), else empty."""
        plain, named, rest = keys(name), set(), []
        place = 0
        while place < len(plain):
            last = self._longest(plain, place)
            if last == place:
                rest.append(plain[place])
                place += 1
                continue
            named.add(self._one(self._trusted(plain[place:last]), name, on))
            place = last
        if len(named) != 1 or _of_others(tuple(rest)) or self._other_province(tuple(rest)):
            return ""
        agency_id = named.pop()
        return "" if self._is_group(agency_id) else agency_id

    def _longest(self, plain: Keys, place: int) -> int:
        return next(
            (last for last in range(len(plain), place, -1) if self._trusted(plain[place:last])),
            place,
        )

    def _trusted(self, part: Keys) -> list[Form]:
        trust = Trust.FOLDER if part[0] in _DISTRICT else Trust.CAPITALS
        return [form for form in self._forms.get(part, ()) if form.trust <= trust]

    def _one(self, found: Iterable[Form], text: str, on: date | None) -> str:
        """The one agency of these forms: by spelling, by day, by trust; empty where not one."""
        left = list(found)
        if len({form.agency_id for form in left}) > 1:
            written = key(text)
            spelled = [form for form in left if form.spelling and form.spelling in written]
            left = [form for form in left if not form.spelling] + spelled if spelled else left
            if on is not None:
                left = [form for form in left if self._by_id[form.agency_id].valid(on)] or left
            best = min(form.trust for form in left)
            left = [form for form in left if form.trust == best]
        ids = {form.agency_id for form in left}
        if len(ids) > 1:
            # A folder "Mộc Châu" is the district's before it is the township's.
            ids = {i for i in ids if self._by_id[i].kind == "ubnd_huyen"} or ids
        return ids.pop() if len(ids) == 1 else ""

    def _foreign(self, text: str, listed: tuple[Word, ...], end: int) -> bool:
        """Whether another province's name follows directly: "Sở Nội vụ tỉnh Điện Biên"."""
        after = tuple(word.key for word in listed[end : end + 5])
        if not after or text[listed[end - 1].end : listed[end].start].strip(" \n\t.-–"):
            return False
        after = after[1:] if after[0] in ("tinh", "tp") else after
        return self._province_at(after) not in ((), self._own)

    def _other_province(self, plain: Keys) -> bool:
        found = {self._province_at(plain[i:]) for i in range(len(plain))}
        return bool(found - {(), self._own})

    def _province_at(self, plain: Keys) -> Keys:
        for length in (4, 3, 2, 1):
            if plain[:length] in self._province_names:
                return plain[:length]
        return ()

    def _after_own_province(self, listed: tuple[Word, ...], end: int) -> int:
        for suffix in (("tinh", *self._own), self._own):
            if tuple(word.key for word in listed[end : end + len(suffix)]) == suffix:
                return end + len(suffix)
        return end

    def _is_group(self, agency_id: str) -> bool:
        agency = self._by_id.get(agency_id)
        return agency is not None and agency.kind == "group"

    @cached_property
    def _by_id(self) -> dict[str, Agency]:
        return {agency.id: agency for agency in self.agencies}

    @cached_property
    def _own(self) -> Keys:
        return keys(self.province)

    @cached_property
    def _province_names(self) -> frozenset[Keys]:
        return frozenset(keys(name) for name in (*self.provinces, self.province))

    @cached_property
    def _forms(self) -> dict[Keys, list[Form]]:
        table: dict[Keys, list[Form]] = {}
        for agency in self.agencies:
            for form in forms(agency, self._own):
                table.setdefault(form.words, []).append(form)
        return table

    @cached_property
    def _joined(self) -> dict[str, list[Form]]:
        table: dict[str, list[Form]] = {}
        for agency in self.agencies:
            for name in (agency.name, *agency.other_names):
                joined = "".join(fold(name).replace(",", " ").replace("-", " ").split())
                table.setdefault(joined, []).append(Form((joined,), Trust.FOLDER, agency.id))
        for plain, found in self._forms.items():
            table.setdefault("".join(plain), []).extend(found)
        return table

    @cached_property
    def _finder(self) -> PhraseFinder:
        return PhraseFinder(
            plain
            for plain, found in self._forms.items()
            if any(
                form.trust < Trust.FOLDER and self._by_id[form.agency_id].owes != "none"
                for form in found
            )
        )


def _stands(form: Form, text: str, span: tuple[Word, ...]) -> bool:
    """Whether a form may be trusted where it stands in a running text."""
    if form.trust is not Trust.CAPITALS:
        return form.trust is Trust.TEXT
    start, end = span[0].start, span[-1].end
    # "SNV" in 05/BC-SNV is a sign, not a mention.
    in_number = text[max(start - 1, 0) : start] in ("/", "-") or text[end : end + 1] in ("/", "-")
    return sum(map(str.isupper, text[start:end])) > 1 and not in_number


def _in_other_word(listed: tuple[Word, ...], first: int, text: str) -> bool:
    """Whether what looks like "Sở" or "Ban" in a running text is another word."""
    word = listed[first]
    if word.key == "so" and first and listed[first - 1].key in _NOT_BEFORE_SO:
        return True
    written = key(text[word.start : word.end])
    return word.key in _FIRST_WORDS and written not in _FIRST_WORDS[word.key]


def _of_others(plain: Keys) -> bool:
    """Whether the words name a body of a district that is not its UBND."""
    return any(
        plain[i : i + len(head)] == head
        for head in word_list("other_bodies")
        for i in range(len(plain))
    )
