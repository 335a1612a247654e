/*
 * Enums: numbers with names. Text becomes a number by exact name, by a unique
 * beginning of a name, by a list of names, or by the number itself; a number
 * becomes text by its name or, for flags, by the names it is made of.
 */
#include "config.h"

#include "lib/type.h"

static const struct fault no_such_name = {
	"SubstringDisambiguationEnumParseThrewAnException",
	"System.Management.Automation.PSInvalidCastException", CATEGORY_INVALID_ARGUMENT, NULL };
struct value value_enum(const struct type *type, int64_t number)
{
	return (struct value){ .kind = V_ENUM, .aux = type_id(type), .u.i = number };
}

static int by_number(const void *a, const void *b)
{
	const struct type_enum_name *x = *(const struct type_enum_name *const *)a;
	const struct type_enum_name *y = *(const struct type_enum_name *const *)b;
	uint64_t m = x->number, n = y->number;

	return m != n ? (m < n ? -1 : 1) : x < y ? -1 : x > y;
}

/* The names sorted by number, as unsigned, the first of equal ones first. */
static GPtrArray *sorted_names(const struct type *type)
{
	GPtrArray *list = g_ptr_array_new();

	for (const struct type_enum_name *name = type->names; name && name->name; name++)
		g_ptr_array_add(list, (void *)name);
	qsort(list->pdata, list->len, sizeof(void *), by_number);
	return list;
}

char *enum_names(const struct type *type, const char *separator)
{
	g_autoptr(GPtrArray) list = sorted_names(type);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++) {
		const struct type_enum_name *name = list->pdata[i];

		g_string_append_printf(out, "%s%s", i ? separator : "", name->name);
	}
	return g_string_free(out, FALSE);
}

bool enum_defined(const struct type *type, int64_t number)
{
	int64_t all = 0;

	for (const struct type_enum_name *name = type->names; name && name->name; name++) {
		if (name->number == number)
			return true;
		all |= name->number;
	}
	return (type->flags & TYPE_IS_FLAGS) && !(number & ~all);
}

static struct string *flags_text(const struct type *type, int64_t number)
{
	g_autoptr(GPtrArray) list = sorted_names(type);
	g_autoptr(GPtrArray) parts = g_ptr_array_new();
	GString *out;

	for (guint i = list->len; i-- > 0;) {
		const struct type_enum_name *name = list->pdata[i];

		if (!name->number || (number & name->number) != name->number)
			continue;
		number &= ~name->number;
		g_ptr_array_add(parts, (void *)name->name);
	}
	if (number || !parts->len)
		return NULL;
	out = g_string_new(NULL);
	for (guint i = parts->len; i-- > 0;)
		g_string_append_printf(out, "%s%s", out->len ? ", " : "", (char *)parts->pdata[i]);
	return str_from_gstring(out);
}

struct string *enum_text(const struct type *type, int64_t number)
{
	struct string *text = NULL;

	for (const struct type_enum_name *name = type->names; name && name->name; name++)
		if (name->number == number)
			return str_new(name->name, -1);
	if (type->flags & TYPE_IS_FLAGS)
		text = flags_text(type, number);
	return text ? text : str_printf("%" G_GINT64_FORMAT, number);
}

/* -- From text ------------------------------------------------------------------------------- */

/* The names that begin so: how many, the last one in *ret, all of them in `list`. */
static unsigned names_with_prefix(const struct type *type, const char *prefix,
				  const struct type_enum_name **ret, GString *list)
{
	unsigned n = 0;
	size_t len = strlen(prefix);

	for (const struct type_enum_name *name = type->names; name && name->name; name++) {
		if (g_ascii_strncasecmp(name->name, prefix, len) != 0)
			continue;
		g_string_append_printf(list, "%s%s", n++ ? ", " : "", name->name);
		*ret = name;
	}
	return n;
}

static const struct type_enum_name *find_exact(const struct type *type, const char *text)
{
	for (const struct type_enum_name *name = type->names; name && name->name; name++)
		if (text_equal_nocase(name->name, text))
			return name;
	return NULL;
}

/*
 * Which of several names a beginning means: the attributes of files have favourites.
 */
static const struct type_enum_name *favourite(const struct type *type, const char *prefix)
{
	static const char *const names[] = { "Directory", "ReadOnly", "System" };

	if (!g_str_equal(type->name, "System.IO.FileAttributes"))
		return NULL;
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strncasecmp(names[i], prefix, strlen(prefix)) == 0)
			return find_exact(type, names[i]);
	return NULL;
}

/* One name of a list; `whole` is what messages show. */
static bool parse_name(const struct type *type, const char *text, const char *whole, int64_t *ret,
		       GError **error)
{
	const struct type_enum_name *name = find_exact(type, text);
	g_autoptr(GString) list = g_string_new(NULL);
	unsigned n = name ? 1 : names_with_prefix(type, text, &name, list);
	g_autofree char *all = NULL;

	if (n > 1 && favourite(type, text)) {
		name = favourite(type, text);
		n = 1;
	}
	if (n == 1) {
		*ret |= name->number;
		return true;
	}
	if (n > 1) {
		fault_set(error, &no_such_name, VALUE_NULL,
			  "The identifier name %s cannot be processed because it is either too similar "
			  "or identical to the following enumerator names: %s. Use a more specific "
			  "identifier name.", text, list->str);
		return false;
	}
	all = enum_names(type, ", ");
	fault_set(error, &no_such_name, VALUE_NULL,
		  "Unable to match the identifier name %s to a valid enumerator name. Specify one of "
		  "the following enumerator names and try again:\n%s", whole, all);
	return false;
}

bool enum_parse(const struct type *type, const char *text, int64_t *ret, GError **error)
{
	g_autofree char *copy = g_strstrip(g_strdup(text));
	g_auto(GStrv) parts = NULL;
	int64_t number = 0;
	char *end;

	if (*copy == '-' || *copy == '+' || g_ascii_isdigit(*copy)) {
		number = g_ascii_strtoll(copy, &end, 10);
		if (!*end && end != copy) {
			*ret = number;
			return true;
		}
		number = 0;
	}
	parts = g_strsplit(copy, ",", -1);
	if (!parts[0])
		return parse_name(type, text, text, &number, error);
	for (unsigned i = 0; parts[i]; i++)
		if (!parse_name(type, *copy ? g_strstrip(parts[i]) : text, text, &number, error))
			return false;
	*ret = number;
	return true;
}
