"""One file per row of the table; each exposes ``measure(bench) -> list[Row]``."""
