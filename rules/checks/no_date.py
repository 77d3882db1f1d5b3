"""An official paper carries no date of issue, or it cannot be read."""

from __future__ import annotations

from rules.checks.headers import lacking

check = lacking("issued_on", "ngày ban hành", "date of issue")
