"""Whatever is cut off is done again, and stands as if it had been done once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import pytest

from bot.errors import StoreUnavailable, UnknownConversation
from bot.messengers import chats
from bot.models import TeamKind
from bot.passing import proposals, routing
from bot.store import Store
from bot.turns import Body
from connectors.messenger import posts
from connectors.messenger.protocol import (
    Commanded,
    Edited,
    Event,
    Left,
    Pressed,
    Sent,
    Wrote,
)
from expertise.texts import Button
from tests.support.at_the_desk import AtTheDesk
from tests.support.people import NOW, fresh_token, incoming, row_of, team
from tests.support.pictures import drawn

WHO = "anna"
QUESTION = Body("Waar gaat het over?", buttons=(Button("Pesten", "/a"),))
Scene = Callable[[AtTheDesk, str], Awaitable[Event]]


async def begun(desk: AtTheDesk, address: str) -> Wrote:
    first = await desk.writes("hoi", address, post="5")
    desk.deliver(address)
    return first


async def first_words(desk: AtTheDesk, address: str) -> Event:
    return desk.event(Wrote, address, text="ik wil niet meer leven")


async def further_words(desk: AtTheDesk, address: str) -> Event:
    await begun(desk, address)
    return desk.event(Wrote, address, text="nog iets")


async def a_button(desk: AtTheDesk, address: str) -> Event:
    await begun(desk, address)
    seq = desk.asks(QUESTION, address)
    return desk.event(Pressed, address, data=f"p:{seq}:0", post="7")


async def changed_words(desk: AtTheDesk, address: str) -> Event:
    first = await begun(desk, address)
    return desk.event(Edited, address, text="ik wil niet meer leven", post=first.post)


async def a_picture(desk: AtTheDesk, address: str) -> Event:
    await begun(desk, address)
    desk.messenger.files["f"] = drawn()
    return desk.event(Sent, address, kind="picture", file="f")


async def a_place(desk: AtTheDesk, address: str) -> Event:
    return desk.event(Sent, address, kind="location")


async def yes_to_erasing(desk: AtTheDesk, address: str) -> Event:
    await begun(desk, address)
    await desk.gives("wis", address=address)
    post = desk.post_with("x:wis-yes", address)
    return desk.event(Pressed, address, data="x:wis-yes", post=post)


async def the_code(desk: AtTheDesk, address: str) -> Event:
    await begun(desk, address)
    return desk.event(Commanded, address, command="code")


async def words_of_a_code(desk: AtTheDesk, address: str) -> Event:
    token = fresh_token()
    await desk.services.reception.take(token, incoming("van het web"), may_begin=True)
    code = " ".join(await desk.reporter(token).code())
    return desk.event(Commanded, address, command="code", rest=code)


async def another_language(desk: AtTheDesk, address: str) -> Event:
    await begun(desk, address)
    return desk.event(Commanded, address, command="taal", rest="en")


async def yes_to_a_human(desk: AtTheDesk, address: str) -> Event:
    await begun(desk, address)
    with desk.store.session(writing=True) as session:
        if not routing.route(session, desk.access(address)).teams:
            team(session, called="Vecht", kind=TeamKind.REGION)
        (asked,) = routing.route(session, desk.access(address)).teams
    await desk.gives("mens", address=address)
    data = f"x:agree:{asked.id}"
    return desk.event(Pressed, address, data=data, post=desk.post_with(data, address))


async def taking_it_back(desk: AtTheDesk, address: str) -> Event:
    await desk.desk.take(await yes_to_a_human(desk, address))
    await desk.gives("mens", address=address)
    post = desk.post_with("x:withdraw", address)
    return desk.event(Pressed, address, data="x:withdraw", post=post)


async def stopping(desk: AtTheDesk, address: str) -> Event:
    await desk.desk.take(await yes_to_a_human(desk, address))
    return desk.event(Commanded, address, command="stop")


async def passing_on(desk: AtTheDesk, address: str) -> Event:
    await begun(desk, address)
    access = desk.access(address)
    with desk.store.session(writing=True) as session:
        if not proposals.may_suggest(session, access):
            team(session, "Iris", called="Inspectie", kind=TeamKind.INSPECTORATE)
        proposals.propose_inspectors(session, access, NOW)
        proposed = proposals.standing(session, access)
    assert proposed is not None
    known = desk.known(address)
    assert known is not None
    view = await desk.reporter(known.token).view()
    desk.put(*posts.proposal(view, "nl"), address=address)
    data = f"x:pass:{proposed.plan.mark}"
    return desk.event(Pressed, address, data=data, post=desk.post_with(data, address))


async def leaving(desk: AtTheDesk, address: str) -> Event:
    await begun(desk, address)
    return desk.event(Left, address)


async def refused(desk: AtTheDesk, address: str) -> Event:
    await begun(desk, address)
    return desk.event(Wrote, address, text="x" * 4001)


SCENES = (
    first_words, further_words, a_button, changed_words, a_picture, a_place, yes_to_erasing,
    the_code, words_of_a_code, another_language, yes_to_a_human, taking_it_back, stopping,
    passing_on, leaving, refused,
)  # fmt: skip


def outcome(desk: AtTheDesk, address: str) -> Any:
    """All that there is to see of a chat: what is due, what was said, and who has the word."""
    told = len(desk.stands)
    known = desk.known(address)
    if known is not None and not known.is_open:
        with desk.store.session(writing=True) as session:
            chats.change(session, known.id, is_closed=False)
    if known is not None:
        desk.deliver(address)
    new = list(desk.stands.values())[told:]
    shown = [(m.kind, [b.label for row in m.buttons for b in row], len(m.file)) for m in new]
    try:
        said = [(s.author, s.body.text, s.body.cards, s.body.edited) for s in desk.said(address)]
        with desk.store.session() as session:
            row = row_of(session, desk.access(address))
            state = (row.state, row.language, row.urgency, row.team_id is None)
    except UnknownConversation:
        return shown, None, None
    return shown, said, state


def faltering(
    monkeypatch: pytest.MonkeyPatch, desk: AtTheDesk, at: int, *, stored: bool
) -> Callable[[], int]:
    """Let one write fail, before anything was stored or after all of it was; counts them."""
    numbers, write = count(1), desk.store.write
    came = [0]

    async def once(*args: Any, **how: Any) -> Any:
        came[0] = number = next(numbers)
        if number == at and not stored:
            raise StoreUnavailable
        done = await write(*args, **how)
        if number == at:
            raise StoreUnavailable
        return done

    monkeypatch.setattr(desk.store, "write", once)
    return lambda: came[0]


@pytest.mark.parametrize("scene", SCENES)
async def test_take_when_any_write_of_an_event_fails_then_it_is_done_again_and_stands_once(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, scene: Scene
) -> None:
    desk = AtTheDesk(sqlite_store)
    desk.engine.up = False
    event = await scene(desk, WHO)
    writes = faltering(monkeypatch, desk, 0, stored=False)
    await desk.desk.take(event)
    monkeypatch.undo()
    await desk.desk.take(event)
    wanted = outcome(desk, WHO)
    assert writes() > 0
    for at in range(1, writes() + 1):
        for stored in (False, True):
            address = f"{at}-{stored}"
            event = await scene(desk, address)
            faltering(monkeypatch, desk, at, stored=stored)
            with pytest.raises(StoreUnavailable):
                await desk.desk.take(event)
            monkeypatch.undo()
            await desk.desk.take(event)
            await desk.desk.take(event)
            assert outcome(desk, address) == wanted, (at, stored)
    await desk.close()
