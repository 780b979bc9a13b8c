"""Compiling to ONNX: expressions, preprocessing and models become nodes of one graph."""
