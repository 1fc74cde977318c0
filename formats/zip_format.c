/* The records of a zip container: numbers out of bytes, nothing believed that does not
 * fit. */
#include "formats/zip_format.h"

#define LOCATOR_SIGNATURE 0x07064b50U
#define END64_SIGNATURE 0x06064b50U
#define ENTRY_SIGNATURE 0x02014b50U
#define LOCAL_SIGNATURE 0x04034b50U
#define FULL_32 0xFFFFFFFFU

enum {
	LOCATOR_SIZE = 20,
	END64_SIZE = 56,
	ENTRY_SIZE = 46,
	LOCAL_SIZE = 30,
	FULL_16 = 0xFFFF
};

static uint64_t
little_endian(struct str bytes, uint64_t at, unsigned width)
{
	uint64_t value = 0;

	if (at > bytes.len || bytes.len - at < width)
		return 0;
	for (unsigned i = width; i-- > 0;)
		value = value << 8 | (unsigned char)bytes.ptr[at + i];
	return value;
}

uint16_t
zip_u16(struct str bytes, uint64_t at)
{
	return (uint16_t)little_endian(bytes, at, 2);
}

uint32_t
zip_u32(struct str bytes, uint64_t at)
{
	return (uint32_t)little_endian(bytes, at, 4);
}

uint64_t
zip_u64(struct str bytes, uint64_t at)
{
	return little_endian(bytes, at, 8);
}

/* True when [at, at + len) lies within the first `most` bytes. */
static bool
fits(uint64_t at, uint64_t len, uint64_t most)
{
	return at <= most && len <= most - at;
}

/* The zip64 end record, when the plain one is too small for its numbers (4.3.14). */
static bool
end64_parse(struct str bytes, size_t at, struct zip_end *end, uint64_t *before)
{
	uint64_t record;

	if (at < LOCATOR_SIZE || zip_u32(bytes, at - LOCATOR_SIZE) != LOCATOR_SIGNATURE)
		return false;
	record = zip_u64(bytes, at - LOCATOR_SIZE + 8);
	if (!fits(record, END64_SIZE, at - LOCATOR_SIZE) ||
	    zip_u32(bytes, record) != END64_SIGNATURE ||
	    zip_u32(bytes, record + 16) != zip_u32(bytes, record + 20) ||
	    zip_u64(bytes, record + 24) != zip_u64(bytes, record + 32))
		return false;
	end->count = zip_u64(bytes, record + 32);
	end->size = zip_u64(bytes, record + 40);
	end->directory = zip_u64(bytes, record + 48);
	*before = record;
	return true;
}

bool
zip_end_parse(struct str bytes, size_t at, struct zip_end *end)
{
	uint64_t before = at;
	bool has_64;

	if (!fits(at + ZIP_END_SIZE, zip_u16(bytes, at + 20), bytes.len))
		return false;
	end->count = zip_u16(bytes, at + 10);
	end->size = zip_u32(bytes, at + 12);
	end->directory = zip_u32(bytes, at + 16);
	if (zip_u16(bytes, at + 4) != zip_u16(bytes, at + 6) ||
	    zip_u16(bytes, at + 8) != end->count)
		return false;
	has_64 =
	    at >= LOCATOR_SIZE && zip_u32(bytes, at - LOCATOR_SIZE) == LOCATOR_SIGNATURE;
	if ((end->count == FULL_16 || end->size == FULL_32 || end->directory == FULL_32 ||
		has_64) &&
	    !end64_parse(bytes, at, end, &before))
		return false;
	return fits(end->directory, end->size, before) &&
	    end->directory + end->size == before && end->count <= end->size / ENTRY_SIZE;
}

/* The sizes that did not fit in 32 bits, from the extra field 0x0001 (4.5.3). */
static bool
extra64_parse(struct str extra, struct zip_member *member)
{
	uint64_t *const wide[] = {&member->size, &member->packed, &member->header};
	size_t at = 0;

	while (extra.len - at >= 4) {
		size_t len = zip_u16(extra, at + 2);
		size_t field = at + 4;

		if (len > extra.len - field)
			return false;
		if (zip_u16(extra, at) == 1) {
			for (size_t i = 0; i < 3; i++) {
				if (*wide[i] != FULL_32)
					continue;
				if (field + 8 > at + 4 + len)
					return false;
				*wide[i] = zip_u64(extra, field);
				field += 8;
			}
		}
		at += 4 + len;
	}
	return true;
}

bool
zip_entry_parse(struct str bytes, const struct zip_end *end, uint64_t *at,
    struct zip_member *member, struct str *name)
{
	uint64_t last = end->directory + end->size;
	uint64_t p = *at;
	uint64_t name_len, extra_len, whole;

	if (!fits(p, ENTRY_SIZE, last) || zip_u32(bytes, p) != ENTRY_SIGNATURE)
		return false;
	name_len = zip_u16(bytes, p + 28);
	extra_len = zip_u16(bytes, p + 30);
	whole = ENTRY_SIZE + name_len + extra_len + zip_u16(bytes, p + 32);
	if (!fits(p, whole, last) || name_len == 0)
		return false;
	member->flags = zip_u16(bytes, p + 8);
	member->method = zip_u16(bytes, p + 10);
	member->crc = zip_u32(bytes, p + 16);
	member->packed = zip_u32(bytes, p + 20);
	member->size = zip_u32(bytes, p + 24);
	member->header = zip_u32(bytes, p + 42);
	*name = str_slice(bytes, p + ENTRY_SIZE, p + ENTRY_SIZE + name_len);
	*at = p + whole;
	return extra64_parse(str_slice(bytes, p + ENTRY_SIZE + name_len,
				 p + ENTRY_SIZE + name_len + extra_len),
	    member);
}

/* A size of a local header agrees when it is the directory's, or says "see zip64". */
static bool
agrees(uint32_t local, uint64_t size)
{
	return local == size || local == FULL_32;
}

/* Where a descriptor follows the bytes, the header tells nothing (4.3.9). */
static const char *
sizes_check(struct str bytes, uint64_t p, const struct zip_member *member)
{
	if (zip_u16(bytes, p + 6) & ZIP_FLAG_DESCRIPTOR)
		return NULL;
	if (zip_u32(bytes, p + 14) != member->crc)
		return "its header has another CRC-32 than the directory";
	if (!agrees(zip_u32(bytes, p + 18), member->packed) ||
	    !agrees(zip_u32(bytes, p + 22), member->size))
		return "its header has other sizes than the directory";
	return NULL;
}

const char *
zip_local_check(struct str bytes, struct zip_member *member, struct str name)
{
	uint64_t p = member->header;
	uint64_t name_len;

	if (!fits(p, LOCAL_SIZE, bytes.len) || zip_u32(bytes, p) != LOCAL_SIGNATURE)
		return "its header is not where the directory says";
	name_len = zip_u16(bytes, p + 26);
	member->data = p + LOCAL_SIZE + name_len + zip_u16(bytes, p + 28);
	if (!fits(member->data, member->packed, bytes.len))
		return "its bytes end beyond the file";
	if (!str_equal(str_slice(bytes, p + LOCAL_SIZE, p + LOCAL_SIZE + name_len), name))
		return "its header has another name than the directory";
	if (zip_u16(bytes, p + 8) != member->method)
		return "its header has another method than the directory";
	if ((zip_u16(bytes, p + 6) ^ member->flags) & ZIP_FLAG_ENCRYPTED)
		return "its header has other flags than the directory";
	if (member->method == 0 && member->packed != member->size)
		return "it is stored, yet its two sizes differ";
	return sizes_check(bytes, p, member);
}
