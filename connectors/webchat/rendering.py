"""Templates, and the words in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.messages import MAX_CHARACTERS
from bot.pictures.taking import MAX_MEGABYTES
from connectors.webchat import assets
from expertise import cards, texts
from expertise.languages import LANGUAGES, Language

TEMPLATES: Final = Path(__file__).with_name("templates")
HOME: Final[Mapping[Language, str]] = {"nl": "/", "a2": "/a2", "en": "/en"}
HTML_LANG: Final[Mapping[Language, str]] = {"nl": "nl", "a2": "nl", "en": "en"}
# What the page's script may have to say by itself.
_SCRIPT_WORDS: Final = (
    "advice.anonymous",
    "advice.binding",
    "advice.can",
    "advice.cannot",
    "advice.committee",
    "advice.cost",
    "advice.duty",
    "advice.if_it_fails",
    "advice.label",
    "advice.main",
    "advice.others",
    "advice.takes",
    "aloud.start",
    "aloud.stop",
    "ask.open",
    "card.label",
    "code.check.ok",
    "code.check.wrong",
    "code.show",
    "erase.done",
    "error.empty",
    "error.engine",
    "error.offline",
    "error.reconnecting",
    "human.bot_again",
    "human.closed",
    "human.gone",
    "human.joined",
    "human.left",
    "human.nobody",
    "human.waiting",
    "human.withdrawn",
    "input.left",
    "message.edited",
    "message.choose",
    "message.retry",
    "message.unsent",
    "picture.checking",
    "picture.done",
    "picture.none",
    "picture.preparing",
    "picture.sending",
    "picture.too_large",
    "picture.unusable",
    "pinned.show",
    "refuse.button",
    "sender.bot",
    "sender.human",
    "sender.you",
    "typing.bot",
    "typing.human",
)


def render(template: str, language: Language, folder: Path = TEMPLATES, **values: Any) -> str:
    """A page in a language; one of another folder is built on the templates that lie here."""
    return (
        _templates(folder)
        .get_template(template)
        .render(
            t=_words(language),
            language=language,
            languages=LANGUAGES,
            home=HOME,
            html_lang=HTML_LANG,
            numbers=cards.NUMBERS(language),
            asset=assets.url,
            max_characters=MAX_CHARACTERS,
            max_megabytes=MAX_MEGABYTES,
            **values,
        )
    )


def script_words(language: Language) -> str:
    """The words for the page's script, as JSON that may stand inside an element."""
    words = {key: _template_text(f"page.{key}", language) for key in _SCRIPT_WORDS}
    return json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")


def _template_text(key: str, language: Language) -> str:
    """A text with its places still open: the script fills them in."""
    return texts.text(key, language, name="{name}", count="{count}", limit="{limit}")


def _words(language: Language) -> Callable[..., str]:
    def word(key: str, **values: object) -> str:
        return texts.text(f"page.{key}", language, **values)

    return word


def _in_two_lines(label: str) -> str:
    """A name with its number below it, as the small fields at the top of a page hold it."""
    return "\n".join(label.rsplit(" ", 1))


@cache
def _templates(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["in_two_lines"] = _in_two_lines
    return environment
