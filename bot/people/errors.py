"""What can go wrong around accounts, factors, roles and invitations."""

from __future__ import annotations

from bot.errors import BotError, NoSuchStaff, WeakPassword


class ShortPassword(WeakPassword):
    key = "console.error.short_password"


class LongPassword(WeakPassword):
    key = "console.error.long_password"


class GuessablePassword(WeakPassword):
    key = "console.error.guessable_password"


class PasswordsDiffer(BotError):
    """A new password was not typed the same way twice."""

    key = "console.error.passwords_differ"


class NoColleague(NoSuchStaff):
    """Not in this team, or not any more."""

    key = "console.error.no_colleague"


class NoSuchTeam(BotError):
    """No team of that name, or several to choose from and no name."""

    key = "console.error.no_such_team"


class ConfirmationNeeded(BotError):
    """Password and second factor were shown too long ago for what is asked now."""

    key = "console.error.confirmation_needed"


class PasskeyRefused(BotError):
    """A new passkey's answer cannot be used."""

    key = "console.error.passkey_refused"


class WrongFactor(BotError):
    """The code that shows that a new app was set up is not right."""

    key = "console.error.wrong_factor"


class InvitationGone(BotError):
    """Used, withdrawn, too old, or never there."""

    key = "console.error.invitation_gone"


class RolesNeeded(BotError):
    """A member has at least one role."""

    key = "console.error.roles_needed"


class LastAdmin(BotError):
    """A team keeps somebody who can invite others."""

    key = "console.error.last_admin"


class AlsoElsewhere(BotError):
    """An account that other teams trust too is not one team's to give a new password."""

    key = "console.error.also_elsewhere"


class LastFactor(BotError):
    """The second factor is mandatory."""

    key = "console.error.last_factor"
