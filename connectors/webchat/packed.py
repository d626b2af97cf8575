"""Answers that are the same for everybody: compressed once, and recognised when they come back."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass

from sanic import Request
from sanic.response import HTTPResponse, raw


@dataclass(frozen=True)
class Packed:
    """A body without anything personal in it, plain and compressed."""

    plain: bytes
    gzipped: bytes
    content_type: str
    digest: str

    @classmethod
    def of(cls, plain: bytes, content_type: str) -> Packed:
        """Compress a body and name it by its content."""
        digest = hashlib.sha256(plain).hexdigest()[:16]
        return cls(plain, gzip.compress(plain, 9, mtime=0), content_type, digest)

    def answer(self, request: Request, cache_control: str) -> HTTPResponse:
        """The body, or only the news that what the browser has is still right."""
        tag = f'"{self.digest}"'
        headers = {"Cache-Control": cache_control, "ETag": tag, "Vary": "Accept-Encoding"}
        if tag in request.headers.get("if-none-match", ""):
            return raw(b"", status=304, headers=headers)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return raw(self.plain, content_type=self.content_type, headers=headers)
        headers["Content-Encoding"] = "gzip"
        return raw(self.gzipped, content_type=self.content_type, headers=headers)
