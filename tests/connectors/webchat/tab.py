"""A reporter's browser tab, as far as the service can tell: with JavaScript, and without."""

from __future__ import annotations

import html
import json
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from altcha import Challenge, Payload, solve_challenge

from tests.support.service import Running, new_token

# Made once: httpx would read the machine's certificates anew for every request.
PLAIN = ssl.create_default_context()


@dataclass
class Tab:
    """A tab with JavaScript. `proof` is solved once and sent with everything that may be first."""

    base_url: str
    token: str = field(default_factory=new_token)
    proof: str = ""
    language: str = "nl"

    def say(self, text: str, message_id: str | None = None, **more: Any) -> httpx.Response:
        """Send a message; the first one with its proof."""
        body = {
            "message_id": message_id or uuid4().hex,
            "text": text,
            "language": self.language,
            "first": True,
            "proof": self.proof or self.prove(),
            **more,
        }
        return self.post("messages", body)

    def prove(self) -> str:
        """Solve a proof of work, as the page does while its first screen is read."""
        challenge = Challenge.from_dict(self.post("challenge", {}).json())
        solution = solve_challenge(challenge)
        assert solution is not None
        self.proof = Payload(challenge, solution).to_base64()
        return self.proof

    def post(self, path: str, body: object) -> httpx.Response:
        """Call the service."""
        return self._send("POST", path, json=body)

    def view(self, after: int = 0) -> dict[str, Any]:
        """The talk as it is now."""
        response = self._send("GET", f"view?after={after}")
        assert response.status_code == 200, response.text
        seen: dict[str, Any] = response.json()
        return seen

    def answered(self) -> dict[str, Any]:
        """The talk once the bot owes nothing any more, as the stream tells it."""
        with self.news() as news:
            next(view for event, view in news if event == "view" and not view["bot_owes"])
        return self.view()

    @contextmanager
    def news(self, after: int = 0) -> Iterator[Iterator[tuple[str, dict[str, Any]]]]:
        """What the stream pushes: pairs of event and data."""
        address = f"{self.base_url}/chat/stream?after={after}"
        with httpx.stream("GET", address, headers=self._headers(), verify=PLAIN) as response:
            assert response.status_code == 200
            yield _events(response.iter_lines())

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "X-Language": self.language}

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        address = f"{self.base_url}/chat/{path}"
        return httpx.request(
            method, address, headers=self._headers(), timeout=20, verify=PLAIN, **more
        )


@dataclass
class Page:
    """A page without JavaScript: what stands on it, and the one form that it has."""

    base_url: str
    response: httpx.Response

    @property
    def text(self) -> str:
        """The page's source, with characters as they are read."""
        return html.unescape(self.response.text)

    @property
    def token(self) -> str:
        """The token in the hidden field; empty on the first screen."""
        return self.hidden("token")

    def hidden(self, name: str) -> str:
        """The value of a hidden field."""
        found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', self.response.text)
        return html.unescape(found[1]) if found else ""

    @property
    def kept(self) -> str:
        """What stands in the text field."""
        found = re.search(r"<textarea[^>]*>([^<]*)</textarea>", self.response.text)
        return html.unescape(found[1]) if found else ""

    def send(self, **fields: str) -> Page:
        """Send the form with its hidden fields; what is not named stays empty."""
        hidden = {name: self.hidden(name) for name in ("token", "message_id", "language")}
        address = f"{self.base_url}/gesprek"
        sent = httpx.post(address, data={**hidden, **fields}, timeout=20, verify=PLAIN)
        self.response = sent
        return self


def first_screen(service: Running) -> Page:
    """Where everybody begins."""
    return Page(service.base_url, httpx.get(service.base_url, verify=PLAIN))


def texts(view: dict[str, Any], sender: str) -> list[str]:
    """What one side said."""
    return [turn["text"] for turn in view["turns"] if turn["from"] == sender]


def _events(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    event = ""
    for line in lines:
        if line.startswith("event: "):
            event = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield event, json.loads(line.removeprefix("data: "))
