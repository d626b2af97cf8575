"""Which examples are kept apart, to judge with; the same for the encoder and for the heads."""

from __future__ import annotations

from hashlib import sha256

# Of 256 equally likely first bytes: one example in ten.
_APART = 26


def is_apart(text: str) -> bool:
    """Whether an example is kept apart, by its text alone, whoever adds it and whenever.

    The encoder knows the examples that it learned from too well to tell how sure it should be of a
    message that it never saw. What is kept apart it has not seen either.
    """
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[0] < _APART
