"""E-mails through a real server on this machine: taken, refused, and left hanging."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.bus import QUEUE, Bus
from bot.mail import Kind, choices
from bot.mail.letters import Letterhead
from bot.member import Counsellor
from bot.models import Mail, MailChoice, Staff
from bot.store import Store
from tests.support.mailboxes import Postman, mail_server, wants
from tests.support.people import NOW, handed_over, team
from tests.support.stores import light_keys, migrated_file, sqlite_store
from vertelmaar import mailer
from vertelmaar.mailer import Mailer, Post

__all__ = ["light_keys", "migrated_file", "sqlite_store"]

HEAD = Letterhead("vertelmaar@school.example", "https://meld.school.example/console")
CANARY = "mijn oom Hadewych sloeg mij bij de Kwakelbrug, ik wil dood"
WORDS = ("hadewych", "kwakelbrug", "oom", "dood", "acuut", "abuse", "lgbti", "samira")


class Clock:
    """Goes when it is told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def server() -> Iterator[tuple[Postman, int]]:
    with mail_server() as running:
        yield running


@pytest.fixture
def postman(server: tuple[Postman, int]) -> Postman:
    return server[0]


@pytest.fixture
def post(server: tuple[Postman, int]) -> Post:
    return Post("127.0.0.1", server[1], is_encrypted=False, head=HEAD)


@pytest.fixture
def samira(sqlite_store: Store) -> Counsellor:
    with sqlite_store.session(writing=True) as session:
        (who,) = team(session, "Samira")
        wants(session, who)
    return who


@pytest.fixture
def clock() -> Clock:
    return Clock()


def somebody_waits(store: Store, text: str = "ze pesten me") -> None:
    with store.session(writing=True) as session:
        handed_over(session, text)


def left(store: Store) -> int:
    with store.session() as session:
        return session.execute(select(func.count(Mail.id))).scalar_one()


@asynccontextmanager
async def running(one: Mailer) -> AsyncIterator[asyncio.Task[None]]:
    """A mailer beside the test, until it is told to stop."""
    task = asyncio.create_task(one.run())
    yield task
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def asked(postman: Postman) -> None:
    """Wait until the server has a letter in its hands."""
    assert await asyncio.to_thread(postman.asked.wait, 20)


@pytest.mark.usefixtures("samira")
async def test_letter_when_somebody_waits_then_it_arrives_and_says_nothing_of_them(
    sqlite_store: Store, post: Post, postman: Postman, clock: Clock
) -> None:
    bus = Bus()
    async with running(Mailer(sqlite_store, bus, clock, post)):
        await asyncio.to_thread(somebody_waits, sqlite_store, CANARY)
        bus.publish(QUEUE)
        await asked(postman)
    (letter,) = postman.letters
    assert (letter["To"], letter["Subject"]) == ("samira@school.example", "Er wacht een gesprek")
    body = letter.get_content()
    assert "https://meld.school.example/console" in body.split()
    assert letter["Message-ID"].endswith("@school.example>")
    assert letter["Auto-Submitted"] == "auto-generated"
    spoken = f"{letter['Subject']} {body}".lower()
    assert [word for word in WORDS if word in spoken] == []


@pytest.mark.usefixtures("samira")
async def test_letter_when_it_was_sent_then_a_restart_sends_it_no_second_time(
    sqlite_store: Store, post: Post, postman: Postman, clock: Clock
) -> None:
    somebody_waits(sqlite_store)
    for _ in range(3):
        await Mailer(sqlite_store, Bus(), clock, post).look()
        clock.now += timedelta(days=1)
    assert len(postman.letters) == 1
    assert left(sqlite_store) == 0


@pytest.mark.usefixtures("samira")
async def test_letter_when_the_process_ends_before_it_is_sent_then_the_next_one_sends_it(
    sqlite_store: Store, post: Post, postman: Postman, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailer, "_AT_THE_END_S", 0.05)
    postman.hangs = True
    somebody_waits(sqlite_store)
    async with running(Mailer(sqlite_store, Bus(), clock, post)):
        await asked(postman)
    assert (postman.letters, left(sqlite_store)) == ([], 1)
    postman.hangs = False
    clock.now += timedelta(minutes=2)
    await Mailer(sqlite_store, Bus(), clock, post).look()
    assert len(postman.letters) == 1


