"""The tables. Text that a person wrote of a talk stands only in `sealed_*` or `wrapped_*` columns.

What a team says of itself (its name, its roster, its labels and its canned replies) is plain.
"""

from bot.models.base import Author, Base, Role, State, TeamKind, Urgency, UTCDateTime
from bot.models.messenger import Chat, Post, Seen
from bot.models.people import (
    Installation,
    Invitation,
    Membership,
    Passkey,
    RecoveryCode,
    Staff,
    StaffSession,
    Team,
)
from bot.models.talk import AccessToken, Conversation, Event, Report, Tally, Turn
from bot.models.work import (
    AuditEntry,
    CannedReply,
    ClosedDay,
    Conflict,
    Dossier,
    Label,
    Labelled,
    Mail,
    MailChoice,
    Note,
    Picture,
    Proposal,
    Shift,
)

__all__ = [
    "AccessToken",
    "AuditEntry",
    "Author",
    "Base",
    "CannedReply",
    "Chat",
    "ClosedDay",
    "Conflict",
    "Conversation",
    "Dossier",
    "Event",
    "Installation",
    "Invitation",
    "Label",
    "Labelled",
    "Mail",
    "MailChoice",
    "Membership",
    "Note",
    "Passkey",
    "Picture",
    "Post",
    "Proposal",
    "RecoveryCode",
    "Report",
    "Role",
    "Seen",
    "Shift",
    "Staff",
    "StaffSession",
    "State",
    "Tally",
    "Team",
    "TeamKind",
    "Turn",
    "UTCDateTime",
    "Urgency",
]
