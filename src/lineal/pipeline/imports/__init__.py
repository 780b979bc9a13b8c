"""Data from elsewhere: URLs and other projects, brought once and kept up to date."""
