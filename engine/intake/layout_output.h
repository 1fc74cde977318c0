/*
 * How a register wants to hear what was paid: the group `output` of a layout names the
 * columns of the file that goes back, so that an order adapts it without a programmer.
 */
#ifndef INTAKE_LAYOUT_OUTPUT_H
#define INTAKE_LAYOUT_OUTPUT_H

#include "conf.h"
#include "intake/layout_rule.h"

enum output_decimal { DECIMAL_POINT, DECIMAL_COMMA, DECIMAL_CENTS };
enum output_date { DATE_ISO, DATE_ITALIAN, DATE_DIGITS };
enum output_type { OUTPUT_TEXT, OUTPUT_NUMBER, OUTPUT_MONEY, OUTPUT_DATE };

/* What can be told of a quota, in this order. Closed by a row with a NULL name. */
enum output_value {
	VALUE_KEY,
	VALUE_FISCAL_CODE,
	VALUE_NAME,
	VALUE_SURNAME,
	VALUE_GIVEN_NAME,
	VALUE_ENROLMENT,
	VALUE_SECTION,
	VALUE_SETTORE,
	VALUE_TIPO,
	VALUE_ANNO,
	VALUE_CAUSALE,
	VALUE_DUE,
	VALUE_PAID,
	VALUE_LEFT,
	VALUE_OUTCOME,
	VALUE_PAID_ON,
	VALUE_IUV,
	VALUE_FLOW,
	VALUE_REVERSALE,
	VALUE_POSTED_ON,
	OUTPUT_VALUES,
};
struct output_value_row {
	const char *name;
	enum output_type type;
	struct sentence help;
};
extern const struct output_value_row output_values[];

struct output_column {
	struct str header;
	bool is_constant;
	enum output_value value;
	struct str constant;
	const struct layout_pair *map; /* values that stand for others */
	size_t map_count;
};

struct layout_output {
	char delimiter;
	bool bom, headless;
	enum output_decimal decimal;
	enum output_date date;
	const struct output_column *columns;
	size_t count;
};

/* Reads the group. -1 with ERR_CONF. */
int layout_output_read(const struct layout_reading *r, const struct conf_node *node,
    const struct layout_output **output);

/* The output for the register of a creditor: of the layout that `format` names (empty:
 * none), else of a layout of its quotas, else of its register, else the engine's own. */
int layout_output_find(const struct layout_output **output, const struct conf *conf,
    const struct conf_creditor *creditor, struct str format, struct arena *a,
    struct err *e);

#endif
