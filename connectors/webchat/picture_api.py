"""Adding a picture, for the page's script: the bytes in the body, and who sends it in headers."""

from __future__ import annotations

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from connectors.webchat import api, intake, sent

routes = Blueprint("webchat_picture_api", url_prefix="/chat")


@routes.post("/pictures", stream=True)
async def add(request: Request) -> HTTPResponse:
    """Keep a picture. Whose it is, is known before a byte of it is read."""
    async with sent.heard_out(request):
        who = api.reporter(request)
        message_id = intake.message_id_of(request.headers.get("x-message-id", ""))
        await who.access()
        with who.services.pictures.place():
            raw = await sent.picture(request)
            received = await who.add_picture(raw, message_id, request.ctx.language)
    return json({"seq": received.seq, "state": received.state})
