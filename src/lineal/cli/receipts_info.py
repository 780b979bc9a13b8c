"""``lineal receipts info``: how many there are, of what, where; and whether every byte is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.bundle.shown import short_bundle
from lineal.cli.amounts import size_text
from lineal.cli.moments import ago, now
from lineal.cli.receipts_place import add_place, receipts_place
from lineal.cli.values import count, print_rows, value_text
from lineal.receipts import places
from lineal.receipts.count import tallies_of
from lineal.receipts.snapshot import consistent

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from lineal.cli.output import Console
    from lineal.receipts.snapshot import Snapshot
    from lineal.receipts.tally import Tally
    from lineal.receipts.verify import Verified

HELP = "Show how many predictions were served, by what, and where their receipts are."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--verify", action="store_true", help="check every byte")
    add_place(parser)


def run(args: argparse.Namespace) -> int:
    directory = receipts_place(args)
    verified = None
    if args.verify:
        from lineal.receipts.verify import verify  # deferred: only when asked

        verified = verify(directory)
    broken = verified is not None and bool(verified.problems)
    # What is broken cannot be counted: the problems say more than the first of them.
    snapshot, tallies = (None, []) if broken else consistent(directory, _asked)
    if args.json:
        import json  # deferred: text needs none

        args.console.data(json.dumps(_as_json(directory, snapshot, tallies, verified)))
    else:
        if snapshot is not None:
            _show(args.console, snapshot, tallies)
        if verified is not None:
            _show_verified(args.console, verified)
    return 1 if broken else 0


def _asked(snapshot: Snapshot) -> tuple[Snapshot, list[Tally]]:
    return snapshot, tallies_of(snapshot)


def _show(console: Console, snapshot: Snapshot, tallies: list[Tally]) -> None:
    parts, segments = snapshot.manifest.parts, snapshot.segments
    console.say(snapshot.directory)
    if not tallies:
        console.say("Nothing was predicted yet: lineal serve MODEL")
        return
    waiting = ""
    if segments:
        written = size_text(sum(len(one.data) for one in segments))
        waiting = f", {count(len(segments), 'segment')} of {written} not compacted"
    console.say(
        f"{count(sum(one.rows for one in tallies), 'receipt')}:"
        f" {count(len(parts), 'Parquet file')} of {size_text(sum(part.size for part in parts))}"
        f"{waiting}"
    )
    print_rows(console, list(_rows(tallies, now())), "  ")
    if snapshot.manifest.damaged:
        console.warn(
            f"{count(len(snapshot.manifest.damaged), 'segment')} had damage when compacted",
            hint="lineal receipts info --verify names them",
        )


def _rows(tallies: Iterable[Tally], present: int) -> Iterable[list[str]]:
    kinds: dict[tuple[str, str, str], list[Tally]] = {}
    for one in tallies:
        kinds.setdefault(one.kind[1:4], []).append(one)
    for (endpoint, version, bundle), found in sorted(kinds.items()):
        decisions: dict[int | str, int] = {}
        for one in found:
            decisions[one.kind.decision] = decisions.get(one.kind.decision, 0) + one.rows
        yield [
            endpoint or "-",
            version or f"bundle {short_bundle(bundle)}",
            f"{sum(decisions.values()):,}",
            ", ".join(f"{value_text(said)}: {rows:,}" for said, rows in decisions.items()),
            f"last {ago(max(one.last for one in found), present)}",
        ]


def _show_verified(console: Console, verified: Verified) -> None:
    if verified.problems:
        for problem in verified.problems:
            console.failure(problem)
        return
    console.say(
        f"every byte is right: {count(verified.rows, 'receipt')}"
        f" in {count(verified.parts, 'file')} and {count(verified.segments, 'segment')}"
    )


def _as_json(
    directory: str, snapshot: Snapshot | None, tallies: list[Tally], verified: Verified | None
) -> Mapping[str, Any]:
    from lineal.receipts.as_json import moment  # deferred: text needs none

    said: dict[str, Any] = {"place": directory}
    if snapshot is not None:
        manifest = snapshot.manifest
        said |= {
            "receipts": sum(one.rows for one in tallies),
            "files": [places.parquet(directory, part) for part in manifest.parts],
            "segments": [one.name for one in snapshot.segments],
            "damaged": [one._asdict() for one in manifest.damaged],
            "counts": [
                {
                    **one.kind._asdict(),
                    "receipts": one.rows,
                    "first": moment(one.first),
                    "last": moment(one.last),
                }
                for one in tallies
            ],
        }
    if verified is not None:
        said["verified"] = {
            "receipts": verified.rows,
            "problems": list(verified.problems),
        }
    return said
