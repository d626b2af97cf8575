"""Proof of work, pace and allowance."""

from __future__ import annotations

import base64
import json
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
import pytest

from bot import limits, vault
from bot.errors import ProofMissing, TooFast
from bot.limits import Allowance
from bot.store import Store
from tests.support.people import NOW, fresh_token

SECRET = vault.new_key()
TOKEN = fresh_token()


def packed(payload: Any) -> str:
    return base64.b64encode(json.dumps(payload).encode()).decode()


@pytest.fixture(scope="module")
def solved() -> dict[str, Any]:
    """A challenge of this moment (the library looks at the real clock), with its solution."""
    made = limits.challenge(SECRET, TOKEN, datetime.now(UTC))
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(made))
    assert solution is not None
    return {"challenge": made, "solution": solution.to_dict()}


def test_check_proof_when_it_is_solved_then_the_token_may_begin(solved: dict[str, Any]) -> None:
    limits.check_proof(SECRET, TOKEN, packed(solved))


def test_check_proof_when_it_was_made_for_another_token_then_it_is_refused(
    solved: dict[str, Any],
) -> None:
    with pytest.raises(ProofMissing):
        limits.check_proof(SECRET, fresh_token(), packed(solved))


def test_check_proof_when_another_installation_made_it_then_it_is_refused(
    solved: dict[str, Any],
) -> None:
    with pytest.raises(ProofMissing):
        limits.check_proof(vault.new_key(), TOKEN, packed(solved))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("challenge", "parameters", "cost"), 1),
        (("challenge", "parameters", "cost"), 10**12),
        (("challenge", "parameters", "keyPrefix"), ""),
        (("challenge", "parameters", "expiresAt"), 4_000_000_000),
        (("challenge", "parameters", "algorithm"), "SHA-256"),
        (("challenge", "parameters", "data"), {"for": "x"}),
        (("challenge", "parameters", "data"), None),
        (("challenge", "parameters", "data"), ["for"]),
        (("challenge", "parameters"), None),
        (("challenge", "signature"), None),
        (("challenge", "signature"), "é\ud800"),
        (("challenge",), []),
        (("solution", "counter"), 3),
        (("solution", "counter"), -1),
        (("solution", "counter"), "0"),
        (("solution", "counter"), 10**30),
        (("solution", "derivedKey"), "00"),
        (("solution",), None),
    ],
)
def test_check_proof_when_any_part_was_changed_then_it_is_refused(
    solved: dict[str, Any], path: tuple[str, ...], value: Any
) -> None:
    forged = deepcopy(solved)
    inner = forged
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(ProofMissing):
        limits.check_proof(SECRET, TOKEN, packed(forged))


@pytest.mark.parametrize(
    "nonsense", ["", "hoi", "é", "%%%", "e30=", "bnVsbA==", "W10=", packed([[]] * 3), "\ud800",
                 base64.b64encode(b"[" * 20_000).decode(), base64.b64encode(b"\xff").decode()],
)  # fmt: skip
def test_check_proof_when_it_is_nonsense_then_it_is_refused(nonsense: str) -> None:
    with pytest.raises(ProofMissing):
        limits.check_proof(SECRET, TOKEN, nonsense)


def test_check_proof_when_its_time_is_over_then_it_is_refused() -> None:
    made = limits.challenge(SECRET, TOKEN, datetime.now(UTC) - timedelta(hours=3))
    late = {"challenge": made, "solution": {"counter": 0, "derivedKey": "00"}}
    with pytest.raises(ProofMissing):
        limits.check_proof(SECRET, TOKEN, packed(late))


def test_challenge_when_made_then_it_does_not_tell_the_token() -> None:
    made = json.dumps(limits.challenge(SECRET, TOKEN, NOW))
    assert TOKEN.hex() not in made
    assert SECRET.hex() not in made


def test_proof_secret_when_asked_then_it_stays_the_same(store: Store) -> None:
    with store.session() as session:
        first = limits.proof_secret(session)
    with store.session() as session:
        assert limits.proof_secret(session) == first
    assert len(first) == 32


def test_allowance_when_it_is_used_up_then_it_fills_with_time_and_not_beyond() -> None:
    allowance = Allowance(capacity=3, per_second=0.5, left=3, at=NOW)
    for _ in range(3):
        allowance.take(NOW)
    with pytest.raises(TooFast):
        allowance.take(NOW + timedelta(seconds=1))
    allowance.take(NOW + timedelta(seconds=2))
    later = NOW + timedelta(hours=1)
    for _ in range(3):
        allowance.take(later)
    with pytest.raises(TooFast):
        allowance.take(later)


def test_allowance_when_the_clock_goes_back_then_nothing_is_gained_or_lost() -> None:
    allowance = Allowance(capacity=2, per_second=1, left=2, at=NOW)
    allowance.take(NOW)
    allowance.take(NOW - timedelta(hours=1))
    with pytest.raises(TooFast):
        allowance.take(NOW - timedelta(hours=1))
