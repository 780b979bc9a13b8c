"""Distances of neighbours are exact, and the first of equally near points count."""

from __future__ import annotations

import numpy as np

from lineal.learning.candidates.neighbours import CANDIDATE, GRID, LIMIT, on_grid


def _nearest(points: np.ndarray, labels: np.ndarray, row: np.ndarray, k: int) -> float:
    """By Python's whole numbers, which are exact however large."""
    steps = [[round(one / GRID) for one in point] for point in points]
    own = [round(one / GRID) for one in row]
    far = [sum((a - b) ** 2 for a, b in zip(own, point, strict=True)) for point in steps]
    first = sorted(range(len(far)), key=lambda place: (far[place], place))[:k]
    return float(labels[first].sum()) / k


def test_of_equally_near_points_the_first_count() -> None:
    """Whole numbers on a small lattice: nearly every distance occurs many times."""
    random = np.random.default_rng(2)
    points = random.integers(-1, 2, (60, 3)).astype(np.float64)
    labels = (random.random(60) < 0.5).astype(np.float64)
    rows = random.integers(-2, 3, (40, 3)).astype(np.float64)
    found = CANDIDATE.fit(points, labels, {"k": 5}, 0).score(rows)
    assert [_nearest(points, labels, row, 5) for row in rows] == found.tolist()


def test_scores_are_exact_for_numbers_that_are_not() -> None:
    """Thirds and sevenths, wide, and beyond the limit of the grid."""
    random = np.random.default_rng(6)
    points = random.integers(-9, 10, (80, 30)) / np.where(np.arange(30) % 2, 3.0, 7.0)
    labels = (random.random(80) < 0.5).astype(np.float64)
    rows = np.concatenate([-points[:20], points[:20] + 1 / 3, points[:5] * 1e9])
    found = CANDIDATE.fit(points, labels, {"k": 7}, 0).score(rows)
    kept = on_grid(points, GRID, LIMIT)
    expected = [_nearest(kept, labels, row, 7) for row in on_grid(rows, GRID, LIMIT)]
    assert expected == found.tolist()


def test_fewer_points_than_neighbours_are_all_neighbours() -> None:
    """The score is the share of positives then."""
    found = CANDIDATE.fit(np.eye(3), np.array([1.0, 0.0, 0.0]), {"k": 35}, 0).score(np.eye(3))
    assert [1 / 3] * 3 == found.tolist()
