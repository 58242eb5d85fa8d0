"""Scaffolding an assignment from this kit, as `copier copy` does, but from exactly what lies here."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from asynclings.kit import kit_root


def scaffold(folder: Path, answers: Mapping[str, Any] | None = None) -> None:
    """Generate an assignment in ``folder``, with copier's defaults for whatever has no answer.

    Raises what copier raises: of many kinds, for answers that make no sense.
    """
    import copier

    with TemporaryDirectory(prefix="asynclings-kit-") as copy:
        # Of a git repository copier takes the latest tag. A plain copy is what lies here, also in a checkout.
        kit = Path(copy)
        for part in ("copier.yml", "VERSION"):
            shutil.copy(kit_root() / part, kit / part)
        for part in ("exercises", "template"):
            shutil.copytree(kit_root() / part, kit / part, ignore=shutil.ignore_patterns("__pycache__"))
        copier.run_copy(str(kit), folder, data=dict(answers or {}), defaults=True, quiet=True)
