"""A conversation in which everything was said and done that leaves something in the database."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from uuid import uuid4

import pyotp
from sqlalchemy.orm import Session

from bot import codes, conversations, dialogue, handover, login, staff, vault
from bot.access import Access
from bot.desk import digest, notes
from bot.engine import Answer, Count, Effects, Reply, Theme, Understanding
from bot.member import Counsellor
from bot.messengers import chats, outbox
from bot.messengers.keys import Keys
from bot.models import Conversation, Role
from bot.passing import consent, dossiers, proposals
from bot.passing.consent import Chosen
from bot.passing.dossiers import Contents
from bot.people import cookies, invitations
from bot.people.factors import Proof
from bot.pictures import keeping
from bot.pictures.keeping import Made
from bot.store import Store
from expertise.safety import Finding
from expertise.texts import Button
from tests.support.people import NOW, fresh_token, incoming
from tests.support.pictures import drawn

PASSWORD = "drie fietsen op het dak"
# What a messenger knows its people by.
ADDRESS = "4815162342"
REPORTED = f"Ik, Wiebelientje ({ADDRESS}), werd door oom Hadewych geslagen bij de Kwakelbrug"
ANSWERED = "Dat is niet jouw schuld, Wiebelientje"
COUNSELLED = "Ik ken Hadewych en de Kwakelbrug, zullen we praten?"
COUNTED = (Count("incident", {"value": "abuse_home"}), Count("safety", {"value": "2"}))
CANARIES = ("wiebelientje", "hadewych", "kwakelbrug", ADDRESS)


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
    private_key: bytes = field(repr=False)
    link: bytes = field(repr=False)
    server: bytes = field(repr=False)


def play(store: Store) -> Secrets:
    """Reporter, rules, bot, picture, code, handover, counsellor; and a chat in a messenger."""
    token, code, server = fresh_token(), codes.draw(), vault.new_key()
    with store.session(writing=True) as session:
        enrolled = staff.enrol_first(session, "Samira", PASSWORD)
        account = staff.find(session, "Samira")
        opened = staff.open_secrets(account, PASSWORD)
        assert opened.totp_secret is not None
        totp = pyotp.TOTP(opened.totp_secret).at(NOW)
        entered = login.enter(session, "Samira", opened, Proof(totp), NOW)
        who = cookies.reading(session, entered.token, NOW)
        link = invitations.invite(session, who, "Bas", [Role.COUNSELLOR], NOW)
        got = conversations.receive(session, token, incoming(REPORTED), NOW, may_begin=True)
        _answer(session, got.access)
        # As if something had been left in it, to see that nobody could read that either.
        keeping.add(session, token, Made("m-picture", drawn(comment=REPORTED), "nl"), NOW)
        stretched = codes.stretch(code, codes.salt_of(session))
        codes.store(session, got.access, code, stretched, NOW)
        handover.ask(session, got.access, NOW)
        handover.say(session, who, got.access.id, "m-counsellor", COUNSELLED, NOW)
        notes.add(session, who, got.access.id, uuid4(), COUNSELLED, NOW)
        _pass_on(session, who, got.access)
        _chat(session, Keys.of(server), got.access)
    return Secrets(
        got.access, token, code, enrolled.recovery_words or (), opened.totp_secret,
        entered.token, who.team_key, opened.private_key, link, server,
    )  # fmt: skip


def _pass_on(session: Session, who: Counsellor, access: Access) -> None:
    """As if another team had passed it on; and now it may go on to the inspectorate in a file."""
    contents = Contents((ANSWERED,), (1, 2), REPORTED, COUNSELLED)
    dossiers.keep(session, access, session.get_one(Conversation, access.id), contents, NOW)
    proposals.propose(session, who, access.id, None, COUNSELLED, NOW)
    proposed = proposals.standing(session, access)
    assert proposed is not None
    consent.agree(session, access, proposed.plan.mark, Chosen((1,), REPORTED), NOW)


def _chat(session: Session, keys: Keys, access: Access) -> None:
    chat = chats.open_or_make(session, keys, "telegram", ADDRESS, "nl", NOW)
    chats.begin_talk(session, chat, access.id)
    outbox.note_theirs(session, chat.id, "42", NOW)
    buttons = ((outbox.Button(ANSWERED, "p:2:0"),),)
    message = outbox.Message(pieces=(outbox.Piece(ANSWERED),), buttons=buttons)
    outbox.put(session, keys, chat.id, "turn:2:0", message, NOW)


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
    finding = Finding("acute", ("home",), (), (REPORTED,))
    digest.save(access, row, digest.load(access, row).with_finding(finding))
