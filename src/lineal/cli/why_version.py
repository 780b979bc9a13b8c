"""``lineal why model:NAME@7``: whether a version may be promoted, and what stands against it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from lineal.cli.models_text import move_json, verdicts_of_fact, version_json
from lineal.cli.moments import ago, clock, now
from lineal.cli.output import BOLD
from lineal.cli.values import printable
from lineal.gates.gate import PASS
from lineal.gates.lines import cells, flip
from lineal.ledger.kinds.alias import MOVED, REFUSED
from lineal.ledger.opening import open_ledger
from lineal.registry.listing import show_model

if TYPE_CHECKING:
    from lineal.cli.output import Console
    from lineal.gates.gate import Verdict
    from lineal.pipeline.workspace import Workspace
    from lineal.registry.aliases import Move
    from lineal.registry.listing import Shown


def why_version(ws: Workspace, console: Console, name: str, *, as_json: bool) -> int:
    with open_ledger(ws) as ledger:
        shown = show_model(ledger.store, name)
    verdicts = verdicts_of_fact(shown.listed)
    if as_json:
        console.data(json.dumps(_json(shown, verdicts), ensure_ascii=False))
        return 0
    _tell_verdicts(console, shown, verdicts)
    told = {f"{one.check} says {one.verdict}: {one.why}" for one in verdicts}
    for one in shown.moves:
        _tell_move(console, one, told)
    return 0


def _json(shown: Shown, verdicts: list[Verdict]) -> dict[str, Any]:
    against = [
        {**msgspec.to_builtins(one), "to_pass": flip(one)}
        for one in verdicts
        if one.verdict != PASS
    ]
    return {
        **version_json(shown.listed),
        "promotable": bool(verdicts) and not against,
        "against": against,
        "moves": [move_json(one) for one in shown.moves],
    }


def _tell_verdicts(console: Console, shown: Shown, verdicts: list[Verdict]) -> None:
    version = shown.listed.version
    name = console.paint(printable(version.name), BOLD)
    against = [one for one in verdicts if one.verdict != PASS]
    if not verdicts:
        console.say(f"{name} cannot be promoted: no gate has judged it")
    elif not against:
        console.say(f"{name} can be promoted: every check passed ({len(verdicts)})")
        if not shown.moves:
            console.note(f"next: lineal models promote {version.name}")
    else:
        count = f"{len(against)} of {len(verdicts)} checks did not pass"
        console.say(f"{name} cannot be promoted: {count}")
    for one in against:
        _, verdict, measured, between, asked, rows = cells(one)
        sure = "" if one.interval is None else f" (between {between})"
        counted = "" if one.n is None else f", {rows} rows"
        value = "" if one.measured is None else f": {measured}{sure}, asked {asked}{counted}"
        console.say(printable(f"  - {one.check} says {verdict}{value}"))
        console.say(printable(f"      {one.why}"))
        console.say(f"      to pass: {flip(one)}")


def _tell_move(console: Console, move: Move, told: set[str]) -> None:
    """``told`` was said already."""
    when = f"{clock(move.time)} ({ago(move.time, now())})"
    said = f", because: {move.payload['reason']}" if move.payload.get("reason") else ""
    what = {MOVED: "was done", REFUSED: "was refused"}.get(move.outcome, move.outcome)
    console.say(printable(f"  {move.verb} of {move.alias} to it {what} {when}{said}"))
    for reason in move.payload.get("why") or ():
        if reason in told:
            continue
        first, *rest = str(reason).splitlines() or [""]
        console.say(printable(f"      {first}"))
        for line in rest:
            console.say(printable(f"        {line.strip()}"))
