"""Whether every run-time dependency can be installed on Windows without a compiler.

Asks the package index, for each locked version, for a wheel that fits 64-bit Windows and the
Python versions in use; prints what has none and ends with 1 in that case.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib import metadata

PYTHONS = ("3.11", "3.12", "3.13")


def runtime(name: str, seen: set[str]) -> set[str]:
    """The installed distributions that a distribution needs on Windows, itself left out."""
    from packaging.requirements import Requirement

    environment = {"platform_system": "Windows", "sys_platform": "win32", "os_name": "nt"}
    for line in metadata.requires(name) or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is not None and not marker.evaluate({**environment, "extra": ""}):
            continue
        wanted = requirement.name.lower()
        if wanted not in seen:
            seen.add(wanted)
            try:
                runtime(wanted, seen)
            except metadata.PackageNotFoundError:
                # Needed on Windows only (colorama): its own needs are checked by the download.
                continue
    return seen


def has_wheel(requirement: str, python: str) -> bool:
    """Whether the index has a wheel for 64-bit Windows."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
            "--only-binary=:all:", "--platform=win_amd64", f"--python-version={python}",
            "--dest", folder, requirement,
        ]  # fmt: skip
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def main() -> int:
    """Print one line for each dependency without a wheel."""
    missing = 0
    for name in sorted(runtime("doichieu", set())):
        try:
            requirement = f"{name}=={metadata.version(name)}"
        except metadata.PackageNotFoundError:
            requirement = name
        lacking = [python for python in PYTHONS if not has_wheel(requirement, python)]
        if lacking:
            missing += 1
            print(f"{requirement}: no Windows wheel for Python {', '.join(lacking)}")
    print(f"{missing} without a Windows wheel")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
