"""A dossier as one encrypted file, for the inspectorate where it has no team here.

age (https://age-encryption.org) is a format that others can open with tools of their own. The file
is made in memory and given away; nothing of it is kept.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import pyrage
from sqlalchemy.orm import Session

from bot import audit, turns
from bot.audit import Deed
from bot.errors import UnusableRecipient
from bot.member import Counsellor
from bot.passing import consent
from bot.passing.dossiers import Contents
from bot.people import boxes
from bot.pictures import keeping
from bot.turns import Said
from expertise import texts

# Files in it carry no time of their own: when it was made stands in the audit.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Lock:
    """How a file is closed: for the owner of a public key, or for whoever is told a passphrase."""

    recipient: str = ""
    passphrase: str = field(default="", repr=False)


def check(lock: Lock) -> None:
    """See that a file can be closed with it.

    Raises:
        UnusableRecipient: it is no public key of age.
        WeakPassword: the passphrase would be guessed.
    """
    if lock.recipient:
        _recipient(lock)
    else:
        boxes.check_password(lock.passphrase)


def make(
    session: Session, who: Counsellor, conversation_id: UUID, lock: Lock, now: datetime
) -> bytes:
    """What the reporter agreed to, as plain bytes in a zip; `close` encrypts it.

    Raises:
        NothingAgreed, NotYourConversation, UnknownConversation: as `consent.agreed_file`.
    """
    access, contents = consent.agreed_file(session, who, conversation_id)
    said = [turn for turn in turns.said(session, access) if turn.seq in contents.turns]
    detail = "age_key" if lock.recipient else "age_passphrase"
    deed = Deed("exported", who.team_id, who.id, conversation_id, detail)
    audit.note(session, deed, now)
    words = {"dossier.txt": _as_text(contents, said), "dossier.json": _as_json(contents, said)}
    pictures = {
        _picture_name(turn): keeping.opened(session, access, turn.body.picture)
        for turn in said
        if turn.body.picture
    }
    return _packed({name: text.encode() for name, text in words.items()} | pictures)


def close(plain: bytes, lock: Lock) -> bytes:
    """Encrypt a file; with a passphrase that takes a second, on purpose."""
    if lock.recipient:
        return bytes(pyrage.encrypt(plain, [_recipient(lock)]))
    return bytes(pyrage.passphrase.encrypt(plain, lock.passphrase))


def _recipient(lock: Lock) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(lock.recipient.strip())
    except pyrage.RecipientError as error:
        raise UnusableRecipient from error


def _as_text(contents: Contents, said: list[Said]) -> str:
    parts = [texts.text("pass.file.title", "nl"), "\n".join(contents.summary)]
    for key, words in (("why", contents.why), ("note", contents.note)):
        if words.strip():
            parts.append(f"{texts.text(f'pass.file.{key}', 'nl')}\n{words.strip()}")
    talk = "\n\n".join(f"{_speaker(turn)}:\n{_words(turn)}" for turn in said)
    parts.append(f"{texts.text('pass.file.talk', 'nl')}\n\n{talk}")
    return "\n\n".join(parts) + "\n"


def _as_json(contents: Contents, said: list[Said]) -> str:
    found = {
        "summary": contents.summary,
        "why": contents.why,
        "note": contents.note,
        "turns": [_turn(turn) for turn in said],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _turn(said: Said) -> dict[str, Any]:
    told = {"number": said.seq, "from": said.author, "at": said.at.isoformat()}
    return {**told, "text": _words(said)}


def _words(said: Said) -> str:
    words = said.body.in_words("nl")
    return f"{words} ({_picture_name(said)})" if said.body.picture else words


def _picture_name(said: Said) -> str:
    return f"foto-{said.seq}.jpg"


def _speaker(turn: Said) -> str:
    return turn.body.name or texts.text(f"console.author.{turn.author}", "nl")


def _packed(files: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_TIME), body)
    return whole.getvalue()
