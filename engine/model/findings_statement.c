/* The catalogue, what can be wrong with bank statements and their matching. */
#include "model/finding.h"

const struct finding_kind findings_statement[] = {
    {0},
};
