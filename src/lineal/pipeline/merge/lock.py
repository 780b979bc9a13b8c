"""Merging ``dvc.lock`` stage by stage. Pure.

A stage's entry is the record of one execution, so it is taken from one side as a whole: an entry
with the inputs of one run and the outputs of another would claim what never happened. Which side
that is never needs a person. If the merged inputs are those of one side, its record still holds;
otherwise neither does, ours stays, and the stage is out of date until the next run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.pipeline.merge.clash import FIELD, OURS, STAGE, THEIRS, Clash
from lineal.pipeline.merge.threeway import ABSENT, merge_fields, merge_mappings, settle

if TYPE_CHECKING:
    from collections.abc import Mapping

Entry = dict[str, Any]

SAME_INPUTS = "the same inputs gave different results"
FITS = "its command, dependencies and parameters are those of the merged pipeline"
NEITHER = "both sides changed its inputs, so neither result holds: `lineal run` makes it anew"
REMOVED = "one side removed the stage"


class MergedLock(NamedTuple):
    """What the merged lock says, and every stage that both sides recorded differently."""

    data: dict[str, Any]
    clashes: tuple[Clash, ...]


def merge_locks(
    base: Mapping[str, Any],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    *,
    ancestor: bool = False,
) -> MergedLock:
    """An ``ancestor`` is only a base for another merge: there, what clashes is left out."""
    clashes: list[Clash] = []

    def stage(name: str, old: Any, mine: Any, other: Any) -> object:  # noqa: ANN401  YAML
        if ancestor:
            return ABSENT
        clash = choose(name, old, mine, other)
        clashes.append(clash)
        return clash.ours if clash.kept == OURS else clash.theirs

    def field(name: str, mine: object, other: object) -> object:
        clashes.append(Clash(FIELD, name, mine, other, "kept as on our side", is_open=False))
        return mine

    top = merge_fields((_head(base), _head(ours), _head(theirs)), field)
    stages = merge_mappings((_stages(base), _stages(ours), _stages(theirs)), stage)
    # Where the stages stand among the other keys is ours to say.
    keys = dict.fromkeys((*ours, *top, "stages"))
    data = {key: stages if key == "stages" else top[key] for key in keys if key in {*top, "stages"}}
    if not stages and "stages" not in ours:
        del data["stages"]
    return MergedLock(data, tuple(clashes))


def _head(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != "stages"}


def _stages(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return data.get("stages") or {}


def choose(name: str, base: object, ours: object, theirs: object) -> Clash:
    """Say which record of a stage is kept, and why."""
    if not (isinstance(ours, dict) and isinstance(theirs, dict)):
        # A stale entry harms nobody; a missing one loses a result.
        kept = THEIRS if ours is ABSENT else OURS
        return _clash(name, ours, theirs, REMOVED, kept)
    mine, other = inputs_of(ours), inputs_of(theirs)
    if mine == other:
        return _clash(name, ours, theirs, SAME_INPUTS, OURS)
    merged = merged_inputs(inputs_of(base) if isinstance(base, dict) else {}, mine, other)
    if merged == mine:
        return _clash(name, ours, theirs, FITS, OURS)
    if merged == other:
        return _clash(name, ours, theirs, FITS, THEIRS)
    return _clash(name, ours, theirs, NEITHER, OURS)


def _clash(name: str, ours: object, theirs: object, why: str, kept: str) -> Clash:
    mine = None if ours is ABSENT else ours
    other = None if theirs is ABSENT else theirs
    return Clash(STAGE, name, mine, other, why, kept, is_open=False)


def inputs_of(entry: Mapping[str, Any]) -> dict[tuple[str, ...], object]:
    """What decides whether a recorded result still holds, piece by piece."""
    pieces: dict[tuple[str, ...], object] = {("cmd",): entry.get("cmd")}
    for dep in entry.get("deps") or ():
        measured = {key: dep[key] for key in dep if key not in ("path", "size", "nfiles")}
        pieces["dep", dep["path"]] = measured
    for file, values in (entry.get("params") or {}).items():
        for key, value in values.items():
            pieces["param", file, key] = value
    return pieces


def merged_inputs(
    base: Mapping[tuple[str, ...], object],
    ours: Mapping[tuple[str, ...], object],
    theirs: Mapping[tuple[str, ...], object],
) -> dict[tuple[str, ...], object] | None:
    """None when the sides disagree about one of them."""
    merged = {}
    for key in {*base, *ours, *theirs}:
        settled = settle(base.get(key, ABSENT), ours.get(key, ABSENT), theirs.get(key, ABSENT))
        if settled.clash:
            return None
        if settled.value is not ABSENT:
            merged[key] = settled.value
    return merged
