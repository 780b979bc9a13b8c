"""The history of a Git repository as facts: for projects that were there before Lineal was."""
