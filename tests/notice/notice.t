#!/usr/bin/python3
"""Prints notices and lets strangers judge them: qpdf the file, pdffonts and pdftotext what a reader
finds, zbarimg and dmtxread the codes, also on a page that a bad printer and a crooked scanner made."""
import concurrent.futures, glob, json, os, re, shutil, subprocess, sys, tempfile, threading, unicodedata

from PIL import Image, ImageDraw, ImageFilter

top = os.environ.get("TOP", os.path.dirname(os.path.abspath(__file__)) + "/../..")
shared = os.environ.get("SHARED", top + "/../shared")
scratch = os.environ.get("SCRATCH") or tempfile.mkdtemp()
tool = top + "/build/release/notice/print_request"
fallback = "/usr/share/fonts/truetype/dejavu"
fonts = next((f for f in (top + "/conf/fonts", fallback)
              if glob.glob(f + "/*.ttf")), None)
own_fonts = fonts is not None and fonts.endswith("conf/fonts")
lines, jobs, lock = [], [], threading.Lock()
pool = concurrent.futures.ThreadPoolExecutor(max(2, os.cpu_count() or 2))
MM = 72 / 25.4


def ok(good, name, why=""):
    with lock:
        lines.append(("ok" if good else "not ok") + " %d - %s" % (len(lines) + 1, name))
        print(lines[-1] + ("" if good or not why else "\n# " + str(why).replace("\n", "\n# ")))
        sys.stdout.flush()


def skip(name, why):
    lines.append("ok %d - %s # SKIP %s" % (len(lines) + 1, name, why))
    print(lines[-1])


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)


def request(instalments=0, postal=False, due="31/12/2026", full=True, **changes):
    """A request in the form of the official print service."""
    rates = [{"code": "3020000000000%05d" % (i + 1), "amount": 10000 + 101 * i,
              "dueDate": None if due is None else "%02d/03/2027" % (i % 28 + 1)}
             for i in range(instalments)]
    r = {"creditor_institution_stored": {
            "taxCode": "80034390585", "fullName": "Ordine degli Ingegneri della Provincia di Roma",
            "organization": "Segreteria", "info": "segreteria@ordine.example · tel. 06 0000000",
            "webChannel": True, "cbill": "A1B2C", "posteAccountNumber": "1234567",
            "posteAuth": "AUT. DB/SSIC/E 12345 DEL 01/02/2026"},
         "request": {"templateId": "TemplatePoste" if postal else "Template", "data": {
            "notice": {"subject": "Quota di iscrizione all’albo 2026", "paymentAmount": 35050,
                       "dueDate": due, "code": "302000000000099999", "installments": rates},
            "debtor": {"taxCode": "RSSMRA80A01H501U", "fullName": "Mario Rossi",
                       "address": "Via Nazionale", "buildingNumber": "1", "postalCode": "00100",
                       "city": "Roma", "province": "RM"}}}}
    if not full:
        r["request"]["data"]["notice"]["onlyInstallments"] = True
    for name, value in changes.items():
        for part in (r["creditor_institution_stored"], r["request"]["data"]["notice"],
                     r["request"]["data"]["debtor"]):
            if name in part:
                part[name] = value
    return r


def make(name, r, *extra, folder=None):
    source, pdf = "%s/%s.json" % (scratch, name), "%s/%s.pdf" % (scratch, name)
    with open(source, "w") as f:
        json.dump(r, f)
    done = run(tool, folder or fonts, source, pdf, *extra)
    return pdf if done.returncode == 0 else None


def payments(r):
    """(cents, nav) of each, the whole first, in the order of the pages."""
    n = r["request"]["data"]["notice"]
    whole = [] if n.get("onlyInstallments") else [(n["paymentAmount"], n["code"])]
    return whole + [(i["amount"], i["code"]) for i in n.get("installments") or []]


