/* PDF/A asks for the meaning of its colours: a small ICC profile of sRGB, made here from
 * the numbers of IEC 61966-2-1 (primaries adapted to D50, gamma 2.2). */
#include "formats/pdf.h"

static void
put32(char *p, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		p[i] = (char)(value >> (24 - 8 * i) & 0xff);
}

struct profile {
	char bytes[512];
	size_t tags;
	size_t at; /* where the next tag's data go */
};

static void
point(struct profile *p, const char *tag, size_t from, size_t len)
{
	char *row = p->bytes + 132 + 12 * p->tags++;

	memcpy(row, tag, 4);
	put32(row + 4, (uint32_t)from);
	put32(row + 8, (uint32_t)len);
}

static void
add_point(struct profile *p, const char *tag, uint32_t x, uint32_t y, uint32_t z)
{
	char *data = p->bytes + p->at;

	memcpy(data, "XYZ ", 4);
	put32(data + 8, x);
	put32(data + 12, y);
	put32(data + 16, z);
	point(p, tag, p->at, 20);
	p->at += 20;
}

static void
add_texts(struct profile *p)
{
	static const char name[] = "sRGB";
	char *data = p->bytes + p->at;

	memcpy(data, "desc", 4);
	put32(data + 8, sizeof name);
	memcpy(data + 12, name, sizeof name);
	point(p, "desc", p->at, 12 + sizeof name + 78);
	p->at += 96; /* 12 + 5 + 78, rounded to four */
	data = p->bytes + p->at;
	memcpy(data, "text", 4);
	memcpy(data + 8, "No rights", 10);
	point(p, "cprt", p->at, 18);
	p->at += 20;
}

static void
add_curves(struct profile *p)
{
	char *data = p->bytes + p->at;

	memcpy(data, "curv", 4);
	put32(data + 8, 1);
	put32(data + 12, 0x02330000); /* 2.2 as u8Fixed8 */
	point(p, "rTRC", p->at, 14);
	point(p, "gTRC", p->at, 14);
	point(p, "bTRC", p->at, 14);
	p->at += 16;
}

unsigned
pdf_profile(struct pdf *p)
{
	struct profile profile = {.at = 132 + 9 * 12};
	unsigned number = pdf_reserve(p, 1);

	memcpy(profile.bytes + 12, "mntrRGB XYZ ", 12);
	put32(profile.bytes + 8, 0x02100000);
	memcpy(profile.bytes + 24, "\x07\xE8\0\1\0\1\0\0\0\0\0\0", 12);
	memcpy(profile.bytes + 36, "acsp", 4);
	put32(profile.bytes + 68, 0xF6D6);
	put32(profile.bytes + 72, 0x10000);
	put32(profile.bytes + 76, 0xD32D);
	add_texts(&profile);
	add_point(&profile, "wtpt", 0xF351, 0x10000, 0x116CC);
	add_point(&profile, "rXYZ", 0x6FA2, 0x38F5, 0x390);
	add_point(&profile, "gXYZ", 0x6299, 0xB785, 0x18DA);
	add_point(&profile, "bXYZ", 0x24A0, 0xF84, 0xB6CF);
	add_curves(&profile);
	put32(profile.bytes + 128, (uint32_t)profile.tags);
	put32(profile.bytes, (uint32_t)profile.at);
	pdf_stream(p, number, "/N 3", (struct str){profile.bytes, profile.at}, PDF_SMALL);
	return number;
}
