"""A plugin author who does what the guide says gets what it shows; what it says of the code is what the code says."""

import importlib
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from documents import ROOT, Block, blocks, examples, is_shown, shell
from reference import BAD_PLUGINS, TELLING, made_anew

from cableconv.testing import Golden

GUIDE = ROOT / "plugins" / "README.md"

#: A block that is a file: the line above it ends with the file's name.
FILE = re.compile(r"`([\w./-]+\.\w+)`(?:, [\w ]+)?:$")


class Author:
    """Follows the guide in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.packages = folder / "installed"
        path = os.pathsep.join(filter(None, [str(folder), str(self.packages), os.environ.get("PYTHONPATH")]))
        # Golden files are updated where authors work, not in CI.
        self.environment = {"PYTHONPATH": path, "CI": ""}

    def follow(self, block: Block) -> None:
        if block.language == "console":
            for command, shown in examples(block.text):
                self.run(command, shown)
        elif named := FILE.search(block.lead):
            path = self.folder / named[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            environment = {**os.environ, **self.environment}
            program = [sys.executable, "-c", block.text]
            subprocess.run(program, cwd=self.folder, env=environment, check=True)

    def run(self, command: str, shown: str) -> None:
        if shlex.split(command)[:4] == ["python", "-m", "pip", "install"]:
            self.install()
        else:
            printed = shell(command, self.folder, self.environment)
            assert is_shown(shown, printed), f"{command}\n{printed}"

    def install(self) -> None:
        """Do what pip would, without a network: write down what the project says of itself."""
        project = tomllib.loads((self.folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        info = self.packages / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
        )
        (info / "entry_points.txt").write_text(
            "".join(
                f"[{group}]\n" + "".join(f"{name} = {module}\n" for name, module in points.items())
                for group, points in project["entry-points"].items()
            ),
            encoding="utf-8",
        )


def test_the_guide_works_from_top_to_bottom(tmp_path: Path) -> None:
    author = Author(tmp_path)
    for block in blocks(GUIDE.read_text(encoding="utf-8").partition("\n## Reference\n")[0]):
        try:
            author.follow(block)
        except Exception as error:
            pytest.fail(f"{GUIDE}:{block.line}: {error}")


def test_what_is_said_of_the_code_is_what_the_code_says(golden: Golden) -> None:
    golden.check(GUIDE, made_anew(GUIDE.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "module", ["cableconv", "cableconv.formats", "cableconv.testing", "cableconv.errors", "cableconv_telegram"]
)
def test_every_public_name_is_in_the_reference(module: str) -> None:
    found = importlib.import_module(module)
    names = getattr(found, "__all__", None) or [
        name for name, thing in vars(found).items() if isinstance(thing, type) and thing.__module__ == module
    ]
    reference = GUIDE.read_text(encoding="utf-8").partition("\n## Reference\n")[2]
    shown = re.findall(r"^#### (\w+)$|^\| `(\w+)|(?<=marked with `)(\w+)", reference, re.M)
    assert set(names) <= {name for groups in shown for name in groups}


def test_each_bad_plugin_that_is_shown_is_tested() -> None:
    titles = re.findall(r"^=== (.*)", BAD_PLUGINS.read_text(encoding="utf-8"), re.M)
    assert set(TELLING) <= set(titles)


def test_links_within_the_guide_lead_to_headings() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in re.findall(r"^#+ (.*)", guide, re.M)
    }
    assert set(re.findall(r"\]\(#([\w-]+)\)", guide)) <= headings
