"""A Telegram for tests: an HTTP server that speaks the Bot API, strictly, and people to play.

    from telegram import Bot
    from tests.support.telegram import DROP, flood, running_telegram

    with running_telegram() as telegram:
        bot = Bot(telegram.token, telegram.base_url, telegram.base_file_url)
        roos = telegram.person()
        roos.writes("/start")                      # an update for getUpdates or the webhook
        …                                          # the bot sends a text with two buttons
        roos.hears("Hoi")                          # waits for it, without sleeping
        press = roos.presses("Ja")                 # of the last keyboard that is still there
        roos.gets_answer(press)
        telegram.goes_wrong("sendMessage", flood(3), times=2)
        telegram.goes_wrong("sendMessage", DROP, after_effect=True)

**Strict.** Every field of a call is held against the table in `schema.py`: an unknown method or
field, a wrong type, a text that is too long, markup that Telegram would not read. The bot gets the
answer 400 that Telegram would give, and `running_telegram` fails at its end, unless the test takes
what it expected with `takes_complaints()`. What may happen to a correct bot (blocked, chat not
found, message not modified, button too old) is answered only. It is stricter than Telegram in three
things: unknown fields are refused, texts are counted in UTF-16 units, and each chat numbers its
messages for itself.

**People** write, edit, delete, press, send all kinds of things, block, and add to groups
(`person.py`, `writer.py`); `sees()` is what stands in the chat now. Their names and numbers are
`canaries`, for tests of what is stored and logged.

**Updates** are numbered as they are made. `with telegram.held_back() as late:` keeps them, and
`telegram.delivers(late)` brings them late; what was delivered before comes again the same way
(`telegram.updates.made` has all of them). `makes_update` makes one of an unknown kind.

**Webhooks** need a public address that Telegram takes; `telegram.leads("https://meld.example", to=
service.base_url)` says where it ends. Failed posts are repeated, in order within a chat.

**Trouble**: `goes_wrong(method, fault, times, after_effect=…, chat_id=…)` with `flood(seconds)`,
`conflict()`, `broken(502)`, `HANG` or `DROP`; `with telegram.unreachable():` for all calls;
`revokes_token()`; `passes(timedelta(hours=49))` for what becomes too old.

Whatever waits (`hears`, `waits_for`, `gets_answer`) blocks its thread, so a test whose bot runs in
the same event loop asks for it with `asyncio.to_thread`. Every call and update is kept: what
measures memory runs the server in a process of its own.

A further method of the API is a row in `schema.py` and a function in `talking.py` or `profile.py`.
"""

from tests.support.telegram.faults import DROP, HANG, Fault, broken, conflict, flood
from tests.support.telegram.onlooker import Group, Press
from tests.support.telegram.person import Person
from tests.support.telegram.telegram import Telegram, running_telegram
from tests.support.telegram.updates import Update
from tests.support.telegram.values import Button, Message

__all__ = [
    "DROP",
    "HANG",
    "Button",
    "Fault",
    "Group",
    "Message",
    "Person",
    "Press",
    "Telegram",
    "Update",
    "broken",
    "conflict",
    "flood",
    "running_telegram",
]
