"""``${…}`` in ``dvc.yaml``: variables, foreach and matrix, resolved into plain stages.

Nothing here opens a file: parameter files are asked for through a callback.
"""
