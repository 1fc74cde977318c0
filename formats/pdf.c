/* The file structure of PDF: objects, streams, cross-references. Objects that are no
 * streams travel together in compressed object streams (ISO 32000-1, 7.5.7), which takes
 * 8 kB off a notice; so the cross-references are a stream too (7.5.8). */
#include "formats/pdf.h"

#include <libdeflate.h>

#include "base/sha256.h"

enum { ROW = 7 }; /* bytes of a cross-reference: kind, where, index */

/* An entry of the offsets that says: in that object stream, at that index. */
static const uint64_t is_packed = UINT64_C(1) << 63;

struct pdf_packer {
	struct libdeflate_compressor *by_effort[PDF_EFFORTS];
};

static const int levels[PDF_EFFORTS] = {
    [PDF_FAST] = 1, [PDF_TIGHT] = 8, [PDF_SMALL] = 12};

struct pdf_packer *
pdf_packer_open(struct arena *a)
{
	struct pdf_packer *packer = arena_new(a, struct pdf_packer);

	for (int i = 0; i < PDF_EFFORTS; i++) {
		packer->by_effort[i] = libdeflate_alloc_compressor(levels[i]);
		if (packer->by_effort[i] == NULL)
			arena_full(0);
	}
	return packer;
}

void
pdf_packer_close(struct pdf_packer *packer)
{
	for (int i = 0; i < PDF_EFFORTS; i++)
		libdeflate_free_compressor(packer->by_effort[i]);
}

static uint64_t
written(const struct pdf *p)
{
	return p->file->total + p->file->len - p->base;
}

void
pdf_begin(struct pdf *p, struct out *o, struct arena *a, struct pdf_packer *packer,
    const struct pdf_stock *stock)
{
	*p = (struct pdf){.file = o, .arena = a, .scratch = a, .packer = packer};
	p->out = &p->packed;
	out_open_memory(&p->packed, a);
	out_open_memory(&p->packed_heads, a);
	p->base = written(p);
	p->room = 256 + (stock == NULL ? 0 : stock->count);
	p->offsets = arena_new_array(a, p->room, uint64_t);
	if (stock == NULL) {
		out_text(o, "%PDF-1.7\n%\xC3\xA0\xC3\xA8\n");
		return;
	}
	out_str(o, stock->bytes);
	p->count = stock->count;
	memcpy(p->offsets, stock->offsets, ((size_t)stock->count + 1) * sizeof(uint64_t));
}

static void
put_row(char *row, uint64_t offset)
{
	bool packed = (offset & is_packed) != 0;
	uint64_t where = packed ? (offset & ~is_packed) >> 16 : offset;
	unsigned index = packed ? offset & 0xffff : 0;

	row[0] = packed ? 2 : 1;
	for (int i = 0; i < 4; i++)
		row[1 + i] = (char)(where >> (24 - 8 * i) & 0xff);
	row[5] = (char)(index >> 8);
	row[6] = (char)(index & 0xff);
}

/* Writes the objects gathered so far as one object stream. */
static void
flush_packed(struct pdf *p, enum pdf_effort effort)
{
	struct str heads = out_bytes_of(&p->packed_heads), all, entries;
	struct out joined;
	unsigned number;

	if (p->packed_count == 0)
		return;
	number = pdf_reserve(p, 1);
	for (unsigned i = 0; i < p->packed_count; i++)
		p->offsets[p->packed_numbers[i]] = is_packed | (uint64_t)number << 16 | i;
	out_open_memory(&joined, p->scratch);
	out_str(&joined, heads);
	out_str(&joined, out_bytes_of(&p->packed));
	all = out_bytes_of(&joined);
	entries = arena_format(
	    p->scratch, "/Type/ObjStm/N %u/First %zu", p->packed_count, heads.len);
	pdf_stream(p, number, entries.ptr, all, effort);
	p->packed_count = 0;
	out_reset(&p->packed);
	out_reset(&p->packed_heads);
}

struct pdf_stock
pdf_take_stock(struct pdf *p, struct arena *a)
{
	struct pdf_stock stock;
	uint64_t *offsets;
	char *table;

	flush_packed(p, PDF_SMALL);
	offsets = arena_new_array(a, (size_t)p->count + 1, uint64_t);
	memcpy(offsets, p->offsets, ((size_t)p->count + 1) * sizeof *offsets);
	table = arena_alloc(a, (size_t)p->count * ROW);
	for (unsigned i = 1; i <= p->count; i++)
		put_row(table + (size_t)(i - 1) * ROW, p->offsets[i]);
	stock = (struct pdf_stock){.bytes = out_bytes_of(p->file),
	    .table = {table, (size_t)p->count * ROW},
	    .offsets = offsets,
	    .count = p->count};
	return stock;
}

unsigned
pdf_reserve(struct pdf *p, unsigned how_many)
{
	unsigned first = p->count + 1;

	if (p->count + how_many >= p->room) {
		unsigned room = 2 * (p->room + how_many);
		uint64_t *more = arena_new_array(p->arena, room, uint64_t);

		memcpy(more, p->offsets, ((size_t)p->count + 1) * sizeof *more);
		p->offsets = more;
		p->room = room;
	}
	p->count += how_many;
	return first;
}

