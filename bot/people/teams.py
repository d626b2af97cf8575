"""Teams, their key pairs, and the recovery key that is printed once for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import codes, vault
from bot.errors import LoginFailed, NameTaken, UnusableName
from bot.models import Staff, Team, TeamKind
from bot.people import members
from bot.people.errors import NoSuchTeam

_LONGEST_NAME: Final = 80


@dataclass(frozen=True)
class Founded:
    """A new team, with what is never to be seen again: its key, and the words to print."""

    team: Team
    key: vault.Key = field(repr=False)
    recovery_words: tuple[str, ...] = field(repr=False)


def found(session: Session, name: str, kind: TeamKind) -> Founded:
    """Make a team with keys of its own.

    Raises:
        NameTaken, UnusableName: its name cannot be had.
    """
    name = name.strip()
    if not 0 < len(name) <= _LONGEST_NAME:
        raise UnusableName
    if session.execute(select(Team.id).where(Team.name == name)).first():
        raise NameTaken(name=name)
    team = Team(id=uuid4(), name=name, kind=kind)
    key, words = renew_keys(team)
    session.add(team)
    session.flush()
    return Founded(team, key, words)


def renew_keys(team: Team) -> tuple[vault.Key, tuple[str, ...]]:
    """Give a team a new pair and a new recovery key. Returns its private key and the words."""
    team.public_key, private = vault.new_pair()
    words = codes.draw()
    team.recovery_salt = vault.new_salt()
    wrapping = vault.derive(codes.stretch(words, team.recovery_salt), "recovery")
    team.wrapped_for_recovery = vault.seal(wrapping, private, _place(team))
    return private, words


def named(session: Session, name: str) -> Team:
    """A team by its name.

    Raises:
        NoSuchTeam: there is none of that name.
    """
    found = session.execute(select(Team).where(Team.name == name)).scalar_one_or_none()
    if found is None:
        raise NoSuchTeam(name=name)
    return found


def of_person(session: Session, account: Staff, name: str | None) -> Team:
    """A team that somebody is in, by its name; without one, the only one.

    Raises:
        NoSuchTeam: they are in none of that name, or in more than one to choose from.
    """
    teams = [team for team in members.teams_of(session, account.id) if name in (None, team.name)]
    if len(teams) != 1:
        raise NoSuchTeam(name=name or "?")
    return teams[0]


def all_teams(session: Session) -> list[Team]:
    """All teams by name."""
    return list(session.execute(select(Team).order_by(Team.name)).scalars())


def recover_key(session: Session, typed: str, name: str | None = None) -> tuple[UUID, vault.Key]:
    """A team's key out of its printed recovery key; without a name, of whichever team it is.

    Raises:
        LoginFailed: it is no team's.
        CodeMistyped, CodeIncomplete: as `codes.parse`.
    """
    teams = session.execute(select(Team)).scalars().all()
    words = codes.parse(typed) if teams else ()
    for team in teams:
        if name is not None and team.name != name:
            continue
        wrapping = vault.derive(codes.stretch(words, team.recovery_salt), "recovery")
        try:
            return team.id, vault.Key(
                vault.unseal(wrapping, team.wrapped_for_recovery, _place(team))
            )
        except vault.CannotOpen:
            continue
    raise LoginFailed


def _place(team: Team) -> str:
    return f"team:{team.id}:recovery"
