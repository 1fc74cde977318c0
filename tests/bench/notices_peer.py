"""notices_peer.py WRITER FONTS COUNT: pages like a notice by another PDF writer: 67 texts in four
embedded faces, 14 boxes, both codes as a grid of squares joined by rows. Codes are not encoded here,
which spares the peer that work."""
import glob, io, resource, sys

writer, fonts, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
faces = sorted(glob.glob(fonts + "/*Regular.ttf") + glob.glob(fonts + "/*700Bold.ttf"))[:4]
faces = faces or [fonts + "/" + f for f in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf")]
texts = [("Testo %d di un avviso di pagamento, Nicolò Kovačić, è pagabile entro il 31/12/2026" % i)[:12 + i % 50]
         for i in range(67)]


def runs(size, seed):
    for y in range(size):
        x = 0
        while x < size:
            w = 1 + (seed * (x + 3) * (y + 7)) % 4
            if (x * 7 + y * 3 + seed) % 2:
                yield x, y, min(w, size - x)
            x += w


def reportlab_page(i):
    from reportlab.pdfgen import canvas
    out = io.BytesIO()
    c = canvas.Canvas(out, pagesize=(595.28, 841.89), pageCompression=1)
    for k in range(14):
        c.setFillGray(.92)
        c.rect(0, 50 + 50 * k, 595, 23, stroke=0, fill=1)
    c.setFillGray(0)
    for k, t in enumerate(texts):
        c.setFont("f%d" % (k % 4), 8 + k % 3 * 2)
        c.drawString(28 + k % 3 * 150, 800 - 11 * k, t)
    for size, x0, y0, unit in ((33, 28, 300, 2.1), (48, 500, 80, 1.36)):
        for x, y, w in runs(size, i):
            c.rect(x0 + x * unit, y0 + y * unit, w * unit, unit, stroke=0, fill=1)
    c.save()
    return len(out.getvalue())


def cairo_page(i):
    import cairo
    out = io.BytesIO()
    surface = cairo.PDFSurface(out, 595.28, 841.89)
    c = cairo.Context(surface)
    for k in range(14):
        c.set_source_rgb(.92, .92, .92)
        c.rectangle(0, 50 + 50 * k, 595, 23)
        c.fill()
    c.set_source_rgb(0, 0, 0)
    for k, t in enumerate(texts):
        c.select_font_face("DejaVu Sans" if k % 4 < 2 else "DejaVu Sans Mono", 0, k % 2)
        c.set_font_size(8 + k % 3 * 2)
        c.move_to(28 + k % 3 * 150, 30 + 11 * k)
        c.show_text(t)
    for size, x0, y0, unit in ((33, 28, 500, 2.1), (48, 500, 700, 1.36)):
        for x, y, w in runs(size, i):
            c.rectangle(x0 + x * unit, y0 + y * unit, w * unit, unit)
    c.fill()
    surface.finish()
    return len(out.getvalue())


if writer == "reportlab":
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    for n, f in enumerate(faces):
        pdfmetrics.registerFont(TTFont("f%d" % n, f))
page = {"reportlab": reportlab_page, "cairo": cairo_page}[writer]
page(0)
before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
size = sum(page(i) for i in range(count))
spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
print("%s: %d pages, %.0f/s of user CPU (%.1f us each), %d bytes each" %
      (writer, count, count / spent, spent * 1e6 / count, size // count))
