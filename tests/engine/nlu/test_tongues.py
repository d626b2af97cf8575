from __future__ import annotations

import pytest

from engine.nlu.tongues import foreign_tongue

FOREIGN = [
    ("tr", "Okulda her gün bana vuruyorlar ve çok korkuyorum"),
    ("tr", "evde güvende değilim, babam beni dövüyor"),
    ("ar", "الأولاد في صفي يضربونني كل يوم وأنا خائف"),
    ("ar", "أريد أن أتحدث مع شخص"),
    ("pl", "Chłopaki z mojej klasy codziennie mnie biją i się boję"),
    ("pl", "nikt mi nie pomaga, nie chcę już chodzić do szkoły"),
    ("uk", "Хлопці з мого класу щодня мене б'ють, і я боюся"),
    ("uk", "я не хочу більше йти до школи, допоможіть"),
    ("de", "Die Jungs aus meiner Klasse schlagen mich jeden Tag und ich habe Angst"),
    ("de", "mein Vater schlägt mich und ich weiß nicht, was ich tun soll"),
    ("fr", "Les garçons de ma classe me frappent tous les jours et j'ai peur"),
    ("fr", "mon père me frappe, je ne sais pas quoi faire"),
    ("es", "Los chicos de mi clase me pegan todos los días y tengo miedo"),
    ("es", "mi padre me pega y no sé qué hacer"),
]
DUTCH_CHAT = [
    "ok top",
    "neuh",
    "hoi",
    "ja",
    "nee joh",
    "mwah gaat wel",
    "wat n schande is das",
    "kga morgen ff praten met mn mentor",
    "k wil ni meer naar sgool",
    "ze hebben me weer geslagen bij de fietsenstalling",
    "tis echt niet normaal hoe ze doen tegen mn zusje",
]
ENGLISH = ["the boys in my class hit me every day", "pls help me", "idk what to do anymore"]
STREET = [
    "wollah bro hij doet ewa zo skeer tegen mij",
    "tori is dat die gast fissa doet",
    "bro he is so mean tegen mij in de klas elke dag",
    "wajow broer die matties van hem zeggen haram tegen mij",
]


@pytest.mark.parametrize(("code", "text"), FOREIGN)
def test_foreign_tongue_when_it_is_answered_in_then_its_code_is_known(code: str, text: str) -> None:
    assert foreign_tongue(text, doubt=1.0) == code


@pytest.mark.parametrize(("code", "text"), FOREIGN)
def test_foreign_tongue_when_it_is_plain_then_the_model_need_not_doubt(
    code: str, text: str
) -> None:
    assert foreign_tongue(text, doubt=0.0) == code


@pytest.mark.parametrize("text", [*DUTCH_CHAT, *ENGLISH, *STREET])
def test_foreign_tongue_when_it_is_understood_and_the_model_sees_so_then_it_is_none(
    text: str,
) -> None:
    assert foreign_tongue(text, doubt=0.0) is None


@pytest.mark.parametrize(
    "text",
    [
        "ሰላም እንታይ ከመይ ኣሎኻ",
        "ኣብ ቤት ትምህርቲ ይወቕዑኒ",
        "我在学校被欺负",
        "Мальчики из моего класса бьют меня каждый день",
        "پسرهای کلاس هر روز مرا می‌زنند",
    ],
    ids=["Tigrinya", "more Tigrinya", "Chinese", "Russian", "Persian"],
)
@pytest.mark.parametrize("doubt", [0.0, 1.0])
def test_foreign_tongue_when_there_is_no_answer_in_it_then_the_code_is_empty(
    text: str, doubt: float
) -> None:
    assert foreign_tongue(text, doubt) == ""


@pytest.mark.parametrize("doubt", [0.0, 1.0])
@pytest.mark.parametrize("text", ["", "   ", "😂😂", "123 !?", "\0", "\ud800", "\u200b" * 1_000])
def test_foreign_tongue_when_there_are_no_words_then_it_is_none(text: str, doubt: float) -> None:
    assert foreign_tongue(text, doubt) is None


def test_foreign_tongue_when_half_a_character_stands_in_it_then_the_rest_is_read() -> None:
    assert foreign_tongue("ik ben bang\ud800 van mijn vader", doubt=0.0) is None
    assert foreign_tongue("mi padre me pega\udfff y no sé qué hacer", doubt=0.0) == "es"


def test_foreign_tongue_when_a_text_is_very_long_then_it_is_still_told() -> None:
    assert foreign_tongue("mi padre me pega y no sé qué hacer " * 600, doubt=0.0) == "es"
    assert foreign_tongue("a" * 20_000, doubt=0.0) is None


def test_foreign_tongue_when_lingua_is_not_certain_then_the_models_doubt_decides() -> None:
    """The oddest Dutch looks foreign by its letters; the model knows it."""
    unsure = [text for text in DUTCH_CHAT if foreign_tongue(text, doubt=1.0) is not None]
    assert unsure
    assert {foreign_tongue(text, doubt=0.0) for text in unsure} == {None}
