"""The note to take along, in a chat."""

from __future__ import annotations

from expertise import texts
from tests.support.at_the_desk import AtTheDesk


def say(key: str) -> str:
    return texts.text(key, "nl")


async def test_briefje_when_nothing_was_told_then_there_is_no_note(desk: AtTheDesk) -> None:
    await desk.gives("briefje")
    assert desk.told()[-1] == say("messenger.nothing_yet")


async def test_briefje_when_they_choose_their_words_then_it_is_read_before_it_is_a_file(
    desk: AtTheDesk,
) -> None:
    await desk.writes("Ik word al weken gepest door Jan de Vries")
    desk.told()
    await desk.gives("briefje")
    assert desk.told() == [say("messenger.note.ask")]
    await desk.writes("Alleen wat ik typte")
    text, notice = desk.told()
    assert "gepest door Jan de Vries" in text
    assert say("page.note.found") in notice
    await desk.writes(say("page.note.pdf"))
    desk.deliver()
    *_, file = desk.stands.values()
    assert (file.kind, file.file_name) == ("file", "briefje.pdf")
    assert file.file.startswith(b"%PDF")
    assert desk.own() == ["Ik word al weken gepest door Jan de Vries"]


async def test_briefje_when_more_is_told_after_the_question_then_that_is_not_in_it(
    desk: AtTheDesk,
) -> None:
    await desk.writes("Ik word al weken gepest")
    await desk.answered()
    await desk.gives("briefje")
    button = desk.post_with("x:note-see:all.1")
    await desk.writes("en dit hoeft er niet in")
    desk.told()
    await desk.presses("x:note-see:all.1", post=button)
    text, _ = desk.told()
    assert "hoeft er niet in" not in text


async def test_briefje_when_it_is_long_then_all_of_it_can_be_read(desk: AtTheDesk) -> None:
    for number in range(4):
        await desk.writes(f"{number} " + "Dat is een zin. " * 150)
    desk.told()
    await desk.gives("briefje")
    await desk.presses("x:note-see:words.4" if "x:note-see:words.4" in desk.data() else last(desk))
    told = desk.told()
    assert all(len(text) <= desk.messenger.most_characters for text in told)
    assert "3 Dat is een zin." in "".join(told)


def last(desk: AtTheDesk) -> str:
    return next(data for data in desk.data() if data.startswith("x:note-see:words"))


async def test_briefje_when_they_would_rather_not_then_nothing_comes(desk: AtTheDesk) -> None:
    await desk.writes("Ik word al weken gepest")
    await desk.gives("briefje")
    desk.told()
    await desk.writes("nee")
    assert desk.told() == [say("messenger.back")]
