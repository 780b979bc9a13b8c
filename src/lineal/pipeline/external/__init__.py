"""Data that lies elsewhere: what is recorded of a URL, looked at and brought here."""
