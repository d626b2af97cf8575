"""Every text that an action may say exists, and every button in it means something."""

from __future__ import annotations

import ast
from itertools import product
from pathlib import Path

import yaml

import actions
from actions.safety import ORDER
from actions.talk import PLAIN
from engine.nlu.tongues import _ANSWERED
from expertise.texts import keys, say
from expertise.themes import THEMES

HERE = Path(actions.__file__).parent
DOMAIN = yaml.safe_load((HERE.parent / "domain.yml").read_text())
# Keys that are put together; those that stand in the code as they are, are read from it.
BUILT = {
    *(f"ack_{theme}" for theme in THEMES),
    *(
        f"risk_{kind}_{level}"
        for kind, level in product((*ORDER[1:], "general"), ("concern", "acute"))
    ),
    *(f"crisis_{said}" for said in ("yes", "sometimes", "no", "skip")),
    "risk_sexual_staff",
    "risk_sexual_online",
    "label_other_theme",
    "other_language",
    # In each of the languages that the engine tells the actions of.
    *(f"other_language_{tongue}" for tongue in _ANSWERED.values()),
    *PLAIN,
}


def spoken_in_code() -> set[str]:
    """The texts in the first argument of every call that says something."""
    nodes = (node for path in HERE.glob("*.py") for node in ast.walk(ast.parse(path.read_text())))
    calls = [node for node in nodes if isinstance(node, ast.Call) and _speaks(node)]
    parts = (part for call in calls for part in ast.walk(call.args[0]))
    return {str(part.value) for part in parts if isinstance(part, ast.Constant)}


def _speaks(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    return name in {"say", "ask", "ask_theme"} and bool(call.args)


def test_every_text_of_the_actions_exists() -> None:
    fragments = {"ack_", "crisis_"}
    assert (spoken_in_code() - fragments - {"none"} | BUILT) <= set(keys())


def test_every_button_of_the_texts_means_an_intent_of_the_domain() -> None:
    slots = set(DOMAIN["slots"])
    for key in spoken_in_code() & set(keys()) | BUILT:
        for button in say(key, "nl", if_it_fails="", opens="").buttons:
            assert button.intent in DOMAIN["intents"]
            assert set(button.slots) <= slots
