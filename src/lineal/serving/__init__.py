"""The prediction server: a verified bundle, answers over HTTP, a receipt for each."""
