/* Where layouts come from: the ones the program carries, and files beside the
 * configuration. */
#ifndef INTAKE_LAYOUT_LIBRARY_H
#define INTAKE_LAYOUT_LIBRARY_H

#include "conf.h"
#include "formats/table.h"
#include "intake/layout_plan.h"

/* A layout that the program carries, as its file has it. Closed by a NULL name. */
struct layout_carried {
	const char *name;
	const char *text;
};
extern const struct layout_carried layouts_carried[];

/* Whether channels of this kind read tables by a layout of this sort. */
bool layout_is_used(const struct conf_channel *channel);

/* The layouts that a channel names ("mypay govpay standard"; empty: the standard one), in
 * that order: NAME.layout in the folder `layouts` beside the configuration, else the
 * carried one. ERR_CONF when one is unknown or wrong. Lives in `a`. */
int layout_plan_open(struct layout_plan *plan, const struct conf *conf,
    const struct conf_channel *channel, struct arena *a, struct err *e);

/* One layout: "standard", the name of one beside the configuration at `conf_path` or of a
 * carried one, or the path of a file (with a '/' or ending in ".layout"). */
int layout_plan_find(struct layout_plan *plan, struct str name, struct str conf_path,
    struct arena *a, struct err *e);

/* How tables are written as far as the layout fixes it, where the options do not. */
void layout_plan_options(const struct layout_plan *plan, struct table_options *options);

#endif
