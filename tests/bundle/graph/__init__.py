"""Tests of the compiler: what the graph says, and what the table says."""
