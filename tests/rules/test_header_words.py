"""The word table of headers: every example."""

from __future__ import annotations

import tomllib
from pathlib import Path

from rules.vietnamese.header_foot import is_position
from rules.vietnamese.header_issuer import read_agencies

TABLE = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "rules" / "data" / "header_words.toml").read_text(
        encoding="utf-8"
    )
)


def test_every_agency_block_of_the_table_is_read_as_it_says() -> None:
    read = [(block["lines"], *read_agencies(block["lines"])) for block in TABLE["agency"]["block"]]
    told = [
        (block["lines"], block["parent"], block["issuer"]) for block in TABLE["agency"]["block"]
    ]
    assert read == told


def test_every_position_of_the_table_is_one_and_the_others_are_none() -> None:
    words = TABLE["position"]
    assert [word for word in words["examples"] if not is_position(word)] == []
    assert [word for word in words["no_examples"] if is_position(word)] == []
