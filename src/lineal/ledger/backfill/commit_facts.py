"""From a commit and what it brought to the fact of it. Pure."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.backfill.executions import MICROS
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import commit

if TYPE_CHECKING:
    from lineal.ledger.backfill.commits import Commit
    from lineal.ledger.backfill.reader import Brought
    from lineal.ledger.kinds.commit import CommitPayload


def commit_fact(made: Commit, brought: Brought) -> NewFact:
    """The same for everybody who has the commit."""
    when = made.committed * MICROS
    payload: CommitPayload = {
        "commit": made.sha,
        "parents": list(made.parents),
        "author": made.email or made.author,
        "name": made.author,
        "committed": when,
        "subject": made.subject,
        "entries": brought.entries,
    }
    if brought.gone:
        payload["gone"] = list(brought.gone)
    named = hashlib.sha256(f"commit\0{made.sha}".encode()).digest()
    return NewFact(make_id(when, named[:RANDOM_BYTES]), commit.KIND, when, payload)
