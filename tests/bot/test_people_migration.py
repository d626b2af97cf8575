"""Accounts from before people had keys of their own: nobody loses a role, a key or a word."""

from __future__ import annotations

import json
from base64 import b64encode
from uuid import UUID, uuid4

import pyotp
from alembic import command
from sqlalchemy import Connection, text

from bot import handover, login, schema, staff, vault
from bot.models import Role
from bot.people import cookies
from bot.people.factors import Proof
from bot.store import Store
from tests.support.people import NOW, handed_over
from tests.support.stores import opened

PASSWORD = "drie fietsen op het dak"
BEFORE = "0005"


def account_of_before(connection: Connection) -> tuple[UUID, str, vault.Key]:
    """A team and its one counsellor, as the tables before this migration held them."""
    team_id, staff_id, secret = uuid4(), uuid4(), pyotp.random_base32()
    public, private = vault.new_pair()
    salt = vault.new_salt()
    lid = vault.derive(vault.stretch(PASSWORD.encode(), salt), "password")
    box = json.dumps({"totp": secret, "team": b64encode(private).decode()}).encode()
    is_sqlite = connection.dialect.name == "sqlite"
    ids = {
        "team": team_id.hex if is_sqlite else team_id,
        "staff": staff_id.hex if is_sqlite else staff_id,
    }
    connection.execute(
        text(
            "INSERT INTO team (id, name, public_key, wrapped_for_recovery, recovery_salt)"
            " VALUES (:team, 'team', :public, :none, :none)"
        ),
        {**ids, "public": public, "none": b""},
    )
    connection.execute(
        text(
            "INSERT INTO staff (id, team_id, name, salt, sealed_secrets, last_totp_step, failures,"
            " on_duty) VALUES (:staff, :team, 'Samira', :salt, :box, 0, 0, :no)"
        ),
        {**ids, "salt": salt, "box": vault.seal(lid, box, f"staff:{staff_id}"), "no": False},
    )
    return staff_id, secret, private


def test_migrate_when_there_were_accounts_then_they_are_admins_who_read_as_before(
    database_url: str,
) -> None:
    with opened(database_url) as store:
        staff_id, secret, key = _before(store)
        schema.migrate(store)
        with store.session(writing=True) as session:
            access = handed_over(session, "nog altijd te lezen")
            account = staff.find(session, "Samira")
            box = staff.open_secrets(account, PASSWORD)
            entered = login.enter(session, "Samira", box, Proof(pyotp.TOTP(secret).at(NOW)), NOW)
            who = cookies.reading(session, entered.token, NOW)
            assert (who.id, who.team_key) == (staff_id, key)
            assert who.roles == {Role.ADMIN, Role.COUNSELLOR}
            assert handover.read(session, who, access.id).key == access.key


def _before(store: Store) -> tuple[UUID, str, vault.Key]:
    with store.session(writing=True, rebuilding=True) as session:
        connection = session.connection()
        command.upgrade(schema._config(connection), BEFORE)
        return account_of_before(connection)
