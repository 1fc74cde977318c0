/* The log: one line an event, safe to read in a terminal and in a journal. */
#include "base/log.h"

#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static enum log_level lowest = LOG_INFO;

void
log_set_level(enum log_level level)
{
	lowest = level;
}

__attribute__((format(printf, 2, 0))) static void
line(enum log_level level, const char *format, va_list args)
{
	static const char *const words[] = {"debug", "info", "warning", "error"};
	static const int priority[] = {7, 6, 4, 3};
	struct arena a = {0};
	char text[2048];
	struct str shown;
	int saved = errno;

	if (level < lowest)
		return;
	vsnprintf(text, sizeof text, format, args);
	shown = text_printable(&a, str_of(text));
	if (getenv("JOURNAL_STREAM") != NULL)
		fprintf(stderr, "<%d>", priority[level]);
	fprintf(stderr, "%s: %.*s\n", words[level], STR_ARG(shown));
	arena_close(&a);
	errno = saved;
}

#define LOG_FUNCTION(name, level)                                                        \
	void name(const char *format, ...)                                               \
	{                                                                                \
		va_list args;                                                            \
                                                                                         \
		va_start(args, format);                                                  \
		line(level, format, args);                                               \
		va_end(args);                                                            \
	}

LOG_FUNCTION(log_debug, LOG_DEBUG)
LOG_FUNCTION(log_info, LOG_INFO)
LOG_FUNCTION(log_warn, LOG_WARN)
LOG_FUNCTION(log_error, LOG_ERROR)
