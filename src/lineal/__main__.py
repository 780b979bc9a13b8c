"""``python -m lineal``."""

from lineal.cli.main import console

if __name__ == "__main__":
    console()
