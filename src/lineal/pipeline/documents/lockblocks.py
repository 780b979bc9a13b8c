"""A lock file cut into the blocks of its stages, so that one can be exchanged.

Pure text and values. Whether a given file may be cut at all is decided here too.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.emit import emission_of, emit_block, emit_yaml, has_aliases

Entry = dict[str, Any]

SCHEMA = "2.0"
FILE_NAME = "dvc.lock"
_STAGES = "stages:\n"
_INDENT = 2


class Block(NamedTuple):
    """One stage: its lines, what they say to the next reader, and whether those two agree."""

    text: str
    entry: Entry
    stable: bool


class Parts(NamedTuple):
    """What precedes the stages, each stage, and what follows them."""

    head: str
    blocks: dict[str, Block]
    tail: str
    # Stages whose lines read back as something that would be written differently.
    unstable: tuple[str, ...]

    def joined(self) -> str:
        return "".join((self.head, *(block.text for block in self.blocks.values()), self.tail))

    def with_block(self, name: str, block: Block, before: str | None) -> Parts:
        """Exchange a block or add one, in front of `before` where that is a stage.

        DVC writes the whole file anew at every change, and with it the unstable stages.
        """
        blocks = dict(self.blocks)
        for other in self.unstable:
            blocks[other] = block_of(other, blocks[other].entry)
        if name in blocks or before not in blocks:
            blocks[name] = block
        else:
            blocks = _inserted(blocks, name, block, before)
        touched = dict.fromkeys((*self.unstable, name))
        return self._replace(
            blocks=blocks, unstable=tuple(key for key in touched if not blocks[key].stable)
        )


def block_of(name: str, entry: Entry) -> Block:
    """Write a stage; refuse one that could not be read again."""
    emission = emission_of({name: entry}, _INDENT)
    if not emission.folded:
        return Block(emission.text, entry, stable=True)
    read = _read_back(name, emission.text)
    return Block(emission.text, read, emit_block({name: read}, _INDENT) == emission.text)


def new_parts() -> Parts:
    """Begin a file."""
    return Parts(f"schema: '{SCHEMA}'\n{_STAGES}", {}, "", ())


def cut(text: str, data: dict[str, Any]) -> Parts | None:
    """Cut a text that is exactly what ruamel writes for its data; None if it is not."""
    stages = data.get("stages", {})
    empty = "stages" in data and not stages  # `stages: {}` stays in flow style
    if empty or not isinstance(stages, dict) or has_aliases(data):
        return None
    keys = list(data)
    at = keys.index("stages") if stages else len(keys)
    head = "".join(emit_yaml({key: data[key]}) for key in keys[:at])
    tail = "".join(emit_yaml({key: data[key]}) for key in keys[at + 1 :])
    blocks = {
        name: Block(emit_block({name: entry}, _INDENT), entry, stable=True)
        for name, entry in stages.items()
    }
    parts = Parts(head + _STAGES if stages else head, blocks, tail, ())
    if parts.joined() != text:
        return None
    return parts if stages else parts._replace(head=head + _STAGES)


def _inserted(
    blocks: dict[str, Block], name: str, block: Block, before: str | None
) -> dict[str, Block]:
    placed: dict[str, Block] = {}
    for key, value in blocks.items():
        if key == before:
            placed[name] = block
        placed[key] = value
    return placed


def _read_back(name: str, text: str) -> Entry:
    from lineal.pipeline.documents.parse import mapping_in, parse_yaml  # deferred: libyaml

    try:
        (entry,) = mapping_in(parse_yaml(text, FILE_NAME), FILE_NAME).values()
    except DocumentError as exc:
        # DVC writes such a file, and nothing reads it again.
        raise DocumentError(
            f"stage '{name}' has a key that YAML cannot hold on one line",
            hint="shorten the names of the stage and of its parameters",
        ) from exc
    return dict(entry)
