/* The sink that keeps what it is given. */
#include "config.h"

#include "shell/collector.h"

static enum flow collector_write(struct sink *sink, struct value v)
{
	collector_add((struct collector *)sink, value_ref(v));
	return FLOW_NEXT;
}

void collector_init(struct collector *c)
{
	*c = (struct collector){ .sink = { collector_write }, .first = VALUE_NOTHING };
}

void collector_add(struct collector *c, struct value v)
{
	if (c->n == 0) {
		c->first = v;
	} else {
		if (c->n >= c->capacity) {
			c->capacity = c->capacity ? c->capacity * 2 : 8;
			c->items = g_renew(struct value, c->items, c->capacity);
			if (c->n == 1)
				c->items[0] = c->first;
		}
		c->items[c->n] = v;
	}
	c->n++;
}

static struct value take_items(struct collector *c)
{
	struct array *array;

	if (c->n <= 1) {
		array = array_take(&c->first, c->n);
	} else {
		array = array_new(NULL, 0);
		array->u.items = c->items;
		array->len = c->n;
	}
	collector_init(c);
	return value_of(array);
}

struct value collector_take(struct collector *c)
{
	struct value v;

	if (c->n > 1)
		return take_items(c);
	v = c->first;
	collector_init(c);
	return v;
}

struct value collector_take_array(struct collector *c)
{
	return take_items(c);
}

void collector_clear(struct collector *c)
{
	if (c->n == 1)
		value_unref(c->first);
	for (uint32_t i = 0; c->n > 1 && i < c->n; i++)
		value_unref(c->items[i]);
	g_free(c->items);
	collector_init(c);
}
