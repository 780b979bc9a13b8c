"""The checks of `lineal doctor`. A new one is one file here and one line in the registry."""
