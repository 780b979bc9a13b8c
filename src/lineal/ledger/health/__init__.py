"""What is wrong with a setup: one small file for each thing that is looked at."""
