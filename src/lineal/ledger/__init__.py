"""What happened, as immutable facts, and the questions they answer."""
