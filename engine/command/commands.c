/* The list of commands: dispatch, help and the manual read it. */
#include "command/command.h"

#include "command/cat.h"
#include "command/remittance.h"

const struct command commands[] = {
    {"cat",
	"FILE [--as grid|csv|jsonl|entries] [--sheet NAME] [--type xlsx|ods|xls|csv|xml] "
	"[--encoding NAME] [--delimiter CHARACTER] [--quote CHARACTER|none]",
	{"mostra un file come righe", "shows a file as rows"}, command_cat},
    {"remittance", "[FILE | -]",
	{"che cosa dicono le causali della banca: flusso o IUV",
	    "what a bank's texts say: flow or IUV"},
	command_remittance},
    {0},
};
