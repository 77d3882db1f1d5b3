"""An official paper carries no signer, or it cannot be read."""

from __future__ import annotations

from rules.checks.headers import lacking

check = lacking("signer", "người ký", "signer")
