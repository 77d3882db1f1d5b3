"""Addresses of the page to which a person is led back."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from starlette.requests import Request

KEY = "khoa"  # the start token in the first address


def local(address: str) -> str:
    """An address of this page, the first page for anything else."""
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if plain and address.isprintable() else "/"


def clean_address(request: Request) -> str:
    """Where the person wanted to go, without the start token."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != KEY]
    path = local(quote(request.url.path))
    return f"{path}?{urlencode(kept)}" if kept else path
