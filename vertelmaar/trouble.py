"""What an operator is told in one line, instead of a trace."""

from __future__ import annotations

from pathlib import Path


class Trouble(Exception):
    """Something that the command line foresees; its words are for people."""


class WrongSetting(Trouble):
    """A setting that cannot be used; the message names it and says what it should be."""


class TrainingFailed(Trouble):
    """No new model was made; the old one stays."""


class LostSecret(Trouble):
    """The file with the messengers' secret does not open the chats that are stored."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} does not open the chats that are stored: put the right file back, or forget "
            "the chats with `vertelmaar messengers forget`"
        )
