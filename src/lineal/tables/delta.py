"""Delta tables at a version: the one door to deltalake.

Reading only, and only versions: which one is meant is `delta_pins`, where the table is
`delta_place`.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from lineal.base.errors import DataError, TargetError, UsageError
from lineal.tables.delta_files import missing_files, oldest_in, versions_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deltalake import DeltaTable

    from lineal.storage.config import Config
    from lineal.tables.delta_place import TablePlace


class Version(NamedTuple):
    """One state of a table; ``id`` is the table's own, which a table made anew does not have."""

    number: int
    committed: datetime | None
    id: str


def open_table(config: Config, place: TablePlace, version: int | None = None) -> DeltaTable:
    """At a version, or at the newest; every data file of an earlier version is looked for."""
    with _mapped(config, place, version):
        table = _delta_table(place, version)
        if version is not None:
            _refuse_vacuumed(config, place, table)
    return table


def version_at(config: Config, place: TablePlace, when: datetime | str | None) -> int:
    """The newest version, or the one that was the newest at a time."""
    moment = None if when is None else _moment(when)
    with _mapped(config, place, None):
        table = _delta_table(place, None)
        if moment is None:
            return int(table.version())
        committed = _commit_times(table)
    versions = [number for number, time in committed.items() if time <= moment]
    if not versions:
        oldest = min(committed, default=0)
        raise TargetError(
            f"table {place.uri} has no version as old as {moment.isoformat()}",
            hint=f"the oldest there is, version {oldest}, came later",
        )
    return max(versions)


def describe(config: Config, place: TablePlace, version: int) -> Version:
    """When a version was committed, and of which table it is."""
    with _mapped(config, place, version):
        table = _delta_table(place, version)
        committed = _commit_times(_delta_table(place, None)).get(version)
        return Version(version, committed, str(table.metadata().id))


def scan(table: DeltaTable) -> Any:  # noqa: ANN401  a polars.LazyFrame; importing that is not ours
    """A lazy frame over the files of this version: what is not asked for is not read."""
    import polars

    # polars 2 looks for a directory that is called as the URL has it, with %20 for a space.
    is_escaped = table.table_uri.startswith("file://") and "%" in table.table_uri
    if is_escaped and find_spec("pyarrow") is None:
        raise DataError(
            f"table {unquote(table.table_uri)}: such a path is read with pyarrow, which is"
            " not installed",
            hint="pip install pyarrow, or rename the directory: no spaces, only ASCII",
        )
    return polars.scan_delta(table, use_pyarrow=is_escaped)


def _require() -> None:
    missing = [name for name in ("deltalake", "polars") if find_spec(name) is None]
    if missing:
        raise DataError(
            f"Delta tables are read with {' and '.join(missing)}, which is not installed",
            hint="pip install 'lineal[delta]'",
        )


def _delta_table(place: TablePlace, version: int | None) -> DeltaTable:
    from deltalake import DeltaTable

    return DeltaTable(place.uri, version=version, storage_options=dict(place.options))


def _commit_times(newest: DeltaTable) -> dict[int, datetime]:
    """As the commits themselves say, so that a copy of a table says the same.

    Only the history of the newest version is numbered as it should be (deltalake 1.6).
    """
    return {
        int(commit["version"]): datetime.fromtimestamp(int(commit["timestamp"]) / 1000, UTC)
        for commit in newest.history()
        if "timestamp" in commit
    }


@contextmanager
def _mapped(config: Config, place: TablePlace, version: int | None) -> Iterator[None]:
    _require()
    from deltalake.exceptions import DeltaError, TableNotFoundError

    try:
        yield
    except TableNotFoundError as exc:
        if version is not None and versions_in(config, place):
            raise _no_version(config, place, version) from exc
        raise TargetError(
            f"there is no Delta table at {place.uri}", hint="check the path: it holds _delta_log"
        ) from exc
    except DeltaError as exc:
        if version is None:
            raise DataError(
                f"table {place.uri} cannot be read: {exc}", hint="check it with what wrote it"
            ) from exc
        raise _no_version(config, place, version) from exc
    except OSError as exc:
        said = str(exc).strip().split("\n")
        raise DataError(
            f"table {place.uri} cannot be reached: {said[0]} {said[-1].strip()}",
            hint="put the table below a remote, remote://NAME/path, and give that its credentials",
        ) from exc


def _no_version(config: Config, place: TablePlace, version: int) -> DataError:
    found = versions_in(config, place)
    newest = max(found, default=0)
    if version > newest:
        return DataError(
            f"table {place.uri} has no version {version}: the newest is {newest}",
            hint="lineal delta pin NAME moves a pin to the newest",
        )
    return DataError(
        f"version {version} of table {place.uri} is gone: its log was cleaned up and"
        f" begins at version {oldest_in(config, place)}",
        hint="pin a newer version; delta.logRetentionDuration says how long logs are kept",
    )


def _refuse_vacuumed(config: Config, place: TablePlace, table: DeltaTable) -> None:
    """What VACUUM deleted is missed now, with the version's name, not in the middle of a job."""
    uris = table.file_uris()
    gone = missing_files(config, place, table.table_uri, uris)
    if gone:
        raise DataError(
            f"version {table.version()} of table {place.uri} cannot be read any more:"
            f" {len(gone)} of its {len(uris)} files were vacuumed",
            hint="pin a newer version; delta.deletedFileRetentionDuration says how long"
            " files are kept",
        )


def _moment(when: datetime | str) -> datetime:
    try:
        found = when if isinstance(when, datetime) else datetime.fromisoformat(when)
    except ValueError as exc:
        raise UsageError(
            f"'{when}' is not a time", hint="write it as 2026-01-31T12:00:00+00:00"
        ) from exc
    if found.tzinfo is None:
        raise UsageError(
            f"'{when}' has no time zone", hint=f"such as {found.isoformat()}+00:00 or …Z"
        )
    return found
