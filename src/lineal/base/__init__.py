"""Values and rules everything else stands on: no I/O, no clock, no imports from above."""
