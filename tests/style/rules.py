#!/usr/bin/env python3
"""The rules of the house that no ordinary tool knows.

usage: rules.py layers|banned|libraries|comments|catalogue|sizes

Prints one line for each breach, "file:line: what; why". Exits 1 when there are any (sizes are
only told: they ask for a second look, not for a change)."""
import os
import re
import sys

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
ROOMS = ("engine", "formats", "spool")
FILE_LINES, FUNCTION_LINES = 400, 60

# Room -> height. Rooms at height 2 never include each other.
HEIGHTS = [("engine/base/", 0), ("engine/model/", 1), ("engine/conf", 1), ("engine/ledger/", 2),
           ("formats/", 2), ("spool/", 2), ("engine/intake/", 3), ("engine/match/", 3),
           ("engine/outlet/", 3), ("engine/simulate/", 3), ("engine/", 4), ("engine/command/", 5), ("engine/main", 5),
           ("engine/daemon", 5)]

BANNED = {name: "banned" for name in
          "strcpy strcat sprintf vsprintf strtok atoi atol atoll atof gets localtime system popen "
          "alloca strncpy strncat tmpnam mktemp setjmp longjmp".split()}
BANNED.update({name: "memory comes from an arena" for name in
               "malloc calloc realloc reallocarray strdup strndup asprintf vasprintf".split()})

# (file, function): why it may.
ARGUED = {
    ("formats/jpeg.c", "setjmp"): "libjpeg knows no other way out of an error",
    ("formats/jpeg.c", "longjmp"): "libjpeg knows no other way out of an error",
    ("engine/base/arena.c", "malloc"): "the allocator itself",
    ("spool/ssh.c", "malloc"): "libssh2 frees the answers to its questions",
}

# Third-party headers by library; everything else in <> must be of the C library or Linux.
LIBRARIES = [("sqlite3", r"sqlite3\.h"), ("libxml2", r"libxml/"), ("expat", r"expat"),
             ("libzip", r"zip\.h"), ("libarchive", r"archive"), ("libssh2", r"libssh2"),
             ("libcurl", r"curl/"), ("jansson", r"jansson"), ("libqrencode", r"qrencode"),
             ("libdmtx", r"dmtx"), ("libxlsxwriter", r"xlsxwriter"), ("libconfig", r"libconfig"),
             ("libcrypto", r"openssl/"), ("libseccomp", r"seccomp\.h"), ("freexl", r"freexl"),
             ("utf8proc", r"utf8proc"), ("isa-l igzip", r"isa-l/igzip"), ("isa-l crc", r"isa-l/crc"),
             ("isa-l", r"isa-l\.h"), ("libdeflate", r"libdeflate"), ("libcsv", r"csv\.h"),
             ("libharu", r"hpdf"), ("zlib", r"zlib"), ("zstd", r"zstd"), ("lzma", r"lzma"),
             ("libpng", r"png"), ("libjpeg", r"jpeglib")]
SYSTEM = re.compile(r"(assert|ctype|setjmp|dirent|endian|errno|fcntl|fenv|float|fnmatch|getopt|glob|iconv|immintrin|"
                    r"inttypes|langinfo|limits|locale|math|netdb|poll|pthread|pwd|sched|search|signal|"
                    r"stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|"
                    r"strings|syslog|termios|time|unistd|wchar|x86intrin|emmintrin|arm_neon)\.h$|"
                    r"(sys|linux|netinet|arpa|net|sanitizer|bits|asm)/")

# Words in capitals that are no codes of findings although they begin like one.
NOT_CODES = {"NO_RPT"}  # payStatus of the FdR API


def files(ends):
    for room in ROOMS:
        for folder, _, names in sorted(os.walk(os.path.join(TOP, room))):
            for name in sorted(names):
                if name.endswith(ends):
                    path = os.path.join(folder, name)
                    yield os.path.relpath(path, TOP), open(path, encoding="utf-8").read()


def blanked(text, strings=True):
    """The text with comments, and if asked strings, replaced by blanks; lines stay where they are."""
    def blank(match):
        piece = match.group(0)
        if piece[0] in "\"'" and not strings:
            return piece
        return re.sub(r"[^\n]", " ", piece)
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def height(path):
    best = max((room for room, _ in HEIGHTS if path.startswith(room)), key=len)
    return best, dict(HEIGHTS)[best]


def resolve(path, header):
    for folder in ("engine", "", os.path.dirname(path)):
        candidate = os.path.normpath(os.path.join(folder, header))
        if os.path.exists(os.path.join(TOP, candidate)):
            return candidate
    return None


def layers():
    for path, text in files((".c", ".h")):
        room, level = height(path)
        for match in re.finditer(r'^\s*#\s*include\s+"([^"]+)"', blanked(text, strings=False), re.M):
            where = "%s:%d" % (path, line_of(text, match.start()))
            if match.group(1).endswith(".inc"):
                continue  # made by the makefile
            target = resolve(path, match.group(1))
            if target is None:
                yield "%s: %s is nowhere" % (where, match.group(1))
                continue
            target_room, target_level = height(target)
            if target_level > level:
                yield "%s: includes %s; layers include downwards only" % (where, target)
            elif level == 2 and target_level == 2 and room != target_room:
                yield "%s: includes %s; formats, spool and ledger never each other" % (where, target)


