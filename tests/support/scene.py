"""A conversation in which everything was said and done that leaves something in the database."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pyotp
from sqlalchemy.orm import Session

from bot import codes, conversations, dialogue, digest, handover, login, staff
from bot.access import Access
from bot.engine import Answer, Count, Effects, Reply, Theme, Understanding
from bot.models import Conversation
from bot.store import Store
from expertise.texts import Button
from tests.support.people import NOW, fresh_token, incoming

PASSWORD = "drie fietsen op het dak"
REPORTED = "Ik heet Wiebelientje en mijn oom Hadewych sloeg mij bij de Kwakelbrug"
ANSWERED = "Dat is niet jouw schuld, Wiebelientje"
COUNSELLED = "Ik ken Hadewych en de Kwakelbrug, zullen we praten?"
COUNTED = (Count("incident", {"value": "abuse_home"}), Count("safety", {"value": "2"}))
CANARIES = ("wiebelientje", "hadewych", "kwakelbrug")


@dataclass(frozen=True)
class Secrets:
    """What only people have: a tab, a memory, a safe, a browser."""

    access: Access
    token: bytes = field(repr=False)
    code: tuple[str, ...] = field(repr=False)
    recovery: tuple[str, ...] = field(repr=False)
    totp: str = field(repr=False)
    cookie: bytes = field(repr=False)
    team_key: bytes = field(repr=False)


def play(store: Store) -> Secrets:
    """Reporter, rules, bot, code, handover, counsellor."""
    token, code = fresh_token(), codes.draw()
    with store.session(writing=True) as session:
        enrolled = staff.enrol_first(session, "Samira", PASSWORD)
        account = staff.find(session, "Samira")
        opened = staff.open_secrets(account, PASSWORD)
        totp = pyotp.TOTP(opened.totp_secret).at(NOW)
        entered = login.enter(session, "Samira", opened, totp, NOW)
        who = login.resume(session, entered.token, NOW)
        got = conversations.receive(session, token, incoming(REPORTED), NOW, may_begin=True)
        _answer(session, got.access)
        stretched = codes.stretch(code, codes.salt_of(session))
        codes.store(session, got.access, code, stretched, NOW)
        handover.ask(session, got.access, NOW)
        handover.say(session, who, got.access.id, "m-counsellor", COUNSELLED, NOW)
    return Secrets(
        got.access, token, code, enrolled.recovery_words or (), opened.totp_secret,
        entered.token, opened.team_key,
    )  # fmt: skip


def _answer(session: Session, access: Access) -> None:
    debt = dialogue.owed(session, access)
    assert debt is not None
    card = {"kind": "card", "lines": [ANSWERED]}
    reply = Reply(ANSWERED, "comfort", (Button(ANSWERED, "affirm"),), card)
    heard = Understanding((Theme("abuse_home", 0.9),), risk="acute", risk_types=("home",))
    effects = Effects(heard, theme="abuse_home", role="pupil", counts=COUNTED)
    state = {"events": [json.dumps({"text": REPORTED})]}
    assert dialogue.commit(session, access, debt, Answer((reply,), effects, state, "m1"), NOW)
    row = session.get_one(Conversation, access.id)
    digest.save(access, row, digest.load(access, row).with_risk("acute", ("home",), (REPORTED,)))
