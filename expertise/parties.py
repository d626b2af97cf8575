"""The directory: people in school, help lines and formal bodies, read from the reviewed content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from expertise.audience import ROLES, SECTORS, audience_from
from expertise.contacts import ContactLine, Hours, hours_of_party, line_from
from expertise.evidence import EVIDENCE, Fact, evidence_from, fact_from
from expertise.languages import LANGUAGES, Localized
from expertise.party import Party
from expertise.schema import fields_of, flag, listed, sentences, subset
from expertise.source import ContentError, load_folder, localized
from expertise.texts import text
from expertise.themes import THEMES
from expertise.verifications import FILE, Verification, latest, place, verifications

__all__ = ["ROLES", "SECTORS", "Party", "directory", "parties", "parties_from"]

_FIELDS = (
    *("name", "why", "can", "cannot", "roles", "sectors", "ages", "themes", "local", "crisis"),
    *("complaint", "contacts", "hours", "hours_in_words", "anonymous", "takes", "binding", "cost"),
    "alternatives",
)


def parties() -> Mapping[str, Party]:
    """Every party there is, by id."""
    return _parties()


def directory(recorded: Sequence[Verification]) -> Mapping[str, Party]:
    """All parties as they stand after these verifications, checked as a whole."""
    found: dict[str, Party] = {}
    files = tuple(load_folder("parties"))
    for file, raw in files:
        for party_id in raw.keys() & found.keys():
            raise ContentError(file, party_id, "stands in another file too")
        found |= parties_from(raw, file, recorded)
    for file, raw in files:
        for party_id in raw:
            _check_alternatives(found[party_id], found, file)
    for index, each in enumerate(recorded):
        _check_names_a_line(each, found, place(index))
    return MappingProxyType(found)


def parties_from(
    raw: Mapping[str, Any], file: str, recorded: Sequence[Verification] = ()
) -> dict[str, Party]:
    """The parties of one file, checked each by itself."""
    return {party_id: _party(party_id, raw[party_id], file, recorded) for party_id in raw}


def _party(party_id: str, given: object, file: str, recorded: Sequence[Verification]) -> Party:
    raw = fields_of(given, _FIELDS, file, party_id)
    crisis = flag(raw, "crisis", file, party_id)
    return Party(
        id=party_id,
        name=localized(raw.get("name"), file, f"{party_id}.name"),
        why=localized(raw.get("why"), file, f"{party_id}.why"),
        can=sentences(raw.get("can"), file, f"{party_id}.can"),
        cannot=sentences(raw.get("cannot"), file, f"{party_id}.cannot"),
        audience=audience_from(raw, file, party_id),
        themes=subset(raw.get("themes", list(THEMES)), THEMES, file, f"{party_id}.themes"),
        contacts=_contacts(raw, file, party_id, recorded, crisis),
        hours=_hours(raw, file, party_id),
        hours_in_words=_fact(raw, "hours_in_words", file, party_id),
        anonymity=_fact(raw, "anonymous", file, party_id),
        takes=_fact(raw, "takes", file, party_id),
        binding=_binding(raw, file, f"{party_id}.binding"),
        cost=_fact(raw, "cost", file, party_id),
        alternatives=tuple(listed(raw.get("alternatives", []), file, f"{party_id}.alternatives")),
        local=flag(raw, "local", file, party_id),
        crisis=crisis,
        complaint=flag(raw, "complaint", file, party_id),
    )


def _contacts(
    raw: Mapping[str, Any], file: str, party_id: str, recorded: Sequence[Verification], crisis: bool
) -> tuple[ContactLine, ...]:
    key = f"{party_id}.contacts"
    lines = [
        line_from(line, file, f"{key}.{index}")
        for index, line in enumerate(listed(raw.get("contacts", []), file, key))
    ]
    if len({(line.kind, line.href) for line in lines}) < len(lines):
        raise ContentError(file, key, "has one line twice")
    now = tuple(line.after(latest(recorded, party_id, line.kind, line.href)) for line in lines)
    if crisis:
        _check_crisis_numbers(lines, now, file, party_id)
    return now


def _check_crisis_numbers(
    written: Sequence[ContactLine], now: Sequence[ContactLine], file: str, party_id: str
) -> None:
    """A number for an emergency enters the content when it is verified, and one always works."""
    for index, line in enumerate(written):
        if line.kind == "phone" and not line.evidence.shown:
            key = f"{party_id}.contacts.{index}"
            raise ContentError(file, key, "is an unverified number of a crisis line")
    if not any(line.kind == "phone" and line.evidence.shown for line in now):
        raise ContentError(file, party_id, "is a crisis line without a verified number")


def _fact(raw: Mapping[str, Any], name: str, file: str, party_id: str) -> Fact | None:
    return fact_from(raw[name], file, f"{party_id}.{name}") if name in raw else None


def _hours(raw: Mapping[str, Any], file: str, party_id: str) -> Hours | None:
    if "hours" not in raw:
        return None
    if "hours_in_words" in raw:
        raise ContentError(file, f"{party_id}.hours_in_words", "stands beside exact hours")
    return hours_of_party(raw["hours"], file, f"{party_id}.hours")


def _binding(raw: Mapping[str, Any], file: str, key: str) -> Fact | None:
    """Whether anybody has to follow what they say; absent where they do not judge."""
    if "binding" not in raw:
        return None
    fields = fields_of(raw["binding"], ("value", *EVIDENCE), file, key)
    if not isinstance(fields.get("value"), bool):
        raise ContentError(file, key, "does not say whether it is binding")
    name = "directory.binding" if fields["value"] else "directory.not_binding"
    words = Localized(**{language: text(name, language) for language in LANGUAGES})
    return Fact(words, evidence_from(fields, file, key))


def _check_alternatives(party: Party, known: Mapping[str, Party], file: str) -> None:
    for name in party.alternatives:
        if name not in known or name == party.id:
            raise ContentError(file, f"{party.id}.alternatives", f"names no other party: {name}")
        if not known[name].roles & party.roles:
            raise ContentError(file, f"{party.id}.alternatives", f"{name} is there for others")


def _check_names_a_line(each: Verification, known: Mapping[str, Party], key: str) -> None:
    if each.party not in known:
        raise ContentError(FILE, f"{key}.party", f"is no party: {each.party}")
    about = [
        line
        for line in known[each.party].contacts
        for href in (line.href, *line.formerly)
        if each.is_about(each.party, line.kind, href)
    ]
    if not about:
        raise ContentError(FILE, f"{key}.line", f"is no line of {each.party}: {each.line}")
    if len(about) > 1:
        raise ContentError(FILE, f"{key}.kind", f"is needed: {each.party} has two such lines")


@cache
def _parties() -> Mapping[str, Party]:
    return directory(verifications())
