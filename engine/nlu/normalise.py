"""One spelling for many: the tokens of a chat message, the same in training and in serving."""

from __future__ import annotations

import re

from expertise.normalise import fold

# The longest message in the data has under 600. Of a longer text both ends are read.
MAX_CHARACTERS = 2_000

_TOKENS = re.compile(r"[^\W_]+|[!?]|[^\w\s\x00-\x7f]")
_LETTERS = re.compile(r"[^\W\d_]")
_LATIN_LETTERS = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_STRETCHED = re.compile(r"(.)\1{2,}")
_LEET = str.maketrans("0134578@$", "oieastbas")
_LEET_WORD = re.compile(r"[^\W\d_]+(?:[013457]+[^\W\d_]+)+")
_MARKS_INSIDE = re.compile(r"(?<=[^\W\d_])[@$](?=[^\W\d_])")

_CHAT_SPELLING = {
    "aub": "alsjeblieft",
    "btje": "beetje",
    "das": "dat is",
    "dr": "haar",
    "eig": "eigenlijk",
    "eigelijk": "eigenlijk",
    "egt": "echt",
    "em": "hem",
    "ff": "even",
    "gister": "gisteren",
    "gwn": "gewoon",
    "hvj": "hou van je",
    "idd": "inderdaad",
    "ie": "hij",
    "iem": "iemand",
    "iig": "in ieder geval",
    "int": "in het",
    "ipv": "in plaats van",
    "jwt": "je weet toch",
    "k": "ik",
    "kga": "ik ga",
    "kheb": "ik heb",
    "kwil": "ik wil",
    "kzag": "ik zag",
    "mattie": "vriend",
    "matti": "vriend",
    "mattn": "vrienden",
    "mn": "mijn",
    "mss": "misschien",
    "n": "een",
    "naja": "nou ja",
    "ni": "niet",
    "nie": "niet",
    "nix": "niks",
    "ofz": "ofzo",
    "omdt": "omdat",
    "pls": "alsjeblieft",
    "plz": "alsjeblieft",
    "sgool": "school",
    "skool": "school",
    "sws": "sowieso",
    "t": "het",
    "tis": "het is",
    "tel": "telefoon",
    "tog": "toch",
    "twas": "het was",
    "vd": "van de",
    "vnv": "vanavond",
    "w8": "wacht",
    "wnr": "wanneer",
    "wrm": "waarom",
    "wor": "word",
    "zn": "zijn",
}


def tokens(text: str) -> list[str]:
    """Words in their usual spelling, digits, "!" and "?", and each emoji by itself."""
    folded = _MARKS_INSIDE.sub(_unmark, fold(_both_ends(text)))
    return [word for token in _TOKENS.findall(folded) for word in _usual(token)]


def is_foreign_script(text: str) -> bool:
    """Whether most letters are not Latin, so that no word of it was learned."""
    read = _both_ends(text)
    return 2 * len(_LATIN_LETTERS.findall(read)) < len(_LETTERS.findall(read))


def _both_ends(text: str) -> str:
    if len(text) <= MAX_CHARACTERS:
        return text
    half = MAX_CHARACTERS // 2
    return f"{text[:half]} {text[-half:]}"


def _unmark(mark: re.Match[str]) -> str:
    return mark[0].translate(_LEET)


def _usual(token: str) -> list[str]:
    if _LEET_WORD.fullmatch(token):
        token = token.translate(_LEET)
    token = _STRETCHED.sub(r"\1\1", token)
    return _CHAT_SPELLING.get(token, token).split()
