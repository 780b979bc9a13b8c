"""The packaged model: its format, the compiler that makes its graph, parity, the predictor."""
