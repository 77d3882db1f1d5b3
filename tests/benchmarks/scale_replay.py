"""An inbox of any size whose documents were read before: the readings of a smaller one, renumbered.

Reading ten thousand scans takes half a day and shows nothing that five hundred do not. Everything
after reading sees papers with numbers and contents of their own.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from extractors.document import Block, Document
from pipeline.reading.read import READER_VERSION
from pipeline.storage.store import Store
from tests.benchmarks.scale_inbox import Made


def write_replay(made: Made, read: Path, inbox: Path, out: Path, number: int) -> None:
    """Write so many files that stand for documents, and what reading them gave into a database."""
    files = [path for paths in made.files.values() for path in paths]
    with Store.read(read / "doichieu.db") as source, Store.open(out / "doichieu.db") as target:
        for at, path in enumerate(islice(cycle(files), number)):
            data = f"{path.name} {at}".encode()
            place = inbox / path.parent.name / f"{at:06d}{path.suffix}"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            reading = source.readings[sha256, READER_VERSION]
            if isinstance(reading, Document):
                blocks = tuple(_renumbered(block, at) for block in reading.blocks)
                reading = replace(reading, blocks=blocks)
            target.readings[hashlib.sha256(data).hexdigest(), READER_VERSION] = reading


def _renumbered(block: Block, at: int) -> Block:
    text = block.text.replace("(lần ", f"(lần {at}.")
    if "Số: " in text:
        text = text.replace("Số: ", f"Số: {at}")
    return replace(block, text=text)
