#!/usr/bin/python3
"""The engine's own notices: printed again byte for byte, previewed before booking, bundled for the
printing house; and what a PDF/A-2b file must and must not have, read with qpdf."""
import csv, glob, io, json, os, re, subprocess, sys, tempfile

top = os.environ.get("TOP", os.path.dirname(os.path.abspath(__file__)) + "/../..")
scratch = os.environ.get("SCRATCH") or tempfile.mkdtemp()
program = os.environ.get("RISCONTRO", top + "/build/release/riscontro")
env = dict(os.environ, RISCONTRO_CONFIG=scratch + "/riscontro.conf", RISCONTRO_NOW="2026-11-23T08:00:00Z")
number = failed = 0
CONF = """language = "it"; scan = 1; workers = 1;
creditors = ({ id = "ordine"; fiscal_code = "80000000028"; name = "Ordine delle Professioni di Vallescura";
  office = "Segreteria"; contacts = "segreteria@ordine-vallescura.example"; cbill = "A1B2C"; segregation = "01";
  logo = "logo.png";
  accounts = ({ iban = "IT25O0306909606100000012345"; },
              { iban = "IT57U0760101000000001234567"; postal_authorisation = "AUT. DB/SSIC/E 12345 DEL 01/02/2026"; });
  channels = ({ kind = "quotas"; settle = 1; generation = { due_date = "+30"; }; });
  outlets = ({ kind = "notices"; }, { kind = "postal"; }, { kind = "acknowledgements"; }); });
"""
HEAD = "codice_fiscale;cognome;nome;indirizzo;civico;cap;comune;provincia;chiave_quota;tipo;anno;causale;importo;scadenza"
RATES = "".join(";rata_%d_importo;rata_%d_scadenza" % (i, i) for i in range(1, 5))
PEOPLE = [("BLLCRL69B14A944A", "Bellòni", "Carlo"), ("FRALNE92M43A944W", "Farè", "Elena"),
          ("SNAMRC75E05A944W", "Sanò", "Marco"), ("VRTGDI87C67A944U", "Žižek", "Łucja")]


def ok(good, name, why=""):
    global number, failed
    number += 1
    failed += not good
    print(("ok" if good else "not ok") + " %d - %s" % (number, name))
    if not good:
        print("# " + str(why)[:1500].replace("\n", "\n# "))
    sys.stdout.flush()


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=scratch, timeout=120)


def riscontro(*words):
    return run(program, *words)


def quotas():
    """Forty whole ones, forty-four in four instalments (two pages), two that cannot be posted."""
    rows = []
    for i in range(87):
        code, surname, name = PEOPLE[i % 4]
        street, cap, province = "Via Città di Castello", "47121", "FC"
        if i == 84:
            street = ""
        if i == 85:
            street = "Località Santa Maria della Misericordia di Sopra e di Sotto presso la Torre dell’Orologio Vecchio"
        cells = [code, surname, name, street, str(i + 1), cap, "Forlì", province, "Q%03d" % i, "contributo", "2026",
                 "Quota annuale 2026", "100,00", "31/03/2027"]
        if 40 <= i < 84:
            for k in range(4):
                cells += ["25,00", "%02d/0%d/2027" % (28, k + 3)]
        else:
            cells += [""] * 8
        rows.append(";".join(cells))
    return "\r\n".join([HEAD + RATES] + rows) + "\r\n"


