"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGES = ("extractors", "rules", "pipeline")
MOST_LINES = 300
# Names under which subjects get lost.
NO_SUBJECT = {"utils", "helpers", "common", "misc", "base"}
TOP = {
    ".ci", ".git", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md",
    "extractors", "pipeline", "pyproject.toml", "requirements.lock", "rules", "samples", "tests",
}  # fmt: skip


def modules(root: Path) -> list[Path]:
    return [path for package in PACKAGES for path in (root / package).rglob("*.py")]


def test_files_have_one_subject(root: Path) -> None:
    long = {
        path.relative_to(root).as_posix(): lines
        for path in modules(root)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert not long
    assert not [path for path in modules(root) if path.stem in NO_SUBJECT]


def test_packages_hold_only_a_docstring(root: Path) -> None:
    for path in modules(root):
        if path.name == "__init__.py":
            body = ast.parse(path.read_text(encoding="utf-8")).body
            assert len(body) == 1, path
            assert isinstance(body[0], ast.Expr), path


def test_no_module_is_named_like_a_library(root: Path) -> None:
    libraries = {"docx", "openpyxl", "pdfplumber", "spacy", "rapidfuzz", "typer", "jinja2", "lxml"}
    assert not libraries & {path.stem for path in modules(root)}


def test_nothing_else_stands_at_the_top(root: Path) -> None:
    ignored = {".venv", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis"}
    ignored |= {"ket-qua", "doichieu.egg-info", "__pycache__", "build"}
    assert {path.name for path in root.iterdir()} - ignored <= TOP


def test_every_public_function_says_what_it_means(root: Path) -> None:
    silent = []
    for path in modules(root):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef)
            if named and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(root)}: {node.name}")
    assert not silent


PRINTS = re.compile(r"^\s*print\(", re.MULTILINE)


def test_only_the_command_line_and_its_outputs_print(root: Path) -> None:
    allowed = {"cli.py", "terminal.py"}
    loud = [
        path.relative_to(root).as_posix()
        for path in modules(root)
        if PRINTS.search(path.read_text(encoding="utf-8")) and path.name not in allowed
    ]
    assert not loud


COMMANDS = (
    "run", "plan", "plan diff", "read", "match", "findings", "explain", "rules", "doctor", "attach",
    "reject", "decisions", "review", "import", "letters", "summary", "agencies", "erase",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command(root: Path, command: str) -> None:
    assert f"doichieu {command}" in (root / "README.md").read_text(encoding="utf-8")


def test_every_rule_stands_in_the_readme(root: Path) -> None:
    from rules.catalogue import rulebook

    readme = (root / "README.md").read_text(encoding="utf-8")
    for rule in rulebook().values():
        assert f"| `{rule.id}` | {rule.title} |" in readme
