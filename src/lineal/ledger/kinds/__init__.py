"""The kinds of facts: what each says, and what it adds to the tables. Pure, one file a kind."""
