/* The catalogue, what can be wrong with flows and receipts. */
#include "model/finding.h"

const struct finding_kind findings_flow[] = {
    {0},
};
