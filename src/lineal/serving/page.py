"""The page for people: what a row is, what comes back, and a form to try it. Pure but for assets.

It fetches nothing but answers of this server, and works without script up to the form. What comes
from a bundle is escaped for where it stands; the policy lets only our own script and style run.
"""

from __future__ import annotations

import base64
import hashlib
import os
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from lineal.serving.checking import expectation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.bundle.format import Input
    from lineal.serving.served import Served

_FOLDER = os.path.join(os.path.dirname(__file__), "assets")
_SHOWN_DIGITS = 12
_ASKED_FOR = """\
<p class="field"><label for="token">Token</label>
<input id="token" type="password" autocomplete="off" required></p>"""
_PLACEHOLDERS: dict[str, Any] = {"number": 0.5, "integer": 1, "text": "text", "boolean": True}


class Page(NamedTuple):
    html: str
    policy: str


def page_of(served: Served) -> Page:
    style, script = _asset("docs.css"), _asset("docs.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src {_digest(style)}",
            f"script-src {_digest(script)}",
            "connect-src 'self'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
    return Page(_html(served, style, script), policy)


def _html(served: Served, style: str, script: str) -> str:
    title = escape(f"{served.endpoint}: predictions")
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{escape(served.endpoint)}</h1>
<p>Predicts <strong>{escape(served.target)}</strong> with version
<strong>{escape(served.version)}</strong>.
Every prediction has an id and leaves a receipt.</p>
<nav aria-label="On this server"><a href="/openapi.json">OpenAPI</a>
<a href="/metrics">metrics</a> <a href="/ready">ready</a></nav>
</header>
<main>
{_try(served)}
{_inputs(served)}
{_asking(served)}
{_answers(served)}
</main>
<footer>Served by Lineal. Bundle <code>{escape(served.bundle[:_SHOWN_DIGITS])}</code>.</footer>
<script type="application/json" id="examples">{_data(served)}</script>
<script>{script}</script>
</body>
</html>
"""


def _try(served: Served) -> str:
    token = _ASKED_FOR if served.token else ""
    fields = "\n".join(_field(place, one) for place, one in enumerate(served.inputs))
    return f"""\
<section aria-labelledby="try">
<h2 id="try">Try it</h2>
<noscript><p>The form needs JavaScript; the command below does not.</p></noscript>
<form id="form" novalidate>
<p class="field" id="choice" hidden><label for="example">Example</label>
<select id="example"></select></p>
{token}
<div class="fields">
{fields}
</div>
<p><button type="submit">Predict</button></p>
</form>
<div id="result" role="status" aria-live="polite"></div>
</section>"""


def _field(place: int, one: Input) -> str:
    """Every value is typed as text; script makes of it what the kind says."""
    name, hint = escape(one.name), escape(expectation(one))
    mode = {"number": ' inputmode="decimal"', "integer": ' inputmode="numeric"'}.get(one.kind, "")
    described = f'aria-describedby="hint{place} problem{place}"'
    common = f'id="field{place}" data-name="{name}" data-kind="{escape(one.kind)}" {described}'
    if one.kind == "boolean":
        empty = "<option value=''>null</option>" if one.nullable else ""
        choices = f"<option>true</option><option>false</option>{empty}"
        control = f"<select {common}>{choices}</select>"
    else:
        control = f'<input {common} type="text"{mode} autocomplete="off" spellcheck="false">'
    return (
        f'<div class="field"><label for="field{place}">{name}</label>{control}'
        f'<small id="hint{place}">{hint}</small>'
        f'<small class="problem" id="problem{place}"></small></div>'
    )


def _inputs(served: Served) -> str:
    example = _example(served)
    rows = "\n".join(
        f'<tr><th scope="row"><code>{escape(one.name)}</code></th><td>{escape(one.kind)}</td>'
        f"<td>{'may be null' if one.nullable else 'required'}</td>"
        f"<td><code>{escape(_json(example.get(one.name)))}</code></td></tr>"
        for one in served.inputs
    )
    return f"""\
<section aria-labelledby="inputs">
<h2 id="inputs">A row</h2>
<div class="wide" role="region" aria-labelledby="inputs" tabindex="0"><table>
<thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Missing</th>
<th scope="col">Example</th></tr></thead>
<tbody>
{rows}
</tbody></table></div>
</section>"""


def _asking(served: Served) -> str:
    example = _example(served)
    token = ' -H "Authorization: Bearer $TOKEN"' if served.token else ""
    one = f"curl{token} --json {_quoted(_json(example))} <span data-origin></span>/predict"
    rows = {"rows": [example, example]}
    many = f"curl{token} --json {_quoted(_json(rows))} <span data-origin></span>/batch_predict"
    return f"""\
<section aria-labelledby="asking">
<h2 id="asking">Ask</h2>
<p>One row:</p>
<pre tabindex="0"><code>{one}</code></pre>
<p>Up to {served.most_rows:,} rows:</p>
<pre tabindex="0"><code>{many}</code></pre>
</section>"""


def _answers(served: Served) -> str:
    decision = served.decision
    positive, negative = escape(_json(decision.positive)), escape(_json(decision.negative))
    note = f" ({escape(decision.note)})" if decision.note else ""
    return f"""\
<section aria-labelledby="answers">
<h2 id="answers">What comes back</h2>
<dl>
<dt><code>id</code></dt><dd>Names the prediction: <code>lineal trace prediction:ID</code> says
where it came from.</dd>
<dt><code>score</code></dt><dd>How likely it is, from 0 to 1.</dd>
<dt><code>decision</code></dt><dd><code>{positive}</code> at a score of at least
<code>{decision.threshold!r}</code>, else <code>{negative}</code>{note}.</dd>
<dt><code>version</code></dt><dd>Which version said so.</dd>
</dl>
<p>Rows that do not fit are answered with status 422, and every problem is named with its row,
field, what is expected and what was sent. Without a receipt there is no prediction: status 503.</p>
</section>"""


def _example(served: Served) -> Mapping[str, Any]:
    if served.examples:
        return served.examples[0]
    return {one.name: _PLACEHOLDERS[one.kind] for one in served.inputs}


def _data(served: Served) -> str:
    """JSON inside HTML: no ``<`` may end the element it stands in."""
    rows = served.examples or [_example(served)]
    return _json(rows).replace("<", "\\u003c")


def _quoted(text: str) -> str:
    """For a shell, then for HTML."""
    return escape("'" + text.replace("'", "'\\''") + "'", quote=False)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _asset(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
