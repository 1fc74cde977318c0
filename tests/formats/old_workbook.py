"""Old Excel workbooks made byte by byte ([MS-XLS], [MS-CFB]), right ones and wrong ones."""
import struct

FORMULA, END, DATE_MODE, CONTINUE, SHEET, MUL_RK = 0x06, 0x0a, 0x22, 0x3c, 0x85, 0xbd
RSTRING, XF, STRINGS, LABEL_SST = 0xd6, 0xe0, 0xfc, 0xfd
NUMBER, LABEL, BOOL_ERR, STRING, RK, FORMAT, BEGINNING = 0x203, 0x204, 0x205, 0x207, 0x27e, 0x41e, 0x809


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def beginning(kind):
    return record(BEGINNING, struct.pack("<HHHHII", 0x600, kind, 0x1faa, 1997, 0, 6))


def text(value, wide=False):
    return struct.pack("<HB", len(value), wide) + value.encode("utf-16-le" if wide else "latin-1")


def strings(*values):
    return record(STRINGS, struct.pack("<II", len(values), len(values)) + b"".join(text(v) for v in values))


def cell(kind, row, column, body, style=0):
    return record(kind, struct.pack("<HHH", row, column, style) + body)


def rk(whole):
    return struct.pack("<i", whole << 2 | 2)


def cells():
    """Each kind of cell once; what they are is told by CELLS."""
    formula = struct.pack("<HI", 0, 0) + b"\x03\0\x1e\x02\0"
    return (cell(LABEL_SST, 0, 0, struct.pack("<I", 0)) + cell(NUMBER, 0, 1, struct.pack("<d", 150.5))
            + cell(RK, 0, 2, rk(46112), 1) + cell(BOOL_ERR, 1, 0, b"\1\0") + cell(BOOL_ERR, 1, 1, b"\x2a\1")
            + cell(FORMULA, 1, 2, struct.pack("<d", 2.0) + formula)
            + cell(FORMULA, 2, 0, b"\0\0\0\0\0\0\xff\xff" + formula) + record(STRING, text("somma", True))
            + record(MUL_RK, struct.pack("<HH", 2, 1) + (b"\0\0" + rk(7)) * 2 + struct.pack("<H", 2))
            + cell(LABEL, 3, 0, text("due")) + cell(RSTRING, 3, 1, text("tre") + b"\1\0\0\0\0\0"))


CELLS = [["uno", "150.5", "2026-03-31"], ["TRUE", "#N/A", "2"], ["somma", "7", "7"], ["due", "tre"]]


def stream(sheet=None, texts=strings("uno"), lead=None):
    """A workbook of one sheet: `sheet` are its cells, `lead` begins the sheet."""
    head = beginning(5) + record(DATE_MODE, b"\0\0") + record(FORMAT, struct.pack("<H", 164) + text("dd/mm/yyyy"))
    head += record(XF, struct.pack("<HH", 0, 0) + bytes(16)) + record(XF, struct.pack("<HH", 0, 164) + bytes(16))
    name = b"Foglio1"
    at = len(head) + 4 + 8 + len(name) + len(texts) + 4
    head += record(SHEET, struct.pack("<IBBBB", at, 0, 0, len(name), 0) + name) + texts + record(END)
    return head + (beginning(16) if lead is None else lead) + (cells() if sheet is None else sheet) + record(END)


def compound(content, *names):
    """The content as a stream, or as one for each name, in a compound file of sectors of 512 bytes."""
    names = names or ("Workbook",)
    content += bytes(max(4096, -len(content) % 512 + len(content)) - len(content))
    sectors = len(content) // 512
    end, free = 0xfffffffe, 0xffffffff
    table = [0xfffffffd, end] + list(range(3, sectors + 2)) + [end]
    table += [free] * (128 - len(table))

    def entry(title, kind, first, size, following, child):
        spelled = title.encode("utf-16-le") + b"\0\0"
        return (spelled + bytes(64 - len(spelled)) + struct.pack("<HBBIII", len(spelled), kind, 1, free, following, child)
                + bytes(36) + struct.pack("<IQ", first, size))
    folder = entry("Root Entry", 5, end, 0, free, 1)
    for number, name in enumerate(names, 2):
        folder += entry(name, 2, 2, len(content), number if number <= len(names) else free, free)
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3e, 3, 0xfffe, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    return header + struct.pack("<128I", *table) + folder + bytes(512 - len(folder)) + content


def right():
    split = record(STRINGS, struct.pack("<II", 2, 2) + text("uno") + struct.pack("<HB", 40, 0) + b"x" * 15)
    yield "every kind of cell", compound(stream()), CELLS
    yield "a text that goes on in another record", compound(stream(
        cell(LABEL_SST, 0, 0, struct.pack("<I", 1)),
        texts=split + record(CONTINUE, b"\1" + ("x" * 25).encode("utf-16-le")))), [["x" * 40]]


def wrong():
    """What must be refused: name, bytes, a word of the reason."""
    yield "two lists of texts", compound(stream(cell(LABEL_SST, 0, 0, struct.pack("<I", 8)),
                                                texts=strings(*"abcdefghi") + strings("b"))), "two lists of texts"
    yield "a sheet that begins with its end", compound(stream(lead=record(END))), "no beginning"
    yield "a packed number that is none", compound(stream(cell(RK, 0, 0, struct.pack("<I", 0x7ff80000)))), "a number"
    yield "a number that is none among others", compound(stream(record(
        MUL_RK, struct.pack("<HH", 0, 0) + b"\0\0" + rk(1) + b"\0\0" + struct.pack("<IH", 0x7ff00000, 1)))), "a number"
    yield "a cell behind the last column", compound(stream(cell(NUMBER, 0, 256, bytes(8)))), "last column"
    yield "numbers that go on behind the last column", compound(stream(record(
        MUL_RK, struct.pack("<HH", 0, 255) + (b"\0\0" + rk(1)) * 2 + struct.pack("<H", 256)))), "last column"
    yield "two workbooks in one file", compound(stream(), "Workbook", "Workbook"), "one name"
    yield "a text cut short", compound(stream(texts=record(STRINGS, struct.pack("<IIHB", 1, 1, 9, 0) + b"a"))), "cut short"
