"""What differs between revisions, the workspace and a remote, by path."""
