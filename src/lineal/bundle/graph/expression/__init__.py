"""The parts of the compiler of expressions: numbers, texts, truths, choices."""
