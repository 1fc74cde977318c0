/* Poste's slip under a payment (bollettino postale PA), with its Data Matrix. Its texts
 * are Poste's and stay Italian. */
#include "formats/datamatrix.h"
#include "formats/notice_codes.h"
#include "formats/notice_sheet.h"

/* Baselines and tops from the bar's top; a tight slip stands under a row of three. */
struct slip_measures {
	int mark, account, names, names_lead, codes, code_lead, circuit, text,
	    authorisation, matrix, height;
};
static const struct slip_measures measures[] = {
    {.mark = 1425,
	.account = 1905,
	.names = 2990,
	.names_lead = 545,
	.codes = 5053,
	.code_lead = 556,
	.circuit = 2372,
	.text = 4339,
	.authorisation = 6217,
	.matrix = 3016,
	.height = 7090},
    {.mark = 1213,
	.account = 1693,
	.names = 2592,
	.names_lead = 542,
	.codes = 4629,
	.code_lead = 582,
	.circuit = 1948,
	.text = 3730,
	.authorisation = 5396,
	.matrix = 2619,
	.height = 6084},
};

enum {
	MATRIX_X = 17698,
	MATRIX_SIZE = 2302,
	DATA = 5903,
	NAMES_END = 17000,
	TEXT_WIDTH = 4250
};

static void
left_column(struct sheet *s, const struct slip_measures *m)
{
	struct str payable = STR(
	    "Bollettino Postale pagabile in tutti gli Uffici Postali e sui canali fisici "
	    "o digitali abilitati di Poste Italiane e dell’Ente Creditore");
	struct str authorisation = s->look->postal_authorisation;
	int y = s->y;

	page_tag_figure(s->page, STR("Poste italiane, BancoPosta"));
	page_image(s->page, ARTWORK_POSTE, 1008, y + m->mark, 3853, 499);
	page_image(s->page, ARTWORK_CIRCUIT, 1008, y + m->circuit, 1289, 1289);
	page_tag_end(s->page);
	page_tag(s->page, ROLE_TEXT);
	sheet_lines(s, FACE_BOLD, 4, INK_BLACK, 2719, y + m->circuit + 560, 2000, 190,
	    STR("circuito bollettino postale BancoPosta"));
	sheet_lines(s, FACE_REGULAR,
	    sheet_fit_lines(s, FACE_REGULAR, 8, TEXT_WIDTH, 4, payable), INK_BLACK,
	    MARGIN, y + m->text, TEXT_WIDTH, 380, payable);
	page_text(s->page, FACE_REGULAR,
	    sheet_fit(s, FACE_REGULAR, 7, DATA - MARGIN - 100, authorisation), INK_GREY,
	    MARGIN, y + m->authorisation, authorisation);
	page_tag_end(s->page);
}

static void
account(struct sheet *s, const struct slip_measures *m, money cents)
{
	struct page *g = s->page;
	struct str amount = sheet_money(s, cents), label = STR("sul C/C n.");
	int baseline = s->y + m->account;

	page_image(g, ARTWORK_EURO, DATA, baseline - 480, 700, 700);
	page_tag(g, ROLE_TEXT);
	page_text(g, FACE_REGULAR, sheet_fit(s, FACE_REGULAR, 10, 1495, label), INK_BLACK,
	    6903, baseline, label);
	page_text(g, FACE_MONO_BOLD, 12, INK_BLACK, 8478, baseline,
	    arena_format(s->arena, "%.*s%.*s",
		(int)(s->look->postal_account.len < 12 ? 12 - s->look->postal_account.len
						       : 0),
		"000000000000", STR_ARG(s->look->postal_account)));
	page_set_own(g, true);
	page_text_right(g, FACE_MONO_BOLD, 12, INK_BLACK, RIGHT_EDGE, baseline, amount);
	page_text_right(g, FACE_REGULAR, 10, INK_BLACK,
	    RIGHT_EDGE - page_width(g, FACE_MONO_BOLD, 12, amount) - 200, baseline,
	    STR("Euro"));
	page_tag_end(g);
	page_set_own(g, false);
}

/* "Intestato a Comune di Test": one line, or two when it is long. */
struct named {
	struct str label, value;
	int x, width, size, lines;
};

static struct named
measure_named(struct sheet *s, const char *label, struct str value)
{
	struct named n = {.label = str_of(label), .value = value};

	n.x = DATA + page_width(s->page, FACE_REGULAR, 8, n.label) + 190;
	n.width = NAMES_END - n.x;
	n.size = sheet_fit_lines(s, FACE_BOLD, 8, n.width, 2, value);
	n.lines = sheet_count_lines(s, FACE_BOLD, n.size, n.width, value);
	return n;
}

