"""Recorded reasons in words. Pure.

The words for the present are those of `pipeline.why`, which sees the files; here the values are
what was recorded then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.pipeline.reasons import (
    ALWAYS,
    CHECKSUM,
    COMMAND,
    DELETED,
    DEP,
    NEW,
    NOT_IN_CACHE,
    OUT,
    PARAM,
    UPDATE,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PARAM_FILE = "params of a file"
#: By what changed and how; without a how for every other.
_TEXTS = {
    (COMMAND, ""): "the command changed",
    (CHECKSUM, ""): "the .dvc file itself changed",
    (ALWAYS, ""): "it runs always",
    (OUT, DELETED): "the output {path} was not there",
    (OUT, NOT_IN_CACHE): "the cache lacked the output {path}",
    (OUT, ""): "the output {path} was changed",
    (DEP, DELETED): "the dependency {path} was not there",
    (DEP, NEW): "the dependency {path} is new",
    (DEP, UPDATE): "the source of {path} has a newer version",
    (DEP, ""): "the dependency {path} changed",
    (_PARAM_FILE, DELETED): "the parameter file {path} was not there",
    (_PARAM_FILE, NEW): "parameters of {path} are new",
    (_PARAM_FILE, ""): "parameters of {path} changed",
    (PARAM, DELETED): "the parameter {key} of {path} was removed",
    (PARAM, NEW): "the parameter {key} of {path} is new",
    (PARAM, ""): "the parameter {key} of {path} changed",
}


def reason_text(why: Mapping[str, Any], shown: Callable[[Any], str]) -> str:
    """One reason as a line; ``shown`` spells values."""
    what = why.get("what", "")
    if what == PARAM and why.get("key") is None:
        what = _PARAM_FILE
    text = _TEXTS.get((what, why.get("how", ""))) or _TEXTS.get((what, ""), "{what} {path}")
    line = text.format(what=what, path=why.get("path", ""), key=why.get("key", ""))
    return line + _values(why, shown) if what == PARAM else line


def run_at_all(payload: Mapping[str, Any], *, first: bool) -> str | None:
    """Why it ran, where nothing that changed is the reason; then `reasons_of` has none."""
    if payload.get("forced"):
        return "it was forced: lineal run --force"
    return "it had never run before" if first and not reasons_of(payload, first=first) else None


def reasons_of(payload: Mapping[str, Any], *, first: bool) -> list[dict[str, Any]]:
    """The recorded reasons. Of a stage that never ran everything is new, which says nothing."""
    reasons: list[dict[str, Any]] = payload.get("why") or []
    new = first and all("before" not in why and why.get("what") != ALWAYS for why in reasons)
    return [] if new else reasons


def _values(why: Mapping[str, Any], shown: Callable[[Any], str]) -> str:
    if "before" in why and "now" in why:
        return f": {shown(why['before'])} -> {shown(why['now'])}"
    if "now" in why:
        return f": {shown(why['now'])}"
    return ""
