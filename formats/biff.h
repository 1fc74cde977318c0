/*
 * The records of an old Excel workbook ([MS-XLS] 2.1.4), walked one by one, and the
 * strings in them, which may go on in the records that continue one.
 */
#ifndef FORMATS_BIFF_H
#define FORMATS_BIFF_H

#include "base/arena.h"
#include "base/err.h"

enum biff_type {
	BIFF_FORMULA = 0x0006,
	BIFF_EOF = 0x000A,
	BIFF_DATE_MODE = 0x0022,
	BIFF_FILE_PASS = 0x002F,
	BIFF_CONTINUE = 0x003C,
	BIFF_BOUND_SHEET = 0x0085,
	BIFF_MUL_RK = 0x00BD,
	BIFF_RSTRING = 0x00D6,
	BIFF_XF = 0x00E0,
	BIFF_SST = 0x00FC,
	BIFF_LABEL_SST = 0x00FD,
	BIFF_NUMBER = 0x0203,
	BIFF_LABEL = 0x0204,
	BIFF_BOOL_ERR = 0x0205,
	BIFF_STRING = 0x0207,
	BIFF_RK = 0x027E,
	BIFF_FORMAT = 0x041E,
	BIFF_BOF = 0x0809,
};

struct biff {
	struct str stream;
	size_t next;     /* where the next record stands */
	uint16_t type;   /* of the current one */
	struct str data; /* of the current one, or of the one that continues it */
	size_t at;       /* how far data is read */
};

/* Moves to the record at `next`: true, or false at the end of the stream. */
bool biff_next(struct biff *b);

/* Little-endian numbers of the current record, from its `at`, which moves; 0 behind the
 * end. */
uint8_t biff_u8(struct biff *b);
uint16_t biff_u16(struct biff *b);
uint32_t biff_u32(struct biff *b);
double biff_double(struct biff *b);
/* A number packed into 30 bits ([MS-XLS] 2.5.217). */
double biff_rk(uint32_t packed);

/* A string at `at`: length (one byte or two), flags, characters; UTF-8 in the arena. -1:
 * the record ends within it. */
int biff_string(
    struct biff *b, bool short_length, struct arena *a, struct str *text, struct err *e);

#endif
