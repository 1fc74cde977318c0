/*
 * Borrowed bytes by value: a pointer and a length, never terminated, never owned. A str
 * lives as long as what it points into (a mapped file, an arena, a literal). An empty str
 * may have a NULL ptr.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *ptr;
	size_t len;
};

/* A str over a string literal, and the two printf arguments of "%.*s". */
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_ARG(s) (int)(s).len, (s).ptr == NULL ? "" : (s).ptr

/* A str over a C string; NULL gives the empty str. */
struct str str_of(const char *text);

/* The bytes [from, to) of s, both clamped to its length. */
struct str str_slice(struct str s, size_t from, size_t to);

/* Equality of bytes; NULL and empty are the same. */
bool str_equal(struct str a, struct str b);
/* Equality without regard to ASCII case. */
bool str_equal_nocase(struct str a, struct str b);
bool str_is(struct str s, const char *text);
/* Byte order, as memcmp(3), shorter first. */
int str_compare(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_starts_nocase(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_ends_nocase(struct str s, struct str suffix);

/* The index of the first c (or of needle) in s, or s.len when there is none. */
size_t str_find(struct str s, char c);
size_t str_find_str(struct str s, struct str needle);

/* s without ASCII blanks (space, TAB, CR, LF, VT, FF) at both ends. */
struct str str_trim(struct str s);

/* Cuts the part of *rest before the first c into *part and moves *rest after it; false
 * when *rest is used up (its ptr is NULL). "a;b" gives "a", "b"; "a;" gives "a", "". */
bool str_cut(struct str *rest, char c, struct str *part);

/* ASCII only, whatever the locale. */
bool char_is_digit(char c);
bool char_is_upper(char c);
bool char_is_alpha(char c);
bool char_is_blank(char c);
char char_upper(char c);
char char_lower(char c);
/* True when s is not empty and every byte is an ASCII digit. */
bool str_all_digits(struct str s);

/* The decimal digits of s as a number; false (and *value untouched) when s is empty, has
 * another byte or does not fit. */
bool str_to_u64(struct str s, uint64_t *value);

#endif
