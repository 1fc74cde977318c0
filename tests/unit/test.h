/* What every unit test needs of cmocka, and the two lines that its headers ask for. */
#ifndef TEST_H
#define TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

/* Compares a str with a C string and prints both when they differ. */
#define assert_str(actual, expected)                                                     \
	do {                                                                             \
		struct str actual_ = (actual);                                           \
		char shown_[4096];                                                       \
		size_t len_ =                                                            \
		    actual_.len < sizeof shown_ - 1 ? actual_.len : sizeof shown_ - 1;   \
		if (len_ > 0)                                                            \
			memcpy(shown_, actual_.ptr, len_);                               \
		shown_[len_] = '\0';                                                     \
		assert_string_equal(shown_, (expected));                                 \
	} while (0)

#endif
