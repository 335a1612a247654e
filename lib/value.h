/*
 * A value of the language: 16 bytes, a kind and a payload, passed by value.
 *
 * Ownership, in one sentence: arguments are borrowed; returned values are yours
 * (value_unref() them, or hand them on). A value stored into a container is
 * referenced by the container. Inline kinds need no reference; value_ref() and
 * value_unref() know the difference.
 *
 * V_UNSET and V_SIGNAL never reach a script: the first is an empty slot (a
 * variable never assigned, a parameter not given), the second is what an
 * evaluation returns when control leaves it (error, break, return, exit...).
 * V_NOTHING is AutomationNull: a pipeline that gave no object; it differs from
 * V_NULL when enumerated.
 *
 * Numbers may carry the source text of the literal they came from in `aux` (a
 * symbol id, 0 = none): binding it to [string], -f and -join show that text.
 * Arithmetic and assignment to a typed variable drop it.
 */
#ifndef HMSH_VALUE_H
#define HMSH_VALUE_H

#include <assert.h>
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum value_kind {
	V_UNSET,
	V_SIGNAL,
	V_NULL,
	V_NOTHING,
	V_BOOL,		/* u.b */
	V_SWITCH,	/* u.b; [switch], SwitchParameter */
	V_CHAR,		/* u.ch; one UTF-16 unit */
	V_I8, V_U8, V_I16, V_U16, V_I32, V_U32, V_I64,	/* u.i, sign- or zero-extended */
	V_U64,		/* u.u */
	V_F32,		/* u.f, already rounded to float precision */
	V_F64,		/* u.f */
	V_DATETIME,	/* u.u: 62 bits of ticks (100 ns since 0001-01-01), 2 bits of kind */
	V_TIMESPAN,	/* u.i: ticks */
	V_ENUM,		/* u.i: the number; aux: id of its type (type_by_id()) */
	V_TYPE,		/* u.type; types live as long as the program */
	/* From here on u.block is a counted block. */
	V_DECIMAL,	/* struct decimal */
	V_BIGINT,	/* struct bigint */
	V_STRING,	/* struct string */
	V_ARRAY,	/* struct array: object[], int[], byte[] ... fixed length */
	V_LIST,		/* struct list: ArrayList, List<T>, Collection<T>, Queue, Stack */
	V_DICT,		/* struct dict: Hashtable, OrderedDictionary, Dictionary<K,V>, HashSet<T> */
	V_OBJECT,	/* struct object: a shape and its slots */
	V_SCRIPTBLOCK,	/* struct scriptblock (callable) */
	V_ERROR,	/* struct error_record */
	V_NATIVE,	/* struct native: a payload that its type's table knows */
	V_BOXED,	/* struct boxed: any value above plus members attached to it (PSObject) */
	V_VARIABLE,	/* struct variable: a boxed variable in a slot, or a [ref] */
	V_KIND_COUNT
};

struct block;
struct type;

struct value {
	uint32_t kind;		/* enum value_kind */
	uint32_t aux;
	union {
		bool b;
		uint16_t ch;
		int64_t i;
		uint64_t u;
		double f;
		const struct type *type;
		struct block *block;
		struct string *str;
		struct array *array;
		struct list *list;
		struct dict *dict;
		struct object *object;
		struct native *native;
		void *ptr;
	} u;
};

/* What every counted block starts with. `kind` repeats the value's kind. */
struct block {
	uint32_t refs;
	uint8_t kind;
	uint8_t flags;		/* BLOCK_* */
	uint16_t spare;
};

enum {
	BLOCK_READONLY = 1,	/* a container that refuses writes */
	BLOCK_MARK = 2,		/* the collector's */
};

/*
 * What a container (a block that references values) starts with: the link puts
 * it on the heap's list of containers (see heap.h). The structs below and in
 * array.h, dict.h, object.h ... have `block` and `link` as their first fields.
 */
struct gc_link {
	struct gc_link *prev, *next;
};

struct container {
	struct block block;
	struct gc_link link;
};

#define VALUE_UNSET	((struct value){ .kind = V_UNSET })
#define VALUE_SIGNAL	((struct value){ .kind = V_SIGNAL })
#define VALUE_NULL	((struct value){ .kind = V_NULL })
#define VALUE_NOTHING	((struct value){ .kind = V_NOTHING })

