/*
 * Types by name: the built-in tables, found through one index that is built
 * when a name is first asked for, and the types made at run time: arrays,
 * closed generics, classes and enums of scripts. What is made here belongs to
 * no session, as symbols: a type's identity is its address.
 */
#include "config.h"

#include "lib/type.h"

#include "lib/array.h"
#include "lib/dict.h"
#include "lib/heap.h"
#include "lib/object.h"
#include "lib/type_make.h"

extern const struct type *const type_registry[];

struct name_entry {
	const char *name;
	uint32_t len;
	uint32_t hash;
	const struct type *type;
};

static struct {
	struct name_entry *entries;
	uint32_t used;
	uint32_t mask;
	GPtrArray *by_id;		/* id - 1 -> type */
	GHashTable *ids;		/* type -> id */
} names;

/* -- The index -------------------------------------------------------------------- */

static struct name_entry *name_slot(const char *name, size_t len, uint32_t hash)
{
	for (uint32_t at = hash & names.mask;; at = (at + 1) & names.mask) {
		struct name_entry *entry = &names.entries[at];

		if (!entry->name)
			return entry;
		if (entry->hash == hash && entry->len == len &&
		    g_ascii_strncasecmp(entry->name, name, len) == 0)
			return entry;
	}
}

static void names_grow(void)
{
	struct name_entry *old = names.entries;
	uint32_t n = old ? names.mask + 1 : 0;

	names.mask = n ? n * 2 - 1 : 4095;
	names.entries = g_new0(struct name_entry, names.mask + 1);
	for (uint32_t i = 0; i < n; i++)
		if (old[i].name)
			*name_slot(old[i].name, old[i].len, old[i].hash) = old[i];
	g_free(old);
}

/* The latest type of a name wins: a script may define its class again. */
static void name_add(const char *name, size_t len, const struct type *type)
{
	uint32_t hash = text_hash_nocase(name, name + len);
	struct name_entry *entry;

	if (names.used * 2 >= names.mask)
		names_grow();
	entry = name_slot(name, len, hash);
	names.used += !entry->name;
	*entry = (struct name_entry){ name, len, hash, type };
}

static void names_add(const struct type *type)
{
	size_t len = strlen(type->name);

	name_add(type->name, len, type);
	if (g_str_has_prefix(type->name, "System."))
		name_add(type->name + 7, len - 7, type);
	for (const char *p = type->alias; p && *p;) {
		size_t n = strcspn(p, " ");

		name_add(p, n, type);
		p += n + (p[n] == ' ');
	}
}

static void names_prepare(void)
{
	if (names.entries)
		return;
	names_grow();
	for (size_t i = 0; type_registry[i]; i++)
		names_add(type_registry[i]);
}

void type_register(const struct type *type)
{
	names_prepare();
	names_add(type);
}

static const struct type *find_plain(const char *name, size_t len)
{
	struct name_entry *entry;

	names_prepare();
	entry = name_slot(name, len, text_hash_nocase(name, name + len));
	return entry->name ? entry->type : NULL;
}

/* -- Names with arguments: List[int], List`1[[System.Int32, ...]], int[], int[,] ------------ */

struct name_reader {
	const char *p, *end;
	unsigned depth;
};

static const struct type *read_type(struct name_reader *r);

static void skip_blanks(struct name_reader *r)
{
	while (r->p < r->end && *r->p == ' ')
		r->p++;
}

/* Passes ", Assembly, Version=..." up to the closing bracket. */
static void skip_assembly(struct name_reader *r)
{
	while (r->p < r->end && *r->p != ']')
		r->p++;
}

static const struct type *read_argument(struct name_reader *r)
{
	bool quoted;
	const struct type *type;

	skip_blanks(r);
	quoted = r->p < r->end && *r->p == '[';
	r->p += quoted;
	type = read_type(r);
	if (quoted) {
		skip_assembly(r);
		if (r->p == r->end)
			return NULL;
		r->p++;
	}
	skip_blanks(r);
	return type;
}

