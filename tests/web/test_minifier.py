"""Minified scripts behave as their sources: run by Node on difficult pieces and on every script of the site."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.delivery import assets
from server.delivery.minifier import MinifierError, minify
from tests.support.paths import ROOT
from tests.support.tools import node

FOLDER = ROOT / "static" / "js"
SCRIPTS = sorted(FOLDER.rglob("*.js"))
TRICKY = {
    "a comment in a string": """say("// no comment", '/* nor here */');""",
    "quotes that are quoted": r"""say("\"//", '\\'); // gone""",
    "a template over lines": "say(`one\n    two // three\n  ${ 1 + 2 /* gone */ } four`);",
    "a template in a template": 'say(`a ${ [1, 2].map((one) => `${one} // ${`{`} }`).join("}") } b`);',
    "an object in a template": "say(`${ { a: { b: 1 } }.a.b } // kept`);",
    "a dollar and a backtick": r"say(`$ $$ \` \${ // kept`);",
    "a slash in a class": r"""say("a//b".replace(/[/"'`]/g, "-")); // gone""",
    "a slash that is quoted": r"""say("a/b".split(/\//)); // gone""",
    "a regular expression that is returned": """say((() => { return /"/.test('"'); })());""",
    "a division after a bracket": """const a = [8]; say((a[0]) / 2 / a[0] / 1, "/");""",
    "a division by a name": """const g = 2, b = 4; say(b / g, b /g/ 1);""",
    "a line that ends by itself": """const a = 1 // gone\n/* gone\n too */ const b = 2\nsay(a, b)""",
    "a comment that ends a line": """const one = () => { return /* gone\n */ 5 }; say(one())""",
    "a comment for a space": """say(typeof/* gone */5, 1/* gone */+/* gone */+1);""",
    "an arrow to an expression": r"""say([..."a1"].filter((one) => /\d/.test(one)));""",
}


def said(script: str) -> str:
    """Return what a script prints."""
    program = f"const say = (...all) => console.log(JSON.stringify(all));\n{script}"
    return subprocess.run([node(), "--eval", program], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("source", TRICKY.values(), ids=TRICKY)
def test_a_minified_script_prints_the_same(source: str) -> None:
    sent = minify({"a.js": source})["a.js"]
    assert said(sent) == said(source)
    assert "gone" not in sent


def test_a_style_sheet_keeps_its_rules() -> None:
    sheet = "/* gone */\n.a { color: var(--ink); }\n@media (min-width: 30rem) {\n  .a .b { margin: 0; }\n}\n"
    assert minify({"a.css": sheet})["a.css"] == ".a{color:var(--ink)}@media(min-width:30rem){.a .b{margin:0}}"


def test_no_declaration_is_sent_that_browsers_drop() -> None:
    """A keyword such as `initial` is valid alone; the library puts it among other values for `currentColor`."""
    sheets = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "static" / "css").glob("*.css"))}
    dropped = re.compile(r"[{;]([\w-]+:(?=[^;{}]*[ ,])[^;{}]*\b(?:initial|inherit|unset|revert)\b[^;{}]*)")
    assert dropped.findall(minify({"a.css": "a { border-color: red red red currentColor; }"})["a.css"])
    assert {name: found for name, text in minify(sheets).items() if (found := dropped.findall(text))} == {}


@pytest.mark.parametrize(
    ("name", "source", "line"),
    [("js/a.js", "let a = 1;\nlet b = ;", 2), ("js/a.js", "say(`never ends", 1), ("js/b.js", "x = /never ends\n", 1)],
)
def test_a_broken_script_is_refused_by_name_and_line(name: str, source: str, line: int) -> None:
    with pytest.raises(MinifierError, match=rf"^{name}: .* on line {line} "):
        minify({"js/whole.js": "let whole = 1;", name: source})


def test_the_phones_own_tests_pass_on_what_is_sent(tmp_path: Path) -> None:
    minified = minify({script.relative_to(FOLDER).as_posix(): script.read_text("utf-8") for script in SCRIPTS})
    for name, text in minified.items():
        sent = tmp_path / "static" / "js" / name
        sent.parent.mkdir(parents=True, exist_ok=True)
        sent.write_text(text, "utf-8")
    shutil.copy(ROOT / "package.json", tmp_path)
    shutil.copytree(ROOT / "tests" / "js", tmp_path / "tests" / "js")
    for folder in ("shared_cases", "support"):
        shutil.copytree(ROOT / "tests" / folder, tmp_path / "tests" / folder)
    files = sorted(str(path) for path in (tmp_path / "tests" / "js").glob("*.test.*js"))
    run = subprocess.run([node(), "--test", *files], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:]


def test_every_script_that_is_sent_is_whole_and_bare(tmp_path: Path, client: FlaskClient, app: Flask) -> None:
    parse = tmp_path / "parse.mjs"
    parse.write_text(
        """import { readFileSync } from "node:fs";
        import { SourceTextModule } from "node:vm";
        for (const name of process.argv.slice(2)) new SourceTextModule(readFileSync(name, "utf8"));
        """,
        "utf-8",
    )
    kept = []
    for script in SCRIPTS:
        address = "/sw.js" if script.name == "sw.js" else assets.asset_url(f"js/{script.relative_to(FOLDER)}")
        sent = client.get(address).data
        kept.append(tmp_path / script.with_suffix(".mjs").name)
        kept[-1].write_bytes(sent)
        assert not any(line.startswith((b" ", b"//", b"/*")) for line in sent.splitlines())
    subprocess.run([node(), "--experimental-vm-modules", "--no-warnings", str(parse), *map(str, kept)], check=True)


def test_no_script_looks_for_a_mark_that_the_root_carries() -> None:
    """What the root carries is found first, and a listener meant for a button would hear every tap of the page."""
    texts = {script.relative_to(FOLDER).as_posix(): script.read_text("utf-8") for script in SCRIPTS}
    carried = {name for text in texts.values() for name in re.findall(r"documentElement\.dataset\.(\w+)", text)}
    carried |= set(
        re.findall(r'"(\w+)"', re.findall(r"for \(const name of \[(.*?)\]\)", texts["core/early-theme.js"])[0])
    )
    assert {"returning", "session", "theme"} <= carried
    looked_for = re.compile(
        rf"""(?:find|all|querySelector|querySelectorAll)\(["'`]\[data-({"|".join(sorted(carried))})[\]=]"""
    )
    assert {name: found for name, text in texts.items() if (found := looked_for.findall(text))} == {}
