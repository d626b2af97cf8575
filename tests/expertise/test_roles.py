from __future__ import annotations

import pytest

from expertise.roles import said_role


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
