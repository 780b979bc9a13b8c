"""Reading sources: text and Parquet into typed rows, and what is wrong with the others."""
