"""Contracts of tables: rules, what they mean for rows, and the report of what was violated."""
