"""What an answer says that stands nowhere in the reviewed content, or belongs to something else.

Each part is held against the part of the content that it should come from: the text of its key,
the party that it names, the button that it is. So a sentence that somebody writes into the code
is found, and so is one that belongs to another party.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from expertise.languages import Language
from tests.engine.pools import Pool, fillings, pool, texts

# How a moment, the age of a fact, or what a call costs is said.
_OF_ANY_PARTY = ("texts:hours.*", "texts:contact.*", "texts:directory.*")
# What fills the places of a text. Nobody's roster is told in these talks.
_FILLED = {"if_it_fails": "texts:advice.next.*", "opens": "texts:opens.unknown"}
_ADVICE = {
    "reason": ("texts:advice.because.*", "texts:advice.concern.*", "texts:advice.acute",
               "themes.yml", "ladder.yml"),
    "duty": ("texts:advice.duty.*",),
    "committee": ("texts:advice.committee",),
    "if_it_fails": ("texts:advice.next.*",),
    "next_rung": ("texts:advice.next_rung", "ladder.yml"),
    "expectation": ("texts:advice.expectation",),
}  # fmt: skip
_CODES = {"kind", "id", "href", "stage"}
# What stands on a button that is made for a theme, a rung, a party or a number.
_MADE = {
    "choose_theme": ("themes.yml:{theme}:label",),
    "choose_tried": ("ladder.yml:{tried}:label",),
    "party_failed": ("texts:label_party_failed", "parties:{party}:name"),
    "choose_signal": ("texts:label_*", "themes.yml:{signal}:label"),
    "other_theme": ("texts:label_other_theme",),
    "skip": ("texts:label_skip",),
}


def unreviewed(reply: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Everything in a reply that is not reviewed, with where it stands."""
    if not _is_text_of(reply["key"], reply["text"], language):
        yield f"text {reply['key']}: {reply['text']!r}"
    for button in reply["buttons"]:
        if not _is_label(button, reply["key"], language):
            yield f"button {button['intent']}: {button['label']!r}"
    yield from unreviewed_card(reply["payload"] or {}, language)


def unreviewed_card(payload: Mapping[str, Any], language: Language) -> Iterator[str]:
    """The same of a card or of advice."""
    if payload.get("kind") == "advice":
        yield from _of_advice(payload, language)
    elif payload.get("kind") == "card":
        said = pool(language, f"cards.yml:cards:{payload['id']}")
        yield from _strange({name: payload[name] for name in ("title", "lines")}, said)
        yield from _strange(payload["contacts"], pool(language, "parties", *_OF_ANY_PARTY))
    elif payload:
        yield f"a card of an unknown kind: {payload}"


def _of_advice(payload: Mapping[str, Any], language: Language) -> Iterator[str]:
    for party in (payload["main"], *payload["others"]):
        own = pool(language, f"parties:{party['id']}", "texts:advice.why.live", *_OF_ANY_PARTY)
        yield from _strange(party, own)
    rest = {name: said for name, said in payload.items() if name not in ("main", "others")}
    for name, said in rest.items():
        if name not in _CODES and said is not None:
            known = name in _ADVICE and pool(language, *_ADVICE[name]).has(said)
            if not known:
                yield f"{name}: {said!r}"


def _strange(raw: Any, allowed: Pool) -> Iterator[str]:
    """Words below a payload that its pool does not have."""
    if isinstance(raw, Mapping):
        for name, value in raw.items():
            if name not in _CODES:
                yield from _strange(value, allowed)
    elif isinstance(raw, list):
        for value in raw:
            yield from _strange(value, allowed)
    elif isinstance(raw, str) and not allowed.has(raw):
        yield repr(raw)


def _is_text_of(key: str | None, said: str, language: Language) -> bool:
    if key is None:
        return not said
    if key not in texts():
        return False
    filled = fillings(texts()[key][language].strip(), said)
    return filled is not None and all(
        name in _FILLED and pool(language, _FILLED[name]).has(value)
        for name, value in filled.items()
    )


def _is_label(button: Mapping[str, Any], key: str | None, language: Language) -> bool:
    """A button of the text, or one that is made for a theme, a rung or a party."""
    names = texts()[key].get("buttons", []) if key in texts() else []
    own = (f"texts/buttons.yml:{name}:label" for name in names)
    made = (each.format_map(button["slots"]) for each in _MADE.get(button["intent"], ()))
    return pool(language, *own, *made).has(button["label"])
