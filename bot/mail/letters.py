"""How an e-mail reads: that somebody is to look, where, and nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from bot.mail.kinds import Kind
from bot.mail.outbox import Letter
from expertise import texts

_WORDS: Final = {Kind.CODE: "code", Kind.OVERDUE: "overdue"}


@dataclass(frozen=True)
class Letterhead:
    """Whose e-mails they are, and where the console is."""

    sender: str
    console: str

    @property
    def domain(self) -> str:
        """The sender's own."""
        return self.sender.rpartition("@")[2]


def compose(letter: Letter, head: Letterhead, now: datetime) -> EmailMessage:
    """The e-mail. Sent once more it has the same number, by which servers know it again."""
    words = _WORDS.get(letter.kind, "call")
    made = EmailMessage()
    made["From"] = f"Vertelmaar <{head.sender}>"
    made["To"] = letter.to
    made["Subject"] = texts.text(f"console.mail.{words}.subject", letter.language)
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{_number(letter)}@{head.domain}>"
    # So that nobody's "out of office" answers it.
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(
        texts.text(
            f"console.mail.{words}.body",
            letter.language,
            address=head.console,
            choices=f"{head.console}/alerts",
            code=letter.code or "",
        )
    )
    return made


def _number(letter: Letter) -> str:
    ids = b"".join(sorted(number.bytes for number in letter.ids))
    return hashlib.blake2b(ids, digest_size=16).hexdigest()
