/*
 * Publishing in four phases: render (validate), stage, check with each
 * daemon's own checker, swap and reload. Whatever fails before the swap leaves
 * everything as it was; a reload that fails swaps back.
 */
#ifndef HMSH_PLAN_H
#define HMSH_PLAN_H

#include "state/publish.h"

bool plan_publish(struct store *store, const struct publish_options *options,
		  struct publish_report *ret, GError **error);
bool plan_restore(const struct publish_options *options, uint64_t generation,
		  struct publish_report *ret, GError **error);
GPtrArray *plan_generations(const char *root, GError **error);

#endif
