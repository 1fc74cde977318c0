/* Values on their way into a statement. */
#include "ledger/db.h"

struct db_value
db_i(int64_t number)
{
	return (struct db_value){.kind = DB_INT, .number = number};
}

struct db_value
db_t(struct str text)
{
	return (struct db_value){
	    .kind = DB_TEXT, .text = text.ptr == NULL ? STR("") : text};
}

struct db_value
db_c(const char *text)
{
	return text == NULL ? (struct db_value){.kind = DB_NULL} : db_t(str_of(text));
}

struct db_value
db_id(int64_t id)
{
	return id == 0 ? (struct db_value){.kind = DB_NULL} : db_i(id);
}

struct db_value
db_d(struct date d)
{
	/* Packed as a number; bind_date makes the ISO text of it. */
	if (date_is_none(d))
		return (struct db_value){.kind = DB_NULL};
	return (struct db_value){
	    .kind = DB_TEXT, .number = d.year * 10000 + d.month * 100 + d.day};
}

void
db_list(struct db_value *values, const int64_t *numbers, size_t count)
{
	for (size_t i = 0; i < DB_LIST_MOST; i++)
		values[i] = db_i(numbers[i < count ? i : count - 1]);
}
