"""The crawler's sites: whoever leaves no place idle must need the same time on them, whichever page he takes first."""

import importlib.util
import random
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from asynclings.grading import Lab
from asynclings.track import load


def _grader() -> ModuleType:
    (exercise,) = load().find(["crawler"])
    spec = importlib.util.spec_from_file_location("crawler_grader", exercise.grader)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


grader: Any = _grader()
SEEDS = range(20)
CHOICES: dict[str, Callable[[list[str]], str]] = {
    "first come": lambda known: known[0],
    "last come": lambda known: known[-1],
    "any": random.Random(7).choice,
}


def lab(seed: int) -> Lab:
    return Lab(None, None, f"sites/{seed}")  # type: ignore[arg-type]  # no run is made


def schedules(site: Any, limit: int) -> set[Any]:
    return {grader.schedule(site, limit, choose) for choose in CHOICES.values()}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("limit", "leads"), [(1, (3, 2)), (2, (3, 1)), (2, (2, 1, 2)), (5, (1, 2)), (3, (2, 2, 2))])
def test_on_a_wide_site_no_place_is_ever_idle(seed: int, limit: int, leads: tuple[int, ...]) -> None:
    site = grader.wide_site(lab(seed), limit, *leads)
    pages = 1 + limit * sum(leads)
    assert len(site.reachable) == pages
    assert schedules(site, limit) == {grader.Schedule(1 + (pages - 1) / limit, limit)}


@pytest.mark.parametrize("seed", SEEDS)
def test_on_a_wide_site_broken_leaves_change_nothing(seed: int) -> None:
    site = grader.wide_site(lab(seed), 2, 2, 1, 2)
    whole = schedules(site, 2)
    site.broken.update({path: 404 for path, links in site.below.items() if not links})
    assert schedules(site, 2) == whole


@pytest.mark.parametrize("seed", SEEDS)
def test_the_uneven_wide_site_fills_all_places_until_the_slow_page_has_come(seed: int) -> None:
    for limit in (2, 3, 5):
        site = grader.uneven_wide_site(lab(seed), limit)
        slowest = max(map(site.latency, site.reachable))
        assert schedules(site, limit) == {grader.Schedule(1 + slowest, limit)}
        assert sum(map(site.latency, site.reachable)) == 1 + limit * slowest
        assert grader.level_by_level(site) > 1 + slowest


@pytest.mark.parametrize("seed", SEEDS)
def test_on_the_uneven_site_the_limit_is_far_and_levels_lose(seed: int) -> None:
    site = grader.uneven_site(lab(seed))
    assert schedules(site, grader.LIMIT) == schedules(site, 1000)
    (best,) = schedules(site, grader.LIMIT)
    assert grader.LIMIT // 2 < best.peak < grader.LIMIT
    assert grader.level_by_level(site) > best.elapsed + 0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_tangled_site_has_circles_other_hosts_and_pages_linked_twice(seed: int) -> None:
    site = grader.tangled_site(lab(seed))
    links = [link for found in site.result.values() for link in found]
    assert len(site.reachable) == 12
    assert len(set(links)) < len(links)
    assert any(not link.startswith(f"{site.url}/") for link in links)
    assert not any("#" in link for link in links)
    assert site.url + site.start in links
