"""What lies where in the folder of a job, called DEST. All names are decided here.

::

    DEST/
      2009/03/09MEXICO828.xml …   outputs by year and month of transmission; `undated/` where that is not known
      packs/000017.tei.zip …      the same outputs in zip files, with index.csv (--pack zip)
      data/                       holds all of the above in a bag (--bag)
      quarantine/                 the bytes of what failed, each with its .reason.json beside it
      ledger.sqlite               the account of the job, see ledger.sql
      .cableconv/                 work in progress, none of it needed once the job is done
        job.json                    what is asked for, for workers, which never open the ledger
        lock                        held by the one process that plans or publishes
        shards/000017.jsonl         inputs of a shard, one a line, until it is published
        doing/000017.<run>.<token>/ a shard in work: outputs under working names, result.jsonl
        done/000017/                the same when it is whole, until it is published
"""

import re
from pathlib import Path, PurePosixPath

#: Where outputs lie whose cable has no date.
UNDATED = "undated"

#: The folder of what failed.
QUARANTINE = "quarantine"

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-")


def ledger(dest: Path) -> Path:
    """Return the path of the job's ledger."""
    return dest / "ledger.sqlite"


def outputs(dest: Path, *, bag: bool) -> Path:
    """Return the folder that paths of outputs in the ledger are relative to."""
    return dest / "data" if bag else dest


def month(transmitted: str | None) -> PurePosixPath:
    """Return the folder for outputs of a cable, relative to `outputs`.

    Args:
        transmitted: ISO 8601, UTC; absent when it is not known.

    >>> month("2009-03-04T14:30:00Z")
    PurePosixPath('2009/03')
    """
    found = _MONTH.match(transmitted or "")
    return PurePosixPath(found[1], found[2]) if found else PurePosixPath(UNDATED)


def pack(shard: int, format_name: str) -> PurePosixPath:
    """Return the zip file for the outputs of a shard in one format, relative to `outputs`."""
    return PurePosixPath("packs", f"{shard:06}.{format_name}.zip")


def pack_index(dest: Path, *, bag: bool) -> Path:
    """Return the list of what lies in which pack."""
    return outputs(dest, bag=bag) / "packs" / "index.csv"


def quarantine(dest: Path) -> Path:
    """Return the folder of what failed."""
    return dest / QUARANTINE


def work(dest: Path) -> Path:
    """Return the folder of work in progress."""
    return dest / ".cableconv"


def job_file(dest: Path) -> Path:
    """Return the file that tells workers what is asked for."""
    return work(dest) / "job.json"


def lock(dest: Path) -> Path:
    """Return the file that the one process holds that plans or publishes."""
    return work(dest) / "lock"


def shards(dest: Path) -> Path:
    """Return the folder of what is to be done."""
    return work(dest) / "shards"


def shard_file(dest: Path, shard: int) -> Path:
    """Return the list of a shard's inputs."""
    return shards(dest) / f"{shard:06}.jsonl"


def doing(dest: Path) -> Path:
    """Return the folder of shards in work; each attempt at one has a folder of its own in it."""
    return work(dest) / "doing"


def attempt(dest: Path, shard: int, run: str, token: str) -> Path:
    """Return the folder of an attempt at a shard.

    Args:
        dest: The folder of the job.
        shard: The shard's number.
        run: The run of the job that asks for it.
        token: Tells it from other attempts of the same run.
    """
    return doing(dest) / f"{shard:06}.{run}.{token}"


def attempts(dest: Path, shard: int, run: str) -> list[Path]:
    """Return the folders of all attempts at a shard that one run of the job has made and not finished."""
    return sorted(doing(dest).glob(f"{shard:06}.{run}.*"))


def all_done(dest: Path) -> Path:
    """Return the folder of shards that are whole and not yet published."""
    return work(dest) / "done"


def done(dest: Path, shard: int) -> Path:
    """Return the folder of a shard that is whole and not yet published."""
    return all_done(dest) / f"{shard:06}"


def result_file(folder: Path) -> Path:
    """Return the file, in the folder of a shard, that tells what became of each input."""
    return folder / "result.jsonl"


def step_file(folder: Path) -> Path:
    """Return the file, in the folder of an attempt, that tells what is being done with an input that is watched."""
    return folder / "step.json"
