/* `riscontro mail`: messages and what became of them. */
#ifndef COMMAND_MAIL_H
#define COMMAND_MAIL_H

#include "command/command.h"

/* Lists messages; with --failed those that did not arrive; with --resend sends these
 * again. */
int command_mail(struct context *c, int argc, char **argv);

#endif
