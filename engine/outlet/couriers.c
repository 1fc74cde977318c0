/* The list of couriers. */
#include "outlet/couriers.h"

#include "outlet/courier_appio.h"
#include "spool/https.h"
#include "spool/imap.h"

const struct courier *const couriers[] = {
    &courier_sftp,
    &courier_ftp,
    &courier_mail,
    &courier_https,
    &courier_appio,
    &courier_imap,
    NULL,
};

const struct courier *
courier_find(struct str kind)
{
	for (const struct courier *const *c = couriers; *c != NULL; c++)
		if (str_is(kind, (*c)->name))
			return *c;
	return NULL;
}

void
courier_explain(struct out *o, const struct courier *c, enum lang lang)
{
	for (const struct courier_key *k = c->keys; k->name != NULL; k++)
		out_format(o, "%-16s %-10s %s\n", k->name,
		    k->mandatory              ? "!"
			: k->standard == NULL ? ""
					      : k->standard,
		    say(&k->help, lang));
}
