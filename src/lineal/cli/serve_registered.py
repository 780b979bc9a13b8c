"""What ``lineal serve`` answers with in a project: an endpoint, a model, or a version of one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import RefusedError, TargetError
from lineal.cli.serve_asked import Asked
from lineal.ledger.endpoints import Endpoint, endpoints_of
from lineal.ledger.opening import open_ledger
from lineal.ledger.settings import read_settings
from lineal.lineage.places import receipts_dir
from lineal.pipeline.workspace import open_workspace
from lineal.registry.aliases import current
from lineal.registry.bundles import materialise
from lineal.registry.versions import resolve, split_name, versions_of
from lineal.serving.settings import Settings

if TYPE_CHECKING:
    import argparse

    from lineal.ledger.stores.port import Store
    from lineal.registry.versions import Version

_PASSED = "pass"


def registered(args: argparse.Namespace) -> Asked:
    with open_workspace(warn=args.console.warn) as ws:
        name = args.target
        endpoint = endpoints_of(read_settings(ws).endpoints).get(name)
        with open_ledger(ws) as ledger:
            if endpoint is None:
                version = _of_model(ledger.store, name)
            else:
                version = _promoted(ledger.store, endpoint)
        _refuse_failed(version)
        path = materialise(ws, version)
        receipts = receipts_dir(ws, args.receipts)
    settings = Settings(
        bundle=path,
        digest=version.bundle,
        receipts=os.path.relpath(receipts),
        endpoint=version.model if endpoint is None else name,
        version=version.name,
        durable=args.durable,
    )
    if endpoint is None:
        return Asked(settings, title=version.name)
    return Asked(settings, version.name, endpoint.host, endpoint.port, endpoint.workers)


def _of_model(store: Store, name: str) -> Version:
    """A model's name alone means what was promoted: never simply the newest."""
    model, which = split_name(name)
    return resolve(store, name) if which else _promoted(store, Endpoint(model))


def _promoted(store: Store, endpoint: Endpoint) -> Version:
    model, alias = endpoint.model, endpoint.alias
    known = versions_of(store, model)
    if known and alias not in current(store, model):
        to = "" if alias == Endpoint._field_defaults["alias"] else f" --to {alias}"
        passed = [one for one in known if one.verdict == _PASSED]
        hint = f"lineal models promote {passed[-1].name}{to}" if passed else None
        raise TargetError(
            f"no version of '{model}' is promoted to {alias}",
            hint=hint or f"none passed its gates: lineal models show {known[-1].name}",
        )
    return resolve(store, f"{model}@{alias}")


def _refuse_failed(version: Version) -> None:
    if version.verdict != _PASSED:
        raise RefusedError(
            f"{version.name} is not served: its gates say {version.verdict or 'nothing'}",
            hint=f"lineal why model:{version.name}",
        )
