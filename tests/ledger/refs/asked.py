"""What tests of references have at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.refs.resolve import resolve

if TYPE_CHECKING:
    from lineal.ledger.opening import Ledger
    from lineal.ledger.refs.nodes import Node
    from lineal.pipeline.workspace import Workspace
    from tests.ledger.builder import Builder


class Asked(NamedTuple):
    ws: Workspace
    ledger: Ledger
    build: Builder

    def __call__(self, text: str) -> Node:
        return resolve(self.ws, self.ledger, text)
