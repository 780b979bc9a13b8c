"""Libraries that steps need and that are not installed: one error, which says what to install."""

from __future__ import annotations

from lineal.base.errors import DataError, LinealError


def explained(step: str, exc: ModuleNotFoundError) -> LinealError:
    """For libraries of others; a missing module of ours is a bug and is raised as it is."""
    library = (exc.name or "").partition(".")[0]
    if not library or library == "lineal":
        raise exc
    return DataError(
        f"step '{step}' needs {library}, which is not installed",
        hint="pip install 'lineal[ml]'",
    )
