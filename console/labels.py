"""The words by which a team sorts its conversations: an admin keeps the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.desk import labels as service
from bot.errors import BotError, LabelTaken, NoSuchLabel, UnusableLabel
from console import pages, session


def add_routes(inside: Blueprint) -> None:
    """The page and its forms."""
    at = "/labels"
    inside.add_route(labels, at)
    inside.add_route(add_label, at, methods=["POST"])
    inside.add_route(rename_label, f"{at}/<label_id:uuid>", methods=["POST"])
    inside.add_route(remove_label, f"{at}/<label_id:uuid>/remove", methods=["POST"])


async def labels(request: Request) -> HTTPResponse:
    """All labels."""
    return await _show(request)


async def add_label(request: Request) -> HTTPResponse:
    """Another one."""
    return await _do(request, service.add, session.field(request, "name"))


async def rename_label(request: Request, label_id: UUID) -> HTTPResponse:
    """Another name."""
    return await _do(request, service.rename, label_id, session.field(request, "name"))


async def remove_label(request: Request, label_id: UUID) -> HTTPResponse:
    """Away with it, on every conversation."""
    return await _do(request, service.remove, label_id)


async def _do(request: Request, change: Callable[..., None], *values: Any) -> HTTPResponse:
    services = request.app.ctx.services
    try:
        await services.store.write(change, request.ctx.who, *values, services.clock())
    except (LabelTaken, NoSuchLabel, UnusableLabel) as error:
        return await _show(request, error)
    return redirect("/console/labels?done=1", status=303)


async def _show(request: Request, error: BotError | None = None) -> HTTPResponse:
    found = await request.app.ctx.services.store.read(service.of_team, request.ctx.who)
    t = pages.words(request)
    return pages.page(
        request,
        "labels.html",
        200 if error is None else pages.status_of(request, error),
        alert=None if error is None else pages.told(request, error),
        news=t("labels.done") if request.args.get("done") else None,
        labels=found,
        typed=session.field(request, "name") if error else "",
        max_characters=service.MAX_CHARACTERS,
    )
