"""``lineal compare``: in what runs, executions and revisions differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lineal.base.errors import UsageError
from lineal.cli.compare_text import markdown, show_comparison
from lineal.ledger.asking.changes import ABSENT
from lineal.ledger.asking.comparing import compare_states
from lineal.ledger.asking.history import metric_histories
from lineal.ledger.asking.of_ref import state_of
from lineal.ledger.opening import open_ledger
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from lineal.ledger.asking.comparing import Sections
    from lineal.ledger.asking.state import State

HELP = "Show in what runs, executions or revisions differ."

_LEAST, _MOST = 2, 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "refs", nargs="+", metavar="REF", help="runs, executions, stages or revisions, 2 to 50"
    )
    parser.add_argument("--all", action="store_true", help="also what is the same")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--md", action="store_true", help="print Markdown tables")


def run(args: argparse.Namespace) -> int:
    if not _LEAST <= len(args.refs) <= _MOST:
        raise UsageError(
            f"compare takes {_LEAST} to {_MOST} things, not {len(args.refs)}",
            hint="lineal log shows runs, and lineal show one of them",
        )
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        states = [state_of(ws, ledger, text) for text in args.refs]
        histories = metric_histories(ledger.store, states)
    sections = compare_states(states, equal=args.all)
    if args.json:
        args.console.data(json.dumps(_as_json(states, sections, histories), ensure_ascii=False))
    elif args.md:
        args.console.say(markdown(states, sections))
    else:
        show_comparison(args.console, states, sections, histories)
    return 0


def _as_json(
    states: Sequence[State], sections: Sections, histories: Mapping[str, Sequence[float]]
) -> dict[str, Any]:
    return {
        "states": [
            {
                "ref": one.label,
                "kind": one.kind,
                "id": None if one.id is None else one.id.hex(),
                "commit": one.commit,
            }
            for one in states
        ],
        **{
            section: {
                row.key: [None if value is ABSENT else value for value in row.values]
                for row in rows
            }
            for section, rows in sections.items()
        },
        "histories": {
            row.key: histories[row.key]
            for row in sections.get("metrics", ())
            if row.key in histories
        },
    }