static const struct type *find_open(const char *name, size_t len, unsigned n)
{
	char text[256];

	if (memchr(name, '`', len))
		return find_plain(name, len);
	if (len + 4 > sizeof(text))
		return NULL;
	return find_plain(text, g_snprintf(text, sizeof(text), "%.*s`%u", (int)len, name, n));
}

static const struct type *read_generic(struct name_reader *r, const char *name, size_t len)
{
	const struct type *args[8];
	unsigned n = 0;
	const struct type *open;

	r->p++;
	do {
		if (n == G_N_ELEMENTS(args))
			return NULL;
		args[n] = read_argument(r);
		if (!args[n++])
			return NULL;
	} while (r->p < r->end && *r->p == ',' && r->p++);
	if (r->p == r->end || *r->p++ != ']')
		return NULL;
	open = find_open(name, len, n);
	return open && (open->flags & TYPE_IS_GENERIC) ? type_generic(open, args, n) : NULL;
}

static const struct type *read_ranks(struct name_reader *r, const struct type *type)
{
	while (type && r->p < r->end && *r->p == '[') {
		unsigned rank = 1;

		r->p++;
		for (; r->p < r->end && (*r->p == ',' || *r->p == ' '); r->p++)
			rank += *r->p == ',';
		if (r->p == r->end || *r->p++ != ']')
			return NULL;
		type = rank > 1 ? type_array_ranked(type, rank) : type_array_of(type);
	}
	return type;
}

static const struct type *read_type(struct name_reader *r)
{
	const char *name = r->p;
	const struct type *type;
	size_t len;

	if (++r->depth > 32)
		return NULL;
	while (r->p < r->end && !strchr("[], ", *r->p))
		r->p++;
	len = r->p - name;
	skip_blanks(r);
	if (r->p + 1 < r->end && *r->p == '[' && r->p[1] != ']' && r->p[1] != ',')
		type = read_generic(r, name, len);
	else
		type = find_plain(name, len);
	r->depth--;
	return read_ranks(r, type);
}

const struct type *type_find(const char *name, ssize_t len)
{
	struct name_reader r = { name, name + (len < 0 ? (ssize_t)strlen(name) : len), 0 };
	const struct type *type;

	while (r.end > r.p && r.end[-1] == ' ')
		r.end--;
	skip_blanks(&r);
	type = read_type(&r);
	skip_blanks(&r);
	return r.p == r.end || *r.p == ',' ? type : NULL;
}

/* -- Numbers of types ----------------------------------------------------------------- */

uint32_t type_id(const struct type *type)
{
	uint32_t id;

	if (!names.ids) {
		names.ids = g_hash_table_new(NULL, NULL);
		names.by_id = g_ptr_array_new();
	}
	id = GPOINTER_TO_UINT(g_hash_table_lookup(names.ids, type));
	if (!id) {
		g_ptr_array_add(names.by_id, (void *)type);
		id = names.by_id->len;
		g_hash_table_insert(names.ids, (void *)type, GUINT_TO_POINTER(id));
	}
	return id;
}

const struct type *type_by_id(uint32_t id)
{
	return names.by_id && id && id <= names.by_id->len ? names.by_id->pdata[id - 1] : NULL;
}

/* -- The type of a value ------------------------------------------------------------------ */

static const struct type *type_of_dict(const struct dict *dict)
{
	static const struct type *const by_style[] = {
		[DICT_HASHTABLE] = &type_hashtable,
		[DICT_ORDERED] = &type_ordered,
		[DICT_GENERIC] = &type_dictionary,
		[DICT_SET] = &type_hashset,
	};

	return dict->type ? dict->type : by_style[dict->style];
}

static const struct type *type_of_array(const struct array *array)
{
	const struct type *element = array->element ? array->element : &type_object;

	return array->dims ? type_array_ranked(element, array->dims[0]) : type_array_of(element);
}

static const struct type *type_of_object(const struct object *object)
{
	return object->shape->type ? object->shape->type : &type_pscustomobject;
}

