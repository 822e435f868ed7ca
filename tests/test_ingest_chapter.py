"""What the chapter on ingest shows is what happens: sessions, questions to the ledger, job files, links, options."""

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from documents import ROOT, blocks, examples, fenced, is_shown, shell

CHAPTER = (ROOT / "docs" / "ingest.md").read_text(encoding="utf-8")
#: The chapter without its fenced blocks.
PROSE = re.sub("^```.*?^```$", "", CHAPTER, flags=re.DOTALL | re.MULTILINE)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the chapter speaks the language of a Unix shell")


def steps() -> Iterator[tuple[str, str, str]]:
    """Yield what the reader of the chapter does, in order: ``console`` or ``sql``, what is typed, what is shown."""
    found = blocks(CHAPTER)
    for block, following in zip(found, [*found[1:], None], strict=True):
        if block.language == "console":
            yield from (("console", command, shown) for command, shown in examples(block.text))
        elif block.language == "sql":
            assert following
            assert following.language == "text", f"line {block.line}: the answer is missing"
            yield "sql", block.text, following.text


STEPS = list(steps())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody who reads the chapter."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "samples").symlink_to(ROOT / "samples")
    return folder


@pytest.fixture(scope="module")
def printed(desk: Path) -> list[str]:
    """What is printed by each step, done one after the other."""
    return [ask(desk, typed) if kind == "sql" else terminal(desk, typed) for kind, typed, _ in STEPS]


def terminal(folder: Path, command: str) -> str:
    """Return what a command prints on a terminal, its messages, too."""
    return shell(f"{{ {command}; }} 2>&1", folder)


def ask(folder: Path, question: str) -> str:
    """Return what the program ``sqlite3`` prints."""
    with closing(sqlite3.connect(folder / "archive" / "ledger.sqlite")) as ledger:
        return "".join(f"{'|'.join(map(str, row))}\n" for row in ledger.execute(question))


@pytest.mark.parametrize("number", range(len(STEPS)), ids=lambda number: STEPS[number][1].splitlines()[0][:60])
def test_each_step_prints_what_is_shown(number: int, printed: list[str]) -> None:
    _, typed, shown = STEPS[number]
    assert is_shown(shown, printed[number]), f"{typed}\n{printed[number]}"


@pytest.fixture
def planned(desk: Path, printed: list[str], tmp_path: Path) -> Path:
    """A job of its own, planned in shards of ten."""
    cables, dest = desk / "cables", tmp_path / "archive"
    shell(f"cableconv ingest plan {cables} -t json --shard-size 10 -q -o {dest} 2>/dev/null", tmp_path)
    return dest


def done(dest: Path) -> list[str]:
    return sorted(path.name for path in (dest / ".cableconv" / "done").glob("*"))


def test_the_tasks_of_the_slurm_array_do_all_shards(planned: Path) -> None:
    (script,) = fenced(CHAPTER, "bash")
    (planned.parent / "shards.sh").write_text(script)
    first, last = re.findall(r"--array=(\d+)-(\d+)", script)[0]
    tasks = range(int(first), int(last) + 1)
    for task in tasks:
        told = {"SLURM_ARRAY_TASK_ID": str(task), "SLURM_ARRAY_TASK_COUNT": str(len(tasks)), "SLURM_CPUS_PER_TASK": "1"}
        shell(f"bash shards.sh {planned} 2>/dev/null", planned.parent, told)
    assert done(planned) == ["000001", "000002", "000003"]


def test_the_pods_of_the_kubernetes_job_do_all_shards(planned: Path) -> None:
    (manifest,) = fenced(CHAPTER, "yaml")
    job = yaml.safe_load(manifest)
    assert (job["apiVersion"], job["kind"], job["spec"]["completionMode"]) == ("batch/v1", "Job", "Indexed")
    pod = job["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
    assert container["command"] == ["sh", "-c"]
    (command,) = container["args"]
    assert "/jobs/archive" in command
    for index in range(job["spec"]["completions"]):
        told = {"JOB_COMPLETION_INDEX": str(index)}
        shell(f"{{ {command.replace('/jobs/archive', str(planned))}; }} 2>/dev/null", planned.parent, told)
    assert done(planned) == ["000001", "000002", "000003"]


def test_the_options_of_commands_that_are_not_run_exist(desk: Path) -> None:
    known = set(
        re.findall(r"--[a-z][a-z-]+", terminal(desk, "cableconv ingest start --help; cableconv ingest run --help"))
    )
    told = {
        option for span in re.findall(r"`[^`]+`", PROSE) for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", span)
    }
    of_others = {"--memory-limit", "--dask-address", "--json"}
    assert told - of_others <= known


def test_links_within_the_chapter_lead_somewhere() -> None:
    headings = re.findall("^#+ (.+)$", PROSE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", CHAPTER)) <= anchors
    for target in re.findall(r"\]\(([^)#]+)\)", CHAPTER):
        assert target.startswith("https://") or (ROOT / "docs" / target).exists(), target
