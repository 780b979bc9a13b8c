"""Plots: definitions and data of revisions, made into Vega-Lite specifications and one page."""
