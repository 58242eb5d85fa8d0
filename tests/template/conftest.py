"""Kits to scaffold from: a tiny one with nasty exercises, which tests may edit and tag, and the real one."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import copier
import plumbum
import pytest
import yaml

from asynclings import track
from asynclings.author.new_exercise import MARK, begin

CHECKOUT = Path(__file__).parents[2]

TRACK = """\
schema: asynclings/track/v1
chapters:
  1_event_loop: {title: "One thread, many things"}
  2_io: {title: "Waiting \\"together\\""}
exercises:
  1_event_loop/braces: {title: "Braces: all kinds", points: 10, seconds: 20}
  2_io/two_words: {title: "Naïve café ☕", points: 10, seconds: 30}
  2_io/old: {title: "No longer given", points: 10, seconds: 20, retired: true}
"""

# What a template engine with the usual delimiters would choke on or silently change, and what text tools may touch.
NASTY = '''\
"""{% raw %} {{ not_a_variable }} {# not a comment #} ${{ github.ref }}"""

value = 1
print(f"{{value}} = {value}", f"{value:{'>'}{5}}", "[%s]" % value, [[1]], {"a": {1: {2}}})  # {% if
print("{%s=} }}", "@}", "{ @", "{ =", "=}", "#@}", "é ☕", """trailing blanks:   """)
if value:
\tprint("a tab")


def work():
    # TODO: make it concurrent
    return 0



def done():
    return "no newline at the end"'''


@dataclass(frozen=True)
class Kit:
    """A kit in a folder, with or without git."""

    root: Path

    def git(self, *arguments: str) -> str:
        return git(self.root, *arguments)

    def release(self, version: str) -> None:
        """Commit everything and tag it as a release does."""
        (self.root / "VERSION").write_text(f"{version}\n")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", f"Release {version}")
        self.git("tag", f"v{version}")

    def edit(self, path: str, old: str, new: str) -> None:
        edit(self.root / path, old, new)

    def track(self) -> dict[str, Any]:
        return yaml.safe_load((self.root / "exercises/track.yml").read_text(encoding="utf-8"))


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr}"
    return done.stdout


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def _scaffold(kit: Kit | Path, folder: Path, **answers: Any) -> Path:
    source = kit.root if isinstance(kit, Kit) else kit
    copier.run_copy(str(source), folder, data=answers, defaults=True, quiet=True)
    return folder


def _fingerprints(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and ".git" not in file.relative_to(folder).parts
    }


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    # copier calls git through plumbum, which has an environment of its own, copied from os.environ when imported.
    with pytest.MonkeyPatch.context() as patch, plumbum.local.env(**variables):
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):  # set when a git hook runs the tests
            patch.delenv(name, raising=False)
            plumbum.local.env.pop(name, None)
        for name, value in variables.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def environment() -> Callable[..., AbstractContextManager[None]]:
    """``with environment(NAME="value"):`` holds for this process, and for the git that copier calls."""
    return _environment


@pytest.fixture(scope="session", autouse=True)
def own_git_configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Neither this machine's git settings nor its caches take part."""
    identity = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in {"NAME": "Instructor", "EMAIL": "instructor@school.example"}.items()
    }
    cache = str(tmp_path_factory.mktemp("cache"))
    with _environment(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1", XDG_CACHE_HOME=cache, **identity):
        yield


@pytest.fixture(scope="session")
def scaffold() -> Callable[..., Path]:
    """``scaffold(kit, folder, **answers)`` generates an assignment, taking the default for all other questions."""
    return _scaffold


@pytest.fixture(scope="session")
def fingerprints() -> Callable[[Path], dict[str, str]]:
    """``fingerprints(folder)`` maps each file's path to the hash of its content."""
    return _fingerprints


def _make_tiny(root: Path) -> Kit:
    root.mkdir()
    shutil.copy(CHECKOUT / "copier.yml", root)
    for name in ("template", "track_template"):
        shutil.copytree(CHECKOUT / name, root / name)
    (root / "VERSION").write_text("1.0.0\n")
    for slug in ("1_event_loop/braces", "2_io/two_words", "2_io/old"):
        chapter, name = slug.split("/")
        files = {
            f"exercises/{slug}.py": NASTY,
            f"exercises/{slug}.md": f"---\ntitle: {name}\n---\n\n# {{{{ x }}}} {{% raw %}} ☕\n\nThe first fact.\n",
            f"solutions/{slug}.py": f"SECRET = 'the solution of {slug}'\n",
            f"graders/{chapter}/test_{name}.py": f"SECRET = 'the checks of {slug}'\n",
        }
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
    (root / "exercises/track.yml").write_text(TRACK, encoding="utf-8")
    return Kit(root)


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """The tiny kit as a folder without git: what a wheel holds. Not to be edited."""
    return _make_tiny(tmp_path_factory.mktemp("kit") / "folder")


@pytest.fixture(scope="session")
def released_tiny_kit(tiny_folder: Kit, tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """The tiny kit in git, released as 1.0.0. Not to be edited."""
    kit = Kit(tmp_path_factory.mktemp("kit") / "repository")
    shutil.copytree(tiny_folder.root, kit.root)
    kit.git("init", "--quiet", "--initial-branch=main")
    kit.release("1.0.0")
    return kit


@pytest.fixture
def tiny_kit(released_tiny_kit: Kit, tmp_path: Path) -> Kit:
    """A copy of the released tiny kit, to be edited and released again."""
    return Kit(Path(shutil.copytree(released_tiny_kit.root, tmp_path / "kit")))


@pytest.fixture(scope="session")
def real_kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """This checkout as it is, uncommitted work included, in a repository of its own with one tag."""
    kit = Kit(tmp_path_factory.mktemp("kit") / "real")
    listed = git(CHECKOUT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for path in listed.split("\0"):
        if path and (CHECKOUT / path).is_file():
            (kit.root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CHECKOUT / path, kit.root / path)
    kit.git("init", "--quiet", "--initial-branch=main")
    kit.release((CHECKOUT / "VERSION").read_text().strip())
    return kit


@pytest.fixture(scope="session")
def checkout_git() -> Callable[..., str]:
    """``checkout_git("tag")`` asks this checkout's own repository."""
    return partial(git, CHECKOUT)


OWN_TRACK = """\
schema: asynclings/track/v1
chapters:
  1_own: {title: "Our own"}
exercises: {}
"""

# Names that are no identifiers, and files that import each other.
SEVERAL = {
    "main.py": '''\
"""Fetch all.

It takes long.
"""

from importlib import import_module

SUFFIX = ""
model = import_module("data-model")


async def fetch_all(shelf, names):
    # TODO
    return [await import_module("2nd_try").fetch(shelf, name) for name in names]
''',
    "data-model.py": "import main\n\n\ndef named(thing):\n    return thing + main.SUFFIX\n",
    "2nd_try.py": "import main\n\n\nasync def fetch(shelf, it):\n    return main.model.named(await shelf.fetch(it))\n",
}
TOGETHER = """\
    import asyncio

    return list(await asyncio.gather(*(import_module("2nd_try").fetch(shelf, name) for name in names)))
"""


@pytest.fixture(scope="session")
def own_track(tmp_path_factory: pytest.TempPathFactory) -> track.Track:
    """A track of an instructor: `tea`, and `shop`, whose submissions have several files. Not to be edited."""
    root = tmp_path_factory.mktemp("own") / "track"
    (root / "exercises").mkdir(parents=True)
    (root / "exercises/track.yml").write_text(OWN_TRACK, encoding="utf-8")
    for name in ("tea", "shop", "later"):
        for file in begin(track.load(root), f"1_own/{name}", name.capitalize()):
            file.write_text(file.read_text(encoding="utf-8").replace(MARK, ""), encoding="utf-8")
    edit(root / "exercises/track.yml", '"Shop",', f'"Shop", files: [{", ".join(SEVERAL)}],')
    for tree, code in (("exercises", ""), ("solutions", TOGETHER)):
        (root / tree / "1_own/shop.py").unlink()
        (root / tree / "1_own/shop").mkdir()
        for name, text in SEVERAL.items():
            (root / tree / "1_own/shop" / name).write_text(text.replace("    # TODO\n", code or "    # TODO\n"))
    for kind in ("right", "wrong"):
        (known,) = (root / "tests/submissions/shop" / kind).glob("*.py")
        folder = known.with_suffix("")
        shutil.copytree(root / ("solutions" if kind == "right" else "exercises") / "1_own/shop", folder)
        with (folder / "data-model.py").open("a", encoding="utf-8") as file:
            file.write("\n# Not the stub.\n")
        known.unlink()
    return track.load(root)


@pytest.fixture
def own_template(own_track: track.Track, tmp_path: Path) -> Path:
    """The folder that copier makes assignments of that track from."""
    from asynclings.scaffold import write_template

    write_template(tmp_path / "template", own_track)
    return tmp_path / "template"
