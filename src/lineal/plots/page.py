"""One HTML file that shows plots and fetches nothing: scripts, style, data and images inside. Pure.

Whatever comes from a project is escaped for where it stands, and the policy in the head lets
nothing run but the scripts that were put in.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import os.path
import re
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lineal.plots.draw import Drawing

_IMAGE_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
_UNSAFE = str.maketrans(
    {char: f"\\u{ord(char):04x}" for char in ("<", ">", "&", "\u2028", "\u2029")}
)
_PLACE = "{plot_divs}"


class Parts(NamedTuple):
    """What the page is made of, as text."""

    style: str
    scripts: Sequence[str]


def page_of(drawings: Sequence[Drawing], parts: Parts, title: str) -> str:
    revs = list(dict.fromkeys(rev for drawing in drawings for rev in _revs(drawing)))
    count = f"{len(drawings)} plot{'' if len(drawings) == 1 else 's'}"
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(_policy(parts.scripts))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}: plots</title>
<style>{parts.style}</style>
</head>
<body>
<header>
<h1>{escape(title)}</h1>
<p>{count}</p>
<ul class="revs">{"".join(f"<li>{escape(rev)}</li>" for rev in revs)}</ul>
<label>Find <input id="filter" type="search" placeholder="name of a plot"></label>
</header>
<main class="plots">
{cards_of(drawings)}
</main>
<footer>Made by lineal plots. Scroll in a chart to zoom, drag to move.</footer>
{_scripts(parts.scripts)}
</body>
</html>
"""


def custom_page(template: str, drawings: Sequence[Drawing], parts: Parts) -> str:
    """A template of the user's own, with DVC's places in it."""
    if _PLACE not in template:
        raise DataError(
            f"the HTML template has no place for plots: '{_PLACE}'",
            hint="write {plot_divs} where the plots belong, and {scripts} into the head",
        )
    values = {
        "{plot_divs}": cards_of(drawings),
        "{scripts}": f"<style>{parts.style}</style>\n{_scripts(parts.scripts)}",
        "{refresh_tag}": "",
    }
    return re.sub(r"\{(?:plot_divs|scripts|refresh_tag)\}", lambda at: values[at[0]], template)


def cards_of(drawings: Iterable[Drawing]) -> str:
    """Charts first, then images, those of one directory in the order of their numbers."""
    ordered = sorted(drawings, key=lambda drawing: (drawing.is_image, _steps(drawing)))
    return "\n".join(_card(drawing, number) for number, drawing in enumerate(ordered, 1))


def _steps(drawing: Drawing) -> list[tuple[int, int, str]]:
    """``step10.png`` comes after ``step9.png``; charts keep their order."""
    if not drawing.is_image:
        return []
    parts = re.split(r"(\d+)", drawing.name)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _card(drawing: Drawing, number: int) -> str:
    wide = " wide" if len(drawing.images) > 1 or _is_faceted(drawing) else ""
    anchor = f"plot-{number}"
    name = escape(drawing.name)
    body = _body(drawing, f"canvas-{number}") or '<p class="empty">No data to draw.</p>'
    return f"""\
<section class="plot{wide}" id="{anchor}" data-id="{name}">
<h2><a href="#{anchor}">{name}</a></h2>
{body}
{"".join(_faults(drawing))}
</section>"""


def _body(drawing: Drawing, canvas: str) -> str:
    if drawing.is_image:
        kind = _IMAGE_TYPES[os.path.splitext(drawing.name)[1]]
        figures = "".join(_figure(drawing.name, kind, rev, data) for rev, data in drawing.images)
        return f'<div class="images">{figures}</div>'
    if drawing.spec is None:
        return ""
    return (
        f'<div class="canvas" id="{canvas}"></div>\n'
        f'<script type="application/json" data-plot="{canvas}" '
        f'data-name="{escape(drawing.name)}">{_json(drawing.spec)}</script>'
    )


def _figure(name: str, kind: str, rev: str, data: bytes) -> str:
    source = f"data:{kind};base64,{base64.b64encode(data).decode()}"
    described = escape(f"{name} at {rev}")
    return (
        f'<figure><img src="{source}" alt="{described}" loading="lazy">'
        f"<figcaption>{escape(rev)}</figcaption></figure>"
    )


def _faults(drawing: Drawing) -> Iterable[str]:
    for fault in drawing.faults:
        text = escape(fault.error.message)
        yield f'<p class="fault"><b>{escape(fault.rev)}</b> {text}</p>'
    if drawing.undrawable is not None:
        yield f'<p class="fault">{escape(drawing.undrawable.message)}</p>'


def _revs(drawing: Drawing) -> Iterable[str]:
    return [rev for rev, _ in drawing.images] if drawing.is_image else drawing.revs


def _is_faceted(drawing: Drawing) -> bool:
    return isinstance(drawing.spec, dict) and "facet" in drawing.spec and len(drawing.revs) > 1


def _json(spec: Any) -> str:  # noqa: ANN401  what a template may hold
    """JSON that ends no script element, with nothing in it that JSON does not know."""
    try:
        text = json.dumps(spec, allow_nan=False, default=str, separators=(",", ":"))
    except ValueError:
        text = json.dumps(_finite(spec), default=str, separators=(",", ":"))
    return text.translate(_UNSAFE)


def _finite(value: Any) -> Any:  # noqa: ANN401  as above
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _scripts(scripts: Iterable[str]) -> str:
    return "\n".join(f"<script>{script}</script>" for script in scripts)


def _policy(scripts: Iterable[str]) -> str:
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
