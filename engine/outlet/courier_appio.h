/* The App IO courier: asks whether the citizen may be written to, then sends. The parcel
 * is the JSON of a message without fiscal_code; its recipient is the fiscal code. Who
 * cannot receive is a permanent result with APPIO_NOT_ALLOWED or APPIO_NO_PROFILE: a row
 * of the report, no error. */
#ifndef OUTLET_COURIER_APPIO_H
#define OUTLET_COURIER_APPIO_H

#include "spool/courier.h"

extern const struct courier courier_appio;

#endif
