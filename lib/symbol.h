/*
 * Interned names, ignoring case: property, variable, parameter and command
 * names become a pointer that compares by identity. Symbols live as long as
 * the program; only names that occur in source or as members become symbols,
 * never data.
 */
#ifndef HMSH_SYMBOL_H
#define HMSH_SYMBOL_H

#include "lib/str.h"

struct symbol {
	uint32_t id;		/* dense, from 1 */
	uint32_t hash;
	struct string *name;	/* as first spelled */
};

struct symbol *symbol_get(const char *name, ssize_t len);
struct symbol *symbol_of(struct string *name);
struct symbol *symbol_by_id(uint32_t id);
/* The symbol when the name was interned before, else NULL: for look-ups by data. */
struct symbol *symbol_find(const char *name, ssize_t len);

static inline const char *symbol_name(const struct symbol *symbol)
{
	return symbol->name->data;
}

/* Exact text kept as a symbol too (case matters): the source text of literals. */
uint32_t symbol_exact(const char *text, ssize_t len);
struct string *symbol_exact_text(uint32_t id);

/* At exit. */
void symbols_shutdown(void);

#endif
