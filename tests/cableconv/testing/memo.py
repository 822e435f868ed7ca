"""A plugin that keeps the contract: reader, writer and transform `memo`. Wrong ones differ from it in a few lines."""

from msgspec.structs import replace

from cableconv import Option, ReadError, ReaderSpec, TransformSpec, WriterSpec, hookimpl, ir

#: A memo begins with this; each further memo of a file, too.
HEAD = "MEMO TO ALL POSTS\n"
SUBJECT = "SUBJECT: "


def sniff(head, name):
    return 0.9 if head.startswith(HEAD.encode()) else 0.0


READER = ReaderSpec(
    name="memo",
    title="A memo",
    load="memo_plugin:Memo",
    extensions=(".memo",),
    sniff=sniff,
    options=(Option(name="limit", type=int, default=10**6, minimum=100, help="The most characters"),),
)
WRITER = WriterSpec(
    name="memo",
    title="A memo",
    load="memo_plugin:Memo",
    extensions=(".memo",),
    collects=True,
    validate="memo_plugin:validate",
    options=(Option(name="sign", type=str, default="no", choices=("yes", "no"), help="Whether to sign"),),
)
TRANSFORM = TransformSpec(name="memo", title="Subjects in small letters", load="memo_plugin:Lower")


class Memo:
    def read(self, source, ctx):
        whole = source.source("memo")
        if not whole.text.startswith(HEAD):
            raise ReadError("does not begin as a memo", where=source.name)
        yield self.cable(whole)

    def cable(self, source):
        mark = ir.Mark(kind="heading", span=(0, len(HEAD) - 1))
        text = source.text[len(HEAD) :]
        sections = ()
        if text.strip():
            start = len(HEAD) + len(text) - len(text.lstrip())
            span = (start, start + len(text.strip()))
            block = ir.Unparsed(text=text.strip().replace("\r\n", "\n").replace("\r", "\n"), span=span)
            sections = (ir.Section(blocks=(block,), span=span),)
        return ir.Cable(ir=ir.IR_VERSION, source=source, marks=(mark,), sections=sections, span=(0, len(source.text)))

    def write(self, cables, out, ctx):
        assert ctx.options["sign"] in ("yes", "no")
        for cable in cables:
            text = cable.source.text if cable.source.text.startswith(HEAD) else HEAD + cable.source.text
            out.write(text.encode("utf-8", "surrogatepass"))


def validate(source):
    from cableconv.formats import Finding

    with source.stream() as stream:
        content = stream.read()
    if not content.startswith(HEAD.encode()):
        yield Finding(message="does not begin as a memo")
    elif not content.endswith(b"\n"):
        yield Finding(message="stops early")


class Lower:
    def apply(self, cable, ctx):
        if not cable.header or not cable.header.subject:
            return cable
        return replace(cable, header=replace(cable.header, subject=cable.header.subject.lower()))


@hookimpl
def register_readers():
    return [READER]


@hookimpl
def register_writers():
    return [WRITER]


@hookimpl
def register_transforms():
    return [TRANSFORM]
