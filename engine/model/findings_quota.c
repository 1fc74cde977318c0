/* The catalogue, what can be wrong with a quota and its debtor. */
#include "model/finding.h"

const struct finding_kind findings_quota[] = {
    {0},
};
