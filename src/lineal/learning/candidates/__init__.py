"""One family of models a file, and the list of them."""
