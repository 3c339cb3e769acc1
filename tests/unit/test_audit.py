"""What is said of locked packages: only one that was looked up can be clean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench import audit

CLEAN = {"name": "flask", "version": "3.1.3", "vulns": []}
WEAK = {"name": "jinja2", "version": "2.0", "vulns": [{"id": "PYSEC-2019-217"}]}
UNKNOWN = {"name": "svgwrite", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([CLEAN], audit.CLEAN, "run.txt: 1 of 1 packages looked up; no known weakness in those"),
        ([CLEAN, WEAK], audit.WEAK, "run.txt: 2 of 2 packages looked up; WEAK: jinja2 (PYSEC-2019-217)"),
        ([CLEAN, UNKNOWN], audit.NOT_CHECKED, "NOT CHECKED, because the database does not have them: svgwrite"),
        ([WEAK, UNKNOWN], audit.WEAK, "NOT CHECKED"),
        ([UNKNOWN], audit.NOT_CHECKED, "run.txt: 0 of 1 packages looked up"),
        ([], audit.NOT_CHECKED, "run.txt: 0 of 0 packages looked up"),
    ],
)
def test_a_package_that_was_not_looked_up_is_never_called_clean(
    packages: list[dict[str, Any]], status: int, said: str
) -> None:
    found, text = audit.judged("run.txt", packages)
    assert found == status
    assert said in text
    assert ("no known weakness" in text) is (CLEAN in packages and WEAK not in packages)


@pytest.mark.parametrize("answer", [[], [UNKNOWN, UNKNOWN]], ids=["unreachable", "knows none"])
def test_an_audit_without_a_database_says_so_and_is_no_success(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: list[dict[str, Any]]
) -> None:
    asked: list[str] = []

    def looked_up(_: Path, database: str) -> list[dict[str, Any]]:
        asked.append(database)
        return answer

    monkeypatch.setattr(audit, "looked_up", looked_up)
    with pytest.raises(SystemExit) as ended:
        audit.main()
    assert ended.value.code == audit.NOT_CHECKED
    assert asked == ["pypi", "osv"]
    assert capsys.readouterr().err.startswith("NOT CHECKED: no package was looked up")


def test_an_audit_asks_the_next_database_where_one_knows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "looked_up", lambda _, database: [CLEAN] if database == "osv" else [UNKNOWN])
    with pytest.raises(SystemExit) as ended:
        audit.main()
    assert ended.value.code == audit.CLEAN
