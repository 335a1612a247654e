/*
 * history.yaml: the commits that were folded, as the journal had them, the
 * oldest dropped in large pieces. Publishing follows changes by it; without it
 * everything counts as changed.
 */
#ifndef HMSH_HISTORY_H
#define HMSH_HISTORY_H

#include "state/backend.h"

typedef bool (*change_visit)(const struct change *change, uint64_t sequence, void *data);

struct history;
struct history *history_new(const char *dir);
void history_free(struct history *history);

/* Sequence of the last commit in it; 0: none. */
uint64_t history_last(struct history *history);
/* Takes over the commits of a journal file that are not in it yet. */
bool history_append(struct history *history, const char *journal, GError **error);
/* The changes of the commits in (since, upto]; false + error when some are missing. */
bool history_each(struct history *history, uint64_t since, uint64_t upto, change_visit visit,
		  void *data, GError **error);
/* The changes of one commit; false when visit() stopped. */
bool history_visit(const struct commit *commit, change_visit visit, void *data);

#endif
