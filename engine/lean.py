"""Keeps out of the serving process what it has no use for.

Rasa's policies import two modules whose classes derive from Keras, only to train neural networks:
that costs 5 of 8 seconds at the start and 350 of 535 MB. Empty classes stand in for them until a
model comes that does have a neural network; then the real modules are imported after all. They also
import what draws plots, which writes to the home folder, and the libraries of a dozen messengers,
one of which runs git: two more seconds. Of the package of channels only the submodules that are
asked for are imported here.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import importlib.util
import json
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

_STAND_INS: Mapping[str, tuple[str, ...]] = {
    "rasa.utils.plotting": (),
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator", "RasaDataGenerator"),
}
# Whoever imported a stand-in by name, and must import again when the real one is needed.
_USERS = ("rasa.utils.train_utils",)
_NEURAL = ("diet_classifier", "response_selector", "ted_policy", "unexpected_intent_policy")
_HOLLOW = "rasa.core.channels"
_M_ARENA_MAX = -8


def spare_memory() -> None:
    """Two arenas instead of eight per core: threads that load a model would each keep their own."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_M_ARENA_MAX, 2)


def import_little() -> None:
    """Call before importing Rasa's policies."""
    for name, classes in _STAND_INS.items():
        if name not in sys.modules:
            module = ModuleType(name, "Stands in for training code that is not needed.")
            module.__dict__.update({each: type(each, (), {}) for each in classes})
            sys.modules[name] = module
    spec = importlib.util.find_spec(_HOLLOW)
    if spec is not None and _HOLLOW not in sys.modules:
        # The package without what its __init__ imports: what others want of it is in one submodule.
        package = importlib.util.module_from_spec(spec)
        package.__dict__["__getattr__"] = _from_channel
        sys.modules[_HOLLOW] = package


def prepare_for(archive: Path) -> None:
    """Brings TensorFlow in after all if this model has a neural network."""
    if _is_neural(archive) and "tensorflow" not in sys.modules:
        for name in _STAND_INS:
            sys.modules.pop(name, None)
        for user in _USERS:
            if user in sys.modules:
                importlib.reload(sys.modules[user])


def settle() -> None:
    """Gives back what loading left over, and lets later collections skip what stays for good."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)


def _from_channel(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(importlib.import_module(f"{_HOLLOW}.channel"), name)


def _is_neural(archive: Path) -> bool:
    with tarfile.open(archive) as members:
        metadata = members.extractfile("metadata.json")
        if metadata is None:
            return False
        nodes = json.load(metadata)["predict_schema"]["nodes"].values()
    return any(neural in node["uses"] for node in nodes for neural in _NEURAL)
