"""Where in a file something stands, so that whoever has to mend it need not search."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def line_of(text: str, key: str) -> int | None:
    """The line of a dotted key, or of the last part of it that is there; None if nothing is.

    A rule that is called by its own name, and not by its place, is found by that name.
    """
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError:
        return None
    by_name = (_line_below(node, rest) or _line(node) for node, rest in _named(root, key))
    return _line_below(root, key) or next(by_name, None)


def _line_below(node: yaml.Node | None, key: str) -> int | None:
    """Walks down a key as far as it leads."""
    for name, line, child in _children(node):
        if key == name:
            return line
        if key.startswith(f"{name}."):
            return _line_below(child, key[len(name) + 1 :]) or line
    return None


def _children(node: yaml.Node | None) -> Iterator[tuple[str, int, yaml.Node]]:
    """The entries of a node; longer names first, because names may hold dots themselves."""
    if isinstance(node, yaml.MappingNode):
        entries = [(str(key.value), _line(key), value) for key, value in node.value]
        yield from sorted(entries, key=lambda entry: -len(entry[0]))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield str(index), _line(value), value


def _named(node: yaml.Node | None, key: str) -> Iterator[tuple[yaml.Node, str]]:
    """The mappings with a value that the key begins with, and the rest of the key."""
    for _, _, child in _children(node):
        if isinstance(node, yaml.MappingNode) and isinstance(child, yaml.ScalarNode):
            if f"{key}.".startswith(f"{child.value}."):
                yield node, key[len(child.value) + 1 :]
        else:
            yield from _named(child, key)


def _line(node: yaml.Node) -> int:
    number: int = node.start_mark.line + 1
    return number
