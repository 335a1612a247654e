/*
 * $foreach and $switch: the enumerator of a running loop, which the body may
 * move on. Loops whose body does not name it need none.
 */
#ifndef HMSH_WALK_H
#define HMSH_WALK_H

#include "shell/node.h"

struct walk;

/* Whether the source within `span` names the loop's enumerator ("foreach", "switch"). */
bool walk_is_wanted(const struct unit *unit, struct span span, const char *name);
/* Begins over `v` (borrowed); the variable of that name shows it until walk_end(). */
struct walk *walk_begin(struct scope *scope, const char *name, struct value v);
/* The next element (yours); false at the end or on an error. */
bool walk_next(struct walk *walk, struct value *ret, GError **error);
void walk_end(struct walk *walk, struct scope *scope, const char *name);

#endif
