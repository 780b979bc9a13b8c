"""What ``import lineal`` offers: versioned data, parameters and metrics from Python.

The same use cases as the command line's, with the arguments of ``dvc.api``. Imported name by
name, when one is used.
"""
