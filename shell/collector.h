/*
 * Collects what a pipeline puts out: nothing is V_NOTHING, one object is that
 * object, several are an object[].
 */
#ifndef HMSH_COLLECTOR_H
#define HMSH_COLLECTOR_H

#include "lib/array.h"
#include "lib/cmdlet.h"

struct collector {
	struct sink sink;
	uint32_t n;
	uint32_t capacity;
	struct value first;
	struct value *items;	/* when there are two or more */
};

void collector_init(struct collector *c);
/* What was collected; the collector is empty then. */
struct value collector_take(struct collector *c);
/* The same, always as an object[]. */
struct value collector_take_array(struct collector *c);
void collector_clear(struct collector *c);
/* Adds a value, taken over. */
void collector_add(struct collector *c, struct value v);

#endif
