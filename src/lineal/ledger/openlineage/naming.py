"""Names of things as OpenLineage has them, a namespace and a name, and as facts do. Pure.

A file of the project is in the namespace of its repository; a URL or an absolute path is named
as OpenLineage's naming of datasets says, so that others who use it say the same.
"""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

_ALIASES = {"s3a": "s3", "s3n": "s3"}
# In these the part before the @ is the container, and no secret.
_CONTAINERS = frozenset({"abfs", "abfss", "wasb", "wasbs"})
_SCP_LIKE = re.compile(r"^(?:[^@/:]+@)?([^/:]+):(?!/)(.+)$")
_SECRET_QUERY = re.compile(r"(?i)sig|token|key|secret|passw|credential")
_LOOPBACK = frozenset({"", "localhost"})


class Home(NamedTuple):
    """Where the project is: ``namespace`` is of its files and stages.

    ``repository`` is the URL of where it was cloned from, ``folder`` is where in it it lies.
    """

    namespace: str
    host: str
    root: str
    repository: str | None = None
    folder: str = ""


def home_of(origin: str | None, host: str, root: str, folder: str = "") -> Home:
    """Two who cloned the same repository, one by SSH and one by HTTPS, say the same names."""
    if origin is None:
        return Home(f"file://{host}{root}", host, root)
    url = _repository_url(origin)
    where, _, path = url.partition("://")[2].partition("/")
    namespace = f"git://{where or host}/{path.strip('/').removesuffix('.git')}"
    return Home("/".join(filter(None, (namespace, folder))), host, root, url, folder)


def _repository_url(origin: str) -> str:
    """``git@host:path`` and folders as the URLs they stand for, without a user."""
    if "://" in origin:
        return plain_url(origin)
    scp = _SCP_LIKE.match(origin)
    return f"ssh://{scp[1]}/{scp[2]}" if scp else f"file://{origin}"


def dataset_of(home: Home, path: str) -> tuple[str, str]:
    """Namespace and name of what a fact calls ``path``."""
    if "://" in path:
        scheme, _, rest = plain_url(path).partition("://")
        where, _, name = rest.partition("/")
        return f"{scheme}://{where}", name or "/"
    if path.startswith("/"):
        return f"file://{home.host}", path
    return home.namespace, path


def path_of(home: Home, namespace: str, name: str) -> str:
    """What facts call a dataset of others: a path of ours, an absolute one, or a URL."""
    if namespace == home.namespace:
        inside = posixpath.normpath(name)
        if not inside.startswith(("/", "..")):
            return inside
    if namespace == "file" or namespace.startswith("file://"):
        host = namespace.removeprefix("file").removeprefix("://").strip("/")
        absolute = posixpath.normpath("/" + name.lstrip("/"))
        if host not in _LOOPBACK and host != home.host:
            return f"file://{host}{absolute}"
        return absolute.removeprefix(f"{home.root}/")
    joined = f"{namespace.rstrip('/')}/{name.lstrip('/')}" if name != "/" else namespace
    return plain_url(joined)


def plain_url(url: str) -> str:
    """One spelling for one place, and no secret in it."""
    scheme, sep, rest = url.partition("://")
    if not sep:
        return url.rstrip("/") or url
    scheme = _ALIASES.get(scheme.lower(), scheme.lower())
    rest, _, query = rest.partition("?")
    where, slash, path = rest.partition("/")
    user, _, host = where.rpartition("@")
    if user and not (scheme in _CONTAINERS and ":" not in user):
        where = host
    path = re.sub(r"/{2,}", "/", path).rstrip("/")
    kept = f"?{query}" if query and not _SECRET_QUERY.search(query) else ""
    return f"{scheme}://{where}{slash if path else ''}{path}{kept}"
