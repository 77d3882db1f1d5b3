"""What the user can put right, in one sentence: which file, what is wrong, what to do."""

from __future__ import annotations


class UserError(Exception):
    """A condition that the user can mend; shown as one line, exit code 2."""


class RunHeld(Exception):  # noqa: N818 - named for what happened
    """Another run holds the database; exit code 75."""
