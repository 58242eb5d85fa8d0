"""Print the folder that copier can scaffold from: this kit, with exactly this version's exercises.

With a track of one's own, write one that has the exercises of that track, and print it.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from asynclings.cli import tracks
from asynclings.kit import kit_root
from asynclings.trouble import Trouble

EXAMPLE = """\
  copier copy "$(asynclings template)" my-assignment
  copier copy "$(asynclings template)" my-track --data make=track
  copier copy "$(asynclings template --track my-track --into my-template)" my-assignment"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--track", type=Path, metavar="DIR", help="a track of your own: the folder with exercises/track.yml"
    )
    parser.add_argument(
        "--into", type=Path, metavar="FOLDER", help="where to write the template for a track of your own"
    )


def run(arguments: Namespace) -> int:
    if (arguments.track is None) != (arguments.into is None):
        raise Trouble("For a track of your own write both --track DIR and --into FOLDER; for the kit's, neither.")
    folder = kit_root()
    if arguments.track is not None:
        from asynclings.scaffold import write_template

        folder = arguments.into
        write_template(folder, tracks.chosen(arguments, arguments.track))
    print(folder)  # not `say`: a shell reads this, and needs the name as it is
    return 0
