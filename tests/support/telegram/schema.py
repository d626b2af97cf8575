"""The methods that the server knows, with each field that it models, its type and its limits.

Fields that Telegram documents and nothing here needs (business connections, topics, payments) are
not in the table, so a call that has one is refused like any other call with an unknown field.
"""

from __future__ import annotations

from typing import Final

from tests.support.telegram.readers import (
    Reader,
    array,
    boolean,
    integer,
    is_like,
    keyboard,
    one_of,
    string,
    thing,
)

_UPDATES: Final = (
    "message edited_message channel_post edited_channel_post business_connection "
    "business_message edited_business_message deleted_business_messages guest_message "
    "message_reaction message_reaction_count inline_query chosen_inline_result callback_query "
    "shipping_query pre_checkout_query purchased_paid_media poll poll_answer my_chat_member "
    "chat_member chat_join_request chat_boost removed_chat_boost managed_bot"
)
_ACTIONS: Final = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
UPDATES: Final = frozenset(_UPDATES.split())
NOT_BY_DEFAULT: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

_update_kinds: Final = array(lambda item: item in UPDATES)
_message_id: Final = integer(1)
_language: Final = string(pattern="|[a-z]{2}")
_entities: Final = array(lambda item: isinstance(item, dict))
_message_ids: Final = array(lambda item: type(item) is int and item > 0, 1, 100)


def _is_command(item: object) -> bool:
    return is_like(item, {"command": str, "description": str}, {}) and (
        isinstance(item, dict)
        and bool(string(pattern=r"[a-z0-9_]{1,32}")(item["command"]))
        and bool(string(1, 256)(item["description"]))
    )


_where: Final[dict[str, Reader]] = {"chat_id": integer()}
_how: Final[dict[str, Reader]] = {
    "disable_notification": boolean,
    "protect_content": boolean,
    "reply_parameters": thing({"message_id": int}, {"allow_sending_without_reply": bool}),
    "reply_markup": keyboard,
}
_markup: Final[dict[str, Reader]] = {"parse_mode": one_of("HTML"), "entities": _entities}
_caption: Final[dict[str, Reader]] = {
    "caption": string(),
    "parse_mode": one_of("HTML"),
    "caption_entities": _entities,
}
_preview: Final = thing(
    {},
    {
        "is_disabled": bool,
        "url": str,
        "prefer_small_media": bool,
        "prefer_large_media": bool,
        "show_above_text": bool,
    },
)

# Method → the fields that it needs, and those that it may have.
METHODS: Final[dict[str, tuple[dict[str, Reader], dict[str, Reader]]]] = {
    "getMe": ({}, {}),
    "getUpdates": (
        {},
        {
            "offset": integer(),
            "limit": integer(1, 100),
            "timeout": integer(0, 50),
            "allowed_updates": _update_kinds,
        },
    ),
    "setWebhook": (
        {"url": string()},
        {
            "ip_address": string(),
            "max_connections": integer(1, 100),
            "allowed_updates": _update_kinds,
            "drop_pending_updates": boolean,
            "secret_token": string(1, 256, r"[A-Za-z0-9_-]+"),
        },
    ),
    "deleteWebhook": ({}, {"drop_pending_updates": boolean}),
    "getWebhookInfo": ({}, {}),
    "sendMessage": (
        {**_where, "text": string()},
        {**_markup, **_how, "link_preview_options": _preview},
    ),
    "sendDocument": (
        {**_where, "document": string()},
        {**_caption, **_how, "disable_content_type_detection": boolean},
    ),
    "sendPhoto": (
        {**_where, "photo": string()},
        {**_caption, **_how, "has_spoiler": boolean, "show_caption_above_media": boolean},
    ),
    "sendChatAction": (
        {**_where, "action": one_of(*_ACTIONS.split())},
        {},
    ),
    "editMessageText": (
        {**_where, "message_id": _message_id, "text": string()},
        {**_markup, "link_preview_options": _preview, "reply_markup": keyboard},
    ),
    "editMessageReplyMarkup": (
        {**_where, "message_id": _message_id},
        {"reply_markup": keyboard},
    ),
    "answerCallbackQuery": (
        {"callback_query_id": string(1)},
        {
            "text": string(0, 200),
            "show_alert": boolean,
            "url": string(),
            "cache_time": integer(0, 30 * 24 * 60 * 60),
        },
    ),
    "deleteMessage": ({**_where, "message_id": _message_id}, {}),
    "deleteMessages": ({**_where, "message_ids": _message_ids}, {}),
    "leaveChat": (_where, {}),
    "getFile": ({"file_id": string(1)}, {}),
    "setMyCommands": (
        {"commands": array(_is_command, 0, 100)},
        {
            "scope": thing({"type": str}, {"chat_id": int, "user_id": int}),
            "language_code": _language,
        },
    ),
    "getMyCommands": ({}, {"language_code": _language}),
    "getMyDescription": ({}, {"language_code": _language}),
    "getMyShortDescription": ({}, {"language_code": _language}),
    "setMyDescription": ({}, {"description": string(0, 512), "language_code": _language}),
    "setMyShortDescription": (
        {},
        {"short_description": string(0, 120), "language_code": _language},
    ),
}
UPLOADS: Final = {"sendDocument": "document", "sendPhoto": "photo"}
