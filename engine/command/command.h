/*
 * The commands of the program: one row each in commands.c, one file each beside it.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/lang.h"
#include "base/out.h"

/* What main found out before the command runs. */
struct context {
	struct arena *arena;   /* lives as long as the command */
	const char *conf_path; /* --config, RISCONTRO_CONFIG, ./riscontro.conf or
				  /etc/riscontro/riscontro.conf */
	enum lang lang;        /* --language, else the configuration's, else Italian */
	bool lang_given;
	bool json;  /* --json */
	bool quiet; /* --quiet */
	bool tty;   /* standard error is a terminal: progress and colours are welcome */
};

struct command {
	const char *name;
	const char *arguments; /* "FILE [--as grid|csv|jsonl]" */
	struct sentence help;
	/* argv[0] is the command's name. Returns the exit code (0, 64, 65, 75, 78). */
	int (*run)(struct context *c, int argc, char **argv);
};

/* Closed by a row with a NULL name. */
extern const struct command commands[];

/* Prints *e as one line on standard error, after `subject` when it is not empty: with the
 * catalogue's sentence and next step in the reader's language when the error has a code.
 * Returns the exit code. */
int command_fail(const struct context *c, struct str subject, const struct err *e);
/* Reads the configuration and takes its language unless one was given. 0, or the exit
 * code after the failure has been printed. */
struct conf;
int command_conf(struct context *c, struct conf *conf);
/* One line about a wrong command line; returns 64. */
int command_usage(const struct context *c, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a word of the command line that the command does not take: 64. */
int command_unexpected(const struct context *c, const char *name, const char *word);

/* The value of a long option at argv[*i] ("--as csv" or "--as=csv"): 1 and *value, moving
 * *i; 0 when argv[*i] is another word; -1 when its value is missing. */
int command_option(int argc, char **argv, int *i, const char *name, const char **value);

/* A writer to standard output, to be flushed by the caller. */
void command_stdout(struct context *c, struct out *o, struct err *e);

#endif
