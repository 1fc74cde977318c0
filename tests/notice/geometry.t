#!/usr/bin/python3
"""Compares the places of texts, bars and codes with those measured on the official service's pages:
everything within a millimetre."""
import csv, glob, os, re, subprocess, sys, tempfile

top = os.environ.get("TOP", os.path.dirname(os.path.abspath(__file__)) + "/../..")
shared = os.environ.get("SHARED", top + "/../shared") + "/reference/notice"
scratch = os.environ.get("SCRATCH") or tempfile.mkdtemp()
tool = top + "/build/release/notice/print_request"
PT = 25.4 / 72
LAYOUTS = {"single": "01", "single_postal": "03", "single_no_due_date": "05",
           "single_postal_no_due_date": "07", "2_instalments": "09", "3_instalments": "11",
           "2_instalments_postal": "13", "3_instalments_postal": "15", "single_max_lengths": "21",
           "4_instalments": "22", "5_instalments": "23"}


def read_string(text):
    """The glyph numbers of a PDF string literal."""
    out, i = bytearray(), 0
    while i < len(text):
        c = text[i]
        if c == 0x5C:
            i += 1
            c = {ord("r"): 13, ord("n"): 10, ord("t"): 9, ord("b"): 8, ord("f"): 12}.get(text[i], text[i])
        out.append(c)
        i += 1
    return [out[k] << 8 | out[k + 1] for k in range(0, len(out), 2)]


def read_map(stream):
    table = {}
    for a, b, c in re.findall(rb"<([0-9A-F]{4})><([0-9A-F]{4})><([0-9A-F]{4})>", stream):
        for g in range(int(a, 16), int(b, 16) + 1):
            table[g] = chr(int(c, 16) + g - int(a, 16))
    return table


def pages_of(pdf):
    """For each page its texts (x, baseline, text), bars and codes (x, y, w, h) in millimetres."""
    plain = scratch + "/plain.pdf"
    subprocess.run(["qpdf", "--qdf", "--normalize-content=n", "--object-streams=disable", pdf, plain], check=True)
    data = open(plain, "rb").read()
    objects = {int(n): body for n, body in re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", data, re.S)}
    maps = {}
    for face, font in set(re.findall(rb"/F(\d) (\d+) 0 R", data)):
        characters = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(font)])[1]
        maps[int(face)] = read_map(objects[int(characters)])
    pages = []
    for number in re.findall(rb"(\d+) 0 R", re.search(rb"/Kids \[(.*?)\]", data, re.S)[1]):
        # the layer that pages share, and each one's own
        contents = re.search(rb"/Contents (\[.*?\]|\d+ 0 R)", objects[int(number)], re.S)[1]
        stream = b"\n".join(re.search(rb"stream\n(.*?)\nendstream", objects[int(n)], re.S)[1]
                            for n in re.findall(rb"(\d+) 0 R", contents))
        page, font = {"text": [], "bar": [], "code": [], "image": []}, 0
        at = None
        token = re.compile(
            rb"/F(\d) \d+ Tf|(-?[\d.]+) (-?[\d.]+) Td|\(((?:\\.|[^\\()])*)\)Tj|"
            rb"(-?[\d.]+) (-?[\d.]+) ([\d.]+) ([\d.]+) re f|([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm\s+(BI|/X\d+)", re.S)
        for m in token.finditer(stream):
            if m[1]:
                font = int(m[1])
            elif m[2]:
                at = (float(m[2]) * PT, 297 - float(m[3]) * PT)
            elif m[4] is not None:
                text = "".join(maps[font].get(g, "?") for g in read_string(m[4]))
                page["text"].append(at + (text,))
            elif m[5]:
                x, y, w, h = (float(m[k]) * PT for k in range(5, 9))
                page["bar"].append((x, 297 - y - h, w, h))
            elif m[9]:
                w, h, x, y = (float(m[k]) * PT for k in range(9, 13))
                page["code" if m[13] == b"BI" else "image"].append((x, 297 - y - h, w, h))
        pages.append(page)
    return pages


def same(text):
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("ﬁ", "fi").lower()).strip()


def compare(layout, pages):
    missing, far, found = [], [], 0
    with open(shared + "/notice_geometry_official_samples.csv") as f:
        for row in csv.DictReader(f, delimiter=";"):
            if row["layout"] != layout:
                continue
            page = pages[int(row["page"]) - 1]
            x, y, w, h = (float(row[k]) for k in ("x_mm", "y_top_mm", "w_mm", "h_mm"))
            if row["kind"] == "text":
                places = [t for t in page["text"] if same(t[2]) == same(row["text"])]
                if not places:
                    missing.append(row["text"])
                    continue
                base = float(row["baseline_mm"])
                # where texts end at a margin the fonts' small differences show at the start
                best = min(max(abs(t[0] - x) / (4 if x > 60 else 1), abs(t[1] - base)) for t in places)
            elif row["kind"] == "code_symbol" or row["colour"] == "#ececec":
                places = page["code" if row["kind"] == "code_symbol" else "bar"]
                best = min(max(abs(a - b) for a, b in zip(t, (x, y, w, h))) for t in places)
            else:
                continue
            found += 1
            if best > 1.0:
                far.append("%s %s at %.1f, %.1f: off by %.2f mm" % (row["kind"], row["text"], x, y, best))
    return found, missing, far


number = 0
if not glob.glob(shared + "/*.csv") or not glob.glob(top + "/conf/fonts/*.ttf"):
    print("ok 1 - the official geometry # SKIP the reference or the fonts are not here\n1..1")
    sys.exit(0)
subprocess.run(["make", "-s", "-C", top, "build/release/notice/print_request"], check=True, stdout=subprocess.DEVNULL)
for layout, request in LAYOUTS.items():
    pdf = "%s/%s.pdf" % (scratch, layout)
    source = glob.glob("%s/print_requests/scenario_ft_%s*.json" % (shared, request))[0]
    subprocess.run([tool, top + "/conf/fonts", source, pdf], check=True, stdout=subprocess.DEVNULL)
    found, missing, far = compare(layout, pages_of(pdf))
    number += 1
    # lines that break elsewhere and words that the guide's later strings changed are not found
    good = not far and len(missing) <= found // 3
    print("%sok %d - %s: %d places within a millimetre, %d texts worded otherwise" %
          ("" if good else "not ", number, layout, found, len(missing)))
    for line in far + ([] if good else ["missing: " + m for m in missing]):
        print("# " + line)
print("1..%d" % number)
