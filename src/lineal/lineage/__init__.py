"""Lineage past the pipeline: versions and predictions traced, reached, replayed and explained."""
