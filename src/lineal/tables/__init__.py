"""Tables as data: reading them in any format, and saying how two of them differ.

Polars does the work and is an extra; `extras` says so where it is missing. Which files a
revision holds is for `pipeline`; nothing here knows a stage.
"""
