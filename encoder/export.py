"""Writes the encoder as the engine reads it: ONNX with weights of 8 bits, tokenizer, manifest."""

from __future__ import annotations

import json
import tempfile
from hashlib import sha256
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer

from encoder.student import Encoder
from encoder.vocabulary import END, START

MODEL, TOKENIZER, MANIFEST = "encoder.onnx", "tokenizer.json", "manifest.json"
FORMAT = 1
_OPERATORS = 17


def export(encoder: Encoder, cutter: Tokenizer, folder: Path, facts: dict[str, object]) -> None:
    """Writes the three files; the manifest holds the hashes of the others and the given facts."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        whole, prepared = Path(scratch) / "whole.onnx", Path(scratch) / "prepared.onnx"
        _write_whole(encoder, whole)
        quant_pre_process(whole, prepared, skip_symbolic_shape=True)
        quantize_dynamic(prepared, folder / MODEL, weight_type=QuantType.QInt8, per_channel=True)
    onnx.checker.check_model(str(folder / MODEL))
    cutter.save(str(folder / TOKENIZER))
    manifest = {
        "format": FORMAT,
        "width": encoder.words.embedding_dim,
        "files": {name: _digest(folder / name) for name in (MODEL, TOKENIZER)},
        **facts,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _write_whole(encoder: Encoder, path: Path) -> None:
    encoder.eval()
    torch.onnx.export(
        encoder,
        (torch.tensor([[START, END, END], [START, END, END]]),),
        str(path),
        input_names=["numbers"],
        output_names=["vectors"],
        dynamic_axes={"numbers": {0: "messages", 1: "pieces"}, "vectors": {0: "messages"}},
        opset_version=_OPERATORS,
        dynamo=False,
    )


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
