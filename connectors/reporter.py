"""What a reporter can do in a conversation, whichever way they came in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from bot import codes, conversations, handover, retention
from bot.access import Access, by_token, conversation_of, grant, prolong
from bot.conversations import Incoming, Received
from bot.desk import transcript
from bot.desk.transcript import ReporterView
from bot.errors import UnknownConversation
from bot.passing import routing
from bot.pictures import keeping
from bot.pictures.keeping import Made
from bot.services import Services
from expertise.languages import Language

P = ParamSpec("P")
T = TypeVar("T")

# Each stretch takes 64 MiB: a class that returns at the same moment waits its turn.
_STRETCHING: Final = ThreadPoolExecutor(2, thread_name_prefix="stretch")


@dataclass(frozen=True)
class Reporter:
    """Somebody with a token, and through it at most one conversation.

    Every method raises `UnknownConversation` when the token opens nothing (any more) and
    `StoreUnavailable` when nothing could be read or changed.
    """

    services: Services
    token: bytes = field(repr=False)

    async def access(self) -> Access:
        """The conversation and its key."""
        return await self.services.store.read(by_token, self.token, self.services.clock())

    async def stay(self) -> None:
        """Whoever looks at a talk has not left it: the token lives on."""
        await self.services.store.write(prolong, self.token, self.services.clock())

    async def view(self, after: int = 0) -> ReporterView:
        """The conversation as the reporter sees it, with the turns after a number."""
        return await self.look(transcript.for_reporter, self.services.clock(), after)

    async def say(
        self, incoming: Incoming, prove: Callable[[], Awaitable[None]] | None
    ) -> Received:
        """Keep a message and let it be answered. `prove` is asked before a talk may begin.

        Raises:
            UnknownConversation: the token opens nothing and `prove` is None.
            TooFast: more than a person can type.
        """
        take = self.services.reception.take
        try:
            return await take(self.token, incoming, may_begin=False)
        except UnknownConversation:
            if prove is None:
                raise
        await prove()
        return await take(self.token, incoming, may_begin=True)

    async def add_picture(self, raw: bytes, message_id: str, language: Language) -> Received:
        """Keep a picture: made anew, without what a camera writes into it.

        Raises:
            UnusablePicture, PictureTooLarge, PicturesBusy: as `Taker.take`.
            TooManyPictures, TooFast: as `keeping.add`.
        """
        known = await self.look(keeping.earlier, message_id)
        if known is not None:
            return known
        image = await self.services.pictures.take(raw)
        made = Made(message_id, image, language)
        return await self.services.reception.take_picture(self.token, made)

    async def ask_for_human(self) -> None:
        """The reporter agreed that the team reads the whole talk."""
        await self.move(handover.ask)

    async def tell_about_staff(self, answer: bool | None) -> None:
        """Whether it is about somebody who works at the school; None leaves it open."""
        await self._write(routing.tell, answer)

    async def withdraw(self) -> None:
        """The reporter wants no human after all."""
        await self.move(handover.withdraw)

    async def read_in(self, language: Language) -> None:
        """Go on in another language."""
        await self._write(conversations.set_language, language)

    async def code(self) -> tuple[str, ...]:
        """The return code, made now if there is none."""
        known = await self.look(codes.shown)
        if known is not None:
            return known
        words = codes.draw()
        stretched = await self._stretch(words)
        return await self._write(_keep_code, words, stretched, self.services.clock())

    async def confirm_code(self, typed: str | None) -> bool:
        """The reporter has kept the code: ticked it (None) or typed it again. Says if it is right.

        Raises:
            CodeMistyped, CodeIncomplete: as `bot.codes.parse`.
        """
        return await self._write(codes.confirm, typed)

    async def come_back(self, typed: str) -> None:
        """Let this token, which must be new, into the conversation that a code opens.

        The bot asks how it is now, if the talk had come to rest.

        Raises:
            CodeMistyped, CodeIncomplete: as `bot.codes.parse`.
            UnknownCode: no conversation has it (any more).
        """
        stretched = await self._stretch(codes.parse(typed))
        now = self.services.clock()
        access = await self.services.store.write(_let_in, stretched, self.token, now)
        await self.services.reception.welcome_back(access)

    async def erase(self) -> None:
        """Erase everything, now. What is gone already stays gone."""
        try:
            access = await self.access()
        except UnknownConversation:
            return
        await self.services.store.write(conversations.erase, access.id, self.services.clock())
        self.services.reception.announce(access.id, queue=True)
        await asyncio.to_thread(retention.wipe_traces, self.services.store)

    async def move(self, step: Callable[[Session, Access, datetime], None]) -> None:
        """Take a step in the handover, and tell every page that is open."""
        access = await self.access()
        await self.services.store.write(step, access, self.services.clock())
        self.services.reception.announce(access.id, queue=True)

    async def look(
        self,
        service: Callable[Concatenate[Session, Access, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What a service says of this conversation."""
        now = self.services.clock()
        return await self.services.store.read(_opened, self.token, now, service, *args, **kwargs)

    async def _stretch(self, words: tuple[str, ...]) -> bytes:
        salt = await self.services.store.read(codes.salt_of)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_STRETCHING, codes.stretch, words, salt)

    async def _write(
        self,
        service: Callable[Concatenate[Session, Access, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        now = self.services.clock()
        return await self.services.store.write(_opened, self.token, now, service, *args, **kwargs)


def _opened(
    session: Session,
    token: bytes,
    now: datetime,
    service: Callable[Concatenate[Session, Access, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run a service on the conversation that a token opens, in the transaction that looked."""
    return service(session, by_token(session, token, now), *args, **kwargs)


def _keep_code(
    session: Session, access: Access, words: tuple[str, ...], stretched: bytes, now: datetime
) -> tuple[str, ...]:
    """Keep a code, unless another tab of the same talk was first: both then show that one."""
    conversation_of(session, access, lock=True)
    first = codes.shown(session, access)
    if first is not None:
        return first
    codes.store(session, access, words, stretched, now)
    return words


def _let_in(session: Session, stretched: bytes, token: bytes, now: datetime) -> Access:
    access = codes.resolve(session, stretched)
    grant(session, access, token, now)
    return access
