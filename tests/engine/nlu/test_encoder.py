from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import BrokenEncoder
from engine.nlu.encoder import _LONGEST, FOLDER, MANIFEST, Encoder

MODEL, TOKENIZER = "encoder.onnx", "tokenizer.json"
# About nothing that any other message here is about.
OTHERS = ("de trein is te laat", "mijn fiets is gestolen", "lekker weer vandaag")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "dutch"
    shutil.copytree(FOLDER, folder)
    return folder


def _change_manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    changed = change(manifest)
    (folder / MANIFEST).write_text(json.dumps(changed))


def _replace(folder: Path, name: str, content: bytes) -> None:
    """Another file, under the hash that it has."""
    (folder / name).write_bytes(content)
    digest = sha256(content).hexdigest()
    _change_manifest(folder, lambda m: {**m, "files": {**m["files"], name: digest}})


def _likeness(encoder: Encoder, one: str, other: str) -> float:
    a, b = encoder.vector(one), encoder.vector(other)
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def test_load_when_the_folder_is_whole_then_it_reads_as_the_projects_own(
    copy: Path, encoder: Encoder
) -> None:
    loaded = Encoder.load(copy)
    assert (loaded.name, loaded.width) == (encoder.name, encoder.width)
    assert np.array_equal(loaded.vector("ik word gepest"), encoder.vector("ik word gepest"))


def test_load_when_the_folder_is_missing_then_broken(tmp_path: Path) -> None:
    with pytest.raises(BrokenEncoder, match=r"^is missing: `make encoder` makes it$"):
        Encoder.load(tmp_path / "nowhere")


def test_load_when_the_manifest_is_missing_then_broken(copy: Path) -> None:
    (copy / MANIFEST).unlink()
    with pytest.raises(BrokenEncoder, match=r"^is missing"):
        Encoder.load(copy)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"{}"])
def test_load_when_the_manifest_is_no_manifest_then_broken(copy: Path, content: bytes) -> None:
    (copy / MANIFEST).write_bytes(content)
    with pytest.raises(BrokenEncoder, match=r"^the manifest cannot be read$"):
        Encoder.load(copy)


def test_load_when_the_format_is_another_then_both_are_named(copy: Path) -> None:
    _change_manifest(copy, lambda m: {**m, "format": 99})
    with pytest.raises(BrokenEncoder, match=r"^has format 99, not \d+$"):
        Encoder.load(copy)


