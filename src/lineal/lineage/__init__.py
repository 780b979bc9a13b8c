"""Lineage past the pipeline: versions, endpoints and predictions; replay, and why of those."""
