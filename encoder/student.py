"""The network: a sentence encoder, and the questions that it is taught by."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from encoder.source import Floats, Source
from encoder.vocabulary import PAD

DROPOUT = 0.1
# Chat messages are shorter; of a longer one the engine reads as much as this, in pieces.
LONGEST = 128
# How much each question counts beside what the message is about.
_RISK, _TYPES, _ROLE, _WISH = 2.0, 1.0, 0.3, 0.5


class Layer(nn.Module):
    """Attention, then a wider layer, each added to what came in (BERT's arrangement)."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.out_norm = nn.LayerNorm(width, eps=1e-12)
        self.wide, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.narrow_norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        batch, length, width = states.shape

        def split(values: Tensor) -> Tensor:
            return values.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        # Written out, because in this form it is exported as plain multiplications.
        query, key = split(self.query(states)), split(self.key(states))
        likeness = query @ key.transpose(-1, -2) / (width // self.heads) ** 0.5 + mask
        seen = likeness.softmax(-1) @ split(self.value(states))
        attended = self.out(seen.transpose(1, 2).reshape(batch, length, width))
        states = self.out_norm(states + self.dropout(attended))
        deeper = self.narrow(functional.gelu(self.wide(states)))
        normed: Tensor = self.narrow_norm(states + self.dropout(deeper))
        return normed


class Encoder(nn.Module):
    """Piece numbers (batch, length), padded, to one vector a sentence (batch, width)."""

    def __init__(self, source: Source, pieces: Floats, layers: int) -> None:
        super().__init__()
        width = source.width
        self.words = nn.Embedding(len(pieces), width, padding_idx=PAD)
        self.places = nn.Embedding(LONGEST, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer(width, source.heads) for _ in range(layers))
        self.load_state_dict(_weights(source, pieces, layers))

    def forward(self, numbers: Tensor) -> Tensor:
        there = (numbers != PAD).float()
        mask = (1 - there)[:, None, None, :] * -1e4
        states = self.words(numbers) + self.places.weight[: numbers.shape[1]]
        states = self.dropout(self.norm(states))
        for layer in self.layers:
            states = layer(states, mask)
        weights = there[..., None]
        return (states * weights).sum(1) / weights.sum(1)


_PARTS = {
    "query": "q", "key": "k", "value": "v", "out": "ao", "out_norm": "aln",
    "wide": "fi", "narrow": "fo", "narrow_norm": "oln",
}  # fmt: skip


def _weights(source: Source, pieces: Floats, layers: int) -> Mapping[str, Tensor]:
    places = source.matrix("emb.pos", source.width) + source.matrix("emb.type", source.width)[0]
    given = {
        "words.weight": pieces,
        "places.weight": places[:LONGEST],
        "norm.weight": source.weights["emb.ln.w"],
        "norm.bias": source.weights["emb.ln.b"],
    }
    for number in range(layers):
        for part, name in _PARTS.items():
            weight = source.weights[f"l{number}.{name}.w"]
            bias = source.weights[f"l{number}.{name}.b"]
            is_matrix = len(weight) > len(bias)
            given[f"layers.{number}.{part}.weight"] = (
                weight.reshape(len(bias), -1) if is_matrix else weight
            )
            given[f"layers.{number}.{part}.bias"] = bias
    return {name: torch.tensor(values) for name, values in given.items()}


class Questions(nn.Module):
    """What is asked of a sentence's vector while the encoder learns; not shipped."""

    def __init__(self, width: int, sizes: Mapping[str, int]) -> None:
        super().__init__()
        self.heads = nn.ModuleDict({name: nn.Linear(width, size) for name, size in sizes.items()})
        self.dropout = nn.Dropout(DROPOUT)
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("spread", torch.ones(width))
        for head in self.heads.values():
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def settle(self, vectors: Tensor) -> None:
        """Takes vectors as they are at first as the measure: the source's all point one way."""
        self.mean, self.spread = vectors.mean(0), vectors.std(0)

    def forward(self, vectors: Tensor) -> dict[str, Tensor]:
        standard = self.dropout((vectors - self.mean) / self.spread)
        return {name: head(standard) for name, head in self.heads.items()}


def loss(said: Mapping[str, Tensor], right: Mapping[str, Tensor]) -> Tensor:
    """How far the answers are from the right ones, over all questions."""
    cross, binary = functional.cross_entropy, functional.binary_cross_entropy_with_logits
    return (
        cross(said["about"], right["about"])
        + _RISK * cross(said["risk"], right["risk"])
        + _TYPES * binary(said["types"], right["types"])
        + _ROLE * cross(said["role"], right["role"])
        + _WISH * binary(said["wish"], right["wish"])
    )