@pytest.mark.parametrize("files", [{}, {MODEL: "0"}, {"../x": "0", MODEL: "0", TOKENIZER: "0"}])
def test_load_when_the_manifest_names_other_files_then_broken(
    copy: Path, files: dict[str, str]
) -> None:
    _change_manifest(copy, lambda m: {**m, "files": files})
    with pytest.raises(BrokenEncoder, match=r"^the manifest names other files$"):
        Encoder.load(copy)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: {name: value for name, value in m.items() if name != "width"},
        lambda m: {**m, "width": "wide"},
        lambda m: {**m, "width": None},
        lambda m: {**m, "files": [*m["files"]]},
        lambda m: {**m, "files": None},
    ],
    ids=["no width", "width in words", "width null", "files without hashes", "files null"],
)
def test_load_when_the_manifest_lacks_a_fact_then_broken(
    copy: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    _change_manifest(copy, change)
    with pytest.raises(BrokenEncoder, match="manifest"):
        Encoder.load(copy)


def test_load_when_the_width_is_another_then_broken(copy: Path) -> None:
    _change_manifest(copy, lambda m: {**m, "width": m["width"] + 1})
    with pytest.raises(BrokenEncoder, match=r"^gives vectors of another width"):
        Encoder.load(copy)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_load_when_a_file_is_missing_then_it_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(BrokenEncoder, match=rf"^{name} is missing$"):
        Encoder.load(copy)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_load_when_one_byte_is_another_then_the_file_is_named(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(BrokenEncoder, match=rf"^{name} is not the file that the manifest names$"):
        Encoder.load(copy)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
@pytest.mark.parametrize("content", [b"", b"rubbish", b"{}"])
def test_load_when_a_file_is_of_no_such_kind_but_its_hash_fits_then_broken(
    copy: Path, name: str, content: bytes
) -> None:
    _replace(copy, name, content)
    with pytest.raises(BrokenEncoder, match=r"^cannot be opened: \w+$"):
        Encoder.load(copy)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "😂😂😂",
        "👩‍👧‍👦🔪",
        "\0",
        "\u200b" * 1_000,
        "ik word gepest " * 1_400,
        "a" * 20_000,
        "ikwordgepestindeklas" * 1_000,
        "ሰላም" * 5_000,
        "\ud800",
        "ik ben\udfff bang",
        "\u202eik مرحبا ни 你好 ok",
        "<s> </s> <pad> <unk>",
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_vector_when_text_is_strange_then_it_is_finite_and_of_the_right_shape(
    encoder: Encoder, text: str
) -> None:
    vector = encoder.vector(text)
    assert vector.shape == (encoder.width,)
    assert vector.dtype == np.float32
    assert np.isfinite(vector).all()


@pytest.mark.parametrize("text", ["", " \t\n", "\0", "\u200b"])
def test_vector_when_there_are_no_words_then_it_says_nothing(encoder: Encoder, text: str) -> None:
    assert not encoder.vector(text).any()


def test_vectors_when_read_among_others_then_each_is_as_if_read_alone(encoder: Encoder) -> None:
    texts = ["hoi", "", "mijn vader slaat mij " * 30, "hoi", *OTHERS, "😂", "hoi"]
    rows = encoder.vectors(texts)
    assert rows.shape == (len(texts), encoder.width)
    for text, row in zip(texts, rows, strict=True):
        assert np.array_equal(row, encoder.vector(text))


def test_vectors_when_there_are_no_messages_then_there_are_no_rows(encoder: Encoder) -> None:
    assert encoder.vectors([]).shape == (0, encoder.width)


@pytest.mark.parametrize(
    ("odd", "usual"),
    [
        ("IK WORD GEPEST", "ik word gepest"),
        ("ïk wörd gèpest", "ik word gepest"),
        ("ik  word\n\ngepest", "ik word gepest"),
        ("ik w0rd g3p3st", "ik word gepest"),
        ("ik denk aan Z3LFM0ORD", "ik denk aan zelfmoord"),
        ("neeeeee", "nee"),
        ("kheb n probleem", "ik heb een probleem"),
    ],
)
def test_vector_when_it_is_only_spelled_otherwise_then_it_is_the_same(
    encoder: Encoder, odd: str, usual: str
) -> None:
    assert np.array_equal(encoder.vector(odd), encoder.vector(usual))


@pytest.mark.parametrize(
    ("odd", "usual"),
    [
        ("ik denk aan z3lfm00rd", "ik denk aan zelfmoord"),
        ("heeeelp me dan", "help me dan"),
        ("ik wooord gepessst", "ik word gepest"),
    ],
)
def test_vector_when_it_is_oddly_spelled_then_it_is_nearer_to_the_usual_than_to_other_messages(
    encoder: Encoder, odd: str, usual: str
) -> None:
    assert _likeness(encoder, odd, usual) > max(_likeness(encoder, odd, each) for each in OTHERS)


def test_vector_when_words_are_others_then_it_is_another(encoder: Encoder) -> None:
    assert not np.allclose(encoder.vector("ik word gepest"), encoder.vector("ik ga naar huis"))


def test_vector_when_a_text_is_long_then_it_is_the_mean_of_its_parts(encoder: Encoder) -> None:
    """Two frequent words are one piece each, so that a part ends where the other word begins."""
    one, other = " ".join(["ik"] * _LONGEST), " ".join(["school"] * _LONGEST)
    assert len(encoder.cutter.encode(f"{one} {other}").ids) == 2 * _LONGEST + 2
    whole = encoder.vector(f"{one} {other}")
    assert np.allclose(whole, (encoder.vector(one) + encoder.vector(other)) / 2, atol=1e-5)
    assert not np.allclose(whole, encoder.vector(one), atol=1e-2)


def test_vector_when_the_last_part_is_short_then_it_counts_as_little_as_it_is_long(
    encoder: Encoder,
) -> None:
    one, end = " ".join(["ik"] * _LONGEST), "school"
    weighed = _LONGEST * encoder.vector(one) + encoder.vector(end)
    assert np.allclose(encoder.vector(f"{one} {end}"), weighed / (_LONGEST + 1), atol=1e-5)


def test_vector_when_the_point_comes_at_the_end_of_a_long_story_then_it_is_heard(
    encoder: Encoder,
) -> None:
    start = "vandaag was het gewoon een dag op school en daarna ging ik naar huis. " * 12
    assert len(encoder.cutter.encode(start).ids) > _LONGEST + 2
    told = f"{start} {'mijn vader slaat mij en ik durf niet naar huis. ' * 12}"
    assert not np.allclose(encoder.vector(told), encoder.vector(start), atol=1e-2)
