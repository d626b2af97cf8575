"""Who says in so many words who they are: "ik ben leerling", "een ouder"."""

from __future__ import annotations

import re

from expertise.normalise import fold

_WORDS = {
    "pupil": "leerling scholier student studente pupil",
    "parent": "ouder moeder vader mama papa mam pap stiefmoeder stiefvader pleegmoeder pleegvader "
    "pleegouder verzorger parent mother father mum mom dad",
    "staff": "leraar lerares docent docente juf juffrouw meester mentor teacher conciërge "
    "onderwijsassistent schooldirecteur teamleider zorgcoördinator vertrouwenspersoon",
}
_BEFORE = r"(?:ik ben|ben|i am|i'm|im|als)?\s*(?:een|de|zijn|haar|hun|a|the|his|her|their)?\s*"
_SAID = {
    role: re.compile(_BEFORE + f"(?:{'|'.join(map(fold, words.split()))})" + r"\s*[.!]*")
    for role, words in _WORDS.items()
}


def said_role(text: str) -> str | None:
    """The role that a message names and does nothing else; None for every longer one."""
    read = fold(text).strip()
    return next((role for role, said in _SAID.items() if said.fullmatch(read)), None)


# Where somebody lives does not tell who goes to the school that it is about.
_NEAR_HOME = re.compile(
    r"\b(?:bij (?:ons|mij|me) )?(?:uit|in|van|from|on|of) (?:de|het|onze|ons|mijn|mn|our|my)"
    r" (?:straat|buurt|wijk|flat|dorp|street|neighbou?rhood|block|village)"
    r"(?: (?:bij|van) (?:ons|mij|me))?\b"
    r"|\b(?:mijn|mn|onze|my|our) (?:buur|buren|neighbou?r)\w*"
)
_SELF = re.compile(
    r"\b(?:ik|k|mij|me|mijn|mn|m'n|we|wij|ons|onze|i|i'm|im|my|mine|myself|we|us|our)\b"
)


def speaks_of_self(text: str) -> bool:
    """Whether somebody speaks of themselves: who tells of others alone may be anybody."""
    return _SELF.search(_NEAR_HOME.sub(" ", fold(text))) is not None
