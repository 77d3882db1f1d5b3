"""The tables that make the list quick: an index of words, and the ledger as a run left it.

Both follow from other tables and only spare work. Triggers keep them true whoever writes: the
index follows the texts word by word, and the ledger goes with the first finding that changes.
A database whose last run was an older program's has neither; it is then read as it stands.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

kept_tables = Migrations("review")
# ``words_of`` sets words apart by blanks alone, so that every other sign belongs to its word.
_WORDS = "ascii tokenchars '.'"
_ADD = "INSERT INTO finding_words (rowid, folded, marked) VALUES (new.id, new.folded, new.marked)"
_DROP = (
    "INSERT INTO finding_words (finding_words, rowid, folded, marked) "
    "VALUES ('delete', old.id, old.folded, old.marked)"
)


@kept_tables()
def m001_finding_words(db: Database) -> None:
    """Where each word of ``finding_texts`` stands."""
    db.execute(
        "CREATE VIRTUAL TABLE finding_words USING fts5(folded, marked, content='finding_texts', "
        f"content_rowid='id', columnsize=0, tokenize=\"{_WORDS}\")"
    )
    db.execute("INSERT INTO finding_words (finding_words) VALUES ('rebuild')")
    for event, acts in (("INSERT", (_ADD,)), ("DELETE", (_DROP,)), ("UPDATE", (_DROP, _ADD))):
        db.execute(
            f"CREATE TRIGGER finding_words_{event.lower()} AFTER {event} ON finding_texts "
            f"BEGIN {'; '.join(acts)}; END"
        )


@kept_tables()
def m002_finding_ledger(db: Database) -> None:
    """One row: all findings by number, as they stood when the run was written."""
    db.table("finding_ledger").create(
        {
            "mark": str,  # of the program and the run that wrote it
            "decided": int,  # the last decision that it knows of
            "told": str,  # what is not a number
            "arrays": bytes,
        }
    )
    for table in ("findings", "finding_texts"):
        for event in ("INSERT", "DELETE", "UPDATE"):
            db.execute(
                f"CREATE TRIGGER ledger_of_{table}_{event.lower()} AFTER {event} ON {table} "
                "BEGIN DELETE FROM finding_ledger; END"
            )


def has_words(db: Database) -> bool:
    """Whether the index of words is there."""
    return bool(
        db.execute("SELECT 1 FROM sqlite_master WHERE name = 'finding_words_update'").fetchone()
    )


def tidy_words(db: Database) -> None:
    """Put the index together, so that it holds no word of a text that is gone."""
    db.execute("INSERT INTO finding_words (finding_words) VALUES ('optimize')")
