"""A file for each family: from the arrays of `learning.fitted` to nodes that give the score."""
