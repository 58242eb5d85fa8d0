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
    tracks.option(parser)
    parser.add_argument(
        "--into", type=Path, metavar="FOLDER", help="where to write the template for a track of your own"
    )


def run(arguments: Namespace) -> int:
    track: Path | None = tracks.named(arguments)
    if (track is None) != (arguments.into is None):
        raise Trouble(
            "The template of a track of your own has to be written: name the track, with --track DIR or in the "
            f"variable {tracks.VARIABLE}, and --into FOLDER. The kit's own is there already: name neither."
        )
    folder = kit_root()
    if track is not None:
        from asynclings.scaffold import write_template

        folder = arguments.into
        write_template(folder, tracks.chosen(arguments, track))
    print(folder)  # not `say`: a shell reads this, and needs the name as it is
    return 0
