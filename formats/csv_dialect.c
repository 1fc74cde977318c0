/* Delimiter and quote are found by trying: each candidate cuts the head of the file, and
 * the one that gives many records of equal width wins. The measure is that of van den
 * Burg, Nazabal and Sutton, "Wrangling messy CSV files by detecting row and type
 * patterns" (2019), without its type score. */
#include "formats/csv_dialect.h"

#include "formats/csv_scan.h"

enum { HEAD_BYTES = 64 * 1024, HEAD_RECORDS = 200, MOST_PATTERNS = 32 };

/* The candidates with their weight in percent: a colon stands in every time of day. */
static const struct candidate {
	char delimiter;
	uint64_t weight;
} candidates[] = {
    {';', 100},
    {',', 96},
    {'\t', 100},
    {'|', 100},
    {'\x1F', 100},
    {'\x1E', 100},
    {':', 25},
};

/* How often the records of the head have each number of fields. */
struct patterns {
	size_t fields[MOST_PATTERNS];
	size_t records[MOST_PATTERNS];
	size_t count;
	size_t total;
};

static void
count_pattern(struct patterns *p, size_t fields)
{
	size_t i = 0;

	p->total++;
	while (i < p->count && p->fields[i] != fields)
		i++;
	if (i == MOST_PATTERNS)
		return;
	if (i == p->count) {
		p->fields[p->count++] = fields;
		p->records[i] = 0;
	}
	p->records[i]++;
}

/* The pattern score in millionths: records alike and wide score high. */
static uint64_t
score_patterns(const struct patterns *p)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < p->count; i++)
		sum += p->records[i] * 1000000 * (p->fields[i] - 1) / p->fields[i];
	return p->total == 0 || p->count == 0 ? 0 : sum / p->total / p->count;
}

struct trial {
	uint64_t score;
	uint64_t quoted; /* fields in quotes */
	bool broken;     /* the quoting is not sound under this dialect */
};

/* Cuts the head and counts; false when the quoting is broken. */
static bool
count_records(struct patterns *p, uint64_t *quoted, struct str head, bool cut,
    const struct csv_dialect *d, struct arena *a)
{
	struct csv_scan scan;
	struct err ignored;
	uint64_t line;
	int got = 0;

	*p = (struct patterns){0};
	csv_scan_open(&scan, head, d->delimiter, d->quote, a);
	while (p->total < HEAD_RECORDS &&
	    (got = csv_scan_next(&scan, &line, &ignored)) > 0) {
		if (cut && scan.at >= head.len)
			break;
		if (scan.filled > 0)
			count_pattern(p, scan.count);
	}
	*quoted = scan.quoted;
	csv_scan_close(&scan);
	return got >= 0 || (cut && p->total > 0);
}

/* A dialect whose quoting is broken is scored as if it had none: the delimiter is still
 * the right one when the lines are cut alike, and the file is then refused for what is
 * wrong with it instead of being cut at some other character. */
static struct trial
try_dialect(struct str head, bool cut, char delimiter, char quote, struct arena *a)
{
	struct csv_dialect d = {.delimiter = delimiter, .quote = quote};
	struct patterns patterns;
	struct trial t = {0};
	uint64_t ignored;

	t.broken = !count_records(&patterns, &t.quoted, head, cut, &d, a);
	if (t.broken) {
		d.quote = TABLE_NO_QUOTE;
		(void)count_records(&patterns, &ignored, head, cut, &d, a);
	}
	t.score = score_patterns(&patterns) * (t.broken ? 3 : 4);
	return t;
}

/* True when most of these marks stand between two digits, as in "12,50" and "10:30". */
static bool
is_within_numbers(struct str head, char mark)
{
	size_t marks = 0, within = 0;

	for (size_t i = 1; i + 1 < head.len; i++)
		if (head.ptr[i] == mark) {
			marks++;
			within += char_is_digit(head.ptr[i - 1]) &&
			    char_is_digit(head.ptr[i + 1]);
		}
	return within * 2 > marks;
}

/* True when most colons stand as in prose and addresses: before a blank, a slash or the
 * end of a line. */
static bool
is_punctuation(struct str head)
{
	size_t marks = 0, prose = 0;

	for (size_t i = 0; i < head.len; i++)
		if (head.ptr[i] == ':') {
			char after = i + 1 < head.len ? head.ptr[i + 1] : '\n';

			marks++;
			prose += char_is_blank(after) || after == '/' || after == '\r' ||
			    after == '\n';
		}
	return prose * 2 > marks;
}

/* The weight of a candidate in this head: commas count half where they look like
 * decimals, for another mark may cut the file, and colons nothing where they look like
 * times or punctuation. */
static uint64_t
weight_of(const struct candidate *c, struct str head)
{
	if (c->delimiter == ',' && is_within_numbers(head, ','))
		return c->weight / 2;
	if (c->delimiter == ':' && (is_within_numbers(head, ':') || is_punctuation(head)))
		return 0;
	return c->weight;
}

/* The best delimiter for a quote, with its trial; a comma when no candidate cuts
 * anything. */
static char
find_delimiter(struct str head, bool cut, char quote, struct arena *a, struct trial *best)
{
	char found = ',';

	*best = try_dialect(head, cut, found, quote, a);
	best->score = 0;
	for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
		struct trial t =
		    try_dialect(head, cut, candidates[i].delimiter, quote, a);

		t.score *= weight_of(&candidates[i], head);
		if (t.score > best->score) {
			*best = t;
			found = candidates[i].delimiter;
		}
	}
	return found;
}

/* Apostrophes quote only where no double quote is seen and every field that begins with
 * one ends with one, in two fields or more: "dell'anno" and "'ndrangheta" are text. */
static bool
apostrophes_quote(struct str head, const struct trial *plain, const struct trial *single)
{
	return memchr(head.ptr, '"', head.len) == NULL && single->quoted >= 2 &&
	    !single->broken && single->score >= plain->score;
}

static const char *
first_line_end(struct str head, const struct csv_dialect *d, struct arena *a)
{
	struct csv_scan scan;
	struct err ignored;
	uint64_t line;
	const char *end;

	csv_scan_open(&scan, head, d->delimiter, d->quote, a);
	(void)csv_scan_next(&scan, &line, &ignored);
	end = scan.line_end == NULL ? "\n" : scan.line_end;
	csv_scan_close(&scan);
	return end;
}

void
csv_dialect_detect(struct csv_dialect *d, struct str bytes)
{
	struct arena memory = {0}, *a = &memory;
	struct str head = str_slice(bytes, 0, HEAD_BYTES);
	bool cut = head.len < bytes.len;
	struct trial plain, single;
	char with_apostrophes;

	if (d->delimiter != '\0') {
		plain = try_dialect(head, cut, d->delimiter, '"', a);
		single = try_dialect(head, cut, d->delimiter, '\'', a);
		with_apostrophes = d->delimiter;
	} else {
		char quote = d->quote == '\0' ? '"' : d->quote;

		d->delimiter = find_delimiter(head, cut, quote, a, &plain);
		with_apostrophes = find_delimiter(head, cut, '\'', a, &single);
	}
	if (d->quote == '\0' && apostrophes_quote(head, &plain, &single)) {
		d->quote = '\'';
		d->delimiter = with_apostrophes;
	} else if (d->quote == '\0') {
		d->quote = '"';
	}
	d->line_end = first_line_end(head, d, a);
	arena_close(a);
}
