"""The table of listed mutants fits the tree: `python -m bench.mutants --listed` can apply every one of them."""

from __future__ import annotations

import re

import pytest

from bench.mutants.listed import Listed, listed
from tests.support.paths import ROOT, SHARED_CASES

TABLE = listed()


def name(mutant: Listed) -> str:
    return f"{mutant.path}-{TABLE.index(mutant)}"


@pytest.mark.parametrize("mutant", TABLE, ids=name)
def test_the_old_text_stands_once_and_the_new_one_differs(mutant: Listed) -> None:
    assert mutant.found() == 1
    assert mutant.new != mutant.old


@pytest.mark.parametrize("mutant", TABLE, ids=name)
def test_the_test_that_must_fail_is_there(mutant: Listed) -> None:
    path, _, test = mutant.test.partition("::")
    source = (ROOT / path).read_text("utf-8")
    if path.endswith(".py"):
        assert len(re.findall(rf"^def {test}\(", source, re.M)) == 1
    else:
        subject, _, case = test.partition(": ")
        assert test in source or (f'"{case}"' in (SHARED_CASES / f"{subject}_cases.json").read_text("utf-8"))


def test_no_fault_is_listed_twice() -> None:
    assert len({(mutant.path, mutant.old, mutant.new) for mutant in TABLE}) == len(TABLE)
