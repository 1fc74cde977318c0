/*
 * The field :86: of MT940: what banks write there about a movement, in one of three ways:
 * numbered sub-fields ("166?00...?20..."), words between slashes ("/EREF/.../REMI/..."),
 * or free text.
 */
#ifndef FORMATS_MT940_TEXT_H
#define FORMATS_MT940_TEXT_H

#include "base/arena.h"
#include "model/movement.h"

/* True when the text is a code of three digits with numbered sub-fields behind it. */
bool mt940_is_structured(struct str text);
/* Fills remittance, text, party, party_account and end_to_end of *m from the field's
 * text, line ends included. Strings go to `a`. */
void mt940_read_text(struct movement *m, struct str text, struct arena *a);

#endif
