"""What can go wrong between a bot and Telegram, and when it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from tests.support.telegram.calls import Raw
from tests.support.telegram.refusals import Refusal


@dataclass(frozen=True)
class Fault:
    """An answer that is an error, or none at all."""

    refusal: Refusal | None = None
    line: Literal["", "hangs", "drops"] = ""
    page: str = ""


HANG: Final = Fault(line="hangs")
"""No answer, and the line stays open until the bot gives up or the server ends."""
DROP: Final = Fault(line="drops")
"""The line is cut without an answer."""


def flood(retry_after: int) -> Fault:
    """429: come back after so many seconds."""
    said = f"Too Many Requests: retry after {retry_after}"
    return Fault(Refusal(429, said, retry_after=retry_after))


def conflict() -> Fault:
    """409: somebody else asks for the updates too."""
    return Fault(
        Refusal(
            409,
            "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running",
        )
    )


def broken(code: int = 502) -> Fault:
    """5xx; from 502 on it is the page of a gateway, and no JSON."""
    if code >= 502:
        page = f"<html><body><h1>{code} Bad Gateway</h1>nginx</body></html>"
        return Fault(Refusal(code, "Bad Gateway"), page=page)
    return Fault(Refusal(code, "Internal Server Error"))


@dataclass
class Plan:
    """The next so many calls of a method that will go wrong."""

    method: str
    fault: Fault
    times: int
    after_effect: bool
    chat_id: int | None

    def meets(self, call: Raw) -> bool:
        """Whether a call is one of them."""
        return (
            self.times > 0
            and self.method in ("*", call.method)
            and (self.chat_id is None or call.chat_id == str(self.chat_id))
        )


class Faults:
    """The plans, in the order in which they were made."""

    def __init__(self) -> None:
        self._plans: list[Plan] = []

    def add(self, plan: Plan) -> None:
        """From now on."""
        self._plans.append(plan)

    def remove(self, plan: Plan) -> None:
        """Whatever is left of it."""
        self._plans.remove(plan)

    def meet(self, call: Raw) -> Plan | None:
        """The plan that a call runs into, if any; it counts down."""
        for plan in self._plans:
            if plan.meets(call):
                plan.times -= 1
                return plan
        return None
