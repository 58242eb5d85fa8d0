"""Mutants: does each rule of `tests/attacks/rules.toml` have a test that fails without it?

The sources are copied, one line at a time is replaced in the copy, and the tests that should notice are run there.
With numbers of rules (`python benchmarks/mutants.py 3 14`) only those are tried.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECONDS = 300  # real ones: a mutant may well never end


def copy_into(folder: Path) -> Path:
    """A copy of what git knows, with an environment of its own in which the copy is installed; its Python."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    environment = folder / ".mutants"
    venv.create(environment, with_pip=False, symlinks=True)
    (site,) = environment.glob("lib/python*/site-packages")
    paths = [str(folder / "src"), sysconfig.get_path("purelib")]
    (site / "mutants.pth").write_text("\n".join(paths) + "\n", encoding="utf-8")
    return environment / "bin" / "python"


def passes(python: Path, folder: Path, tests: list[str]) -> bool:
    command = [python, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS, env=environment)
    except subprocess.TimeoutExpired:
        return False
    if done.returncode not in (0, 1):  # all passed, some failed; not: nothing could be collected
        raise SystemExit(f"the tests could not be run:\n{done.stdout.decode()}{done.stderr.decode()}")
    return done.returncode == 0


def main() -> None:
    rules = tomllib.loads((ROOT / "tests" / "attacks" / "rules.toml").read_text(encoding="utf-8"))["rule"]
    wanted = {int(number) for number in sys.argv[1:]} or {rule["number"] for rule in rules}
    if unknown := wanted - {rule["number"] for rule in rules}:
        raise SystemExit(f"there are no rules {sorted(unknown)} in tests/attacks/rules.toml")
    rules = [rule for rule in rules if rule["number"] in wanted]
    guards = [(rule["number"], guard) for rule in rules for guard in rule["guards"] if "line" in guard]
    if not guards:
        raise SystemExit("no line of ours keeps these rules, so there is none to leave out")
    survived = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch).resolve()
        python = copy_into(folder)
        everything = sorted({test for _, guard in guards for test in guard["tests"]})
        if not passes(python, folder, everything):
            raise SystemExit("the tests fail without any mutant: mend that first")
        for number, guard in guards:
            file = folder / "src" / "asynclings" / guard["in"]
            source = file.read_text(encoding="utf-8")
            file.write_text(source.replace(guard["line"], guard["without"]), encoding="utf-8")
            for test in guard["tests"]:
                if passes(python, folder, [test]):
                    survived += 1
                    print(f"rule {number}: {test} does not fail without `{guard['line']}` in {guard['in']}", flush=True)
            file.write_text(source, encoding="utf-8")
            print(f"rule {number}: `{guard['line']}` tried", file=sys.stderr, flush=True)
    tried = sum(len(guard["tests"]) for _, guard in guards)
    print(f"{len(guards)} lines of {len(rules)} rules left out one by one; {tried - survived} of {tried} tests noticed")
    sys.exit(survived > 0)


if __name__ == "__main__":
    main()
