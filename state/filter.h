/*
 * -Filter of the Get- cmdlets: OPATH, as text or as a script block's text:
 *
 *	Name -like 'a*' -and -not (HiddenFromAddressListsEnabled -eq $true)
 *
 * Operators: -and -or -not ! -eq -ne -lt -le -gt -ge -like -notlike -match -notmatch -contains
 * -notcontains; without regard to case. Operands: quoted text, numbers, words, $true, $false,
 * $null and variables.
 */
#ifndef HMSH_FILTER_H
#define HMSH_FILTER_H

#include "state/record.h"

#define FILTER_MAX_DEPTH 64

struct filter;
/* A variable's value (yours), V_UNSET when there is none. */
typedef struct value (*filter_variable)(const char *name, void *data);

/* Errors name the place in the text, the property or the operand, and what would be right. */
struct filter *filter_parse(const struct record_kind *kind, const char *text,
			    filter_variable variable, void *data, GError **error);
void filter_free(struct filter *filter);	/* NULL is fine */
bool filter_matches(const struct filter *filter, struct store *store, const struct record *record);

#endif
