/* A sentence that people read exists in Italian and in English. */
#ifndef BASE_LANG_H
#define BASE_LANG_H

enum lang { LANG_IT, LANG_EN };

struct sentence {
	const char *it;
	const char *en;
};

/* The sentence in the language asked for. */
static inline const char *
say(const struct sentence *s, enum lang lang)
{
	return lang == LANG_IT ? s->it : s->en;
}

#endif
