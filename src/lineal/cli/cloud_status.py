"""``lineal status --cloud``: what the cache and a remote do not have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.share_arguments import asked_of
from lineal.cli.transfer_progress import make_meter
from lineal.pipeline.sharing.cloud_status import cloud_status
from lineal.pipeline.workspace import open_workspace
from lineal.storage.remotes.opening import remote_name

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console

_LABEL_WIDTH = 20


def run_cloud(args: argparse.Namespace) -> int:
    console: Console = args.console
    asked = asked_of(args)
    with open_workspace(warn=console.warn) as ws:
        found = cloud_status(ws, asked, make_meter(console))
        name = remote_name(ws.config, asked.remote)
    if args.json:
        import json  # deferred: text needs none

        console.data(json.dumps(found, ensure_ascii=False))
        return 0
    if console.quiet:
        return int(bool(found))
    indent = "\t" if args.cloud else ""
    for path, kind in found.items():
        console.say(f"{indent}{f'{kind}:':<{_LABEL_WIDTH}}{path}")
    if not found:
        console.say(f"Cache and remote '{name}' are in sync.")
    return 0
