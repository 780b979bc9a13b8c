"""What ``plots show`` and ``plots diff`` have in common: flags, and what becomes of drawings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DataError, UsageError
from lineal.pipeline.workspace import open_workspace
from lineal.plots.collect import collect_plots
from lineal.plots.described import described, write_images
from lineal.plots.draw import draw
from lineal.plots.match import match_plots
from lineal.plots.model import PROPS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from lineal.cli.output import Console
    from lineal.pipeline.workspace import Workspace
    from lineal.plots.draw import Drawing

_OUT = "dvc_plots"
_NO_PLOTS = "No plots were loaded, visualization file will not be created."


def add_plot_flags(parser: argparse.ArgumentParser) -> None:
    for names, metavar, text in (
        ("-t --template", "NAME", "draw by this template: a name, or a JSON file"),
        ("-x", "FIELD", "field of the x axis"),
        ("-y", "FIELD", "field of the y axis"),
        ("--x-label", "TEXT", "label of the x axis"),
        ("--y-label", "TEXT", "label of the y axis"),
        ("--title", "TEXT", "title of the plots"),
        ("-o --out", "DIR", f"where the page goes; default: {_OUT}"),
        ("--html-template", "FILE", "page to put the plots into, at {plot_divs} and {scripts}"),
    ):
        parser.add_argument(*names.split(), metavar=metavar, help=text)
    parser.add_argument(
        "--no-header",
        dest="header",
        action="store_const",
        const=False,
        help="the first line of a table is data; its columns are 0, 1, …",
    )
    for name, text in (
        ("--show-vega", "print the Vega-Lite specification of one target"),
        ("--json", "print all specifications as JSON"),
        ("--split", "with --json: leave data and looks out of specifications, beside them"),
        ("--open", "open the page in a browser"),
    ):
        parser.add_argument(name, action="store_true", help=text)


def show_plots(
    args: argparse.Namespace, revisions: Callable[[Workspace], Sequence[str] | None]
) -> int:
    """``revisions`` is asked once the project is open; None means there is nothing to show."""
    targets: list[str] = args.targets or []
    if args.show_vega:
        _check_vega(args, targets)
    console: Console = args.console
    props = {name: getattr(args, name) for name in PROPS if getattr(args, name) is not None}
    with open_workspace(warn=console.warn) as ws:
        revs = revisions(ws)
        collected = collect_plots(ws, revs, targets, props) if revs is not None else {}
        drawings = draw(match_plots(collected), ws.project.dvc_dir, ws.cwd, split=args.split)
        out = os.path.join(ws.cwd, args.out or ws.config.plots.out_dir or _OUT)
        if args.json:
            write_images(drawings, out)
            console.data(_json(described(drawings, collected, out)))
            return 0
        for rev, found in collected.items():
            if found.error is not None:
                console.warn(f"{rev}: {found.error}", hint=found.error.hint)
        _warn_faults(console, drawings)
        if args.show_vega:
            return _print_vega(console, drawings)
        if not drawings:
            console.warn(_NO_PLOTS)
            return 0
        page = _write_page(ws, args, drawings, out)
        console.say(page)
        if args.open or ws.config.plots.auto_open:
            _open(page)
    return int(any(drawing.undrawable for drawing in drawings))


def _check_vega(args: argparse.Namespace, targets: Sequence[str]) -> None:
    if len(targets) != 1:
        raise UsageError(
            "--show-vega is about one target", hint="lineal plots show --show-vega TARGET"
        )
    if args.json:
        raise UsageError(
            "--show-vega and --json exclude each other", hint="--json prints all specifications"
        )


def _print_vega(console: Console, drawings: Sequence[Drawing]) -> int:
    drawing = next((one for one in drawings if not one.is_image), None)
    if drawing is not None and drawing.undrawable is None:
        console.data(_json(drawing.spec or {}))
        return 0
    return int(drawing is not None)


def _warn_faults(console: Console, drawings: Sequence[Drawing]) -> None:
    for drawing in drawings:
        for fault in drawing.faults:
            console.warn(f"{drawing.name}, {fault.rev}: {fault.error}", hint=fault.error.hint)
        if drawing.undrawable is not None:
            console.failure(f"{drawing.name}: {drawing.undrawable}", hint=drawing.undrawable.hint)


def _write_page(
    ws: Workspace, args: argparse.Namespace, drawings: Sequence[Drawing], out: str
) -> str:
    """The address of what was written."""
    from urllib.request import pathname2url  # deferred: only for pages

    from lineal.plots.bundled import scripts, style  # deferred: same
    from lineal.plots.page import Parts, custom_page, page_of  # deferred: same
    from lineal.storage.atomic import write_atomic  # deferred: same

    parts = Parts(style(), scripts())
    template = _html_template(ws, args.html_template)
    page = (
        page_of(drawings, parts, os.path.basename(ws.root))
        if template is None
        else custom_page(template, drawings, parts)
    )
    os.makedirs(out, exist_ok=True)
    path = os.path.realpath(os.path.join(out, "index.html"))
    write_atomic(path, page.encode("utf-8", "surrogateescape"))
    return f"file://{pathname2url(path)}"


def _html_template(ws: Workspace, given: str | None) -> str | None:
    """The file named here, or by the setting, which is relative to ``.dvc``."""
    setting = ws.config.plots.html_template
    path = given or (setting and os.path.join(ws.project.dvc_dir, setting))
    if not path:
        return None
    try:
        with open(os.path.join(ws.cwd, path), encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as exc:
        raise DataError(
            f"the HTML template '{path}' cannot be read: {exc}",
            hint="--html-template names a file; plots.html_template one below .dvc",
        ) from exc


def _json(value: Any) -> str:  # noqa: ANN401  a specification
    import json  # deferred: pages need none of it here

    return json.dumps(value, ensure_ascii=False, default=str)


def _open(page: str) -> None:
    import webbrowser  # deferred: only with --open

    if not webbrowser.open(page):
        raise DataError("no browser could be started", hint=f"open {page} yourself")
