/* A notice of many pages within 45 kB: what weighs most in it is not its pages but the
 * letters that it never uses. */
#include "base/sha256.h"
#include "formats/notice_sheet.h"

/* The name of a subset says what is in it, so that a printing house may join files. */
static const char *
subset_tag(struct arena *a, struct str letters, int face)
{
	struct sha256_hex digest = sha256_of(letters);
	char *tag = arena_alloc(a, 7);

	tag[0] = (char)('A' + face);
	for (int i = 1; i < 6; i++) {
		char c = digest.text[i];

		tag[i] = (char)(c <= '9' ? 'A' + c - '0' : 'K' + c - 'a');
	}
	tag[6] = '\0';
	return tag;
}

static int
open_faces(struct notice_press *press, struct pdf *p,
    const struct str letters[FACE_COUNT], struct err *e)
{
	for (int i = 0; i < FACE_COUNT; i++) {
		press->faces[i] = arena_new(p->arena, struct pdf_face);
		if (pdf_face_open(press->faces[i], p, press->fonts[i].bytes, FACE_NOTHING,
			letters[i], subset_tag(p->arena, letters[i], i),
			press->face_names[i], e) != 0)
			return -1;
	}
	return 0;
}

static int
print_with_letters(struct notice_press *press, const struct notice *text,
    const struct str letters[FACE_COUNT], unsigned number, struct out *o,
    struct notice_result *result, struct err *e)
{
	struct notice_stock *stock = notice_stock_bare(press, number, e);
	struct pdf p;

	if (stock == NULL)
		return -1;
	press->stock = stock;
	pdf_begin(&p, o, &press->scratch, press->packer, &stock->pdf);
	p.effort = PDF_SMALL;
	if (open_faces(press, &p, letters, e) != 0)
		return -1;
	stock->resources = notice_resources_write(press, &p);
	return notice_print_document(press, text, &p, result, e);
}

/* The notice again, with faces of its own for as long as it takes. */
static int
print_again(struct notice_press *press, const struct notice *text,
    const struct str letters[FACE_COUNT], unsigned number, struct out *o,
    struct notice_result *result, struct err *e)
{
	struct pdf_face *faces[FACE_COUNT];
	int status;

	memcpy(faces, press->faces, sizeof faces);
	result->pages = 0;
	status = print_with_letters(press, text, letters, number, o, result, e);
	memcpy(press->faces, faces, sizeof faces);
	press->stock = &press->full;
	return status;
}

int
notice_print_spare(struct notice_press *press, const struct notice *text, struct out *o,
    struct notice_result *result, struct err *e)
{
	struct arena *a = &press->scratch;
	struct str letters[FACE_COUNT];
	struct out bytes;
	int status;

	out_open_memory(&bytes, a);
	for (int i = 0; i < FACE_COUNT; i++)
		pdf_face_watch(press->faces[i], a);
	status = notice_print_file(press, text, &bytes, result, e);
	for (int i = 0; i < FACE_COUNT; i++)
		letters[i] = pdf_face_watched(press->faces[i], a);
	for (unsigned i = 0; i < NOTICE_SPARES && status == 0 && bytes.len > NOTICE_MOST;
	     i++) {
		out_open_memory(&bytes, a);
		status = print_again(press, text, letters, i, &bytes, result, e);
	}
	if (status == 0)
		out_str(o, out_bytes_of(&bytes));
	return status;
}
