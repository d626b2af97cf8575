"""Passing a conversation on, the file for the inspectorate, and stepping back from one."""

from __future__ import annotations

from sanic import Blueprint

from console.passing import files, near, proposing


def add_routes(inside: Blueprint) -> None:
    """The pages and their forms."""
    for part in (proposing, files, near):
        part.add_routes(inside)
