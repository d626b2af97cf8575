"""A program in the engine's place, for the whole application: it answers, fails or dies as told.

A word in brackets in a message says how: [error], [nonsense], [shape], [death] (once).
"""

from __future__ import annotations

import json
import os
import socketserver
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

SOCKET = Path(sys.argv[sys.argv.index("--socket") + 1])
DIED_ONCE = SOCKET.with_name("died-once")


def answer(text: str) -> dict[str, Any]:
    """A good answer that repeats everything it was told."""
    heard = {"themes": [{"code": "abuse_home", "confidence": 0.9}], "risk": "concern"}
    return {
        "replies": [{"key": "comfort", "text": f"Je zei: {text}", "buttons": [], "payload": None}],
        "effects": {"understanding": heard, "theme": "abuse_home", "handover": False},
        "state": {"events": [text]},
        "model": "stand-in",
    }


class Handler(BaseHTTPRequestHandler):
    """One request."""

    def do_GET(self) -> None:
        """Always healthy."""
        self.respond({"status": "ready", "model": "stand-in", "detail": None, "memory_mb": 1})

    def do_POST(self) -> None:
        """A turn."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        text = body["message"]["text"]
        if "[death]" in text and not DIED_ONCE.exists():
            DIED_ONCE.touch()
            os._exit(1)
        if "[error]" in text:
            self.respond({"error": text}, 500)
        elif "[nonsense]" in text:
            self.respond(text)
        elif "[shape]" in text:
            self.respond({**answer(text), "effects": {"theme": text}, "replies": [{"tekst": text}]})
        else:
            self.respond(answer(text))

    def respond(self, body: object, status: int = 200) -> None:
        """Send JSON."""
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def address_string(self) -> str:
        """A Unix socket has no address."""
        return "here"

    def log_message(self, *_: object) -> None:
        """Keep silent, as the real one does."""


class Server(socketserver.ThreadingUnixStreamServer):
    """Answers several at once."""

    daemon_threads = True


if __name__ == "__main__":
    Server(str(SOCKET), Handler).serve_forever()
