/*
 * The enumerator of a foreach or switch as an object. The loop and the body
 * move the same enumerator; the variable that shows it gets its former value
 * back when the loop ends.
 */
#include "config.h"

#include "shell/walk.h"

#include "lib/types/table.h"
#include "shell/session.h"

struct walk {
	struct native native;
	struct enumerator e;
	struct value current;		/* V_UNSET: before the first, or behind the last */
	struct value former;		/* the variable's value outside the loop */
	GError *error;			/* of a MoveNext() of the body: the loop's */
};

static struct walk *walk_of(struct value v)
{
	return (struct walk *)v.u.native;
}

static bool move(struct walk *walk)
{
	value_put(&walk->current, VALUE_UNSET);
	return !walk->error && enumerator_next(&walk->e, &walk->current, &walk->error);
}

static void walk_free(struct native *native)
{
	struct walk *walk = (struct walk *)native;

	enumerator_clear(&walk->e);
	value_unref(walk->current);
	value_unref(walk->former);
	g_clear_error(&walk->error);
}

MEMBER_IS(walk_move_next, value_bool(move(walk_of(self))))
MEMBER_IS(walk_current, walk_of(self)->current.kind == V_UNSET ? VALUE_NULL
							       : value_ref(walk_of(self)->current))

MEMBER(walk_reset)
{
	struct walk *walk = walk_of(self);
	value_auto source = value_ref(walk->e.source);

	enumerator_clear(&walk->e);
	enumerator_init(&walk->e, source);
	value_put(&walk->current, VALUE_UNSET);
	return true;
}

static const struct type_member walk_properties[] = {
	PROPERTY("System.Object Current {get;}", walk_current),
	END_OF_MEMBERS
};

static const struct type_member walk_methods[] = {
	METHOD("bool MoveNext()", walk_move_next),
	METHOD("void Reset()", walk_reset),
	END_OF_MEMBERS
};

TYPE(type_loop_enumerator);
const struct type type_loop_enumerator = {
	.name = "System.Collections.IEnumerator", .kind = V_NATIVE, .properties = walk_properties,
	.methods = walk_methods, .free = walk_free,
};

bool walk_is_wanted(const struct unit *unit, struct span span, const char *name)
{
	const char *text = unit->tree->source->text;
	size_t len = strlen(name);

	for (uint32_t at = span.start; at + len < span.end; at++)
		if (text[at] == '$' && !g_ascii_strncasecmp(text + at + 1, name, len))
			return true;
	return false;
}

struct walk *walk_begin(struct scope *scope, const char *name, struct value v)
{
	struct walk *walk = native_new(&type_loop_enumerator, sizeof(*walk));
	struct symbol *symbol = symbol_get(name, -1);
	struct value *place = scope_find_own(scope, symbol);

	enumerator_init(&walk->e, v);
	walk->former = place ? variable_read(place) : VALUE_NULL;
	walk->current = VALUE_UNSET;
	scope_set(scope, symbol, value_ref(value_of(walk)), NULL);
	return walk;
}

bool walk_next(struct walk *walk, struct value *ret, GError **error)
{
	bool any = move(walk);

	if (walk->error)
		g_propagate_error(error, g_steal_pointer(&walk->error));
	if (any)
		*ret = value_ref(walk->current);
	return any;
}

void walk_end(struct walk *walk, struct scope *scope, const char *name)
{
	scope_set(scope, symbol_get(name, -1), value_ref(walk->former), NULL);
	value_unref(value_of(walk));
}
