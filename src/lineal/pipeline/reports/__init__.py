"""Numbers to look at: what metrics and parameter files say at revisions, and how they differ."""
