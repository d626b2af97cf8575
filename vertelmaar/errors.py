"""The one place where what went wrong becomes HTTP: a status and kind words, never a trace."""

from __future__ import annotations

import logging
import traceback
from typing import Any, Final

from sanic import Request, Sanic
from sanic.exceptions import PayloadTooLarge, RequestCancelled, SanicException
from sanic.handlers import ErrorHandler
from sanic.response import HTTPResponse, empty, html, json

from bot import errors
from bot.people import errors as people_errors
from bot.pictures import errors as picture_errors
from expertise import texts
from expertise.languages import Language
from vertelmaar import last_page

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
    errors.OnlyTheSchool: 409,
    errors.UnusableRecipient: 422,
    errors.HandoverConflict: 409,
    errors.UnusablePlan: 422,
    errors.UnusableLabel: 422,
    errors.LabelTaken: 409,
    errors.NoSuchLabel: 404,
    errors.UnusableReply: 422,
    errors.ReplyTaken: 409,
    errors.NoSuchReply: 404,
    errors.NoSuchParty: 404,
    errors.UnusableAddress: 422,
    errors.WrongMailCode: 422,
    errors.CodeTooSoon: 429,
    errors.LoginFailed: 401,
    errors.SessionEnded: 401,
    people_errors.ConfirmationNeeded: 403,
    errors.NameTaken: 422,
    errors.UnusableName: 422,
    errors.WeakPassword: 422,
    people_errors.PasswordsDiffer: 422,
    people_errors.PasskeyRefused: 422,
    people_errors.WrongFactor: 422,
    people_errors.RolesNeeded: 422,
    errors.NoSuchStaff: 404,
    people_errors.NoSuchTeam: 404,
    people_errors.InvitationGone: 404,
    people_errors.LastAdmin: 409,
    people_errors.AlsoElsewhere: 409,
    people_errors.LastFactor: 409,
    picture_errors.PictureTooLarge: 413,
    picture_errors.UnusablePicture: 422,
    picture_errors.PicturesBusy: 503,
    picture_errors.TooManyPictures: 409,
    picture_errors.NoSuchPicture: 404,
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
        if isinstance(exception, RequestCancelled):
            # The page went away in the middle of a stream; nobody is left to answer.
            return empty()
        if isinstance(exception, PayloadTooLarge):
            exception = errors.MessageTooLong(limit="4000", length="?")
        if isinstance(exception, SanicException) and exception.status_code < 500:
            language = last_page.language_of(request.path)
            words = texts.text("page.error.not_found", language)
            return html(last_page.page(words, language), exception.status_code)
        if not isinstance(exception, errors.BotError):
            self._log_place(exception)
            exception = errors.BotError()
        return _told(request, exception)

    @staticmethod
    def log(request: Request, exception: Exception) -> None:
        """Nothing: Sanic would log the request's address and the exception's words."""

    @staticmethod
    def _log_place(exception: Exception) -> None:
        frames = traceback.extract_tb(exception.__traceback__)
        place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
        _log.error("unexpected %s at %s", type(exception).__name__, place)


def _told(request: Request, error: errors.BotError) -> HTTPResponse:
    """Words for a page's script; for who looks at the answer itself, a page with the numbers."""
    status = status_of(error)
    if status >= 500 and "text/html" in request.headers.get("accept", ""):
        tongue = last_page.language_of(request.path)
        return html(last_page.page(last_page.unexpected(tongue), tongue), status)
    language: Language = getattr(request.ctx, "language", "nl")
    cards = getattr(request.ctx, "cards", ())
    return json({**as_json(error, language), "cards": cards}, status=status)


def install(app: Sanic[Any, Any]) -> None:
    """Answer all of an application's errors here."""
    app.error_handler = Errors()
