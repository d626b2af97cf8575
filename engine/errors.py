"""What can go wrong. None of these carries a word of the message."""

from __future__ import annotations


class Starting(Exception):
    """No model answers yet."""


class BadRequest(Exception):
    """The request is not what was agreed."""


class BrokenModel(Exception):
    """The file is no model, or one that cannot do what this engine asks of it."""


class TurnFailed(Exception):
    """The rules or an action did something that no turn should."""


class BrokenEncoder(Exception):
    """The encoder is missing, or is not the one that was made."""
