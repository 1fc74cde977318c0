/* What all notices of a creditor share: faces, drawings and logo, made once. */
#include <fcntl.h>
#include <unistd.h>

#include "formats/notice_sheet.h"
#include "formats/pdf_picture.h"

enum {
	FONT_MOST = 4 * 1024 * 1024,
	FAMILIES = 2,
	LOGO_SIDE = 2990,  /* on paper */
	LOGO_PIXELS = 354, /* the same at 300 dots an inch */
	LOGO_LEAST = 3000, /* bytes, below which nothing can be recognised */
	PAGES_MOST =
	    13500, /* of these, what a page with a slip and thirty far letters adds */
};

/* The guide's faces, and free ones that stand in when they are not installed. */
static const struct font_file {
	const char *file;
	const char *name;
} families[FAMILIES][FACE_COUNT] = {
    {{"TitilliumWeb_400Regular.ttf", "TitilliumWeb-Regular"},
	{"TitilliumWeb_700Bold.ttf", "TitilliumWeb-Bold"},
	{"RobotoMono_400Regular.ttf", "RobotoMono-Regular"},
	{"RobotoMono_700Bold.ttf", "RobotoMono-Bold"}},
    {{"DejaVuSans.ttf", "DejaVuSans"}, {"DejaVuSans-Bold.ttf", "DejaVuSans-Bold"},
	{"DejaVuSansMono.ttf", "DejaVuSansMono"},
	{"DejaVuSansMono-Bold.ttf", "DejaVuSansMono-Bold"}},
};

