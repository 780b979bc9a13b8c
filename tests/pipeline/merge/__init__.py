"""Tests of merging what two branches recorded."""
