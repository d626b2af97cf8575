"""Sends the e-mails that are due, beside everything else: a server that hangs delays nothing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib import SMTP

from bot.bus import MAIL, QUEUE, Bus
from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.mail import calls, letters, outbox
from bot.mail.letters import Letterhead
from bot.mail.outbox import Letter
from bot.store import Store
from vertelmaar.settings import Settings

# Shorter than the first wait after which somebody would send the same letter again.
PATIENCE_S: Final = 20.0
_AT_THE_END_S: Final = 3.0
_LOOK_EVERY_S: Final = 20.0
_BETWEEN_LOOKS_S: Final = 1.0
_GOODBYE_S: Final = 2.0
_NOTED_AGAIN_AFTER_S: Final = (0.5, 2.0, 5.0, 5.0, 5.0)
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
# What may go wrong with a server.
TROUBLE: Final = (aiosmtplib.SMTPException, OSError, TimeoutError)
_log = logging.getLogger("vertelmaar")


@dataclass(frozen=True)
class Post:
    """The server that takes our e-mails, and what stands on them."""

    host: str
    port: int
    is_encrypted: bool
    head: Letterhead
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Post | None:
        """What the settings say; None when no e-mail is sent here."""
        if settings.smtp_url is None or settings.mail_from is None or settings.public_url is None:
            return None
        url = urlsplit(settings.smtp_url.get_secret_value())
        is_encrypted = url.scheme == "smtps"
        return cls(
            host=url.hostname or "",
            port=url.port or (465 if is_encrypted else 587),
            is_encrypted=is_encrypted,
            head=Letterhead(settings.mail_from, f"{str(settings.public_url).rstrip('/')}/console"),
            username=unquote(url.username) if url.username else None,
            password=unquote(url.password) if url.password else None,
        )

    async def connect(self, patience_s: float = PATIENCE_S) -> SMTP:
        """A line to the server, encrypted unless it is on this very machine.

        Raises:
            SMTPException, OSError, TimeoutError: it cannot be had.
        """
        # Without `local_hostname` this machine's own name would be looked up, and told.
        client = SMTP(
            hostname=self.host,
            port=self.port,
            username=self.username,
            password=self.password,
            use_tls=self.is_encrypted,
            start_tls=None if self.host in _LOOPBACK else not self.is_encrypted,
            local_hostname=self.head.domain,
            timeout=patience_s,
        )
        await client.connect()
        return client


class Mailer:
    """Looks in the outbox when something has happened, and every so often."""

    def __init__(self, store: Store, bus: Bus, clock: Clock, post: Post) -> None:
        self._store = store
        self._bus = bus
        self._clock = clock
        self._post = post
        self._sending: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Send for as long as the process lives."""
        try:
            with self._bus.subscribe(QUEUE, MAIL) as news:
                while True:
                    await self.look()
                    await asyncio.sleep(_BETWEEN_LOOKS_S)
                    await news.wait(_LOOK_EVERY_S)
        finally:
            await self._finish()

    async def look(self) -> None:
        """Send everything that is due."""
        try:
            now = self._clock()
            await self._store.write(calls.remind, now)
            while await self._store.read(outbox.is_any_due, now):
                due = await self._store.write(outbox.take, now)
                if not due:
                    break
                await self._send(due)
        except StoreUnavailable:
            _log.warning("mail: the database is not available, trying again later")

    async def _send(self, due: list[Letter]) -> None:
        self._sending = {asyncio.create_task(self._send_one(letter)) for letter in due}
        # Who is told to stop in the middle lets letters end that the server may have taken.
        await asyncio.shield(asyncio.wait(self._sending))

    async def _send_one(self, letter: Letter) -> None:
        client: SMTP | None = None
        try:
            async with asyncio.timeout(PATIENCE_S):
                client = await self._post.connect()
                await client.send_message(letters.compose(letter, self._post.head, self._clock()))
            await self._note(letter)
        except TROUBLE as error:
            # Nothing of an address, or of the server's words, which may repeat it.
            _log.warning("mail: not sent, trying again later (%s)", type(error).__name__)
        finally:
            if client is not None:
                await _leave(client)

    async def _note(self, letter: Letter) -> None:
        """It arrived; what is not noted would be sent once more."""
        for wait_s in _NOTED_AGAIN_AFTER_S:
            try:
                return await self._store.write(outbox.delivered, letter, self._clock())
            except StoreUnavailable:
                await asyncio.sleep(wait_s)
        _log.warning("mail: one was sent that could not be noted, and will be sent again")
        return None

    async def _finish(self) -> None:
        if not self._sending:
            return
        _, unfinished = await asyncio.wait(self._sending, timeout=_AT_THE_END_S)
        for task in unfinished:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _leave(client: SMTP) -> None:
    try:
        async with asyncio.timeout(_GOODBYE_S):
            await client.quit()
    except TROUBLE:
        client.close()
