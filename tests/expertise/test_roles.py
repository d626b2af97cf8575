from __future__ import annotations

import pytest

from expertise.roles import said_role, speaks_of_self


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("leerling", "pupil"),
        ("Ik ben leerling.", "pupil"),
        ("ik ben een STUDENT", "pupil"),
        ("ouder", "parent"),
        ("ik ben zijn moeder", "parent"),
        ("als ouder", "parent"),
        ("I'm her dad", "parent"),
        ("docent", "staff"),
        ("ik ben de conciërge", "staff"),
        ("een leerling slaat mij", None),
        ("mijn moeder", None),
        ("ik ben bang voor de meester", None),
        ("leerlingen", None),
        ("", None),
    ],
)
def test_said_role_when_the_message_is_only_that_then_it_is_believed(
    text: str, role: str | None
) -> None:
    assert said_role(text) == role


@pytest.mark.parametrize(
    ("text", "of_self"),
    [
        ("een jongen bij ons uit de straat wordt elke dag uitgescholden", False),
        ("een meisje uit onze buurt loopt altijd alleen", False),
        ("a boy in our street is bullied at school", False),
        ("een jongen bij ons in de klas wordt uitgescholden", True),
        ("een jongen uit de straat slaat mij", True),
        ("een kind wordt gepest", False),
    ],
)
def test_where_somebody_lives_does_not_tell_that_they_speak_of_themselves(
    text: str, of_self: bool
) -> None:
    assert speaks_of_self(text) is of_self
