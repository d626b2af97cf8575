"""What is told of the talk itself: the first words, who has the word now, the code, the numbers."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from bot.desk.transcript import ReporterView
from bot.messengers.outbox import Message
from bot.models import State
from connectors.messenger.advice_posts import contacts
from connectors.messenger.pieces import Line, bold, link, message, step
from expertise import cards, moments, texts
from expertise.languages import Language

# What one can give as a command, as /hulp says it and the app's menu shows it.
COMMANDS: Final = ("hulp", "mens", "code", "taal", "briefje", "stop", "wis")
_IN_ENGLISH: Final = {
    "hulp": "help", "mens": "human", "taal": "language", "briefje": "note", "wis": "erase",
}  # fmt: skip


def command(name: str, language: Language) -> str:
    """A command as whoever reads this language types it."""
    return _IN_ENGLISH.get(name, name) if language == "en" else name


def greeting(language: Language, web_url: str | None) -> Message:
    """What the messenger sees and we keep, before anything else; `here` is typing on, too."""
    told: list[Line] = [
        bold(_say("page.first.title", language)),
        _say("page.first.what", language),
        _say("messenger.greeting.sees", language),
        _say("messenger.greeting.keeps", language),
        _say("messenger.greeting.reads", language),
    ]
    buttons = [step("here", "messenger.greeting.here", language)]
    if web_url is None:
        told.append(_say("messenger.greeting.no_web", language))
    else:
        told += [_say("messenger.greeting.web", language), web_url]
        buttons.insert(0, link("messenger.greeting.open", language, web_url))
    told += [_say("page.first.danger", language), _say("messenger.greeting.go_on", language)]
    return message(told, buttons)


def state_of(view: ReporterView) -> str:
    """What `Chat.told` becomes: who has the word, without naming anybody."""
    who = f"{view.counsellor}/{view.leaver}".encode()
    return f"{view.state}:{hashlib.blake2b(who, digest_size=8).hexdigest()}"


def notice(
    view: ReporterView, told: str | None, language: Language, now: datetime
) -> tuple[Message, ...]:
    """What has changed since `told`, in words; nothing when nothing has, or it only began."""
    if told == state_of(view) or (told is None and view.state is State.BOT):
        return ()
    before = (told or "").partition(":")[0]
    gone = _gone(view, language) if before == State.HUMAN else []
    match view.state:
        case State.WAITING:
            return (_waiting(view, bool(gone), language, now),)
        case State.HUMAN:
            return (_joined(view, gone, language),)
        case State.CLOSED:
            return (message([_say("page.human.closed", language)]),)
        case State.BOT:
            key = "withdrawn" if before == State.WAITING else "bot_again"
            return (message([[*gone, _say(f"page.human.{key}", language)]]),)


def presence(opens: str, language: Language) -> tuple[str, str]:
    """That nobody is there now, when somebody will be, and whom to call until then."""
    nobody = f"{_say('page.human.nobody', language)} {opens}"
    return nobody, _say("messenger.waiting.nobody", language)


def numbers(language: Language) -> Message:
    """The numbers that the web shows on every page, and what can be chosen here."""
    commands = [
        f"/{command(name, language)} – {_say(f'messenger.menu.{name}', language)}"
        for name in COMMANDS
    ]
    return message(
        [
            bold(_say("page.numbers.title", language)),
            contacts((each.as_payload() for each in cards.NUMBERS(language)), language),
            [_say("messenger.help", language), *commands],
        ]
    )


def code(words: tuple[str, ...], web_url: str | None, language: Language) -> Message:
    """The return code, to be copied onto paper and then taken away: `noted`."""
    told: list[Line] = [
        bold(_say("page.code.title", language)),
        " ".join(words),
        _say("page.code.what", language),
        _say("messenger.code.here", language),
    ]
    buttons = [step("noted", "messenger.code.noted", language)]
    if web_url is not None:
        buttons.append(link("messenger.greeting.open", language, web_url))
    return message(told, buttons)


def _waiting(view: ReporterView, was_left: bool, language: Language, now: datetime) -> Message:
    """That somebody is waited for; `withdraw` takes it back."""
    key = "page.human.left" if was_left else "page.human.waiting"
    told = [_say(key, language, name=view.leaver), _say("messenger.waiting.here", language)]
    if view.on_duty:
        told += [_say("page.wait.how_long", language), _say("messenger.waiting.heavy", language)]
    else:
        opens = moments.next_opening(view.opens_at, now, language)
        told[1:1] = presence(opens, language)
    return message(told, [step("withdraw", "page.human.withdraw", language)])


def _joined(view: ReporterView, gone: list[str], language: Language) -> Message:
    """Who talks with them from here on; `refuse` asks for somebody else."""
    name = view.counsellor or ""
    refuse = step("refuse", "page.refuse.button", language, name=name)
    return message([[*gone, _say("page.human.joined", language, name=name)]], [refuse])


def _gone(view: ReporterView, language: Language) -> list[str]:
    return [_say("page.human.gone", language, name=view.leaver)] if view.leaver else []


def _say(key: str, language: Language, **values: object) -> str:
    return texts.text(key, language, **values)
