"""The engine as the core sees it: a turn in, an answer out. It keeps nothing between turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, Protocol, TypeVar

import httpx
from pydantic import AfterValidator, TypeAdapter, ValidationError

from bot.errors import EngineUnavailable, TurnFailed
from expertise.counting import Kind, is_countable
from expertise.safety import Risk
from expertise.texts import Button
from expertise.themes import THEMES

_PATIENCE: Final = httpx.Timeout(5.0, connect=1.0)
_NOT_READY: Final = 503
T = TypeVar("T")


def _known(theme: str) -> str:
    if theme not in THEMES:
        raise ValueError("not a theme")
    return theme


def _legible(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Advice must say which parties it names; the rest of a payload is the page's affair."""
    if payload.get("kind") == "advice":
        _ADVICE.validate_python(payload)
    return payload


def _countable(counts: tuple[Count, ...]) -> tuple[Count, ...]:
    """Codes only, and each kind once: many counts in one turn could spell out what was said."""
    if not all(is_countable(count.of, count.about) for count in counts):
        raise ValueError("not a count")
    if len({count.of for count in counts}) < len(counts):
        raise ValueError("counted twice")
    return counts


ThemeCode = Annotated[str, AfterValidator(_known)]
Payload = Annotated[Mapping[str, Any], AfterValidator(_legible)]


@dataclass(frozen=True)
class Message:
    """What the reporter sent: words, or a button whose meaning the core vouches for."""

    text: str = field(repr=False)
    button: Button | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Context:
    """What the engine must know besides the talk: the hour, the language, what the rules saw.

    `opens_at` is when the roster has somebody next, None while somebody is there or nobody knows.
    """

    language: str
    now: str
    risk: str
    risk_types: tuple[str, ...]
    on_duty: bool
    opens_at: str | None = None


@dataclass(frozen=True)
class Reply:
    """One thing the bot says. `key` is the reviewed text that it is."""

    text: str = field(repr=False)
    key: str | None = None
    buttons: tuple[Button, ...] = field(default=(), repr=False)
    payload: Payload | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Theme:
    """A theme that the model asserts, with its calibrated probability."""

    code: ThemeCode
    confidence: float


@dataclass(frozen=True)
class Understanding:
    """What the model made of one message."""

    themes: tuple[Theme, ...] = ()
    ranking: tuple[str, ...] = ()
    risk: Risk = "none"
    risk_types: tuple[str, ...] = ()
    role: str = "unknown"
    wants_human: bool = False
    lang: str = "nl"
    intent: str = ""
    confidence: float = 0.0


@dataclass(frozen=True)
class Count:
    """Something that is counted: its kind, and what it is about, in codes."""

    of: Kind
    about: Mapping[str, str]


@dataclass(frozen=True)
class Effects:
    """What a turn changes besides what is said."""

    understanding: Understanding | None = None
    theme: ThemeCode | None = None
    role: str | None = None
    offender: str | None = None
    handover: bool = False
    show_code: bool = False
    counts: Annotated[tuple[Count, ...], AfterValidator(_countable)] = ()


@dataclass(frozen=True)
class Answer:
    """The engine's answer to one turn."""

    replies: tuple[Reply, ...]
    effects: Effects
    state: Mapping[str, Any] = field(repr=False)
    model: str


@dataclass(frozen=True)
class Health:
    """Whether the engine can answer: starting, ready, or broken with the reason."""

    status: str
    model: str | None = None
    detail: str | None = None
    memory_mb: int = 0

    @property
    def is_ready(self) -> bool:
        """Whether a turn sent now will be answered."""
        return self.status == "ready"


class Engine(Protocol):
    """What the core needs of an engine."""

    async def turn(
        self, state: Mapping[str, Any] | None, message: Message, context: Context
    ) -> Answer:
        """Answer one turn; raises `EngineUnavailable` or `TurnFailed`."""

    async def health(self) -> Health:
        """How it is; never raises."""


class HttpEngine:
    """The real engine, over HTTP on a Unix socket. Its text is never put into an error or a log."""

    def __init__(self, socket: Path) -> None:
        transport = httpx.AsyncHTTPTransport(uds=str(socket))
        self._http = httpx.AsyncClient(
            transport=transport, base_url="http://engine", timeout=_PATIENCE, trust_env=False
        )

    async def turn(
        self, state: Mapping[str, Any] | None, message: Message, context: Context
    ) -> Answer:
        """Answer one turn.

        Raises:
            EngineUnavailable: not there, not ready, or too slow.
            TurnFailed: it could not answer this one, or answered in an unexpected shape.
        """
        request = {"state": state, "message": asdict(message), "context": asdict(context)}
        return await self._post("/turn", request, _ANSWER)

    async def parse(self, texts: Sequence[str]) -> tuple[Understanding, ...]:
        """Understand many messages at once, without a dialogue."""
        found = await self._post("/parse", {"texts": list(texts)}, _PARSED)
        return found.results

    async def load(self, model: Path) -> str:
        """Change the model without dropping a turn. Returns the version that answers now."""
        return (await self._post("/model", {"path": str(model)}, _LOADED)).model

    async def health(self) -> Health:
        """How the engine is. An engine that cannot be reached is starting, or being restarted."""
        try:
            response = await self._http.get("/health")
            return _HEALTH.validate_json(response.content)
        except (httpx.HTTPError, ValidationError):
            return Health("starting")

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def _post(self, path: str, body: Mapping[str, Any], shape: TypeAdapter[T]) -> T:
        try:
            response = await self._http.post(path, json=body)
        except httpx.HTTPError:
            raise EngineUnavailable from None
        if response.status_code == _NOT_READY:
            raise EngineUnavailable
        try:
            response.raise_for_status()
            return shape.validate_json(response.content)
        except (httpx.HTTPError, ValidationError):
            # Without the cause: a validation error quotes what it could not read.
            raise TurnFailed from None


@dataclass(frozen=True)
class _Party:
    id: str


@dataclass(frozen=True)
class _Advice:
    main: _Party
    others: tuple[_Party, ...]


@dataclass(frozen=True)
class _Parsed:
    results: tuple[Understanding, ...]


@dataclass(frozen=True)
class _Loaded:
    model: str


_ADVICE: Final = TypeAdapter(_Advice)
_ANSWER: Final = TypeAdapter(Answer)
_HEALTH: Final = TypeAdapter(Health)
_PARSED: Final = TypeAdapter(_Parsed)
_LOADED: Final = TypeAdapter(_Loaded)