static const struct type *const kind_types[V_KIND_COUNT] = {
	[V_UNSET] = &type_void, [V_SIGNAL] = &type_void, [V_NULL] = &type_void,
	[V_NOTHING] = &type_void, [V_BOOL] = &type_bool, [V_SWITCH] = &type_switch,
	[V_CHAR] = &type_char, [V_I8] = &type_sbyte, [V_U8] = &type_byte, [V_I16] = &type_int16,
	[V_U16] = &type_uint16, [V_I32] = &type_int32, [V_U32] = &type_uint32,
	[V_I64] = &type_int64, [V_U64] = &type_uint64, [V_F32] = &type_single,
	[V_F64] = &type_double, [V_DATETIME] = &type_datetime, [V_TIMESPAN] = &type_timespan,
	[V_TYPE] = &type_type, [V_DECIMAL] = &type_decimal, [V_BIGINT] = &type_bigint,
	[V_STRING] = &type_string, [V_SCRIPTBLOCK] = &type_scriptblock,
	[V_ERROR] = &type_error_record, [V_VARIABLE] = &type_psreference,
};

const struct type *type_of(struct value v)
{
	v = value_base(v);
	switch (v.kind) {
	case V_ENUM:
		return type_by_id(v.aux);
	case V_ARRAY:
		return type_of_array(v.u.array);
	case V_LIST:
		return v.u.list->type ? v.u.list->type : &type_arraylist;
	case V_DICT:
		return type_of_dict(v.u.dict);
	case V_OBJECT:
		return type_of_object(v.u.object);
	case V_NATIVE:
		return v.u.native->type;
	default:
		return kind_types[v.kind];
	}
}

/* -- Relations ------------------------------------------------------------------------- */

static bool type_is_reference(const struct type *type)
{
	return !(type->flags & TYPE_IS_VALUETYPE);
}

/* IEnumerable<T> and its kin hold for T[] and List<T>, and for a derived T when it is a reference. */
static bool is_generic_interface(const struct type *type, const struct type *base)
{
	if (!base->open || !(base->flags & TYPE_IS_INTERFACE) || !type->element)
		return false;
	if (type->open && !type_is(type->open, base->open))
		return false;
	if (base->element2)
		return type->element == base->element && type->element2 == base->element2;
	if (type->element2)
		return false;
	return type->element == base->element ||
	       (type_is_reference(type->element) && type_is(type->element, base->element));
}

static bool has_interface(const struct type *type, const struct type *base)
{
	for (size_t i = 0; type->interfaces && type->interfaces[i]; i++)
		if (type_is(type->interfaces[i], base))
			return true;
	return false;
}

bool type_is(const struct type *type, const struct type *base)
{
	if (type == base || base == &type_object)
		return true;
	if (is_generic_interface(type, base))
		return true;
	if (type->open && type->open == base->open && type->open == &type_array &&
	    type_is_reference(type->element) && type_is(type->element, base->element))
		return true;
	for (; type; type = type->base)
		if (type == base || has_interface(type, base))
			return true;
	return false;
}

bool value_is(struct value v, const struct type *type)
{
	if (value_is_null(v))
		return false;
	if (type == &type_psobject)
		return v.kind == V_BOXED || v.kind == V_OBJECT;
	v = value_base(v);
	if (type->open == &type_nullable)
		type = type->element;
	return type_is(type_of(v), type);
}

/* -- Natives --------------------------------------------------------------------------------- */

void *native_new(const struct type *type, size_t size)
{
	struct native *native = type->traverse ? container_new(V_NATIVE, size)
					       : block_new(V_NATIVE, size);

	native->type = type;
	return native;
}

void *native_of(struct value v, const struct type *type)
{
	v = value_base(v);
	return v.kind == V_NATIVE && type_is(v.u.native->type, type) ? v.u.native : NULL;
}

void types_shutdown(void)
{
	type_calls_shutdown();
	type_make_shutdown();
	g_clear_pointer(&names.entries, g_free);
	g_clear_pointer(&names.ids, g_hash_table_unref);
	if (names.by_id)
		g_ptr_array_unref(names.by_id);
	names.by_id = NULL;
	names.used = 0;
}
