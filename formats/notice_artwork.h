/* The drawings that the notice guide and Poste Italiane publish. */
#ifndef FORMATS_NOTICE_ARTWORK_H
#define FORMATS_NOTICE_ARTWORK_H

enum artwork_name {
	ARTWORK_MARK,
	ARTWORK_INFORMATION,
	ARTWORK_DEVICES,
	ARTWORK_PLACES,
	ARTWORK_POSTE,
	ARTWORK_CIRCUIT,
	ARTWORK_BANCOPOSTA,
	ARTWORK_EURO,
	ARTWORK_COUNT
};

enum { ARTWORK_PIECES = 4 };

struct artwork {
	int width; /* hundredths of its own units */
	int height;
	const char *operators[ARTWORK_PIECES]; /* PDF path operators, y downwards */
};

extern const struct artwork notice_artwork[ARTWORK_COUNT];

#endif
