"""What a reference can mean: the things questions are asked about. Pure."""

from __future__ import annotations

from typing import NamedTuple


class ItemNode(NamedTuple):
    """These bytes under this path, from the project's root: a node of the graph."""

    path: str
    oid: str


class ArtifactNode(NamedTuple):
    """The same bytes under several paths; under one path they are an `ItemNode`."""

    oid: str
    paths: tuple[str, ...]

    @property
    def items(self) -> tuple[ItemNode, ...]:
        return tuple(ItemNode(path, self.oid) for path in self.paths)


class ExecutionNode(NamedTuple):
    id: bytes


class RunNode(NamedTuple):
    id: bytes


class StageNode(NamedTuple):
    """A stage by its address from the root, and the execution that is meant.

    That is the one whose record is current, or was at the revision; None when the ledger knows
    of none.
    """

    address: str
    execution: bytes | None = None


class ParamNode(NamedTuple):
    """A parameter; ``value`` is JSON, and None means whatever it was."""

    key: str
    value: str | None = None


class MetricNode(NamedTuple):
    key: str


class CommitNode(NamedTuple):
    """All 40 digits."""

    commit: str


class ColumnNode(NamedTuple):
    """A column of a table, which is an item."""

    path: str
    oid: str
    column: str


class VersionNode(NamedTuple):
    """A version of a model. ``bundle`` is the SHA-256 of its manifest.

    ``path`` and ``oid`` are of the bundle's directory; empty where nobody said.
    """

    model: str
    number: int
    bundle: str
    path: str = ""
    oid: str = ""


class PredictionNode(NamedTuple):
    """A served prediction; ``bundle`` is what answered."""

    id: bytes
    bundle: str


Node = (
    ItemNode
    | ArtifactNode
    | ExecutionNode
    | RunNode
    | StageNode
    | ParamNode
    | MetricNode
    | CommitNode
    | ColumnNode
    | VersionNode
    | PredictionNode
)


class Candidate(NamedTuple):
    """A thing a token may mean, how to spell it so that nothing else is meant, and what it is.

    Of what is only ``weak``, the ledger knows nothing: it does not compete with what is known.
    """

    node: Node
    spelling: str
    what: str
    weak: bool = False
