"""Tests of expressions: reading, checking, computing."""
