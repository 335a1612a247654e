/*
 * The verbs that commands should have.
 */
#ifndef HMSH_VERB_H
#define HMSH_VERB_H

#include <stdbool.h>
#include <stddef.h>

struct verb {
	const char *name, *alias, *group, *description;
};

/* Ends with name NULL. */
const struct verb *verbs(void);
bool verb_is_approved(const char *name, size_t len);

#endif
