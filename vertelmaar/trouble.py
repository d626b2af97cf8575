"""What an operator is told in one line, instead of a trace."""

from __future__ import annotations


class Trouble(Exception):
    """Something that the command line foresees; its words are for people."""


class WrongSetting(Trouble):
    """A setting that cannot be used; the message names it and says what it should be."""


class TrainingFailed(Trouble):
    """No new model was made; the old one stays."""
