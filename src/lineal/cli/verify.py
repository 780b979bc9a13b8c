"""``lineal verify``: check data by its digests, and bring back what is damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.cli.ledger_proof import proof_as_json, prove_here, show_proof
from lineal.cli.share_arguments import SCOPES, asked_from
from lineal.cli.transfer_progress import make_meter
from lineal.ledger.opened import is_there
from lineal.pipeline.sharing.verify import VerifyOptions, verify
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console
    from lineal.pipeline.sharing.verify import Finding
    from lineal.pipeline.workspace import Workspace

HELP = "Check the cache, a remote and the ledger by digests."

_MOST_SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for names, text in (
        ("--cache", "the cache: what is in it, and what is recorded"),
        ("--remote", "the remote: every object is read; may be given with --cache"),
        ("--ledger", "the ledger: chains of facts, the tables made of them, logs and other texts"),
        ("--fetch", "replace what is damaged or missing in the cache by what the remote has"),
        ("--json", "print JSON"),
        *SCOPES,
    ):
        parser.add_argument(*names.split(), action="store_true", help=text)
    parser.add_argument(
        "-r", dest="name", metavar="NAME", help="the remote to check, and to fetch from"
    )
    parser.add_argument("-j", "--jobs", type=int, metavar="N", help="objects side by side")
    parser.add_argument("targets", nargs="*", help="stages, outputs or .dvc files; default: all")


def run(args: argparse.Namespace) -> int:
    asked = asked_from(args, remote=args.name)
    objects = args.cache or args.remote or args.fetch or args.targets or not args.ledger
    options = VerifyOptions(asked, args.cache or not args.remote, args.remote, args.fetch)
    with open_workspace(warn=args.console.warn) as ws:
        found = verify(ws, options, make_meter(args.console)) if objects else []
        proof = prove_here(ws) if _wants_proof(args, ws) else None
    if args.json:
        import json  # deferred: text needs none

        said = {each.place: _as_json(each) for each in found}
        args.console.data(json.dumps(said | ({"ledger": proof_as_json(proof)} if proof else {})))
    else:
        for finding in found:
            _show(args.console, finding)
        if proof:
            show_proof(args.console, proof)
    return int(not all(finding.is_good for finding in found) or not (proof is None or proof.holds))


def _wants_proof(args: argparse.Namespace, ws: Workspace) -> bool:
    """Without flags and targets everything is meant, as far as there is a ledger."""
    particular = args.cache or args.remote or args.fetch or args.targets
    return args.ledger or (not particular and is_there(ws))


def _show(console: Console, finding: Finding) -> None:
    verdict = finding.verdict
    count = f"{verdict.checked} object{'' if verdict.checked == 1 else 's'}"
    if finding.is_good and not finding.fetched:
        console.say(f"{finding.place}: {count} checked, all are whole.")
        return
    console.say(f"{finding.place}: {count} checked.")
    lines = [f"{kind}:{'':<{12 - len(kind)}}{text}" for kind, text in _problems(finding)]
    for line in lines[:_MOST_SHOWN]:
        console.say(f"\t{line}")
    if len(lines) > _MOST_SHOWN:
        console.say(f"\tand {len(lines) - _MOST_SHOWN} more; --json lists all")
    if finding.is_good:
        return
    console.warn(f"{finding.place} is not whole", hint=_hint(finding))


def _problems(finding: Finding) -> list[tuple[str, str]]:
    verdict, names = finding.verdict, finding.names
    fetched = set(finding.fetched)
    found = []
    for kind, items in (("damaged", verdict.damaged), ("missing", verdict.missing)):
        for item in items:
            known = names.get(item, item.oid)
            shown = known if known == item.oid else f"{known} ({item.oid})"
            found.append((kind, f"{shown}, fetched again" if item in fetched else shown))
    found += [("unknown", f"{names.get(item, item.oid)}: {why}") for item, why in verdict.unknown]
    return found + [("set aside", path) for path in finding.set_aside]


def _hint(finding: Finding) -> str:
    if finding.place != "cache" and not finding.verdict.damaged:
        return "`lineal push --check`, from where the data is, sends what is missing"
    if finding.place != "cache":
        return "delete what is damaged there, then `lineal push --check` from where it is whole"
    if finding.set_aside or finding.fetched:
        return "what no remote has must be made again: `lineal run`, or `lineal add`"
    return "`lineal verify --fetch` brings back what the remote has"


def _as_json(finding: Finding) -> dict[str, Any]:
    verdict = finding.verdict
    return {
        "checked": verdict.checked,
        "damaged": {item.oid: finding.names.get(item, item.oid) for item in verdict.damaged},
        "missing": {item.oid: finding.names.get(item, item.oid) for item in verdict.missing},
        "unknown": {item.oid: why for item, why in verdict.unknown},
        "fetched": [item.oid for item in finding.fetched],
        "set_aside": list(finding.set_aside),
    }
