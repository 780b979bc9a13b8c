"""The whole line, asked at each link whether it tells the truth."""
