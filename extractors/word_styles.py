"""Styles of a Word file: what is bold, centred, hidden, a heading, numbered."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHAIN_LIMIT = 20  # a style based on itself must not hang the reader


def value(node: etree._Element | None, default: str = "") -> str:
    """The ``w:val`` of a node."""
    return default if node is None else node.get(W + "val", default)


def switch(parent: etree._Element | None, name: str) -> bool | None:
    """An on/off property: None where it is not said."""
    node = None if parent is None else parent.find(W + name)
    if node is None:
        return None
    return value(node, "1") not in ("0", "false", "off")


def number(text: str | None) -> int | None:
    """A whole number, None where the file holds something else."""
    try:
        return int(text or "")
    except ValueError:
        return None


@dataclass(slots=True)
class Styles:
    """The styles by id, asked along the chain of ``basedOn``."""

    nodes: dict[str, etree._Element] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)  # type -> default style id
    run_defaults: etree._Element | None = None

    @classmethod
    def read(cls, root: etree._Element | None) -> Styles:
        """The styles of ``word/styles.xml``."""
        styles = cls()
        if root is None:
            return styles
        for node in root.iter(W + "style"):
            identity = node.get(W + "styleId", "")
            styles.nodes[identity] = node
            if node.get(W + "default") in ("1", "true"):
                styles.defaults[node.get(W + "type", "")] = identity
        styles.run_defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        return styles

    def chain(self, identity: str, kind: str = "paragraph") -> list[etree._Element]:
        """The style and what it is based on, nearest first."""
        found: list[etree._Element] = []
        identity = identity or self.defaults.get(kind, "")
        while identity in self.nodes and len(found) < _CHAIN_LIMIT:
            node = self.nodes[identity]
            found.append(node)
            identity = value(node.find(W + "basedOn"))
        return found

    def run_switch(self, name: str, styles: list[etree._Element]) -> bool:
        """An on/off run property as the styles of a run give it."""
        for style in styles:
            said = switch(style.find(W + "rPr"), name)
            if said is not None:
                return said
        return bool(switch(self.run_defaults, name))

    def paragraph_property(
        self, paragraph: etree._Element | None, name: str, styles: list[etree._Element]
    ) -> etree._Element | None:
        """A paragraph property from the paragraph itself, else from its styles."""
        own = None if paragraph is None else paragraph.find(W + name)
        if own is not None:
            return own
        for style in styles:
            node = style.find(f"{W}pPr/{W}{name}")
            if node is not None:
                return node
        return None
