"""Calling people by e-mail: who wants it, what is due, and how it reads. Never what it is about."""

from bot.mail.kinds import Kind

__all__ = ["Kind"]
