/* The configuration and its keys as people and programs read them; conf_write itself is
 * in conf.h. */
#ifndef CONF_WRITE_H
#define CONF_WRITE_H

#include "base/json.h"
#include "conf.h"

/* The whole configuration as one object, defaults filled in. */
void conf_write_json(struct json *j, const struct conf *conf);

/* The keys of every section as the lists of riscontro.conf(5), in mdoc. */
void conf_write_manual(struct out *o, enum lang lang);

/* Replaces the courier settings that hold passwords, tokens or keys by asterisks, in
 * copies taken from `a`; names of files that hold them are left. */
void conf_hide_secrets(struct conf *conf, struct arena *a);

#endif
