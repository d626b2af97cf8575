from __future__ import annotations

import pytest

from expertise.languages import LANGUAGES
from tests.vertelmaar.kit.samples import ADDRESS, asked
from vertelmaar.kit.order import LONGEST_ADDRESS, LONGEST_NAME, WrongOrder


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        (ADDRESS, ADDRESS),
        (f"  {ADDRESS}\n", ADDRESS),
        ("https://Vertel.School.NL/", "https://vertel.school.nl"),
        ("HTTPS://vertel.school.nl/Praat", "https://vertel.school.nl/Praat"),
        ("https://school.nl:8443/vertel/", "https://school.nl:8443/vertel/"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_kept_as_it_is_meant(given: str, printed: str) -> None:
    assert asked(address=given).address == printed


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("http://vertel.school.nl", "begins with https://"),
        ("http://localhost.school.nl", "begins with https://"),
        ("vertel.school.nl", "begins with https://"),
        ("ftp://vertel.school.nl", "begins with https://"),
        ("javascript:alert(1)", "begins with https://"),
        ("https://", "begins with https://"),
        ("", "begins with https://"),
        ("https://vertel.school.nl/?poster=3", "from ? or #"),
        ("https://vertel.school.nl/?", "from ? or #"),
        ("https://vertel.school.nl/#kantine", "from ? or #"),
        ("https://school.nl@elders.nl", "before the @"),
        ("https://a:b@school.nl", "before the @"),
        ("https://@school.nl", "before the @"),
        ("https://school", "no full name"),
        ("https://.nl", "no full name"),
        ("https://school..nl", "no full name"),
        ("https://-school.nl", "no full name"),
        ("https://school.nl:99999", "is not an address"),
        ("https://[school.nl", "is not an address"),
        ("https://vertel school.nl", "a space"),
        ("https://school.nl\\@elders.nl", "a space or a sign"),
        ("https://school.nl/\u202evitrap", "a space or a sign"),
        ("https://café.nl", "a space or a sign"),
        ("https://school.nl/".ljust(LONGEST_ADDRESS + 1, "x"), "151 characters"),
    ],
)
def test_any_other_address_is_refused_with_what_to_do(given: str, says: str) -> None:
    with pytest.raises(WrongOrder) as refused:
        asked(address=given)

    assert says in str(refused.value)
    assert str(refused.value).startswith("address: ")


def test_an_address_is_shown_as_people_type_it() -> None:
    assert asked().shown_address == "vertelmaar.deregenboog.nl"
    assert asked(address="http://localhost:8000").shown_address == "http://localhost:8000"


def test_a_name_is_tidied_and_not_changed() -> None:
    assert asked(school="  De\n Ste\u0308r ").school == "De Stër"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("  ", "is empty"),
        ("x" * (LONGEST_NAME + 1), "121 characters"),
        ("De Ster ⭐️ 🏫", "cannot be printed"),
        ("De\u202eretS", "cannot be printed"),
        ("De\x00Ster", "cannot be printed"),
    ],
)
def test_a_name_that_cannot_be_printed_is_refused(given: str, says: str) -> None:
    with pytest.raises(WrongOrder, match=says):
        asked(school=given)


def test_a_contact_that_is_left_out_becomes_a_place_to_fill_in() -> None:
    assert asked(contact=" ").contact is None
    assert "[VUL IN:" in asked(contact=None).say("text.site")
    assert "[FILL IN:" in asked(contact=None, language="en").say("text.site")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pupils_of_a_primary_school_read_simple_dutch_in_a_dutch_kit(language: str) -> None:
    given = asked(language=language)

    assert given.for_("primary").language == ("a2" if language == "nl" else language)
    assert given.for_("pupils") == given.for_("adults") == given


def test_a_name_with_braces_is_no_placeholder() -> None:
    assert "De {address} {x}" in asked(school="De {address} {x}").say("about.poster.title")
