"""Which roles may come to which route. A route that does not stand here is open to nobody."""

from __future__ import annotations

from typing import Final

from bot.member import READING, Counsellor, Member
from bot.models import Role

READERS: Final = READING
ADMINS: Final = frozenset({Role.ADMIN})
AUDITORS: Final = frozenset({Role.AUDITOR})
EVERYBODY: Final = frozenset(Role)

# By the name of the route within the console's blueprint.
RIGHTS: Final[dict[str, frozenset[Role]]] = {
    "queue": READERS,
    "set_duty": READERS,
    "stay": EVERYBODY,
    "alerts": READERS,
    "choose_alerts": READERS,
    "confirm_address": READERS,
    "send_code_again": READERS,
    "live": READERS,
    "talk": READERS,
    "claim": READERS,
    "say": READERS,
    "release": READERS,
    "give_back": READERS,
    "close": READERS,
    "note_duty": READERS,
    "fill": READERS,
    "transfer": READERS,
    "take_up": READERS,
    "attend": READERS,
    "note": READERS,
    "label": READERS,
    "correct": READERS,
    "cards": READERS,
    "send_card": READERS,
    "picture": READERS,
    "veil": READERS,
    "live_talk": READERS,
    "type_along": READERS,
    # What the team says often, and by which words it sorts.
    "replies": ADMINS,
    "add_reply": ADMINS,
    "change_reply": ADMINS,
    "remove_reply": ADMINS,
    "adopt_replies": ADMINS,
    "labels": ADMINS,
    "add_label": ADMINS,
    "rename_label": ADMINS,
    "remove_label": ADMINS,
    # Being there.
    "presence": READERS | ADMINS,
    "roster": READERS | ADMINS,
    "add_slot": ADMINS,
    "remove_slot": ADMINS,
    "close_days": ADMINS,
    "reopen_days": ADMINS,
    "agreements": ADMINS,
    "change_agreements": ADMINS,
    # Passing on, and stepping back.
    "pass_on": READERS,
    "propose": READERS,
    "retract": READERS,
    "show_file": READERS,
    "make_file": READERS,
    "step_back": READERS,
    "stepped_back": ADMINS,
    "lift": ADMINS,
    # Looking at what was done.
    "trail": AUDITORS,
    # One's own account, and the team.
    "start": EVERYBODY,
    "switch_team": EVERYBODY,
    "show_confirm": EVERYBODY,
    "confirm": EVERYBODY,
    "account": EVERYBODY,
    "change_password": EVERYBODY,
    "show_totp": EVERYBODY,
    "change_totp": EVERYBODY,
    "show_passkey": EVERYBODY,
    "add_passkey": EVERYBODY,
    "remove_passkey": EVERYBODY,
    "renew_codes": EVERYBODY,
    "codes_kept": EVERYBODY,
    "end_session": EVERYBODY,
    "end_other_sessions": EVERYBODY,
    "join": EVERYBODY,
    "keys": READERS,
    "give_key": READERS,
    "people": ADMINS,
    "invite": ADMINS,
    "invite_back": ADMINS,
    "withdraw_invitation": ADMINS,
    "change_roles": ADMINS,
    "remove_member": ADMINS,
    "end_member_sessions": ADMINS,
}

# Routes for which password and second factor must have been shown within the last five minutes.
DANGEROUS: Final = frozenset(
    {
        "change_password", "show_totp", "change_totp", "show_passkey", "add_passkey",
        "remove_passkey", "renew_codes", "join", "give_key", "invite", "invite_back",
        "change_roles", "remove_member", "end_member_sessions", "change_agreements",
        "show_file", "make_file", "lift",
    }
)  # fmt: skip


def may(who: Member, route: str) -> bool:
    """Whether a member may come to a route. A reader's role counts only with the team's key."""
    allowed = RIGHTS.get(route, frozenset())
    held = who.roles if isinstance(who, Counsellor) else who.roles - READERS
    return allowed == EVERYBODY or bool(held & allowed)


def landing(who: Member) -> str:
    """The page that a member begins with."""
    if may(who, "queue"):
        return "/console"
    first = (route for route in ("people", "trail") if may(who, route))
    return f"/console/{next(first, 'start')}"
