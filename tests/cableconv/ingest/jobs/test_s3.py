"""Cables in S3 are inputs like those in a folder; against moto's server on this machine."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def bucket(needed: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket, and a function that puts an object into it."""
    boto3, s3fs, moto = map(needed.module, ("boto3", "s3fs", "moto.server"))
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "kinbote",
        "AWS_SECRET_ACCESS_KEY": "zembla",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    client = boto3.client("s3")
    client.create_bucket(Bucket="cables")
    yield lambda key, content: client.put_object(Bucket="cables", Key=key, Body=content)
    client.close()
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def start(desk: Any) -> Any:
    return desk.process("s3://cables/2009", "-t", "telegram", "-o", "dest", "--jobs", "1")


def test_objects_are_inputs_and_a_changed_one_is_done_again(desk: Any, bucket: Any, telegram: Any) -> None:
    bucket("2009/1.txt", telegram(1))
    bucket("2009/more/2.txt", telegram(2))
    bucket("2009/note.txt", b"no cable")
    bucket("2010/3.txt", telegram(3))
    done = start(desk)
    assert done.returncode == 1, done.stderr
    assert desk.query("SELECT location, status FROM input") == [
        ("s3://cables/2009/1.txt", "converted"),
        ("s3://cables/2009/more/2.txt", "converted"),
        ("s3://cables/2009/note.txt", "failed"),
    ]
    assert desk.tree()["2009/02/09ONHAVA1.txt"] == telegram(1)
    bucket("2009/1.txt", telegram(4))
    start(desk)
    assert desk.names() == ["2009/02/09ONHAVA2.txt", "2009/02/09ONHAVA4.txt"]
    assert desk.query("SELECT max(inputs) FROM shard WHERE id > 1") == [(1,)]
