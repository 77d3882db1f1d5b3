"""The examples in the docstrings of the language rules."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

MODULES = ("citations", "clauses", "figures", "frame", "modality", "report_columns", "sections")


@pytest.mark.parametrize("name", MODULES)
def test_docstrings_tell_the_truth(name: str) -> None:
    result = doctest.testmod(import_module(f"rules.vietnamese.{name}"))
    assert result.attempted
    assert not result.failed
