"""What no revision that matters needs any more, and removing it."""
