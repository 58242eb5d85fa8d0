"""One after another."""


def introduce(names, hello):
    return [hello(name) for name in names]