def banned():
    call = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(BANNED))
    for path, text in files((".c", ".h")):
        for match in call.finditer(blanked(text)):
            if (path, match.group(1)) not in ARGUED:
                yield "%s:%d: %s; %s" % (path, line_of(text, match.start()), match.group(1),
                                         BANNED[match.group(1)])


def library_of(header):
    for name, pattern in LIBRARIES:
        if re.match(pattern, header):
            return name
    return None


def libraries():
    users = {}
    for path, text in files((".c", ".h")):
        for match in re.finditer(r"^\s*#\s*include\s+<([^>]+)>", blanked(text, strings=False), re.M):
            header, where = match.group(1), "%s:%d" % (path, line_of(text, match.start()))
            library = library_of(header)
            if library is None and not SYSTEM.match(header):
                yield "%s: <%s> is of no known library" % (where, header)
            if library is not None and path.endswith(".h"):
                yield "%s: <%s> in a header; no third-party type crosses one" % (where, header)
            elif library is not None:
                users.setdefault(library, set()).add(path)
    for library, paths in sorted(users.items()):
        if len(paths) > 2:
            yield "%s: %s in %d files; one library, one file or a small pair" % (
                sorted(paths)[0], library, len(paths))


def comments():
    """Every function of a header stands below a comment, alone or in a group without blank lines."""
    for path, text in files((".h",)):
        lines = text.split("\n")
        told = in_comment = False
        depth = 0
        for number, line in enumerate(lines, 1):
            stripped = line.strip()
            if in_comment or stripped.startswith("/*"):
                in_comment = "*/" not in line
                told = True
                continue
            code = blanked(line)
            if depth == 0 and re.match(r"^[a-z_].*\b[a-z_0-9]+\s*\((?!\()", code) and not told and \
                    not code.startswith(("typedef", "__attribute__", "return")):
                yield "%s:%d: no comment above; each public function has one" % (path, number)
                told = True
            depth += code.count("{") - code.count("}")
            if not stripped and depth == 0:
                told = False


def catalogue_codes():
    for path, text in files((".c",)):
        if re.match(r"engine/model/findings_\w+\.c$", path):
            for match in re.finditer(r'\.code\s*=\s*"([A-Z0-9_]+)"', text):
                yield match.group(1), path, line_of(text, match.start())


def classes():
    """The codes of engine/match/classes.c: the classes of matching have a table of their own."""
    for path, text in files((".c",)):
        if path == "engine/match/classes.c":
            yield from re.findall(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"', text)


def catalogue():
    codes, used = {}, set()
    of_classes = set(classes())
    for code, path, line in catalogue_codes():
        if code in codes:
            yield "%s:%d: %s is in the catalogue twice (%s)" % (path, line, code, codes[code])
        codes[code] = "%s:%d" % (path, line)
    families = {code.split("_")[0] for code in codes}
    strict = re.compile(r'\b(?:err_file|finding_add)\s*\(\s*[^,()]+,\s*"([^"]+)"')
    word = re.compile(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"')
    for path, text in files((".c", ".h")):
        if re.match(r"engine/model/findings_\w+\.c$", path) or path == "engine/match/classes.c":
            continue  # the classes of matching have codes, and a table, of their own
        bare = blanked(text, strings=False)
        for pattern in (strict, word):
            for match in pattern.finditer(bare):
                code = match.group(1)
                used.add(code)
                if code in codes or code in NOT_CODES or code in of_classes:
                    continue
                if pattern is strict or code.split("_")[0] in families:
                    yield "%s:%d: %s is not in the catalogue" % (path, line_of(text, match.start()), code)
    for code in sorted(set(codes) - used):
        sys.stderr.write("warning: %s: %s is used nowhere\n" % (codes[code], code))


def functions(text):
    """(name, first line, lines) of each function in KNF: braces alone in the first column."""
    lines = blanked(text).split("\n")
    start = name = None
    for number, line in enumerate(lines, 1):
        named = re.match(r"^(\w+)\(", line)
        if named and start is None:
            name, first = named.group(1), number
        if line == "{" and name:
            start = number
        if line == "}" and start:
            yield name, first, number - start - 1
            start = name = None


def sizes():
    counts = []
    for path, text in files((".c",)):
        lines = text.count("\n")
        if lines > FILE_LINES:
            sys.stderr.write("warning: %s: %d lines; is there a second subject?\n" % (path, lines))
        for name, first, count in functions(text):
            counts.append(count)
            if count > FUNCTION_LINES:
                sys.stderr.write("warning: %s:%d: %s has %d lines\n" % (path, first, name, count))
    counts.sort()
    if counts:
        sys.stderr.write("functions: %d, median %d lines, %d above 40\n" % (
            len(counts), counts[len(counts) // 2], sum(c > 40 for c in counts)))
    return ()


def main():
    rules = {f.__name__: f for f in (layers, banned, libraries, comments, catalogue, sizes)}
    if len(sys.argv) != 2 or sys.argv[1] not in rules:
        sys.exit(__doc__)
    breaches = list(rules[sys.argv[1]]())
    print("\n".join(breaches), end="\n" if breaches else "")
    sys.exit(1 if breaches else 0)


main()
