"""Random repositories and random things to do to them (Hypothesis strategies)."""
