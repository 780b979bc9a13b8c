"""Where facts are kept: SQLite or Postgres, behind one port and one text of SQL."""
