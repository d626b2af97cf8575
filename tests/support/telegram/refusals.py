"""How Telegram says no, in its own words; and what no correct bot ever hears."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """An answer that is an error, and may be no fault of the bot: somebody blocked it."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> Json:
        """The body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class Malformed(Refusal):
    """A call that was made wrongly. Besides the answer it ends up in the server's complaints."""

    def __init__(self, why: str) -> None:
        super().__init__(400, f"Bad Request: {why}")


def chat_not_found() -> Refusal:
    """Nobody wrote first from there, or it is gone."""
    return Refusal(400, "Bad Request: chat not found")


def not_found(what: str) -> Refusal:
    """`message to edit` and the like."""
    return Refusal(400, f"Bad Request: {what} not found")


def not_modified() -> Refusal:
    """An edit that would change nothing."""
    return Refusal(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message",
    )


def conflict(reason: str) -> Refusal:
    """Two want the updates at once."""
    return Refusal(409, f"Conflict: {reason}")
