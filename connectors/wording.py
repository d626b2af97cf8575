"""What a person is told when something did not work, in their own language."""

from __future__ import annotations

from bot.errors import BotError, CodeMistyped
from expertise import texts
from expertise.languages import Language


def of(error: BotError, language: Language) -> str:
    """What went wrong, kindly."""
    if isinstance(error, CodeMistyped):
        return mistyped(error, language)
    return texts.text(error.key, language, **error.values)


def mistyped(error: CodeMistyped, language: Language) -> str:
    """Each word that cannot be in a code, with the word that it may be."""
    return " ".join(
        part for word, meant in error.words for part in _about_word(word, meant, language)
    )


def _about_word(word: str, meant: str | None, language: Language) -> list[str]:
    told = [texts.text("page.code.unknown_word", language, word=word)]
    if meant is not None:
        told.append(texts.text("page.code.suggestion", language, suggestion=meant))
    return told
