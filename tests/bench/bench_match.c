/*
 * How fast matching is, beside SQLite's own join of the same world.
 *
 * usage: bench_match [MOVEMENTS FLOWS PAYMENTS [join]]
 *
 * A world is made whose sums close: every flow has one credit (every hundredth two),
 * every payment its position; the rest of the movements have no reference. Prints CPU
 * seconds of matching, the resident set, the classes and the sums; with `join`, the CPU
 * seconds of SQLite for the joins alone (movement to flow by id, flow to payments,
 * payments to positions by IUV), in memory and with indexes already made, and the ratio.
 */
#include "ledger/db.h"
#include "match/match.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double
cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long
resident_mebibytes(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss / 1024;
}

static struct str
numbered(struct arena *a, const char *format, uint32_t number)
{
	char text[64];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	int len = snprintf(text, sizeof text, format, number);
#pragma GCC diagnostic pop

	return arena_str(a, (struct str){text, (size_t)len});
}

/* Payments are spread over the flows out of the order of their positions, as life does.
 */
static uint32_t
shuffled(uint32_t i, uint32_t count)
{
	return (uint32_t)((uint64_t)i * 2654435761u % count);
}

static void
make_payments(struct match_world *w, struct arena *a)
{
	/* As the ledger gives them: one text a IUV, whatever names it. */
	char *iuvs = arena_alloc(a, (size_t)w->due_count * 17 + 1);
	char *iurs = arena_alloc(a, (size_t)w->line_count * 32 + 1);

	w->lines = arena_new_array(a, w->line_count, struct match_line);
	w->dues = arena_new_array(a, w->due_count, struct match_due);
	w->positions = arena_new_array(a, w->position_count, struct match_position);
	for (uint32_t i = 0; i < w->due_count; i++) {
		char *iuv = iuvs + (size_t)i * 17;
		money cents = 1000 + i % 50000;

		snprintf(iuv, 18, "01%013u42", i);
		w->positions[i].cents = cents;
		w->dues[i] = (struct match_due){
		    .iuv = {iuv, 17}, .cents = cents, .index = 1, .position = i};
	}
	for (uint32_t i = 0; i < w->line_count; i++) {
		uint32_t due = shuffled(i, w->line_count) % w->due_count;

		w->lines[i].iuv = w->dues[due].iuv;
		snprintf(iurs + (size_t)i * 32, 33, "%032x", i);
		w->lines[i].iur = (struct str){iurs + (size_t)i * 32, 32};
		w->lines[i].cents = w->dues[due].cents;
		w->lines[i].index = 1;
		w->lines[i].outcome = FLOW_NO_RECEIPT;
	}
}

static void
make_flows(struct match_world *w, struct arena *a)
{
	uint32_t each = w->line_count / w->flow_count;

	w->flows = arena_new_array(a, w->flow_count, struct match_flow);
	for (uint32_t i = 0; i < w->flow_count; i++)
		w->flows[i] = (struct match_flow){
		    .id = numbered(a, "2026-11-19BPPIITRRXXX-%010u", i),
		    .made = 1,
		    .settled = {2026, 11, 19},
		    .first = i * each,
		    .count = i + 1 == w->flow_count ? w->line_count - i * each : each};
}

static money
sum_of(const struct match_world *w, uint32_t flow)
{
	money sum = 0;

	for (uint32_t k = 0; k < w->flows[flow].count; k++)
		sum += w->lines[w->flows[flow].first + k].cents;
	return sum;
}

static void
make_movements(struct match_world *w, struct arena *a)
{
	uint32_t made = 0;

	w->movements = arena_new_array(a, w->movement_count, struct match_movement);
	for (uint32_t i = 0; i < w->flow_count; i++) {
		money sum = sum_of(w, i);
		int parts = i % 100 == 0 ? 2 : 1;

		for (int k = 0; k < parts && made < w->movement_count; k++) {
			struct match_movement *m = &w->movements[made++];

			m->kind = REMITTANCE_FLOW;
			m->id = w->flows[i].id;
			m->cents = parts == 1 ? sum : k == 0 ? sum / 3 : sum - sum / 3;
		}
	}
	for (; made < w->movement_count; made++)
		w->movements[made].cents = 1 + made % 1000;
	for (uint32_t i = 0; i < w->movement_count; i++) {
		w->movements[i].key = numbered(a, "m%u", i);
		w->movements[i].account = STR("IT60X0306901600100000012345");
		w->movements[i].date = (struct date){2026, 11, 20};
		w->movements[i].is_money = true;
	}
}

/* --- SQLite's own join -------------------------------------------------------------- */

static const char make_tables[] =
    "CREATE TEMP TABLE mm (id INTEGER PRIMARY KEY, flow TEXT, cents INTEGER)";
static const char make_flow_table[] =
    "CREATE TEMP TABLE ff (id INTEGER PRIMARY KEY, flow TEXT, cents INTEGER)";
static const char make_payment_table[] = "CREATE TEMP TABLE pp (id INTEGER PRIMARY KEY, "
					 "flow INTEGER, iuv TEXT, cents INTEGER)";
static const char make_due_table[] =
    "CREATE TEMP TABLE dd (id INTEGER PRIMARY KEY, iuv TEXT, cents INTEGER)";
