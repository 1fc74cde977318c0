#include "progress.h"

#include "base/lang.h"
#include "base/out.h"
#include "base/text.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_USUAL = 80, WIDTH_LEAST = 20, BAR_CELLS = 12, LABEL_MOST = 40 };

static const struct {
	const char *it, *en;
} doing[] = {
    [TASK_JOB] = {"registra", "books"},
    [TASK_REFUSE] = {"rifiuta", "refuses"},
    [TASK_SHIP] = {"scrive", "writes"},
    [TASK_DELIVER] = {"invia con", "sends by"},
    [TASK_FETCH] = {"ritira da", "fetches from"},
    [TASK_LATENESS] = {"guarda che cosa è in ritardo", "looks at what is late"},
};

static size_t
terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < WIDTH_LEAST)
		return WIDTH_USUAL;
	return size.ws_col;
}

/* The text as far as `most` characters go. */
static struct str
fitting(struct str text, size_t most)
{
	size_t at = 0;

	while (at < text.len && most-- > 0)
		(void)text_next(text, &at);
	return str_slice(text, 0, at);
}

/* 19.456 as people read it. */
static void
write_count(struct out *o, int64_t count, enum lang lang)
{
	if (count >= 1000) {
		write_count(o, count / 1000, lang);
		out_format(o, "%c%03d", lang == LANG_IT ? '.' : ',', (int)(count % 1000));
	} else {
		out_i64(o, count);
	}
}

static void
write_bar(struct out *o, int64_t done, int64_t total)
{
	int full = (int)(done * BAR_CELLS / total);

	for (int i = 0; i < BAR_CELLS; i++)
		out_text(o, i < full ? "█" : "░");
	out_format(o, " %d%%", (int)(done * 100 / total));
}

static void
write_task(struct out *o, const struct task *t, int64_t done, enum lang lang)
{
	out_text(o, lang == LANG_IT ? doing[t->kind].it : doing[t->kind].en);
	if (t->kind != TASK_LATENESS) {
		out_char(o, ' ');
		out_str(o, fitting(t->label, LABEL_MOST));
	}
	if (done > 0) {
		out_char(o, ' ');
		write_count(o, done, lang);
	}
	if (done > 0 && t->total >= done) {
		out_text(o, lang == LANG_IT ? " di " : " of ");
		write_count(o, t->total, lang);
		out_char(o, ' ');
		write_bar(o, done, t->total);
	}
}

void
progress_draw(struct progress *p, const struct crew *c)
{
	static const char *const wheel[] = {"⠋", "⠙", "⠸", "⠴", "⠦", "⠇"};
	struct arena a = {0};
	struct out o;
	struct str line;
	int shown = 0;

	if (!p->shows)
		return;
	out_open_memory(&o, &a);
	for (int i = 0; i < c->count; i++) {
		const struct crew_slot *slot = &c->slots[i];

		if (slot->task == NULL)
			continue;
		out_text(&o, shown++ > 0 ? "  |  " : wheel[p->turn]);
		if (shown == 1)
			out_char(&o, ' ');
		write_task(&o, slot->task,
		    __atomic_load_n(&slot->word->done, __ATOMIC_RELAXED),
		    c->g->conf.language);
	}
	p->turn = (p->turn + 1) % (int)(sizeof wheel / sizeof wheel[0]);
	line = fitting(out_bytes_of(&o), terminal_width() - 1);
	fprintf(stderr, "\r\033[K%.*s", STR_ARG(line));
	fflush(stderr);
	arena_close(&a);
}

void
progress_wipe(const struct progress *p)
{
	if (p->shows)
		fputs("\r\033[K", stderr);
}
