"""What ``make`` runs beyond the usual tools. Nothing here is shipped."""