static const char *const indexes[] = {"CREATE INDEX temp.ff_flow ON ff (flow)",
    "CREATE INDEX temp.pp_flow ON pp (flow)", "CREATE INDEX temp.dd_iuv ON dd (iuv)"};
static const char into_mm[] = "INSERT INTO mm (flow, cents) VALUES (?, ?)";
static const char into_ff[] = "INSERT INTO ff (id, flow, cents) VALUES (?, ?, ?)";
static const char into_pp[] = "INSERT INTO pp (flow, iuv, cents) VALUES (?, ?, ?)";
static const char into_dd[] = "INSERT INTO dd (iuv, cents) VALUES (?, ?)";
static const char the_join[] =
    "SELECT COUNT(*) FROM mm JOIN ff ON ff.flow = mm.flow JOIN pp ON pp.flow = ff.id"
    " JOIN dd ON dd.iuv = pp.iuv AND dd.cents = pp.cents";

static void
must(int status, const struct err *e)
{
	if (status >= 0)
		return;
	fprintf(stderr, "bench_match: %s\n", e->text);
	exit(1);
}

static void
fill(struct db *db, const struct match_world *w)
{
	struct err e;

	must(db_do(db, make_tables, DB_NONE, &e), &e);
	must(db_do(db, make_flow_table, DB_NONE, &e), &e);
	must(db_do(db, make_payment_table, DB_NONE, &e), &e);
	must(db_do(db, make_due_table, DB_NONE, &e), &e);
	for (uint32_t i = 0; i < w->movement_count; i++)
		must(db_do(db, into_mm,
			 DB(db_t(w->movements[i].id), db_i(w->movements[i].cents)), &e),
		    &e);
	for (uint32_t i = 0; i < w->flow_count; i++) {
		must(db_do(db, into_ff,
			 DB(db_i(i), db_t(w->flows[i].id), db_i(w->flows[i].total)), &e),
		    &e);
		for (uint32_t k = 0; k < w->flows[i].count; k++) {
			const struct match_line *l = &w->lines[w->flows[i].first + k];

			must(db_do(db, into_pp, DB(db_i(i), db_t(l->iuv), db_i(l->cents)),
				 &e),
			    &e);
		}
	}
	for (uint32_t i = 0; i < w->due_count; i++)
		must(db_do(db, into_dd, DB(db_t(w->dues[i].iuv), db_i(w->dues[i].cents)),
			 &e),
		    &e);
	for (size_t i = 0; i < sizeof indexes / sizeof indexes[0]; i++)
		must(db_do(db, indexes[i], DB_NONE, &e), &e);
}

static double
time_join(const struct match_world *w)
{
	char folder[] = "/tmp/bench_match.XXXXXX";
	int64_t rows = 0;
	struct db *db;
	struct err e;
	double start, took;
	int fd;

	if (mkdtemp(folder) == NULL || (fd = open(folder, O_RDONLY | O_DIRECTORY)) < 0)
		exit(1);
	must(db_open(&db, fd, true, &e), &e);
	must(db_begin(db, &e), &e);
	fill(db, w);
	start = cpu_seconds();
	must(db_number(db, the_join, DB_NONE, &rows, &e), &e);
	took = cpu_seconds() - start;
	printf("SQLite join     %8.3f s CPU   %jd rows\n", took, (intmax_t)rows);
	db_rollback(db);
	db_close(db);
	(void)unlinkat(fd, "ledger.db", 0);
	(void)unlinkat(fd, "ledger.db-wal", 0);
	(void)unlinkat(fd, "ledger.db-shm", 0);
	close(fd);
	(void)rmdir(folder);
	return took;
}

static uint32_t
argument(int argc, char **argv, int i, uint32_t otherwise)
{
	return argc > i ? (uint32_t)strtoul(argv[i], NULL, 10) : otherwise;
}

int
main(int argc, char **argv)
{
	struct match_world w = {.movement_count = argument(argc, argv, 1, 100000),
	    .flow_count = argument(argc, argv, 2, 10000),
	    .line_count = argument(argc, argv, 3, 1000000),
	    .segregation = STR("01"),
	    .today = {2026, 11, 23}};
	struct arena world = {.limit = (size_t)4 << 30}, results = {0};
	struct match_sums s;
	double start, took;
	bool closes;

	w.due_count = w.position_count = w.line_count;
	make_payments(&w, &world);
	make_flows(&w, &world);
	make_movements(&w, &world);
	start = cpu_seconds();
	match_run(&w, &results);
	took = cpu_seconds() - start;
	s = match_add(&w);
	closes = s.arrived == s.matched + s.waiting && s.lines == s.matched;
	printf("world           %u movements, %u flows, %u payments, %u positions\n",
	    w.movement_count, w.flow_count, w.line_count, w.position_count);
	printf("matching        %8.3f s CPU   %ld MiB resident\n", took,
	    resident_mebibytes());
	printf("arrived %jd = matched %jd + waiting %jd cents, lines %jd: %s\n",
	    (intmax_t)s.arrived, (intmax_t)s.matched, (intmax_t)s.waiting,
	    (intmax_t)s.lines, closes ? "closes" : "DOES NOT CLOSE");
	if (argc > 4)
		printf("ratio           %8.1f times faster than the join\n",
		    time_join(&w) / took);
	arena_close(&results);
	arena_close(&world);
	return closes ? 0 : 1;
}
