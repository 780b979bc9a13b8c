"""What tests of events share: a place where the project is."""

from __future__ import annotations

import pytest

from lineal.ledger.openlineage.naming import Home, home_of


@pytest.fixture
def home() -> Home:
    return home_of("git@git.example.org:team/churn.git", "vm", "/work/churn")
