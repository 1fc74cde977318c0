/* The catalogue, what can go wrong on the way to a partner. */
#include "model/finding.h"

const struct finding_kind findings_courier[] = {
    {0},
};
