"""The command line from outside, side by side with the real dvc."""
