"""What a command says of itself while it runs: read, wrote, drew at random, logged."""
