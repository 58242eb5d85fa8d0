"""Print the folder that copier can scaffold assignments from: this kit, with exactly this version's exercises."""

from argparse import ArgumentParser, Namespace

from asynclings.kit import kit_root

EXAMPLE = '  copier copy "$(asynclings template)" my-assignment'


def arguments(parser: ArgumentParser) -> None:
    """This command takes none."""


def run(arguments: Namespace) -> int:
    print(kit_root())  # not `say`: a shell reads this, and needs the name as it is
    return 0
