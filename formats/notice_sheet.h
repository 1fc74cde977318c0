/* What the modules of a notice share while its pages are composed; for the notice_*.c
 * files only. */
#ifndef FORMATS_NOTICE_SHEET_H
#define FORMATS_NOTICE_SHEET_H

#include "base/input.h"
#include "formats/notice.h"
#include "formats/notice_artwork.h"
#include "formats/notice_words.h"
#include "formats/pdf_tree.h"

enum notice_face { FACE_REGULAR, FACE_BOLD, FACE_MONO, FACE_MONO_BOLD, FACE_COUNT };

/* The logo's number among the resources, after the artwork. */
enum { RESOURCE_LOGO = ARTWORK_COUNT };

/* Bytes of a notice. */
enum { NOTICE_MOST = 45000 };

/* How often a notice that weighs more is printed again, ever smaller. */
enum { NOTICE_SPARES = 2 };

enum { MARGIN = 1000, RIGHT_EDGE = 20000, BOTTOM_EDGE = 28700, BAR_HEIGHT = 794 };

/* A fixed text made ready once: in the first language, as capitals for titles, and in the
 * second language (empty without one). */
struct notice_text {
	struct str plain;
	struct str capitals;
	struct str second;
};

/* What documents begin with, and what their pages can name; 0 where there is none. */
struct notice_stock {
	struct pdf_stock pdf;
	unsigned drawings[ARTWORK_COUNT];
	unsigned logo;
	int logo_width, logo_height; /* on paper */
	unsigned profile;
	unsigned resources; /* for pages without far letters */
};

struct notice_press {
	struct arena *arena;  /* the caller's: lives as long as the press */
	struct arena scratch; /* reset before each notice */
	struct notice_look look;
	struct notice_text texts[WORD_COUNT];
	struct str online; /* where to pay online, the creditor's channels filled in */
	struct str online_second;
	struct input fonts[FACE_COUNT];
	int font_count;
	struct pdf_face *faces[FACE_COUNT];
	const char *face_names[FACE_COUNT];
	struct pdf_packer *packer;
	struct notice_stock full;                /* with the faces */
	struct notice_stock bare[NOTICE_SPARES]; /* without, for notices that bring their
						    own; made when first needed, each
						    with a smaller logo */
	const struct notice_stock *stock;        /* of the two, the one in use */
	bool has_fonts;
	bool has_slip;
	unsigned replaced; /* in the look's own texts */
};

/* A notice being composed. */
struct sheet {
	struct notice_press *press;
	const struct notice_look *look;
	const struct notice *notice; /* its texts made printable */
	struct arena *arena;
	struct page_tree *tree;
	struct page *page;
	struct notice_result *result;
	bool has_slip;   /* each payment has its slip */
	bool is_layered; /* pages after the first share a layer */
	int y;           /* where the next module begins */
};

/* Fills the stocks: faces from the folder, drawings, logo (notice_stock.c). */
int notice_stock_open(struct notice_press *press, const char *font_folder, struct err *e);
void notice_stock_close(struct notice_press *press);
/* The stock without faces of that number, made if it is not there; NULL on failure. */
struct notice_stock *notice_stock_bare(
    struct notice_press *press, unsigned number, struct err *e);
/* Resources of pages, with the far parts of the faces that are loaded. */
unsigned notice_resources_write(const struct notice_press *press, struct pdf *p);

/* Prints a checked notice of printable texts as a file of its own. */
int notice_print_file(struct notice_press *press, const struct notice *text,
    struct out *o, struct notice_result *result, struct err *e);
/* The same into a document that was begun with press->stock. */
int notice_print_document(struct notice_press *press, const struct notice *text,
    struct pdf *p, struct notice_result *result, struct err *e);
/* The same for a notice of several pages: when the file is beyond what one may weigh, it
 * is printed with faces cut down to its own letters. */
int notice_print_spare(struct notice_press *press, const struct notice *text,
    struct out *o, struct notice_result *result, struct err *e);

/* The text with what the faces lack spelled in ASCII, those letters counted. */
struct str notice_spell(const struct notice_press *press, struct arena *a,
    struct str text, unsigned *replaced);
/* Capitals and digits, as the faces of codes have them; dashes for the rest. */
struct str notice_code_text(struct arena *a, struct str code);
/* What the creditor's and the fixed texts are made of, for the faces to have it near. */
struct str notice_press_letters(const struct notice_press *press);
/* Adds the far letters of a text. */
void notice_letters_add(
    const struct notice_press *press, struct face_letters *letters, struct str text);

/* The modules; each draws at s->y and moves it to its end. */
void sheet_page_begin(struct sheet *s);
void sheet_page_end(struct sheet *s);
void sheet_page_turn(struct sheet *s);
/* True when a module whose last baseline is y needs another page; the space below it may
 * lie in the margin. */
bool sheet_is_beyond(int y);
void sheet_parties(struct sheet *s);
void sheet_amount_and_channels(struct sheet *s);
int sheet_whole(struct sheet *s, struct err *e);
int sheet_instalments(struct sheet *s, struct err *e);
int sheet_slip(struct sheet *s, const struct notice_payment *payment, struct str name,
    bool tight, struct err *e);
/* From a slip's top to the next module, and to its last baseline. */
int sheet_slip_height(bool tight);
int sheet_slip_end(bool tight);

/* Pieces. */
struct str sheet_money(struct sheet *s, money cents);
struct str sheet_date(struct sheet *s, struct date d);
struct str sheet_nav(struct sheet *s, const char *nav);
/* "Rata 3": a fixed text with its number. */
struct str sheet_numbered(struct sheet *s, struct str text, size_t number);
/* The largest size, at most `size`, in which a text is no wider than `room`. */
int sheet_fit(const struct sheet *s, int face, int size, int room, struct str text);
/* The same for a text of at most so many lines. */
int sheet_fit_lines(
    const struct sheet *s, int face, int size, int width, int most, struct str text);
/* A bar's title in bold capitals, from x at most to `end`, with the second language
 * beside it where there is room. */
void sheet_title(struct sheet *s, int x, int end, int baseline, enum notice_word word);
/* A label with its second language in grey behind it, where there is room for both; a
 * wide one is set smaller. */
void sheet_label(struct sheet *s, int face, int size, int x, int baseline, int room,
    enum notice_word word);
int sheet_label_width(struct sheet *s, int face, int size, enum notice_word word);
/* "Rata unica entro il 31/12/2026", or the name alone. */
struct str sheet_with_date(struct sheet *s, struct str name, struct date due);
/* How many lines a text takes. */
int sheet_count_lines(
    const struct sheet *s, int face, int size, int width, struct str text);
/* Lines of text down from `baseline`, `lead` apart; returns the last baseline. */
int sheet_lines(struct sheet *s, int face, int size, enum page_ink ink, int x,
    int baseline, int width, int lead, struct str text);
/* The same for a text with *bold* parts. */
int sheet_rich(struct sheet *s, int size, enum page_ink ink, int x, int baseline,
    int width, int lead, struct str text);
/* From the first to the last baseline of what sheet_rich would draw. */
int sheet_rich_height(struct sheet *s, int size, int width, int lead, struct str text);
/* The frame that a proof has instead of a code. */
void sheet_no_code(struct sheet *s, int x, int y, int size);
int sheet_qr(struct sheet *s, const struct notice_payment *payment, int x, int y,
    int size, struct err *e);

#endif