def italian(cents):
    euros = "%d" % (cents // 100)
    groups = []
    while euros:
        groups.insert(0, euros[-3:])
        euros = euros[:-3]
    return ".".join(groups) + ",%02d" % (cents % 100)


def squeeze(text):
    return re.sub(r"\s+", "", text)


def expected_texts(r):
    c, d = r["creditor_institution_stored"], r["request"]["data"]
    texts = [d["notice"]["subject"], d["debtor"]["fullName"], d["debtor"]["taxCode"],
             d["debtor"]["address"], d["debtor"]["postalCode"], d["debtor"]["city"],
             "(%s)" % d["debtor"]["province"], c["fullName"], c["taxCode"], c.get("organization"),
             c.get("info"), c.get("cbill")]
    for cents, nav in payments(r):
        texts += [italian(cents), " ".join(re.findall(".{1,4}", nav))]
    if "Poste" in r["request"]["templateId"]:
        texts += [c["posteAccountNumber"].zfill(12), c["posteAuth"], "BOLLETTINO POSTALE PA"]
    for p in [d["notice"]] + (d["notice"].get("installments") or []):
        if p.get("dueDate") and not (p is d["notice"] and p.get("onlyInstallments")):
            texts.append("/".join(x.zfill(2) for x in p["dueDate"].split("/")))
    # a capital that Titillium only claims to have is drawn with its twin
    return [t.replace("Ţ", "Ț") for t in texts if t] if own_fonts else [t for t in texts if t]


def words_of(pdf):
    """[(page, x0, y0, x1, y1, word)] in millimetres."""
    html = run("pdftotext", "-bbox", pdf, "-").stdout.decode()
    words, page = [], 0
    for line in html.splitlines():
        if "<page " in line:
            page += 1
        m = re.search(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>', line)
        if m:
            words.append((page,) + tuple(float(m[i]) / MM for i in range(1, 5)) + (m[5],))
    return words


def overlaps(words):
    found = []
    for i, a in enumerate(words):
        for b in words[i + 1:]:
            wide = min(a[3], b[3]) - max(a[1], b[1])
            # boxes hold ascent and descent, which are larger than the letters: a third of the
            # height may be shared
            high = min(a[4], b[4]) - max(a[2], b[2])
            if a[0] == b[0] and wide > 0.2 and high > 0.36 * min(a[4] - a[2], b[4] - b[2]):
                found.append("page %d: %s and %s" % (a[0], a[5], b[5]))
    return found


def outside(words):
    return [w[5] for w in words if w[1] < 9.8 or w[3] > 200.4 or w[2] < 9 or w[4] > 290]


DPI = 150


def pages_of(pdf):
    """The pages as grey pictures, in their order, in a folder of their own. PGM: PNG takes longer to pack."""
    folder = "%s-pages" % pdf[:-4]
    os.makedirs(folder, exist_ok=True)
    run("pdftoppm", "-r", str(DPI), "-gray", pdf, folder + "/p")
    return [folder + "/" + f for f in sorted(os.listdir(folder))]


def worsen(name, degrees):
    """Blurred, turned, with grey paper: print and scan."""
    image = Image.open(name).convert("L").filter(ImageFilter.GaussianBlur(0.8))
    image = image.rotate(degrees, resample=Image.BICUBIC, expand=True, fillcolor=235).point(lambda v: 20 + v * 215 // 255)
    worse = "%s-worse%d.pgm" % (name[:-4], degrees)
    image.save(worse)
    return worse


def thirds(name):
    """A page in three strips, as a telephone sees a part of it: a reader may tire of nine codes at once."""
    image, names = Image.open(name), [name]
    for i in range(3):
        part = name[:-4] + "-part%d.pgm" % i
        image.crop((0, image.height * (3 * i - 1) // 10, image.width, image.height * (3 * i + 4) // 10 + 40)).save(part)
        names.append(part)
    return names


def qr_texts(images):
    out = run("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", *images).stdout.decode()
    return sorted(set(out.split("\n")[:-1]))


def matrix_places(pdf):
    """(page, top in mm) of each slip, by its title."""
    return [(w[0], w[2]) for w in words_of(pdf) if w[5] == "BOLLETTINO"]


def matrix_text(name, grids):
    """What dmtxread makes of a picture on grids so many times finer, the first that gives something. A module of the
    slip is 0.48 mm, less than three dots at 150 dpi, and dmtxread takes one dot for each module, the nearest: blurred
    and turned, one symbol in four is lost between the dots. A counter's reader looks between them and tries again; so
    does this: interpolation (Lanczos) adds nothing to the scan, and what is read is compared letter by letter."""
    for grid in grids:
        image = Image.open(name)
        finer = "%s-grid%d.pgm" % (name[:-4], grid)
        image.resize((grid * image.width, grid * image.height), Image.LANCZOS).save(finer)
        text = run("dmtxread", "-N", "1", "-m", "4000", finer).stdout.decode("latin-1")
        if text:
            return text
    return ""


def matrix_texts(pdf, images, degrees=None):
    """What the slips say: as they are, or from a bad scan turned by so many degrees; all at 150 dpi."""
    texts = []
    for page, top_mm in matrix_places(pdf):
        px = DPI / 25.4
        y = top_mm + 23.4  # a slip under a row of three is 4 mm tighter
        image = Image.open(images[page - 1]).convert("L").crop((int(172 * px), int(y * px), int(207 * px), int((y + 33) * px)))
        cut = "%s-pages/matrix-%d-%d.pgm" % (pdf[:-4], page, int(top_mm))
        image.save(cut)
        texts.append(matrix_text(cut, (1,)) if degrees is None else matrix_text(worsen(cut, degrees), (3, 2, 1)))
    return sorted(texts)


def slip_text(r, cents, nav):
    def plain(text, width):
        text = text.replace("’", "").translate(str.maketrans("ŁłØø", "LlOo")).upper()
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        text = re.sub(r"[^A-Z0-9 &'.:_,-]", " ", text)
        return text[:width].ljust(width)
    c, d = r["creditor_institution_stored"], r["request"]["data"]
    return ("codfase=NBPA;18" + nav + "12" + c["posteAccountNumber"].zfill(12) + "10" + "%010d" % cents +
            "3896" + "1P1" + c["taxCode"] + d["debtor"]["taxCode"].ljust(16) +
            plain(re.sub(" +", " ", d["debtor"]["fullName"]), 40) + plain(d["notice"]["subject"], 110) +
            " " * 12 + "A")


# bytes of a notice, up to the twelve instalments that the guide's model for many of them draws
MOST = 45000

# every page is scanned badly in the slow run: SLOW=1 tests/run notice/notice
SLOW = bool(os.environ.get("SLOW"))


def judge(name, r, *extra, scan=True, pages=None):
    scan = scan or SLOW
    pdf = make(name, r, *extra)
    if pdf is None:
        return ok(False, name + ": is printed")
    checked = run("qpdf", "--check", pdf)
    ok(checked.returncode == 0 and b"WARNING" not in checked.stderr, name + ": qpdf finds nothing wrong",
       checked.stderr.decode())
    rows = run("pdffonts", pdf).stdout.decode().splitlines()[2:]
    ok(rows and all(re.match(r"[A-Z]{6}\+", x) and " yes yes yes " in x for x in rows),
       name + ": fonts are embedded subsets with characters", "\n".join(rows))
    text = squeeze(run("pdftotext", pdf, "-").stdout.decode())
    raw = squeeze(run("pdftotext", "-raw", pdf, "-").stdout.decode())
    missing = [t for t in expected_texts(r) if squeeze(t) not in text and squeeze(t) not in raw and
               not all(squeeze(w) in text for w in t.split())]
    ok(not missing, name + ": all texts are found", missing)
    words = words_of(pdf)
    ok(not overlaps(words), name + ": no text lies on another", "\n".join(overlaps(words)))
    ok(not outside(words), name + ": no text leaves the margins", outside(words))
    if own_fonts:
        ok(os.path.getsize(pdf) <= MOST, "%s: at most 45 kB" % name, os.path.getsize(pdf))
    if own_fonts and glob.glob(fallback + "/*.ttf"):
        wide = words_of(make(name + "-wide", r, *extra, folder=fallback))
        ok(not overlaps(wide) and not outside(wide), name + ": nor with the wider letters that stand in",
           "\n".join(overlaps(wide) + outside(wide)))
    wanted = sorted("PAGOPA|002|%s|%s|%02d" % (nav, r["creditor_institution_stored"]["taxCode"], cents)
                    for cents, nav in payments(r))
    images = pages_of(pdf)
    if pages is not None and own_fonts:
        ok(len(images) == pages, "%s: %d pages" % (name, pages), len(images))
    ok(qr_texts(images) == wanted, name + ": QR codes are read", qr_texts(images))
    for degrees in (2, -2) if scan else ():
        worse = [worsen(i, degrees) for i in images]
        got = qr_texts(worse)
        if got != wanted:
            got = qr_texts([part for i in worse for part in thirds(i)])
        ok(got == wanted, "%s: QR codes are read from a bad scan, %+d degrees" % (name, degrees), got)
    if "Poste" in r["request"]["templateId"]:
        wanted = sorted(slip_text(r, cents, nav) for cents, nav in payments(r))
        got = matrix_texts(pdf, images)
        ok(got == wanted, name + ": Data Matrix codes are read", "\n".join(got))
        for degrees in (2, -2) if scan else ():
            got = matrix_texts(pdf, images, degrees)
            ok(got == wanted, "%s: Data Matrix codes are read from a bad scan, %+d degrees" % (name, degrees), "\n".join(got))
    again = "%s/%s-again.pdf" % (scratch, name)
    run(tool, fonts, "%s/%s.json" % (scratch, name), again, *extra)
    ok(open(pdf, "rb").read() == open(again, "rb").read(), name + ": another process makes the same bytes")
    for folder in glob.glob(glob.escape(pdf[:-4]) + "-pages"):
        shutil.rmtree(folder)


def queue(*args, **kwargs):
    jobs.append(pool.submit(judge, *args, **kwargs))


def logo(kind):
    name = "%s/logo-%s.%s" % (scratch, kind, "jpg" if "jpeg" in kind else "png")
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((20, 20, 280, 280), fill=(0, 90, 160, 255))
    if kind == "busy-rgb":  # like a photograph: no few colours, nothing to pack
        busy = Image.frombytes("RGB", (600, 600), bytes((x * y // 7 + (c + 1) * (x ^ y)) % 256
                                                        for y in range(600) for x in range(600) for c in range(3)))
        busy.filter(ImageFilter.GaussianBlur(4)).save(name)
        return name
    mode = {"rgba": "RGBA", "rgb": "RGB", "grey": "L", "palette": "P", "jpeg": "RGB", "jpeg-grey": "L"}[kind]
    image.convert(mode).save(name)
    return name


def official():
    for name in sorted(glob.glob(shared + "/reference/notice/print_requests/*.json")):
        with open(name) as f:
            r = json.load(f)
        # one of each kind of page is scanned badly
        queue(re.sub(".*scenario_|\\.json", "", name), r, scan=re.search(r"ft_(\d+)", name)[1] in ("03", "22"))


LONGEST = "Ordine Interprovinciale dei Chimici e dei Fisici del Lazio, dell’Umbria, dell’Abruzzo e Molise"
EUROPE = "Željko Kovačić, Šimůnek, Łukasz Żółć, Őry Gyűrű, Ţiuţă Ştefan, Çelik İğne, Ørsted Åse, Þór Ðjúpi, Ķēniņš"


def main():
    if run("make", "-s", "-C", top, "build/release/notice/print_request").returncode != 0 or fonts is None:
        ok(False, "the printing tool is built")
        return
    queue("nine-postal", request(9, postal=True), scan=False)
    queue("one", request(), logo("rgba"), scan=False)
    queue("one-postal", request(postal=True), logo("jpeg"), scan=False)
    queue("no-due-date", request(due=None), logo("palette"), scan=False)
    queue("two-postal", request(2, postal=True), logo("grey"))
    queue("three-postal", request(3, postal=True), logo("rgb"), pages=2)
    queue("seven", request(7), logo("jpeg-grey"), scan=False, pages=2)
    queue("twelve", request(12), scan=False)
    queue("instalments-only", request(4, full=False), scan=False)
    queue("longest", request(2, postal=True, fullName=LONGEST, info=("segreteria@ordine.example · " * 4)[:100],
                             organization="Ufficio iscrizioni, contributi e riscossione quote"), scan=False)
    queue("long", request(
        5, fullName="Società Cooperativa Agricola e di Consumo fra i Lavoratori della Provincia",
        subject="Contributo annuale di iscrizione e di funzionamento dell’ente, anno duemilaventisei",
        address="Località Santa Maria della Misericordia in Valle Superiore, frazione Castelnuovo"))
    queue("longest-three", request(3, postal=True, fullName=LONGEST, subject=("Contributo annuale di iscrizione " * 3)[:90],
                                   posteAuth="AUT. DB/SSIC/E 12345 DEL 01/02/2026 PRESSO L’UFFICIO DI ROMA CENTRO"), scan=False)
    queue("longest-nine", request(9, fullName=LONGEST), scan=False)
    queue("europe", request(fullName=EUROPE), scan=False)
    # all that a notice may hold: eleven leave a page of another form behind, which twelve do not
    for count in (0, 2, 5, 9, 11, 12):
        r = request(count, postal=True, fullName=LONGEST, subject=("Contributo annuale di iscrizione " * 3)[:90],
                    info=("segreteria@ordine.example · " * 4)[:100], organization="Ufficio iscrizioni, contributi e riscossione quote",
                    address="Località Santa Maria della Misericordia in Valle Superiore, frazione Castelnuovo")
        r["request"]["data"]["debtor"]["fullName"] = "Željko Kovačić Šimůnek Łukasz Żółć Őry Gyűrű Çelik İğne Ørsted Ķēniņš"
        queue("heaviest-%d" % count, r, logo("busy-rgb"), "0", "1", scan=False)
    queue("german-nine", request(9), "", "1", "0", scan=False)
    for i, language in enumerate(("german", "slovene", "french", "english")):
        queue("second-" + language, request(2 if i else 0), "", "0", str(i + 1), scan=False)
    if not glob.glob(shared + "/reference/notice/print_requests/*.json"):
        skip("official requests", "the reference is not here")
    else:
        official()
    for job in jobs:
        job.result()


main()
print("1..%d" % len(lines))