static int
map_font(struct notice_press *press, int folder, const char *name, struct err *e)
{
	int result, fd = openat(folder, name, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_code(e, ERR_CONF, "NOTICE_FONTS", "font %s is missing", name);
	result =
	    input_map(&press->fonts[press->font_count], fd, str_of(name), FONT_MOST, e);
	close(fd);
	if (result == 0)
		press->font_count++;
	return result;
}

/* Maps all faces of the first family whose first face is in the folder. */
static int
open_fonts(struct notice_press *press, const char *font_folder,
    const struct font_file **family, struct err *e)
{
	int found = 0, result = 0, folder;

	if (font_folder == NULL)
		return err_code(e, ERR_CONF, "NOTICE_FONTS", "no font folder was given");
	folder = open(font_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return err_code(e, ERR_CONF, "NOTICE_FONTS",
		    "font folder %s cannot be opened", font_folder);
	while (
	    found < FAMILIES && faccessat(folder, families[found][0].file, R_OK, 0) != 0)
		found++;
	if (found == FAMILIES)
		result = err_code(e, ERR_CONF, "NOTICE_FONTS",
		    "font folder %s has neither Titillium Web nor DejaVu Sans",
		    font_folder);
	while (result == 0 && press->font_count < FACE_COUNT)
		result =
		    map_font(press, folder, families[found][press->font_count].file, e);
	close(folder);
	if (result == 0)
		*family = families[found];
	press->has_fonts = found == 0;
	return result;
}

static int
open_faces(struct notice_press *press, struct pdf *p, const struct font_file *family,
    struct err *e)
{
	static const char *const tags[] = {"RISCAA", "RISCAB", "RISCAC", "RISCAD"};
	static const enum face_alphabet alphabets[] = {[FACE_REGULAR] = FACE_COMMON,
	    [FACE_BOLD] = FACE_COMMON,
	    [FACE_MONO] = FACE_CODES,
	    [FACE_MONO_BOLD] = FACE_FIGURES};
	struct str texts = notice_press_letters(press);
	const struct str more[] = {[FACE_REGULAR] = texts,
	    [FACE_BOLD] = texts,
	    [FACE_MONO_BOLD] = press->look.cbill};

	for (int i = 0; i < FACE_COUNT; i++) {
		press->faces[i] = arena_new(press->arena, struct pdf_face);
		press->face_names[i] = family[i].name;
		if (pdf_face_open(press->faces[i], p, press->fonts[i].bytes, alphabets[i],
			more[i], tags[i], family[i].name, e) != 0)
			return -1;
	}
	return 0;
}

/* A drawing as a form that fills the unit square. */
static unsigned
write_drawing(struct pdf *p, const struct artwork *art)
{
	unsigned number = pdf_reserve(p, 1);
	struct out operators;
	struct str entries = arena_format(p->arena,
	    "/Type/XObject/Subtype/Form/BBox[0 0 %d.%02d %d.%02d]"
	    "/Matrix[.%09lld 0 0 -.%09lld 0 1]",
	    art->width / 100, art->width % 100, art->height / 100, art->height % 100,
	    100000000000LL / art->width, 100000000000LL / art->height);

	out_open_memory(&operators, p->arena);
	for (size_t i = 0; i < ARTWORK_PIECES && art->operators[i] != NULL; i++)
		out_text(&operators, art->operators[i]);
	pdf_stream(p, number, entries.ptr, out_bytes_of(&operators), PDF_SMALL);
	return number;
}

unsigned
notice_resources_write(const struct notice_press *press, struct pdf *p)
{
	unsigned number = pdf_reserve(p, 1);

	pdf_object_begin(p, number);
	out_text(p->out, "<</Font<<");
	for (int i = 0; i < FACE_COUNT; i++) {
		const struct pdf_face *face = press->faces[i];

		out_format(p->out, "/F%d %u 0 R", i, face->near.object);
		if (face->far.object != 0)
			out_format(
			    p->out, "/F%d %u 0 R", i + PAGE_FAR_FONT, face->far.object);
	}
	out_text(p->out, ">>/XObject<<");
	for (int i = 0; i < ARTWORK_COUNT; i++)
		if (press->stock->drawings[i] != 0)
			out_format(p->out, "/X%d %u 0 R", i, press->stock->drawings[i]);
	if (press->stock->logo != 0)
		out_format(p->out, "/X%d %u 0 R", RESOURCE_LOGO, press->stock->logo);
	out_text(p->out, ">>>>");
	pdf_object_end(p);
	return number;
}

/* What the rest leaves of a notice's 45 kB. */
static size_t
logo_room(const struct pdf *p)
{
	size_t others = (size_t)p->file->len + PAGES_MOST;

	return others + LOGO_LEAST > NOTICE_MOST ? LOGO_LEAST : NOTICE_MOST - others;
}

static int
write_logo(struct notice_press *press, struct notice_stock *stock, struct pdf *p,
    size_t room, struct err *e)
{
	struct pdf_picture picture;
	uint64_t side;

	if (press->look.logo.len == 0)
		return 0;
	if (pdf_picture_write(&picture, p, press->look.logo, LOGO_PIXELS, room, e) != 0)
		return -1;
	side = picture.width > picture.height ? picture.width : picture.height;
	stock->logo_width = (int)((uint64_t)LOGO_SIDE * picture.width / side);
	stock->logo_height = (int)((uint64_t)LOGO_SIDE * picture.height / side);
	stock->logo = picture.object;
	return 0;
}

static void
write_drawings(struct notice_press *press, struct notice_stock *stock, struct pdf *p)
{
	for (int i = 0; i < ARTWORK_COUNT; i++)
		if (i < ARTWORK_POSTE || press->has_slip)
			stock->drawings[i] = write_drawing(p, &notice_artwork[i]);
	stock->profile = pdf_profile(p);
}

static int
write_stock(struct notice_press *press, struct pdf *p, const struct font_file *family,
    struct err *e)
{
	if (open_faces(press, p, family, e) != 0)
		return -1;
	write_drawings(press, &press->full, p);
	if (write_logo(press, &press->full, p, logo_room(p), e) != 0)
		return -1;
	press->stock = &press->full;
	press->full.resources = notice_resources_write(press, p);
	press->full.pdf = pdf_take_stock(p, press->arena);
	return 0;
}

struct notice_stock *
notice_stock_bare(struct notice_press *press, unsigned number, struct err *e)
{
	static const size_t logo_rooms[NOTICE_SPARES] = {LOGO_LEAST, 1300};
	struct notice_stock *stock = &press->bare[number];
	struct out *bytes;
	struct pdf p;

	if (stock->pdf.count > 0)
		return stock;
	bytes = arena_new(press->arena, struct out);
	out_open_memory(bytes, press->arena);
	pdf_begin(&p, bytes, press->arena, press->packer, NULL);
	write_drawings(press, stock, &p);
	if (write_logo(press, stock, &p, logo_rooms[number], e) != 0)
		return NULL;
	stock->pdf = pdf_take_stock(&p, press->arena);
	return stock;
}

int
notice_stock_open(struct notice_press *press, const char *font_folder, struct err *e)
{
	struct out *bytes = arena_new(press->arena, struct out);
	const struct font_file *family = NULL;
	struct pdf p;

	out_open_memory(bytes, press->arena);
	pdf_begin(&p, bytes, press->arena, press->packer, NULL);
	if (open_fonts(press, font_folder, &family, e) != 0 ||
	    write_stock(press, &p, family, e) != 0) {
		notice_stock_close(press);
		return -1;
	}
	return 0;
}

void
notice_stock_close(struct notice_press *press)
{
	while (press->font_count > 0)
		input_unmap(&press->fonts[--press->font_count]);
}
