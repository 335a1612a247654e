/*
 * Property expressions: what -Property of Select-Object, Sort-Object,
 * Group-Object and their kin takes: a property's name (wildcards allowed), a
 * script block, or a calculated property @{Name=..; Expression=..}.
 *
 * A column reads its value from any object; for objects of one shape after the
 * other it remembers the slot.
 */
#ifndef HMSH_COLUMN_H
#define HMSH_COLUMN_H

#include "lib/cmdlet.h"
#include "lib/object.h"

/* A property looked up by name; fast on objects of the same shape. Zeroed but for symbol. */
struct member_cache {
	const struct symbol *symbol;
	struct shape *shape;
	int slot;
};

/* The value (yours), or V_UNSET when the object has no such member. */
struct value member_read(struct member_cache *cache, struct host *host, struct value v);
void member_cache_clear(struct member_cache *cache);

enum {		/* keys that a calculated property may have besides the expression */
	COLUMN_NAME = 1,
	COLUMN_ORDER = 2,	/* Ascending, Descending */
	COLUMN_LAYOUT = 4,	/* Width, Alignment, FormatString */
};

struct column {
	struct member_cache member;	/* .symbol NULL: a block or a pattern */
	struct string *label;		/* as given, or NULL */
	struct string *text;		/* the name, or the block's text */
	struct value block;
	bool wildcard;
	int direction;			/* 1 ascending, -1 descending, 0 not said */
	struct value width, alignment, format;
};

struct columns {
	unsigned n;
	struct column *at;
};

/* `property` is the argument as bound (object[]); on failure nothing is held. */
bool columns_init(struct columns *columns, struct value property, unsigned keys, GError **error);
void columns_clear(struct columns *columns);

/*
 * The column's value for an object: yours; V_UNSET when there is no such
 * property. FLOW_ERROR: the block failed; the error is pending.
 */
enum flow column_read(struct column *column, struct host *host, struct value object,
		      struct value *ret);
/* What the column is called when it is not renamed. */
struct string *column_name(const struct column *column);	/* borrowed */

/*
 * Compares as Sort-Object does: numbers by value, text by culture, unlike
 * things by their text. Never fails.
 */
int value_rank(struct value a, struct value b, bool with_case);
/* The text of a value in one field of a table: a collection is its type's name. Yours. */
struct string *value_cell(struct value v);
/* Key text for hashing: equal values have equal texts. Appended to `out`. */
void value_key(GString *out, struct value v, bool with_case);

#endif
