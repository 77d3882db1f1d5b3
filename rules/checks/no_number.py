"""An official paper carries no number, or it cannot be read."""

from __future__ import annotations

from rules.checks.headers import lacking

check = lacking("number", "số, ký hiệu", "number")
