"""What the bot does in a chat: sends, edits, deletes, answers a button, shows that it types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from tests.support.telegram.calls import Call, Upload
from tests.support.telegram.formatting import Words, caption_of, text_of, words_of
from tests.support.telegram.refusals import (
    Json,
    Malformed,
    Refusal,
    not_found,
    not_modified,
)
from tests.support.telegram.values import File, Message
from tests.support.telegram.world import QUERY_LASTS, Chat, World

DELETABLE_FOR: Final = timedelta(hours=48)
_LARGEST: Final = {"photo": 10 * 2**20, "document": 50 * 2**20}


def send_message(world: World, call: Call) -> Json:
    """A text, with buttons or without."""
    content = _text(call).as_content()
    return _send(world, world.open_chat(call["chat_id"]), call, content)


def send_photo(world: World, call: Call) -> Json:
    """A picture with a caption."""
    chat = world.open_chat(call["chat_id"])
    file = _file(world, call, "photo")
    sizes = [file.as_json(width=1280, height=960)]
    content = {"photo": sizes, **_caption(call).as_content(caption=True)}
    return _send(world, chat, call, content, file)


def send_document(world: World, call: Call) -> Json:
    """A file with a caption."""
    chat = world.open_chat(call["chat_id"])
    file = _file(world, call, "document")
    content = {"document": file.as_json(), **_caption(call).as_content(caption=True)}
    return _send(world, chat, call, content, file)


def send_chat_action(world: World, call: Call) -> bool:
    """ "… is typing"."""
    chat = world.open_chat(call["chat_id"])
    chat.actions.append(call["action"])
    return True


def edit_text(world: World, call: Call) -> Json:
    """Other words in the place of a message; buttons that are not given again go away."""
    content = _text(call).as_content()
    chat, message = _own(world, call)
    if "text" not in message.content:
        raise Malformed("there is no text in the message to edit")
    keyboard = call.get("reply_markup", ())
    if content == message.content and keyboard == message.keyboard:
        raise not_modified()
    return world.change(
        chat, message, content=content, keyboard=keyboard, edited=world.now()
    ).as_json()


def edit_keyboard(world: World, call: Call) -> Json:
    """Other buttons under a message, or none."""
    chat, message = _own(world, call)
    keyboard = call.get("reply_markup", ())
    if keyboard == message.keyboard:
        raise not_modified()
    return world.change(chat, message, keyboard=keyboard, edited=world.now()).as_json()


def delete_message(world: World, call: Call) -> bool:
    """Takes one message away, on both sides."""
    chat = world.chat(call["chat_id"])
    if call["message_id"] not in chat.messages:
        raise not_found("message to delete")
    return _delete(world, chat, [call["message_id"]])


def delete_messages(world: World, call: Call) -> bool:
    """Takes up to a hundred messages away. Unknown ones are skipped; one too old fails them all."""
    return _delete(world, world.chat(call["chat_id"]), call["message_ids"])


def answer_callback_query(world: World, call: Call) -> bool:
    """Ends the waiting circle on a button, with a line of text or without."""
    query = world.queries.get(call["callback_query_id"])
    if query is None or world.now() - query.made > QUERY_LASTS:
        why = "query is too old and response timeout expired or query ID is invalid"
        raise Refusal(400, f"Bad Request: {why}")
    query.answer = {name: call.get(name) for name in ("text", "show_alert", "url")}
    return True


def leave_chat(world: World, call: Call) -> bool:
    """Goes out of a group."""
    chat = world.open_chat(call["chat_id"])
    if chat.id > 0:
        raise Malformed("chat member status can't be changed in private chats")
    chat.closed = not_a_member
    return True


def get_file(world: World, call: Call) -> Json:
    """Where a file can be fetched."""
    file = world.files.get(call["file_id"])
    if file is None:
        raise Malformed("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > 20 * 2**20:
        raise Refusal(400, "Bad Request: file is too big")
    return file.as_json(file_path=file.path)


def not_a_member() -> Refusal:
    """The bot went out of a group, or was sent away."""
    return Refusal(403, "Forbidden: bot is not a member of the group chat")


def _text(call: Call) -> Words:
    return text_of(words_of(call["text"], call.get("parse_mode"), call.get("entities")))


def _caption(call: Call) -> Words:
    source = call.get("caption", "")
    return caption_of(words_of(source, call.get("parse_mode"), call.get("caption_entities")))


def _send(world: World, chat: Chat, call: Call, content: Json, *files: File) -> Json:
    reply: Json = call.get("reply_parameters", {})
    reply_to = reply.get("message_id")
    if reply_to not in chat.messages:
        if reply_to is not None and not reply.get("allow_sending_without_reply"):
            raise not_found("message to be replied")
        reply_to = None
    sent = world.post(
        chat,
        world.bot,
        content,
        keyboard=call.get("reply_markup", ()),
        files=files,
        reply_to=reply_to,
        sent_with=dict(call.fields),
    )
    return sent.as_json()


def _file(world: World, call: Call, kind: str) -> File:
    upload: Upload | None = call.uploads.get(kind)
    if upload is None:
        known = world.files.get(call[kind])
        if known is None:
            raise Malformed("wrong file identifier/HTTP URL specified")
        return known
    if not upload.data:
        raise Malformed("file must be non-empty")
    if len(upload.data) > _LARGEST[kind]:
        raise Malformed("file is too big")
    return world.keep(upload.data, f"{kind}s", upload.name, upload.mime)


def _own(world: World, call: Call) -> tuple[Chat, Message]:
    chat = world.chat(call["chat_id"])
    message = chat.messages.get(call["message_id"])
    if message is None:
        raise not_found("message to edit")
    if not message.by_bot:
        raise Malformed("message can't be edited")
    return chat, message


def _delete(world: World, chat: Chat, message_ids: list[int]) -> bool:
    found = [chat.messages[it] for it in message_ids if it in chat.messages]
    if any(world.now() - message.date > DELETABLE_FOR for message in found):
        raise Refusal(400, "Bad Request: message can't be deleted for everyone")
    world.remove(chat, *message_ids)
    return True


TALKING: Final[dict[str, Callable[[World, Call], object]]] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_text,
    "editMessageReplyMarkup": edit_keyboard,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
    "leaveChat": leave_chat,
    "getFile": get_file,
}
