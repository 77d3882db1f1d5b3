"""The one door to the terminal for lines and JSON: nothing in them acts on the screen."""

from __future__ import annotations

import json

import typer

from pipeline.outputs.clean import for_echo, for_json


def echo(text: str, err: bool = False, nl: bool = True) -> None:
    """Print a text as it is, whatever would move the cursor or hide words replaced by a sign."""
    typer.echo(for_echo(text), err=err, nl=nl)


def echo_json(value: object) -> None:
    """Print one JSON document, its texts whole and cleaned."""
    typer.echo(json.dumps(for_json(value), ensure_ascii=False, indent=2))
