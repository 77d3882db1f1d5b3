"""The styles of a Word file by id, each parsed when it is asked for.

A paper of two pages often carries every style that Word knows, several times its own size, and
uses five of them. Where the part is plainly written each style is cut out of its bytes; any other
part is parsed as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from extractors.office.package import parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAME = "word/styles.xml"
_OPEN = re.compile(
    rb'\s*(?:<\?xml[^>]*(?:encoding=["\'](?i:utf-8)["\'])[^>]*\?>\s*)?(<w:styles\s[^>]*[^>/]>)'
)
_SPACE = b'xmlns:w="' + W[1:-1].encode() + b'"'
_START, _END, _CLOSE = b"<w:style ", b"</w:style>", b"</w:styles>"
_ID = re.compile(rb'\sw:styleId="([^"&<]*)"')
_TYPE = re.compile(rb'\sw:type="([^"&<]*)"')
_DEFAULT = re.compile(rb'\sw:default="(?:1|true)"')


@dataclass(slots=True)
class StyleSheet:
    """The styles of ``word/styles.xml``; ``node`` finds one of them."""

    root: etree._Element | None = None  # with all that is no style, or with everything
    defaults: dict[str, str] = field(default_factory=dict)  # type -> default style id
    _nodes: dict[str, etree._Element] = field(default_factory=dict)
    _cut: dict[str, bytes] = field(default_factory=dict)  # not yet parsed

    @classmethod
    def read(cls, data: bytes | None) -> StyleSheet:
        """The sheet of a part; an empty one where there is no part."""
        if data is None:
            return cls()
        return _in_pieces(data) or _as_a_whole(data)

    def node(self, identity: str) -> etree._Element | None:
        """A style by its id."""
        if identity not in self._nodes and identity in self._cut:
            self._nodes[identity] = parse_xml(self._cut.pop(identity), _NAME)[0]
        return self._nodes.get(identity)


def _as_a_whole(data: bytes) -> StyleSheet:
    root = parse_xml(data, _NAME)
    sheet = StyleSheet(root)
    for node in root.iter(W + "style"):
        identity = node.get(W + "styleId", "")
        sheet._nodes[identity] = node
        if node.get(W + "default") in ("1", "true"):
            sheet.defaults[node.get(W + "type", "")] = identity
    return sheet


def _in_pieces(data: bytes) -> StyleSheet | None:
    """The sheet with its styles cut out; None where it is not plainly written."""
    opened = _OPEN.match(data)
    if opened is None or _SPACE not in opened[1] or b"<!" in data:
        return None
    place = data.find(_START)
    if place < 0:
        return None
    head = data[opened.start(1) : place]
    cut: dict[str, bytes] = {}
    defaults: dict[str, str] = {}
    while data.startswith(_START, place):
        end = data.find(_END, place) + len(_END)
        tag = data[place : data.find(b">", place)]
        identity, kind = _ID.search(tag), _TYPE.search(tag)
        if end < place or identity is None or kind is None or tag.endswith(b"/"):
            return None
        name = identity[1].decode("utf-8", "replace")
        cut[name] = opened[1] + data[place:end] + _CLOSE
        if _DEFAULT.search(tag):
            defaults[kind[1].decode("utf-8", "replace")] = name
        place = end
        while data[place : place + 1].isspace():
            place += 1
    if data[place:].rstrip() != _CLOSE:
        return None  # something else stands between the styles
    return StyleSheet(parse_xml(head + _CLOSE, _NAME), defaults, {}, cut)
