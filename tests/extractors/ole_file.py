"""Writes OLE compound files (the shape of .msg and .doc) for tests."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Union

Tree = dict[str, Union[bytes, "Tree"]]

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


@dataclass
class _Entry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    data: bytes = b""
    child: int = _FREE
    right: int = _FREE
    start: int = _END

    def packed(self) -> bytes:
        name = (self.name + "\0").encode("utf-16-le")
        return name.ljust(64, b"\0") + struct.pack(
            "<HBBIII16xI16xIQ", len(name), self.kind, 1, _FREE, self.right, self.child, 0,
            self.start, len(self.data),
        )  # fmt: skip


@dataclass
class _Sectors:
    """Pieces of data in a row of sectors of one size, and the table that chains them."""

    size: int
    data: bytes = b""
    chain: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        start, count = len(self.chain), -(-len(data) // self.size)
        if not count:
            return _END
        self.data += data.ljust(count * self.size, b"\0")
        self.chain += [*range(start + 1, start + count), _END]
        return start


def ole_file(tree: Tree) -> bytes:
    """A compound file of streams (bytes) and storages (trees)."""
    entries = [_Entry("Root Entry", 5)]
    _add(entries, tree, entries[0])
    large, small = _Sectors(_SECTOR), _Sectors(_SMALL)
    for entry in entries[1:]:
        entry.start = (small if len(entry.data) < _CUTOFF else large).add(entry.data)
    entries[0].data = small.data
    entries[0].start = large.add(small.data)
    small_table = large.add(struct.pack(f"<{len(small.chain)}I", *small.chain).ljust(512, b"\xff"))
    packed = b"".join(entry.packed() for entry in entries)
    directory = large.add(packed.ljust(-(-len(packed) // _SECTOR) * _SECTOR, b"\0"))
    fat_at = len(large.chain)
    fat = [*large.chain, _FAT]
    assert len(fat) <= 128, "one sector of table is enough for tests"
    fat += [_FREE] * (128 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory, 0, _CUTOFF,
                        small_table, 1, _END, 0, fat_at)  # fmt: skip
    head = head.ljust(_SECTOR, b"\xff")
    return head + large.data + struct.pack("<128I", *fat)


def _add(entries: list[_Entry], tree: Tree, parent: _Entry) -> None:
    before: _Entry | None = None
    for name, held in tree.items():
        entry = _Entry(name, 2, held) if isinstance(held, bytes) else _Entry(name, 1)
        entries.append(entry)
        if before is None:
            parent.child = len(entries) - 1
        else:
            before.right = len(entries) - 1
        before = entry
        if not isinstance(held, bytes):
            _add(entries, held, entry)
