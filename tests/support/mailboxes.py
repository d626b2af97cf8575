"""People who want e-mail, and a real server that takes it, hangs or refuses."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from sqlalchemy.orm import Session

from bot.mail import Kind
from bot.mail.kinds import CHOICES, written
from bot.member import Member
from bot.models import MailChoice, Staff


def wants(session: Session, who: Member, *kinds: Kind) -> str:
    """Somebody wants to be written to, at an address that they confirmed. Returns it."""
    account = session.get_one(Staff, who.id)
    account.email = f"{who.name.lower()}@school.example"
    session.add(
        MailChoice(staff_id=who.id, kinds=written(kinds or CHOICES), language="nl", code_tries=0)
    )
    session.flush()
    return account.email


class Postman:
    """What a server does with a letter: keeps it, refuses it, or hangs until it is let go."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.asked = threading.Event()
        self.refuses = False
        self.hangs = False

    # The server calls it by this name.
    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Any, envelope: Envelope
    ) -> str:
        self.asked.set()
        if self.hangs:
            await asyncio.Event().wait()
        if self.refuses:
            return "451 not now, said with the words of samira@school.example"
        raw = envelope.content
        assert isinstance(raw, bytes)
        self.letters.append(cast("EmailMessage", message_from_bytes(raw, policy=default)))
        return "250 taken"


@contextmanager
def mail_server() -> Iterator[tuple[Postman, int]]:
    """A server on this machine; the number is its port."""
    postman = Postman()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(postman, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield postman, port
    finally:
        controller.stop()
