"""How archives and their members are named: ``cables.zip!/2009/a.txt``.

By itself, as names are asked of every input, and few are in archives.
"""

#: What parts the name of an archive from that of its member.
SEPARATOR = "!/"

_ZIP = (".zip",)
_TAR = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")


def is_archive(name: str) -> bool:
    """Tell by its name whether a file is an archive.

    >>> is_archive("Cables.ZIP"), is_archive("book.epub")
    (True, False)
    """
    return name.lower().endswith(_ZIP + _TAR)


def is_zip(name: str) -> bool:
    """Tell by its name whether an archive is a zip file; all others are tar files."""
    return name.lower().endswith(_ZIP)


def split(name: str) -> tuple[str, str] | None:
    """Split the name of a member of an archive into both names; nothing when it is none.

    >>> split("data/cables.zip!/2009/a.txt")
    ('data/cables.zip', '2009/a.txt')
    """
    archive, separator, member = name.partition(SEPARATOR)
    return (archive, member) if separator and member and is_archive(archive) else None
