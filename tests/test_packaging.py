"""What is installed is whole: the wheel carries the kit, and the source archive builds the same wheel."""

import compileall
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from asynclings.sandbox import landlock
from asynclings.track import load

CHECKOUT = Path(__file__).parents[1]
CARRIED = ("exercises", "solutions", "graders", "template", "track_template")


def build(source: Path, kind: str, into: Path) -> Path:
    """Run the build backend as pip does: in a process of its own, in the source's folder."""
    program = f"import hatchling.build, sys; print(hatchling.build.build_{kind}(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(into)], cwd=source, capture_output=True, text=True, check=True
    )
    return into / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, so that building leaves nothing in it; with litter that must not travel."""
    copy = tmp_path_factory.mktemp("source") / "asynclings"
    shutil.copytree(CHECKOUT, copy, ignore=shutil.ignore_patterns(".git", ".venv", ".tox", ".*_cache", "submissions"))
    litter = copy / "exercises" / "1_event_loop" / "__pycache__"
    litter.mkdir(exist_ok=True)
    (litter / "bakery.cpython-311.pyc").write_bytes(b"")
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(build(source, "wheel", source.parent))


def test_the_wheel_carries_the_whole_kit_unchanged(wheel: zipfile.ZipFile) -> None:
    files = [file for tree in CARRIED for file in (CHECKOUT / tree).rglob("*") if file.is_file()]
    files = [file for file in files if "__pycache__" not in file.parts]
    for file in [*files, CHECKOUT / "copier.yml", CHECKOUT / "VERSION"]:
        inside = f"asynclings/_kit/{file.relative_to(CHECKOUT).as_posix()}"
        assert wheel.read(inside) == file.read_bytes(), inside
    assert {file.relative_to(CHECKOUT).parts[0] for file in files} == set(CARRIED)


def test_the_wheel_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    kit = {name.split("/")[2] for name in wheel.namelist() if name.startswith("asynclings/_kit/")}
    assert kit == {*CARRIED, "copier.yml", "VERSION"}
    assert {name.split("/")[0].split("-")[0] for name in wheel.namelist()} == {"asynclings"}
    assert not [name for name in wheel.namelist() if "__pycache__" in name or name.endswith(".pyc")]


def test_the_wheel_is_typed_licensed_and_has_the_command(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "asynclings/py.typed" in names
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]
    (entry_points,) = [name for name in names if name.endswith("entry_points.txt")]
    assert "asynclings = asynclings.cli:main" in wheel.read(entry_points).decode()


def test_the_version_is_that_of_the_file(wheel: zipfile.ZipFile) -> None:
    version = (CHECKOUT / "VERSION").read_text(encoding="ascii").strip()
    (metadata,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    assert f"\nVersion: {version}\n" in wheel.read(metadata).decode()


def test_the_changelog_has_a_heading_for_the_version() -> None:
    version = (CHECKOUT / "VERSION").read_text(encoding="ascii").strip()
    headings = re.findall(r"^## \[(.+?)\]", (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert version in headings


def test_the_package_works_from_the_wheel_alone(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "import asynclings\n"
        "from asynclings import track\n"
        "print(asynclings.__version__, track.kit_root(), len(track.load().exercises))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    version = (CHECKOUT / "VERSION").read_text(encoding="ascii").strip()
    assert done.stdout.split() == [version, str(tmp_path / "asynclings" / "_kit"), str(len(load().exercises))]


def test_the_source_archive_builds_the_same_wheel(source: Path, wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    with tarfile.open(build(source, "sdist", tmp_path)) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = [folder for folder in tmp_path.iterdir() if folder.is_dir()]
    rebuilt = zipfile.ZipFile(build(unpacked, "wheel", tmp_path))
    assert sorted(rebuilt.namelist()) == sorted(wheel.namelist())
    assert (unpacked / "tests").is_dir()


# ---------------------------------------------------------------- what a worker reaches of it

# What the grading imports; not copier, which it does not.
IMPORTED = ("anyio", "certifi", "h11", "httpcore", "httpx", "idna", "msgspec", "psutil", "respx", "sniffio", "yaml")
NEEDED_ALONE = ("typing_extensions", "_yaml")

SPY = """
import importlib, os


def found(folder):
    # Every file below the folder that can be read, by its path; and every module of the kit that can be imported.
    read, imported = [], []
    for path, folders, files in os.walk(folder):
        for name in files:
            try:
                open(os.path.join(path, name), "rb").read()
            except OSError:
                continue
            read.append(os.path.relpath(os.path.join(path, name), folder))
    for name in ("grading", "report", "world", "batch", "cli", "track", "author", "values", "workloads"):
        try:
            importlib.import_module(f"asynclings.{name}")
        except (ImportError, OSError):
            continue
        imported.append(name)
    return read, imported
"""

LOOK = """
import asynclings, json, pathlib, sys
from asynclings.grading.engine import Engine
from asynclings.grading.order import Order
from asynclings.grading.program import Program
from asynclings.sandbox.keeper import Keeper
from asynclings.world.world import World

keeper = Keeper()
engine = Engine(keeper)
engine.without = frozenset(sys.argv[2:])
package = str(pathlib.Path(asynclings.__file__).parent)
order = Order("found", (package,), "sync")
record = engine.run(Program(pathlib.Path(sys.argv[1]), ("spy.py",), "spy"), order, World([], {}))
keeper.close()
print(json.dumps([package, *(record.value or [str(record.failure), record.output])]))
"""


@pytest.fixture(scope="module")
def installed(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment whose one `site-packages` holds the kit, from the wheel, and its libraries."""
    environment = tmp_path_factory.mktemp("installed")
    venv.create(environment, symlinks=True)
    (site,) = environment.glob("lib/python3*/site-packages")
    for name in (*IMPORTED, *NEEDED_ALONE):
        if (spec := importlib.util.find_spec(name)) is None or spec.origin is None:
            continue  # some are needed by some versions of others
        source = Path(spec.origin)
        if spec.submodule_search_locations is None:
            shutil.copy(source, site)
        else:
            shutil.copytree(source.parent, site / name, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    wheel.extractall(site)
    # As pip does: what is compiled can be read as well as a source.
    compileall.compile_dir(site / "asynclings", quiet=2)
    return environment / "bin" / "python"


def look(installed: Path, folder: Path, *without: str) -> tuple[str, set[str], list[str]]:
    """Where the kit is installed, the files of it that a worker can read, and what it can import of it."""
    (folder / "spy.py").write_text(SPY)
    command = [installed, "-I", "-c", LOOK, folder, *without]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=100)
    package, read, imported = json.loads(done.stdout)
    return package, set(read), imported


@pytest.mark.skipif(not landlock.available(), reason="only Landlock keeps files of the same user from each other")
def test_a_worker_reads_nothing_of_an_installed_kit_that_judges_or_solves(installed: Path, tmp_path: Path) -> None:
    package, read, imported = look(installed, tmp_path)
    assert Path(package).is_relative_to(installed.parents[1])
    tops = {name.partition("/")[0] for name in read}
    assert {"worker", "sandbox", "services", "values", "workloads.py", "__init__.py"} <= tops
    assert not tops & {"_kit", "grading", "report", "world", "batch", "cli", "track", "author"}
    assert imported == ["values", "workloads"]


@pytest.mark.skipif(not landlock.available(), reason="only Landlock keeps files of the same user from each other")
def test_without_the_carving_it_would(installed: Path, tmp_path: Path) -> None:
    _, read, imported = look(installed, tmp_path, "landlock.kit")
    assert "_kit/solutions/2_io/pages.py" in read and "grading/checks.py" in read
    assert "grading" in imported
