"""``make bench``: every benchmark of this folder, one report after the other."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Run the benchmarks named on the command line, or all."""
    wanted = sys.argv[1:]
    for path in sorted(HERE.glob("bench_*.py")):
        name = path.stem.removeprefix("bench_")
        if not wanted or name in wanted:
            print(f"\n== {name} ==", flush=True)
            print(import_module(f"tests.benchmarks.{path.stem}").report(), flush=True)


if __name__ == "__main__":
    main()
