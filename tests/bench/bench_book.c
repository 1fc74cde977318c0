/*
 * How fast the ledger books flows, apart from reading and matching them.
 *
 * usage: bench_book [FLOWS PAYMENTS]
 *
 * FLOWS files of PAYMENTS payments each (10,000 of 100) go into a ledger on the disk of
 * $TMPDIR as the engine books them: 256 files a transaction with synchronous=FULL, each
 * file a savepoint with its row, its look for other versions, its flow, its payments in
 * the order of their IUVs and its two events. Prints payments per CPU second of booking,
 * writing back the log included, and fails unless the ledger holds every cent.
 */
#include "ledger/audit.h"
#include "ledger/files.h"
#include "ledger/flows.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { GROUP = 256, IUV_SIZE = 17, IUR_SIZE = 32 };

struct bench {
	struct db *db;
	struct arena arena; /* of one group */
	int64_t next;       /* number of the next payment made */
	money cents;        /* booked so far */
	double seconds;     /* CPU of booking alone */
};

static double
cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
must(int status, const struct err *e)
{
	if (status >= 0)
		return;
	fprintf(stderr, "bench_book: %s\n", e->text);
	exit(1);
}

static int
by_iuv(const void *a, const void *b)
{
	const struct flow_payment *x = a, *y = b;

	return str_compare(x->iuv, y->iuv);
}

/* Payments with IUVs spread over all numbers, as creditors' are. */
static struct flow_payment *
make_payments(struct bench *b, size_t count)
{
	struct flow_payment *list =
	    arena_new_array(&b->arena, count, struct flow_payment);

	for (size_t i = 0; i < count; i++) {
		uint64_t number = (uint64_t)b->next++ * 11400714819323198485u;

		list[i] = (struct flow_payment){.number = i + 1,
		    .iuv = arena_format(
			&b->arena, "01%013ju42", (uintmax_t)(number % 10000000000000u)),
		    .iur = arena_format(&b->arena, "%032jx", (uintmax_t)number),
		    .index = 1,
		    .amount = 1000 + (money)(number % 50000),
		    .amount_told = true,
		    .outcome = FLOW_PAID,
		    .date = {2026, 11, 18}};
	}
	qsort(list, count, sizeof *list, by_iuv);
	return list;
}

static struct flow
make_flow(struct bench *b, size_t number)
{
	return (struct flow){
	    .id = arena_format(&b->arena, "2026-11-19BENCHXXX-S%09zu", number),
	    .version = STR("1.0"),
	    .made_text = STR("2026-11-20T18:00:00"),
	    .made = 1795200000,
	    .settlement = STR("0306926752553605489999999999IT"),
	    .settled = {2026, 11, 19},
	    .sender = {STR("B"), STR("BENCHXXX"), STR("Banca Fantasia"), {0}},
	    .receiver = {STR("G"), STR("80000000028"), STR("Ordine di Prova"), {0}}};
}

/* What is booked of one file; made before the clock runs. */
struct made {
	struct file_record file;
	struct flow flow;
	struct sha256_hex digest;
	struct flow_payment *payments;
};

static void
make(struct bench *b, struct made *m, size_t number, size_t payments)
{
	struct str now = STR("2026-11-23T08:00:00Z");

	m->flow = make_flow(b, number);
	m->digest = sha256_of(m->flow.id);
	m->payments = make_payments(b, payments);
	m->file = (struct file_record){.creditor = STR("ente"),
	    .channel = STR("flows"),
	    .name = arena_format(&b->arena, "%.*s.xml", STR_ARG(m->flow.id)),
	    .sha256 = str_of(m->digest.text),
	    .size = 28000,
	    .job = arena_format(&b->arena, "bench/%zu", number),
	    .state = STR("booked"),
	    .received_at = now,
	    .booked_at = now,
	    .reader = STR("flow")};
}

