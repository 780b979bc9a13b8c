"""Lineal: the ML lifecycle with lineage that reaches every single prediction."""

__version__ = "0.1.0"
