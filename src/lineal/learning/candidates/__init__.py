"""Families of models that can be trained; each is a file here and a line in the registry."""