static void
names(struct sheet *s, int baseline, int lead)
{
	const struct named all[] = {
	    measure_named(s, "Intestato a",
		s->look->postal_holder.len > 0 ? s->look->postal_holder
					       : s->look->creditor_name),
	    measure_named(s, "Destinatario", s->notice->debtor_name),
	    measure_named(s, "Oggetto pagamento", s->notice->subject),
	};
	/* Six lines are what there is room for above the codes. */
	int below = all[0].lines + all[1].lines + all[2].lines > 5 ? 360 : 420;

	page_tag(s->page, ROLE_TEXT);
	for (size_t i = 0; i < 3; i++) {
		const struct named *n = &all[i];
		int last;

		page_text(s->page, FACE_REGULAR, 8, INK_BLACK, DATA, baseline, n->label);
		last = sheet_lines(s, FACE_BOLD, n->size, INK_BLACK, n->x, baseline,
		    n->width, 330, n->value);
		baseline =
		    baseline + lead > last + below ? baseline + lead : last + below;
	}
	page_tag_end(s->page);
}

static void
coded(struct sheet *s, int x, bool right, int baseline, int lead, const char *label,
    struct str value)
{
	if (right) {
		page_text_right(
		    s->page, FACE_REGULAR, 8, INK_BLACK, x, baseline, str_of(label));
		page_text_right(
		    s->page, FACE_MONO_BOLD, 10, INK_BLACK, x, baseline + lead, value);
	} else {
		page_text(
		    s->page, FACE_REGULAR, 8, INK_BLACK, x, baseline, str_of(label));
		page_text(
		    s->page, FACE_MONO_BOLD, 10, INK_BLACK, x, baseline + lead, value);
	}
}

/* The grey corners that frame the Data Matrix. */
static void
corners(struct page *g, int y)
{
	int left = MATRIX_X - 238, right = MATRIX_X + MATRIX_SIZE + 238;
	int top = y - 264, bottom = y + MATRIX_SIZE + 264;

	for (int i = 0; i < 4; i++) {
		int x = i % 2 == 0 ? left : right, edge = i < 2 ? top : bottom;

		page_bar(g, INK_MARK, i % 2 == 0 ? x : x - 350, i < 2 ? edge : edge - 26,
		    350, 26);
		page_bar(g, INK_MARK, i % 2 == 0 ? x : x - 26, i < 2 ? edge : edge - 350,
		    26, 350);
	}
}

static int
matrix(struct sheet *s, const struct notice_payment *payment, int y, struct err *e)
{
	struct str text = notice_slip_text(s->arena, s->look, s->notice, payment);
	struct symbol symbol;

	if (datamatrix_encode(&symbol, text, NBPA_HEAD, e) != 0)
		return -1;
	corners(s->page, y);
	if (s->look->is_proof) {
		sheet_no_code(s, MATRIX_X, y, MATRIX_SIZE);
		return 0;
	}
	page_set_own(s->page, true);
	page_tag_figure(s->page, arena_format(s->arena, "Data Matrix %s", payment->nav));
	page_symbol(s->page, &symbol, MATRIX_X, y, MATRIX_SIZE);
	page_tag_end(s->page);
	page_set_own(s->page, false);
	return 0;
}

int
sheet_slip(struct sheet *s, const struct notice_payment *payment, struct str name,
    bool tight, struct err *e)
{
	const struct slip_measures *m = &measures[tight];
	struct str title = STR("BOLLETTINO POSTALE PA");
	int y = s->y;

	page_bar(s->page, INK_BAR, 0, y, PAGE_WIDTH, BAR_HEIGHT);
	page_tag(s->page, ROLE_HEADING);
	page_text(s->page, FACE_BOLD,
	    sheet_fit(s, FACE_BOLD, 10, DATA - MARGIN - 200, title), INK_BLACK, MARGIN,
	    y + 503, title);
	page_set_own(s->page, true);
	page_text_right(s->page, FACE_BOLD, 10, INK_BLACK, RIGHT_EDGE, y + 503,
	    sheet_with_date(s, name, payment->due));
	page_set_own(s->page, false);
	page_tag_end(s->page);
	page_image(s->page, ARTWORK_BANCOPOSTA, DATA, y + 263, 1765, 240);
	left_column(s, m);
	account(s, m, payment->cents);
	names(s, y + m->names, m->names_lead);
	page_tag(s->page, ROLE_TEXT);
	page_text(
	    s->page, FACE_REGULAR, 8, INK_BLACK, DATA, y + m->codes, STR("Cod. Avviso"));
	page_set_own(s->page, true);
	page_text(s->page, FACE_MONO_BOLD, 10, INK_BLACK, DATA,
	    y + m->codes + m->code_lead, sheet_nav(s, payment->nav));
	page_set_own(s->page, false);
	page_tag_end(s->page);
	page_tag(s->page, ROLE_TEXT);
	coded(s, 11571, false, y + m->codes, m->code_lead, "Tipo", STR("P1"));
	coded(s, 16851, true, y + m->codes, m->code_lead, "Cod. Fiscale Ente Creditore",
	    s->look->creditor_code);
	page_tag_end(s->page);
	if (matrix(s, payment, y + m->matrix, e) != 0)
		return -1;
	s->y = y + m->height;
	return 0;
}

int
sheet_slip_height(bool tight)
{
	return measures[tight].height;
}

int
sheet_slip_end(bool tight)
{
	return measures[tight].authorisation;
}
