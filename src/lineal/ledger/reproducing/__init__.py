"""Running again what was recorded, in a place of its own, and comparing every hash."""
