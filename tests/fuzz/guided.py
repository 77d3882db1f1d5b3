"""Fuzzes one target, led by which lines of the program each input reaches.

Run as ``python -m tests.fuzz.guided TARGET FOLDER [options of libFuzzer]``; ends with 0 where
nothing was found, and else leaves what broke the target in the folder, as ``crash-...``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

# Imported under watch: what the readers are made of, not the libraries.
with atheris.instrument_imports(include=["extractors", "pipeline", "rules"]):
    from tests.fuzz import seeds, targets

LONGEST = 9_000


def main(name: str, folder: Path, options: list[str]) -> None:
    """Write the beginnings and the words, then fuzz."""
    corpus, room, words = folder / "corpus", folder / "room", folder / "words.txt"
    corpus.mkdir(exist_ok=True)
    room.mkdir(exist_ok=True)
    words.write_text(seeds.dictionary(name), encoding="ascii")
    for number, seed in enumerate(seeds.seeds(name)):
        assert len(seed) <= LONGEST, f"seed {number} would be cut"
        (corpus / f"seed-{number:04d}").write_bytes(seed)
    target = targets.targets(room)[name]
    sizes = [f"-max_len={LONGEST}", "-len_control=20"]
    own = [f"-artifact_prefix={folder}/", f"-dict={words}"]
    atheris.Setup([sys.argv[0], str(corpus), *own, *sizes, *options], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
