"""What people send besides words, as the API tells it to a bot; all of it made up."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image

from tests.support.telegram.refusals import Json
from tests.support.telegram.values import Account, File
from tests.support.telegram.world import World

LOCATION: Final = {"latitude": 52.371807, "longitude": 4.896029}
PHONE: Final = "+31687654321"


def voice(world: World, data: bytes = b"OggS voice") -> tuple[Json, tuple[File, ...]]:
    """A voice message of three seconds."""
    file = world.keep(data, "voice", mime="audio/ogg")
    return {"voice": file.as_json(duration=3)}, (file,)


def photo(world: World, data: bytes) -> tuple[Json, tuple[File, ...]]:
    """A picture in two sizes, the small one first."""
    with Image.open(BytesIO(data)) as picture:
        size = picture.size
        picture.thumbnail((size[0] // 2, size[1] // 2))
        small = BytesIO()
        picture.convert("RGB").save(small, "JPEG")
        thumb = picture.size
    files = world.keep(small.getvalue(), "photos"), world.keep(data, "photos")
    sizes = [
        file.as_json(width=width, height=height)
        for file, (width, height) in zip(files, (thumb, size), strict=True)
    ]
    return {"photo": sizes}, files


def document(world: World, data: bytes, name: str, mime: str) -> tuple[Json, tuple[File, ...]]:
    """A file."""
    file = world.keep(data, "documents", name, mime)
    return {"document": file.as_json()}, (file,)


def video(world: World, data: bytes = b"ftypmp42") -> tuple[Json, tuple[File, ...]]:
    """A film of three seconds."""
    file = world.keep(data, "videos", "film.mp4", "video/mp4")
    return {"video": file.as_json(width=640, height=360, duration=3)}, (file,)


def sticker(world: World) -> tuple[Json, tuple[File, ...]]:
    """A sticker."""
    file = world.keep(b"RIFF WEBP", "stickers")
    shape = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "😢"}
    return {"sticker": file.as_json(width=512, height=512, **shape)}, (file,)


def location() -> Json:
    """Where somebody is."""
    return {"location": dict(LOCATION)}


def contact(who: Account) -> Json:
    """Somebody's telephone number."""
    named = {"first_name": who.first_name, "last_name": who.last_name, "user_id": who.id}
    return {"contact": {"phone_number": PHONE, **named}}


def poll(question: str, *options: str) -> Json:
    """A poll that nobody has answered yet."""
    return {
        "poll": {
            "id": "5300000000000000001",
            "question": question,
            "options": [
                {"text": option, "persistent_id": str(number), "voter_count": 0}
                for number, option in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    }