def logo():
    from PIL import Image, ImageDraw
    image = Image.new("RGBA", (1600, 1600), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((40, 40, 1560, 1560), outline=(0, 60, 140, 255), width=60)
    for i in range(12):
        draw.rectangle((300 + 80 * i, 500 + 20 * i, 360 + 80 * i, 1100), fill=(200 - 10 * i, 30 + 15 * i, 40, 255))
    image.save(scratch + "/logo.png")


def table(name):
    return list(csv.DictReader(io.StringIO(open(glob.glob(out + "/postalizzazione/" + name)[0], newline="").read()),
                               delimiter=";"))


def codes_on(pdf, page):
    base = scratch + "/page"
    run("pdftoppm", "-r", "150", "-gray", "-f", str(page), "-l", str(page), pdf, base)
    image = glob.glob(base + "-*.pgm")[0]
    text = run("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", image).stdout.decode()
    os.remove(image)
    return set(text.split())


def unpacked(pdf):
    run("qpdf", "--qdf", "--object-streams=disable", pdf, scratch + "/plain.pdf")
    return open(scratch + "/plain.pdf", "rb").read()


def texts_of(data, pattern):
    return [m.decode("latin-1") for m in re.findall(pattern, data, re.S)]


def archival(name, pdf):
    """The rules of ISO 19005-2 level B that can be broken by what we write, one by one."""
    raw, data = open(pdf, "rb").read(), unpacked(pdf)
    ok(re.match(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4}", raw) is not None, name + ": 6.1.2 header and binary comment", raw[:20])
    ok(re.search(rb"/ID\s*\[", data) and b"/Encrypt" not in data and raw.endswith(b"%%EOF\n"),
       name + ": 6.1.3 an identity, no encryption, nothing after the end")
    ok(not re.search(rb"/(LZWDecode|Crypt|JBIG2Decode)|/F\s*\(", raw), name + ": 6.1.7 no foreign filters or files")
    found = texts_of(data, rb"/Subtype /(Movie|Sound|Screen|3D|FileAttachment|PS)\b|/(JavaScript|Launch|AA|OpenAction|EmbeddedFiles)\b")
    ok(not found, name + ": 6.5, 6.6 nothing that acts, plays or is attached", found)
    ok(not re.search(rb"/SMask|/CA |/ca |/BM |/Group|/ExtGState|/TR |/HTP", data), name + ": 6.2.10 nothing transparent")
    intent = re.search(rb"/OutputIntents \[\s*<<.*?/DestOutputProfile (\d+) 0 R.*?/S /GTS_PDFA1", data, re.S)
    profile = intent and re.search(rb"\n%s 0 obj\n<<(.*?)>>\nstream\n(.*?)endstream" % intent[1], data, re.S)
    ok(profile and b"/N 3" in profile[1] and profile[2][36:40] == b"acsp" and profile[2][16:20] == b"RGB " and
       profile[2][12:16] == b"mntr" and int.from_bytes(profile[2][:4], "big") <= len(profile[2]),
       name + ": 6.2.3 an output intent with an RGB profile")
    ok(not re.search(rb"/(DeviceCMYK|Separation|DeviceN|CalRGB)\b", data) and not re.search(rb"\n[\d.]+ [\d.]+ [\d.]+ [\d.]+ k\n", data),
       name + ": 6.2.4 only colours that the intent explains")
    fonts = run("pdffonts", pdf).stdout.decode().splitlines()[2:]
    ok(fonts and all(" yes yes yes " in f for f in fonts), name + ": 6.2.11.4 fonts are embedded, with their characters", fonts)
    ok(data.count(b"/CIDToGIDMap /Identity") == data.count(b"/CIDFontType2") > 0, name + ": 6.2.11.3 glyph maps are told")
    xmp = re.search(rb"<\?xpacket begin.*?<\?xpacket end", data, re.S)[0].decode()
    info = run("pdfinfo", pdf).stdout.decode()
    title = re.search(r"Title: +(.*)", info)[1]
    ok("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in xmp, name + ": 6.6.4 the level is told", xmp)
    ok(">%s</rdf:li>" % title in xmp and re.search(r"Author: +(.*)", info)[1] in xmp and
       re.search(r"Producer: +(.*)", info)[1] in xmp and re.search(r"<xmp:CreateDate>2026-11-23T00:00:00Z<", xmp) and
       b"/CreationDate (D:20261123000000Z)" in data, name + ": 6.6.3 XMP and information agree", xmp + info)
    ok("Tagged:          yes" in info and b"/Lang (it-IT)" in data and b"/DisplayDocTitle true" in data,
       name + ": tagged, with language and title", info)
    tree = run("pdfinfo", "-struct-text", pdf).stdout.decode()
    ok(all(w in tree for w in ("Document", "H1", "H2", "Figure", "Quota annuale 2026")) and
       tree.index("Quota annuale 2026") < tree.index("ENTE CREDITORE") < tree.index("DATI PER IL PAGAMENTO"),
       name + ": the structure reads in the order of the page", tree[:800])
    counts = {w: tree.count('"%s' % w) for w in ("ENTE CREDITORE", "Rata unica entro il")}
    ok(counts["ENTE CREDITORE"] == 1, name + ": each text is said once", counts)


def u16(data, at):
    return int.from_bytes(data[at:at + 2], "big")


def widths(pdf):
    """6.2.11.5: the widths of a font's dictionary are those of the font inside."""
    data = unpacked(pdf)
    objects = {int(n): body for n, body in re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", data, re.S)}
    wrong, seen = [], 0
    for body in objects.values():
        if b"/CIDFontType2" not in body:
            continue
        descriptor = objects[int(re.search(rb"/FontDescriptor (\d+) 0 R", body)[1])]
        font = re.search(rb"stream\n(.*?)endstream", objects[int(re.search(rb"/FontFile2 (\d+) 0 R", descriptor)[1])], re.S)[1]
        tables = {font[12 + 16 * i:16 + 16 * i]: int.from_bytes(font[20 + 16 * i:24 + 16 * i], "big") for i in range(u16(font, 4))}
        em, count = u16(font, tables[b"head"] + 18), u16(font, tables[b"hhea"] + 34)
        inside = [u16(font, tables[b"hmtx"] + 4 * g) * 1000 / em for g in range(count)]
        listed = re.search(rb"/W \[\s*0\s*\[(.*?)\]", body, re.S)
        told = [int(w) for w in listed[1].split()] if listed else [int(re.search(rb"/DW (\d+)", body)[1])] * count
        wrong += [(g, a, b) for g, (a, b) in enumerate(zip(told, inside)) if abs(a - b) > 1]
        wrong += [] if len(told) == count == u16(font, tables[b"maxp"] + 4) else ["%d widths, %d glyphs" % (len(told), count)]
        seen += 1
    ok(seen >= 4 and not wrong, "6.2.11.5 widths agree with the fonts", (seen, wrong[:5]))


def deep(pdf):
    """6.2.11.4.1: every glyph shown is in its font, and 6.1.13: numbers, strings and names keep the limits."""
    data = unpacked(pdf)
    longest = max((len(m) for m in re.findall(rb"/([^\s/<>\[\]()]+)", re.sub(rb"stream\n.*?endstream", b"", data, flags=re.S))), default=0)
    ok(longest <= 127, "names keep the limit of 127 bytes", longest)
    depth = most = 0
    for stream in re.findall(rb"stream\n(.*?)endstream", data, re.S):
        depth = 0
        if b" Tf\n" not in stream:
            continue
        for word in re.findall(rb"(?:^|\n| )(q|Q)(?=\n|$)", stream):
            depth += 1 if word == b"q" else -1
            most = max(most, depth)
    ok(depth == 0 and most <= 28, "saved states are restored, at most 28 deep", (depth, most))


logo()
with open(scratch + "/riscontro.conf", "w") as f:
    f.write(CONF)
with open(scratch + "/quote.csv", "w", newline="") as f:
    f.write(quotas())
made = riscontro("init", scratch)
ok(made.returncode == 0, "a spool is made", made.stderr.decode())
out = scratch + "/spool/ordine/out"

# before anything is booked
done = riscontro("preview", "quote.csv", "--count", "3", "--out", "prova.pdf")
ok(done.returncode == 0 and done.stdout == b"prova.pdf\n", "a file's first notices are previewed", done.stderr.decode())
text = run("pdftotext", scratch + "/prova.pdf", "-").stdout.decode()
ok(text.count("0000 0000 0000 0000 00") >= 3 and not codes_on(scratch + "/prova.pdf", 1),
   "a proof has no number and no code", text)
ok(run("qpdf", "--check", scratch + "/prova.pdf").returncode == 0, "qpdf finds nothing wrong with it")
ok(riscontro("show", "Q001").returncode == 65 and not glob.glob(scratch + "/spool/.work/preview*"), "nothing is booked and nothing left")
again = riscontro("preview", "quote.csv", "--out", "prova.pdf")
ok(again.returncode != 0, "a file that is there is not overwritten")
other = riscontro("preview", "riscontro.conf", "--out", "nulla.pdf")
ok(other.returncode == 65 and b"PREVIEW_EMPTY" in other.stderr and not os.path.exists(scratch + "/nulla.pdf"),
   "a file without notices is told so", other.stderr.decode())

# booked and shipped
with open(scratch + "/spool/ordine/in/quote/quote.csv", "w", newline="") as f:
    f.write(quotas())
done = riscontro("run")
pdfs = sorted(glob.glob(out + "/avvisi/*.pdf"))
ok(len(pdfs) == 87, "each position has its notice", done.stderr.decode() + done.stdout.decode())
sizes = [(os.path.getsize(p), p) for p in pdfs if run("pdfinfo", p).stdout.count(b"Pages:           1")]
guide = bool(glob.glob(top + "/conf/fonts/Titillium*.ttf"))
ok(not guide or max(sizes)[0] <= 45000, "at most 45 kB with logo, slip and far letters", max(sizes))
index = list(csv.DictReader(open(glob.glob(out + "/avvisi/*indice.csv")[0], newline=""), delimiter=";"))
ok([r["pagine"] for r in index[38:42]] == ["1", "1", index[40]["pagine"], index[41]["pagine"]] and
   int(index[40]["pagine"]) > 1, "the index tells pages", index[38:42])
for i in (0, 3, 45):
    iuv = index[i]["iuv"]
    done = riscontro("notice", iuv, "--out", "-")
    ok(done.stdout == open(out + "/avvisi/" + index[i]["file"], "rb").read(), "notice %s is printed again byte for byte" % iuv,
       done.stderr.decode())
done = riscontro("notice", index[1]["numero_avviso"])
ok(done.stdout.decode().strip() == index[1]["file"] and os.path.exists(scratch + "/" + index[1]["file"]),
   "a notice number serves too, and the file has its own name", done.stderr.decode())
same = riscontro("notice", index[2]["iuv"], "--json", "--out", "uguale.pdf")
told = json.loads(same.stdout or b"{}")
ok(told.get("identical") is True and told.get("file") == "uguale.pdf" and b"REPRINT" not in same.stderr,
   "--json says that a reprint is identical", same.stdout + same.stderr)
with open(scratch + "/riscontro.conf", "w") as f:
    f.write(CONF.replace('office = "Segreteria"', 'office = "Tesoreria"'))
other = riscontro("notice", index[2]["iuv"], "--json", "--out", "diverso.pdf")
told = json.loads(other.stdout or b"{}")
ok(other.returncode == 0 and told.get("identical") is False and told.get("code") == "NOTICE_REPRINT_DIFFERS" and
   other.stderr.count(b"\n") == 1 and b"non \xc3\xa8 identico" in other.stderr,
   "another configuration's reprint is told to differ, in one sentence", other.stdout + other.stderr)
plain = riscontro("notice", index[2]["iuv"], "--out", "-")
ok(plain.stdout == open(scratch + "/diverso.pdf", "rb").read() and b"NOTICE_REPRINT_DIFFERS" in plain.stderr,
   "also when it goes to standard output", plain.stderr)
with open(scratch + "/riscontro.conf", "w") as f:
    f.write(CONF)
done = riscontro("notice", "00000000000000000")
ok(done.returncode == 65 and b"NOTICE_UNKNOWN" in done.stderr, "an unknown number is told so")

# the printing house
addresses, left_out = table("*_indirizzi.csv"), table("*_non-spedibili.csv")
ok(len(addresses) == 85 and [r["codice"] for r in left_out] == ["POSTAL_ADDRESS_MISSING", "POSTAL_LINE_TOO_LONG"] and left_out[0]["da_fare"],
   "what cannot be posted is told", left_out)
ok(all(len(r["riga_%d" % i]) <= 44 for r in addresses for i in range(1, 7)) and addresses[0]["riga_5"] == "47121 FORLI' FC" and
   addresses[0]["riga_1"] == "BELLONI CARLO", "addresses are lines of 44", addresses[0])
bundles = {}
for r in addresses:
    bundles.setdefault(r["nome_file_pdf"], []).append(r)
ok(len(bundles) == len({(r["fogli"]) for r in addresses}) >= 2, "a bundle for each number of sheets", list(bundles))
for name, rows in sorted(bundles.items()):
    pdf = out + "/postalizzazione/" + name
    pages = int(re.search(rb"Pages: +(\d+)", run("pdfinfo", pdf).stdout)[1])
    ok(pages >= 80 and pages == sum(2 * int(r["fogli"]) for r in rows) and all(int(r["prima_pagina"]) % 2 == 1 for r in rows),
       "%s: %d pages, each notice on a sheet of its own" % (name, pages))
    ok(run("qpdf", "--check", pdf).returncode == 0, name + ": qpdf finds nothing wrong")
    r = rows[len(rows) // 2]
    wanted = "PAGOPA|002|3%s|80000000028|10000" % r["riferimento"]
    ok(wanted in codes_on(pdf, int(r["prima_pagina"])), name + ": the code of a page in the middle is its notice's",
       (wanted, codes_on(pdf, int(r["prima_pagina"]))))
sample = glob.glob(out + "/postalizzazione/*_campione.pdf")[0]
ok(b"FAC-SIMILE" not in open(sample, "rb").read() and run("pdftotext", sample, "-").stdout.count("AVVISO DI PAGAMENTO".encode()) == 10 and
   not codes_on(sample, 1), "ten proofs for approval")
manifest = json.load(open(glob.glob(out + "/postalizzazione/*manifest.json")[0]))
ok(manifest["items"] == 85 and manifest["amount"] == 8500.0 and len(manifest["files"]) == len(bundles) + 3, "the manifest counts", manifest)

archival("a notice", pdfs[0])
archival("two pages", out + "/avvisi/" + index[45]["file"])
deep(out + "/avvisi/" + index[45]["file"])
for i in (0, 3):
    widths(out + "/avvisi/" + index[i]["file"])
print("1..%d" % number)
