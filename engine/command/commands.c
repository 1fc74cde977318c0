/* The list of commands: dispatch, help and the manual read it. */
#include "command/command.h"

#include "command/cat.h"

const struct command commands[] = {
    {"cat",
	"FILE [--as grid|csv|jsonl|entries] [--sheet NAME] [--type xlsx|ods|xls|csv|xml] "
	"[--encoding NAME] [--delimiter CHARACTER] [--quote CHARACTER|none]",
	{"mostra un file come righe", "shows a file as rows"}, command_cat},
    {0},
};
