"""Features as SQL expressions: parsed once, run over tables, compiled for serving elsewhere."""