static inline struct value value_bool(bool b)
{
	return (struct value){ .kind = V_BOOL, .u.u = b };
}

static inline struct value value_i32(int32_t i)
{
	return (struct value){ .kind = V_I32, .u.i = i };
}

static inline struct value value_i64(int64_t i)
{
	return (struct value){ .kind = V_I64, .u.i = i };
}

static inline struct value value_f64(double f)
{
	return (struct value){ .kind = V_F64, .u.f = f };
}

static inline struct value value_char(uint16_t ch)
{
	return (struct value){ .kind = V_CHAR, .u.u = ch };
}

static inline struct value value_int(enum value_kind kind, int64_t i)
{
	return (struct value){ .kind = kind, .u.i = i };
}

static inline struct value value_type_object(const struct type *type)
{
	return (struct value){ .kind = V_TYPE, .u.type = type };
}

/* Wraps a block you own; the value then owns that reference. */
static inline struct value value_of(void *block)
{
	return (struct value){ .kind = ((struct block *)block)->kind, .u.block = block };
}

static inline bool value_counted(struct value v)
{
	return v.kind >= V_DECIMAL;
}

static inline struct value value_ref(struct value v)
{
	if (value_counted(v))
		v.u.block->refs++;
	return v;
}

void block_free(struct block *block);

static inline void value_unref(struct value v)
{
	if (value_counted(v) && --v.u.block->refs == 0)
		block_free(v.u.block);
}

/*
 * Walking many values, asks for the memory of one that comes soon: items[at] is at hand. Blocks made one after
 * the other are near each other; those of a list picked from many are not.
 */
static inline void values_look_ahead(const struct value *items, size_t at, size_t n)
{
	enum { AHEAD = 8 };

	if (at + AHEAD < n)
		__builtin_prefetch(items[at + AHEAD].u.ptr);
}

/* Replaces what `slot` holds by `v`, taking over the reference of `v`. */
static inline void value_put(struct value *slot, struct value v)
{
	struct value old = *slot;

	*slot = v;
	value_unref(old);
}

static inline void value_clear(struct value *slot)
{
	value_put(slot, VALUE_UNSET);
}

static inline bool value_is_null(struct value v)
{
	return v.kind <= V_NOTHING;
}

static inline bool value_is_integer(struct value v)
{
	return v.kind >= V_I8 && v.kind <= V_U64;
}

static inline bool value_is_number(struct value v)
{
	return (v.kind >= V_I8 && v.kind <= V_F64) || v.kind == V_DECIMAL || v.kind == V_BIGINT;
}

/* Truth, as [bool] and `if` see it (language rule 26). Never fails. */
bool value_truth(struct value v);

/* A value without a members box around it: borrowed from `v`. */
struct value value_base(struct value v);

/* One more kind, for switch statements on names: "Int32", "String" ... of the kind alone. */
const char *value_kind_name(enum value_kind kind);

/* -- Enumeration ------------------------------------------------------- */

/*
 * What the pipeline unrolls and foreach walks: arrays, lists, sets, queues,
 * enumerators, generic dictionaries are not (Hashtable, string, XmlNode are
 * scalars). An enumerator holds a reference on what it walks.
 */
struct enumerator {
	struct value source;
	size_t at;
	void *state;		/* of the type's own enumerator */
	const struct type *type;
	uint32_t stamp;		/* the container's, to notice changes */
};

bool value_is_enumerable(struct value v);
/* `v` need not be enumerable: a scalar is walked once, V_NOTHING not at all. */
void enumerator_init(struct enumerator *e, struct value v);
/*
 * Gives the next element (yours) and true; false at the end or on an error
 * (collection changed while enumerated), which is then set.
 */
bool enumerator_next(struct enumerator *e, struct value *ret, GError **error);
void enumerator_clear(struct enumerator *e);

static inline void value_auto_clear(struct value *v)
{
	value_unref(*v);
}

/* A local that is dropped when its scope ends: `value_auto v = ...;` */
#define value_auto __attribute__((unused, cleanup(value_auto_clear))) struct value

static inline struct value value_steal(struct value *v)
{
	struct value r = *v;

	*v = VALUE_UNSET;
	return r;
}

#endif