void
pdf_object_begin(struct pdf *p, unsigned number)
{
	if (p->packed_count == PDF_PACKED_MOST)
		flush_packed(p, p->effort);
	p->packed_numbers[p->packed_count++] = number;
	out_u64(&p->packed_heads, number);
	out_char(&p->packed_heads, ' ');
	out_u64(&p->packed_heads, p->packed.len);
	out_char(&p->packed_heads, ' ');
}

void
pdf_object_end(struct pdf *p)
{
	out_char(&p->packed, '\n');
}

static void
write_stream(struct pdf *p, unsigned number, const char *entries, struct str bytes)
{
	struct out *o = p->file;

	p->offsets[number] = written(p);
	out_u64(o, number);
	out_text(o, " 0 obj\n<<");
	out_text(o, entries);
	out_text(o, "/Length ");
	out_u64(o, bytes.len);
	out_text(o, ">>\nstream\n");
	out_str(o, bytes);
	out_text(o, "\nendstream\nendobj\n");
}

void
pdf_stream_raw(struct pdf *p, unsigned number, const char *entries, struct str bytes)
{
	write_stream(p, number, entries, bytes);
}

static struct str
pack(struct pdf *p, struct str bytes, enum pdf_effort effort)
{
	struct libdeflate_compressor *c = p->packer->by_effort[effort];
	size_t room = libdeflate_zlib_compress_bound(c, bytes.len);
	char *packed = arena_alloc(p->scratch, room);

	return (struct str){
	    packed, libdeflate_zlib_compress(c, bytes.ptr, bytes.len, packed, room)};
}

struct str
pdf_pack(struct pdf *p, struct str bytes)
{
	return pack(p, bytes, PDF_SMALL);
}

void
pdf_stream(struct pdf *p, unsigned number, const char *entries, struct str bytes,
    enum pdf_effort effort)
{
	struct str all = arena_format(p->scratch, "%s/Filter/FlateDecode", entries);

	write_stream(p, number, all.ptr, pack(p, bytes, effort));
}

/* The rows of the stock are ready; those of what came after it are made here. */
static struct str
cross_references(struct pdf *p, const struct pdf_stock *stock)
{
	size_t len = ((size_t)p->count + 1) * ROW;
	unsigned first = stock == NULL ? 1 : stock->count + 1;
	char *table = arena_alloc(p->scratch, len);

	table[5] = table[6] = (char)0xff;
	if (stock != NULL)
		memcpy(table + ROW, stock->table.ptr, stock->table.len);
	for (unsigned i = first; i <= p->count; i++)
		put_row(table + (size_t)i * ROW, p->offsets[i]);
	return (struct str){table, len};
}

/* The table as differences from row to row (PNG's predictor "up", ISO 32000-1 7.4.4.4),
 * which are few numbers over and over: a fifth of the bytes. */
static struct str
row_differences(struct pdf *p, struct str table)
{
	size_t count = table.len / ROW;
	char *rows = arena_alloc(p->scratch, count * (ROW + 1));

	for (size_t i = 0; i < count; i++) {
		const char *row = table.ptr + i * ROW;

		rows[i * (ROW + 1)] = 2;
		for (size_t k = 0; k < ROW; k++)
			rows[i * (ROW + 1) + 1 + k] =
			    (char)(row[k] - (i == 0 ? 0 : row[k - ROW]));
	}
	return (struct str){rows, count * (ROW + 1)};
}

/* The cross-reference stream; of a short document as it is, since to compress 600 bytes
 * would cost a twelfth of a notice's time. */
static void
write_cross_references(
    struct pdf *p, const struct pdf_stock *stock, unsigned number, struct str entries)
{
	struct str table = cross_references(p, stock);

	if (p->effort == PDF_FAST) {
		pdf_stream_raw(p, number, entries.ptr, table);
		return;
	}
	entries = arena_format(p->scratch, "%.*s/DecodeParms<</Predictor 12/Columns %d>>",
	    STR_ARG(entries), ROW);
	pdf_stream(p, number, entries.ptr, row_differences(p, table), p->effort);
}

void
pdf_end(struct pdf *p, const struct pdf_facts *facts, const struct pdf_stock *stock,
    unsigned catalog, unsigned information)
{
	struct sha256_hex digest = sha256_of(facts->identity);
	struct str entries;
	uint64_t table;
	unsigned number;

	flush_packed(p, p->effort);
	number = pdf_reserve(p, 1);
	table = written(p);
	p->offsets[number] = table;
	entries = arena_format(p->scratch,
	    "/Type/XRef/Size %u/W[1 4 2]/Root %u 0 R/Info %u 0 R/ID[<%.32s><%.32s>]",
	    p->count + 1, catalog, information, digest.text, digest.text);
	write_cross_references(p, stock, number, entries);
	out_text(p->file, "startxref\n");
	out_u64(p->file, table);
	out_text(p->file, "\n%%EOF\n");
}
