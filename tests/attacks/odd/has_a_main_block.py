"""Can be run as a script, and is not here."""

from accomplice import fast as collect, ran, weigh

ran()

if __name__ == "__main__":
    raise SystemExit("this is no script here")
