/* Where the files that come with the program are: fonts, letters. */
#ifndef OUTLET_SHARE_H
#define OUTLET_SHARE_H

#include "base/arena.h"

/* The folder of that name: named by the environment (RISCONTRO_FONTS for "fonts"),
 * installed beside the program, or in the source tree it was built in; NULL when it is
 * nowhere. */
const char *share_folder(const char *name, struct arena *a);

#endif
