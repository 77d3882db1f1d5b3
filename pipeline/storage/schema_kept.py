"""The tables that only spare work: emptied, they cost time and nothing else; and later columns."""

from __future__ import annotations

from sqlite_utils import Database

from pipeline.storage.schema_review import migrations as migrations  # with what this file adds


@migrations()
def m018_worked_out(db: Database) -> None:
    """What earlier runs worked out about single papers."""
    db.table("worked_out").create({"key": bytes, "body": bytes}, pk="key")


@migrations()
def m019_seen_files(db: Database) -> None:
    """What files looked like when their content was last hashed, and what containers held."""
    db.table("seen_files").create(
        {
            "path": bytes,
            "facts": str,  # size, times of change, inode
            "seen_ns": int,
            "sha256": str,
            "members": str,  # null: no container
            "program": str,  # that listed the members
        },
        pk="path",
    )


@migrations()
def m021_forgotten(db: Database) -> None:
    """The secret contents of which earlier runs have left no word any more."""
    db.table("forgotten").create({"sha256": str}, pk="sha256")


@migrations()
def m022_issuers_of_citations(db: Database) -> None:
    """The body that a citation names, and the year where it names no day."""
    db.table("citations").add_column("issuer", str)
    db.table("citations").add_column("year", int)
