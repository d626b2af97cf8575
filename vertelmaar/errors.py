"""The one place where what went wrong becomes HTTP: a status and kind words, never a trace."""

from __future__ import annotations

import logging
import traceback
from typing import Any, Final

from sanic import Request, Sanic
from sanic.exceptions import PayloadTooLarge, RequestCancelled, SanicException
from sanic.handlers import ErrorHandler
from sanic.response import HTTPResponse, empty, json, text

from bot import errors
from expertise import texts
from expertise.languages import Language

_STATUS: Final[dict[type[errors.BotError], int]] = {
    errors.MessageTooLong: 413,
    errors.UnusableMessage: 422,
    errors.MalformedToken: 401,
    errors.UnknownConversation: 404,
    errors.UnknownCode: 404,
    errors.CodeMistyped: 422,
    errors.CodeIncomplete: 422,
    errors.TooFast: 429,
    errors.TooManyTries: 429,
    errors.ProofMissing: 403,
    errors.StoreUnavailable: 503,
    errors.EngineUnavailable: 503,
    errors.NobodyToAsk: 409,
    errors.HandoverConflict: 409,
    errors.LoginFailed: 401,
    errors.SessionEnded: 401,
}
_log = logging.getLogger("vertelmaar")


def status_of(error: errors.BotError) -> int:
    """The HTTP status of a named error: that of its nearest named ancestor."""
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 500)


def as_json(error: errors.BotError, language: Language) -> dict[str, Any]:
    """What a page's script needs: the error's name, the words to show, and its values."""
    return {
        "error": type(error).__name__,
        "message": texts.text(error.key, language, **error.values),
        **error.values,
    }


class Errors(ErrorHandler):
    """Answers every exception. Unknown ones are logged by class and place, without their words."""

    def default(self, request: Request, exception: Exception) -> HTTPResponse:
        """The answer to an exception that no route dealt with."""
        language: Language = getattr(request.ctx, "language", "nl")
        cards = getattr(request.ctx, "cards", ())
        if isinstance(exception, RequestCancelled):
            # The page went away in the middle of a stream; nobody is left to answer.
            return empty()
        if isinstance(exception, PayloadTooLarge):
            exception = errors.MessageTooLong(limit="4000", length="?")
        if isinstance(exception, errors.BotError):
            body = {**as_json(exception, language), "cards": cards}
            return json(body, status=status_of(exception))
        if isinstance(exception, SanicException) and exception.status_code < 500:
            return text(texts.text("page.error.not_found", language), exception.status_code)
        self._log_place(exception)
        body = {**as_json(errors.BotError(), language), "cards": cards}
        return json(body, status=500)

    @staticmethod
    def log(request: Request, exception: Exception) -> None:
        """Nothing: Sanic would log the request's address and the exception's words."""

    @staticmethod
    def _log_place(exception: Exception) -> None:
        frames = traceback.extract_tb(exception.__traceback__)
        place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
        _log.error("unexpected %s at %s", type(exception).__name__, place)


def install(app: Sanic[Any, Any]) -> None:
    """Answer all of an application's errors here."""
    app.error_handler = Errors()
