"""What the pages and connectors are given: one object, made by `vertelmaar.app`."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.bus import Bus
from bot.clock import Clock
from bot.dialogue import Dialogue
from bot.engine import Engine
from bot.limits import Allowance
from bot.pictures.taking import Taker
from bot.reception import Reception
from bot.store import Store
from bot.visits import Visits


@dataclass(frozen=True)
class Services:
    """The core, ready for use. `without_script` is what pages without JavaScript share.

    `has_mail` is whether e-mails can be sent from here.
    """

    store: Store
    engine: Engine
    bus: Bus
    clock: Clock
    dialogue: Dialogue
    reception: Reception
    without_script: Allowance
    exit_url: str
    has_mail: bool = False
    pictures: Taker = field(default_factory=Taker)
    visits: Visits = field(default_factory=Visits)
