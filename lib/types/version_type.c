/*
 * Versions: two to four numbers; a part that is missing is -1.
 */
#include "config.h"

#include "lib/types/table.h"

struct version {
	struct native native;
	int32_t parts[4];
};

static struct version *version_of(struct value v)
{
	return (struct version *)v.u.native;
}

static struct value version_value(const int32_t *parts)
{
	struct version *version = native_new(&type_version, sizeof(*version));

	memcpy(version->parts, parts, sizeof(version->parts));
	return value_of(version);
}

static struct string *text_of(const int32_t *parts, int fields)
{
	GString *out = g_string_new(NULL);

	for (int i = 0; i < fields && parts[i] >= 0; i++)
		g_string_append_printf(out, "%s%d", i ? "." : "", parts[i]);
	return str_from_gstring(out);
}

static struct string *version_text(struct value self)
{
	return text_of(version_of(self)->parts, 4);
}

static int version_compare(struct value a, struct value b)
{
	for (int i = 0; i < 4; i++) {
		int32_t x = version_of(a)->parts[i], y = version_of(b)->parts[i];

		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

static bool version_equal(struct value a, struct value b)
{
	return version_compare(a, b) == 0;
}

static bool parse_part(const char *text, int32_t *ret, GError **error)
{
	g_autofree char *word = g_strstrip(g_strdup(text));
	char *end;
	gint64 number = g_ascii_strtoll(word, &end, 10);

	if (end == word || *end) {
		fault_throw(error, FORMAT_EXCEPTION, "The input string '%s' was not in a correct format.", text);
		return false;
	}
	if (number < 0) {
		fault_throw(error, ARGUMENT_RANGE,
			    "input ('%d') must be a non-negative value. (Parameter 'input')\nActual value was %d.",
			    (int)number, (int)number);
		return false;
	}
	if (number > G_MAXINT32) {
		fault_throw(error, "System.OverflowException",
			    "Value was either too large or too small for an Int32.");
		return false;
	}
	*ret = number;
	return true;
}

static bool parse(struct value text, int32_t *parts, GError **error)
{
	g_auto(GStrv) words = NULL;
	unsigned count;

	if (value_is_null(text))
		return throw_null(error, "input");
	words = g_strsplit(text.u.str->data, ".", -1);
	count = g_strv_length(words);
	if (count < 2 || count > 4) {
		fault_throw(error, ARGUMENT, "Version string portion was too short or too long. (Parameter 'input')");
		return false;
	}
	for (unsigned i = 0; i < 4; i++) {
		parts[i] = -1;
		if (i < count && !parse_part(words[i], &parts[i], error))
			return false;
	}
	return true;
}

MEMBER(version_parse)
{
	int32_t parts[4];

	if (!parse(args[0], parts, error))
		return false;
	*ret = version_value(parts);
	return true;
}

MEMBER(version_try_parse)
{
	int32_t parts[4];
	g_autoptr(GError) failure = NULL;
	bool ok = parse(args[0], parts, &failure);

	out_set(args[1], ok ? version_value(parts) : VALUE_NULL);
	*ret = value_bool(ok);
	return true;
}

MEMBER(version_construct)
{
	int32_t parts[4] = { 0, 0, -1, -1 };

	for (unsigned i = 0; i < n; i++) {
		if (args[i].u.i < 0) {
			const char *name =
				(const char *const[]){ "major", "minor", "build", "revision" }[i];

			fault_throw(error, ARGUMENT_RANGE,
				    "%s ('%d') must be a non-negative value. (Parameter '%s')\nActual value was %d.",
				    name, (int)args[i].u.i, name, (int)args[i].u.i);
			return false;
		}
		parts[i] = args[i].u.i;
	}
	*ret = version_value(parts);
	return true;
}

MEMBER(version_to_string_fields)
{
	if (args[0].u.i < 0 || args[0].u.i > 4 ||
	    (args[0].u.i > 2 && version_of(self)->parts[args[0].u.i - 1] < 0)) {
		fault_throw(error, ARGUMENT,
			    "Argument must be between 0 and %d. (Parameter 'fieldCount')",
			    version_of(self)->parts[2] < 0 ? 2 : version_of(self)->parts[3] < 0 ? 3 : 4);
		return false;
	}
	*ret = value_str(text_of(version_of(self)->parts, args[0].u.i));
	return true;
}

MEMBER(version_compare_to)
{
	if (!native_of(args[0], &type_version)) {
		*ret = value_i32(1);
		return true;
	}
	*ret = value_i32(version_compare(self, value_base(args[0])));
	return true;
}

MEMBER_IS(version_major, value_i32(version_of(self)->parts[0]))
MEMBER_IS(version_minor, value_i32(version_of(self)->parts[1]))
MEMBER_IS(version_build, value_i32(version_of(self)->parts[2]))
MEMBER_IS(version_revision, value_i32(version_of(self)->parts[3]))
MEMBER_IS(version_major_revision, value_int(V_I16, (int16_t)(version_of(self)->parts[3] >> 16)))
MEMBER_IS(version_minor_revision, value_int(V_I16, (int16_t)version_of(self)->parts[3]))
MEMBER_IS(version_to_string, value_str(version_text(self)))
MEMBER_IS(version_clone, version_value(version_of(self)->parts))
MEMBER_IS(version_equals, value_bool(native_of(args[0], &type_version) && version_equal(self, value_base(args[0]))))

static const struct type_member version_methods[] = {
	METHOD("System.Object Clone()", version_clone),
	METHOD("int CompareTo(System.Object version)", version_compare_to),
	METHOD("bool Equals(System.Object obj)", version_equals),
	METHOD("string ToString()", version_to_string),
	METHOD("string ToString(int fieldCount)", version_to_string_fields),
	STATIC("version Parse(string input)", version_parse),
	STATIC("bool TryParse(string input, out version result)", version_try_parse),
	END_OF_MEMBERS
};

static const struct type_member version_properties[] = {
	PROPERTY("int Major {get;}", version_major),
	PROPERTY("int Minor {get;}", version_minor),
	PROPERTY("int Build {get;}", version_build),
	PROPERTY("int Revision {get;}", version_revision),
	PROPERTY("int16 MajorRevision {get;}", version_major_revision),
	PROPERTY("int16 MinorRevision {get;}", version_minor_revision),
	END_OF_MEMBERS
};

static const struct type_member version_constructors[] = {
	CONSTRUCTOR("new()", version_construct),
	CONSTRUCTOR("new(string version)", version_parse),
	CONSTRUCTOR("new(int major, int minor)", version_construct),
	CONSTRUCTOR("new(int major, int minor, int build)", version_construct),
	CONSTRUCTOR("new(int major, int minor, int build, int revision)", version_construct),
	END_OF_MEMBERS
};

static const struct type *const version_interfaces[] = { &type_icomparable, &type_icloneable, NULL };

TYPE(type_version);
const struct type type_version = {
	.name = "System.Version", .alias = "version", .kind = V_NATIVE, .interfaces = version_interfaces,
	.methods = version_methods, .properties = version_properties,
	.constructors = version_constructors, .to_string = version_text, .equals = version_equal,
	.compare = version_compare,
};
