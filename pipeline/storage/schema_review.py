"""The tables with which people work on findings: decisions' order, users, reminders, searching.

One small function per change after those of ``pipeline/storage/schema.py``; a released one is never
edited.
"""

from __future__ import annotations

from sqlite_utils import Database

from pipeline.storage.schema import migrations as migrations  # with what this file adds


@migrations()
def m009_standing(db: Database) -> None:
    """Which decision stands on a finding, derived from the log in the same transaction."""
    decisions = db.table("decisions")
    decisions.add_column("batch", int)  # the first decision of those taken, and undone, together
    decisions.add_column("source", str)  # page, excel or cli
    decisions.add_column("replaces", int)  # the decision that stood before
    db.table("standing").create(
        {
            "fingerprint": str,
            "decision_id": int,
            "kind": str,
            "value": str,
            "reason": str,
            "note": str,
            "basis": str,  # of the finding as it was decided on
            "decided_by": str,
            "decided_at": str,
            "owner": str,
            "seconded_by": str,
            "version": int,  # the last row of the log on this finding, undoings included
            "batch": int,
        },
        pk="fingerprint",
        not_null={"kind", "owner", "seconded_by", "version"},
        defaults={"kind": "", "owner": "", "seconded_by": ""},
    )
    db.table("standing").create_index(["kind"])
    decisions.create_index(["batch"])


@migrations()
def m010_run_findings(db: Database) -> None:
    """What each run changed in the list: only findings that moved, not all it found again."""
    db.table("run_findings").create(
        {"run": int, "fingerprint": str, "state": str, "basis": str, "message": str},
        pk=("fingerprint", "run"),
    )
    # What older runs left: when a finding was first there, and that it went.
    db.execute(
        "INSERT INTO run_findings "
        "SELECT first_run, fingerprint, 'new', basis, message FROM findings UNION ALL "
        "SELECT last_run + 1, fingerprint, 'fixed', basis, message FROM findings WHERE NOT present"
    )


@migrations()
def m011_reminders(db: Database) -> None:
    """Which finding was reminded in which letter, and what a clerk gave for the letters."""
    db.table("letters").create(
        {
            "id": int,
            "round": int,
            "agency_id": str,
            "kind": str,  # letter, or note: what the collecting office owes itself
            "turn": int,  # how many times this agency has been reminded, this one included
            "file": str,
            "sha256": str,  # of the file as it was written
            "reply_by": str,
            "as_of": str,
            "made_at": str,
            "number": str,  # null until the clerk of papers has written it into the list
            "issued_on": str,
        },
        pk="id",
        not_null={"round", "agency_id", "kind", "file", "sha256"},
    )
    db.table("letters").create_index(["round", "agency_id"], unique=True)
    db.table("letter_items").create(
        {"letter_id": int, "fingerprint": str, "code": str, "basis": str, "item": str},
        pk=("letter_id", "fingerprint", "item"),
        foreign_keys=[("letter_id", "letters", "id")],
    )
    db.table("letter_items").create_index(["fingerprint"])
    # Facts that no paper says, such as the plan's number; the last row of a name holds.
    db.table("given").create(
        {"id": int, "name": str, "value": str, "given_by": str, "given_at": str}, pk="id"
    )


@migrations()
def m010_users(db: Database) -> None:
    """Who may sign in where the page is opened to other machines."""
    db.table("users").create(
        {"key": str, "name": str, "role": str, "password": str, "added_at": str},
        pk="key",
        not_null={"name", "role", "password"},
    )


@migrations()
def m012_finding_texts(db: Database) -> None:
    """The words by which findings are found, filled by each run for what is new or changed."""
    db.table("finding_texts").create(
        {
            "id": int,
            "fingerprint": str,
            "mark": str,  # hash of the texts that the words were taken from
            "folded": str,
            "marked": str,
        },
        pk="id",
        not_null={"fingerprint", "mark", "folded", "marked"},
    )
    db.table("finding_texts").create_index(["fingerprint"], unique=True)
    db.table("standing").create_index(["version"])


@migrations()
def m013_gone_papers(db: Database) -> None:
    """Which papers are no longer in the inbox, and count all the same."""
    db.table("documents").add_column("gone", int)


@migrations()
def m014_duty_of_obligation(db: Database) -> None:
    """Which of the plan's duties binds the agency: several may ask for the same report."""
    db.table("obligations").add_column("duty", int)


@migrations()
def m015_measures(db: Database) -> None:
    """Which general measure of the plan a statement of no task speaks of."""
    db.table("statements").add_column("measure_id", str)