@pytest.mark.usefixtures("samira")
async def test_letter_when_two_processes_look_at_once_then_one_of_them_sends_it(
    sqlite_store: Store, post: Post, postman: Postman, clock: Clock
) -> None:
    for _ in range(5):
        somebody_waits(sqlite_store)
    both = (Mailer(sqlite_store, Bus(), clock, post) for _ in range(2))
    await asyncio.gather(*(one.look() for one in both))
    assert len(postman.letters) == 1


@pytest.mark.usefixtures("samira")
async def test_server_that_hangs_delays_nothing_and_is_asked_again(
    sqlite_store: Store, post: Post, postman: Postman, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailer, "PATIENCE_S", 0.3)
    postman.hangs = True
    somebody_waits(sqlite_store)
    one = Mailer(sqlite_store, Bus(), clock, post)
    looking = asyncio.create_task(one.look())
    await asked(postman)
    # Reporters and counsellors go on meanwhile, and more is put into the outbox.
    await sqlite_store.write(lambda session: handed_over(session, "nog een"))
    await looking
    assert left(sqlite_store) == 2
    postman.hangs = False
    clock.now += timedelta(minutes=2)
    await one.look()
    assert len(postman.letters) == 1
    assert left(sqlite_store) == 0


@pytest.mark.usefixtures("samira")
async def test_server_that_refuses_or_is_away_is_asked_again_and_nothing_of_it_is_logged(
    sqlite_store: Store,
    post: Post,
    postman: Postman,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    somebody_waits(sqlite_store)
    postman.refuses = True
    await Mailer(sqlite_store, Bus(), clock, post).look()
    away = Post("127.0.0.1", 1, is_encrypted=False, head=HEAD)
    clock.now += timedelta(minutes=2)
    await Mailer(sqlite_store, Bus(), clock, away).look()
    assert left(sqlite_store) == 1
    assert "not sent" in caplog.text
    assert "samira" not in caplog.text
    postman.refuses = False
    clock.now += timedelta(minutes=10)
    await Mailer(sqlite_store, Bus(), clock, post).look()
    assert len(postman.letters) == 1


@pytest.mark.usefixtures("samira")
async def test_letter_that_is_sent_again_has_the_same_number(
    sqlite_store: Store, post: Post, postman: Postman, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server took it, and the machine went down before that was noted."""

    async def forget(*_: object) -> None:
        pass

    somebody_waits(sqlite_store)
    with monkeypatch.context() as broken:
        broken.setattr(Mailer, "_note", forget)
        await Mailer(sqlite_store, Bus(), clock, post).look()
    clock.now += timedelta(minutes=2)
    await Mailer(sqlite_store, Bus(), clock, post).look()
    first, second = postman.letters
    assert first["Message-ID"] == second["Message-ID"]


async def test_address_is_confirmed_by_the_code_that_was_sent_to_it(
    sqlite_store: Store, post: Post, postman: Postman, clock: Clock
) -> None:
    with sqlite_store.session(writing=True) as session:
        (who,) = team(session, "Samira")
        choices.choose(session, who, "s.amira@school.example", [Kind.WAITING], "en", clock())
    somebody_waits(sqlite_store)
    await Mailer(sqlite_store, Bus(), clock, post).look()
    (letter,) = postman.letters
    assert letter["Subject"] == "Your code for Vertelmaar"
    with sqlite_store.session(writing=True) as session:
        code = session.get_one(MailChoice, who.id).code
        assert code is not None
        assert code in letter.get_content()
        assert choices.confirm(session, who, f" {code[:3]} {code[3:]}", clock())
        assert session.get_one(Staff, who.id).email == "s.amira@school.example"
    somebody_waits(sqlite_store)
    await Mailer(sqlite_store, Bus(), clock, post).look()
    assert postman.letters[-1]["Subject"] == "A conversation is waiting"
