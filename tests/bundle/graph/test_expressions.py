"""The graph gives the values that the table gives, bit for bit."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lineal.base.errors import TableError
from tests.bundle.graph.expressions import expressions, rows
from tests.bundle.graph.running import ROWS, as_graph, over_table

EXACT = """
a / b; a % b; n % 3; GREATEST(a, b, 1); LEAST(a, b); ROUND(a); ROUND(a, 1); ROUND(n, -1); TRUNC(a)
a BETWEEN 0 AND b; NOT (a BETWEEN 0 AND b); a = b; a <> b; a <= b; NOT a < b
n IN (1, 2); n NOT IN (0, 1, 2, 5, 7); c IN ('IN', 'US'); c NOT IN ('a', 'b', 'IN', 'US', 'é')
c = d; c <> d; 'IN' <> c; c LIKE 'a%'; c NOT LIKE '%'; c LIKE '_b'; c LIKE 'é'; c LIKE '%%'
t = (a > 1); t <> u; t AND u; NOT (t AND u); t OR NOT u; t IS NOT TRUE; t IS FALSE; t IS NULL
CASE c WHEN 'IN' THEN 1 WHEN 'US' THEN 2 END; CASE WHEN t THEN c ELSE 'no' END
CASE a WHEN 0 THEN t WHEN 1 THEN u ELSE a < 0 END; CASE t WHEN u THEN 1 ELSE 0 END
COALESCE(c, d, '?'); COALESCE(t, u); NOT COALESCE(t, u); NULLIF(c, d); NULLIF(t, u); NULLIF(a, 0)
c || '_' || d; CAST(t AS DOUBLE) + 1; CAST(a AS BOOLEAN); NOT CAST(a AS BOOLEAN); a; t; c; -a
CASE WHEN 1 = 1 THEN 1 ELSE a END; IF(NULL, 1, a); COALESCE(NULL, a); t AND NULL; NOT (t AND NULL)
EXP(a); LN(a); LN(b); LOG10(a); LOG10(n); LOG(2, n); a ** b; a ** 2; n ** 0; n ** -1; a ** -3
a ** 0.5; 2 ** n; n ** 63; n ** 64; a ** n; EXP(a * 1e300); a ** NULL; LN(b * 1e300 * 1e300)
a * 1e308 * 10; SQRT(a); ABS(-a); SIGN(a); FLOOR(a); CEIL(a)
"""


def _each(several: str) -> list[str]:
    return [one.strip() for one in several.replace("\n", ";").split(";") if one.strip()]


@pytest.mark.parametrize("sql", _each(EXACT))
def test_each_operation_is_the_same_in_graph_and_table(sql: str) -> None:
    """NULL, zeros of both signs, text that is empty, long or not ASCII."""
    assert repr(as_graph(ROWS, sql)) == repr(over_table(ROWS, sql))


@pytest.mark.parametrize("sql", ["EXP(b)", "LN(b)", "a / 49", "POWER(b, 0.3)"])
def test_a_row_alone_has_in_the_graph_what_it_has_among_others(sql: str) -> None:
    """One row is served as a thousand are: libraries have another loop for few."""
    frame = rows(3)
    alone = [as_graph(frame[row], sql)[0] for row in range(0, frame.height, 7)]
    assert alone == as_graph(frame, sql)[::7]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(sql=expressions(), seed=st.integers(0, 99))
def test_any_expression_is_the_same_in_graph_and_table(sql: str, seed: int) -> None:
    """Over rows with NULL, infinity, the smallest and the largest numbers."""
    frame = rows(seed)
    try:
        table = over_table(frame, sql)
    except TableError as error:
        assume("needs a column" not in error.message)
        raise
    assert repr(as_graph(frame, sql)) == repr(table)