static void
book(struct bench *b, struct made *m, size_t payments, struct audit *audit)
{
	struct flow_booking record = {.creditor = STR("ente"),
	    .revision = 1,
	    .current = true,
	    .digest = m->digest,
	    .payments = (int64_t)payments,
	    .paid_from = {2026, 11, 18},
	    .paid_to = {2026, 11, 18},
	    .now = m->file.booked_at};
	struct flow_versions v;
	int64_t flow, seen;
	struct err e;

	for (size_t i = 0; i < payments; i++)
		record.cents += m->payments[i].amount;
	b->cents += record.cents;
	must(db_begin(b->db, &e), &e);
	must(file_find_content(b->db, m->file.creditor, m->file.sha256, &seen, &e), &e);
	must(file_insert(b->db, &m->file, &e), &e);
	record.file = m->file.id;
	must(flow_find(b->db, record.creditor, &m->flow, &m->digest, &v, &e), &e);
	must(payment_next_id(b->db, &record.first_payment, &e), &e);
	must(flow_insert(b->db, &m->flow, &record, &flow, &e), &e);
	for (size_t i = 0; i < payments; i++)
		must(payment_insert(b->db, record.first_payment + (int64_t)i, flow,
			 &m->payments[i], &e),
		    &e);
	must(audit_add(
		 audit, "flow.booked", record.creditor, m->flow.id, STR("bench"), &e),
	    &e);
	m->file.booked = (struct tally){.rows = (int64_t)payments, .cents = record.cents};
	m->file.read = m->file.booked;
	must(file_finish(b->db, &m->file, &e), &e);
	must(audit_add(
		 audit, "file.booked", record.creditor, m->file.name, STR("bench"), &e),
	    &e);
	must(db_commit(b->db, &e), &e);
}

static void
book_group(struct bench *b, size_t first, size_t count, size_t payments)
{
	struct made *list = arena_new_array(&b->arena, count, struct made);
	struct audit audit;
	struct err e;
	double start;

	for (size_t i = 0; i < count; i++)
		make(b, &list[i], first + i, payments);
	start = cpu_seconds();
	must(db_begin(b->db, &e), &e);
	must(audit_open(&audit, b->db, 1795420800, &e), &e);
	for (size_t i = 0; i < count; i++)
		book(b, &list[i], payments, &audit);
	must(db_commit(b->db, &e), &e);
	b->seconds += cpu_seconds() - start;
	arena_close(&b->arena);
	b->arena = (struct arena){0};
}

static void
remove_ledger(int folder, const char *path)
{
	static const char *const names[] = {
	    "ledger.db", "ledger.db-wal", "ledger.db-shm"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		(void)unlinkat(folder, names[i], 0);
	close(folder);
	(void)rmdir(path);
}

int
main(int argc, char **argv)
{
	static const char sum[] = "SELECT SUM(cents) FROM payment";
	size_t flows = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000,
	       payments = argc > 2 ? strtoul(argv[2], NULL, 10) : 100;
	const char *parent = getenv("TMPDIR");
	struct bench b = {.next = 1};
	int64_t cents = 0;
	char path[256];
	struct err e;
	double start;
	int folder;

	snprintf(
	    path, sizeof path, "%s/bench_book.XXXXXX", parent != NULL ? parent : "/tmp");
	if (mkdtemp(path) == NULL || (folder = open(path, O_RDONLY | O_DIRECTORY)) < 0)
		return 1;
	must(db_open(&b.db, folder, true, &e), &e);
	for (size_t i = 0; i < flows; i += GROUP)
		book_group(&b, i, flows - i < GROUP ? flows - i : GROUP, payments);
	must(db_number(b.db, sum, DB_NONE, &cents, &e), &e);
	start = cpu_seconds();
	db_close(b.db);
	b.seconds += cpu_seconds() - start;
	remove_ledger(folder, path);
	printf("booking         %8.3f s CPU   %zu files of %zu payments, %.0f payments "
	       "per CPU "
	       "second, %s\n",
	    b.seconds, flows, payments, (double)(flows * payments) / b.seconds,
	    cents == b.cents ? "every cent is there" : "CENTS ARE MISSING");
	return cents == b.cents ? 0 : 1;
}
