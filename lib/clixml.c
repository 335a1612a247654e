/*
 * The writer walks a value and names each element by a table of kinds. The
 * reader is a stack of open elements on GLib's markup parser: when an element
 * closes, its value is made and given to the one around it.
 */
#include "config.h"

#include "lib/clixml.h"

#include "lib/array.h"
#include "lib/callable.h"
#include "lib/convert.h"
#include "lib/datetime.h"
#include "lib/dict.h"
#include "lib/fault.h"
#include "lib/object.h"
#include "lib/type.h"

enum { MAX_INDENT = 200 };	/* lists and tables do not count as depth, but may hold themselves */

#define CLIXML_NAMESPACE "http://schemas.microsoft.com/powershell/2004/04"

/* Elements whose content is the value's text. */
static const struct clixml_kind {
	const char *tag;
	enum value_kind kind;
	const char *type;	/* what the reader converts to */
} clixml_kinds[] = {
	{ "S", V_STRING, NULL }, { "B", V_BOOL, "bool" }, { "C", V_CHAR, "char" },
	{ "I32", V_I32, "int" }, { "I64", V_I64, "long" }, { "Db", V_F64, "double" },
	{ "Sg", V_F32, "float" }, { "D", V_DECIMAL, "decimal" }, { "By", V_U8, "byte" },
	{ "SB", V_I8, "sbyte" }, { "I16", V_I16, "int16" }, { "U16", V_U16, "uint16" },
	{ "U32", V_U32, "uint" }, { "U64", V_U64, "uint64" }, { "DT", V_DATETIME, "datetime" },
	{ "TS", V_TIMESPAN, "timespan" }, { "SBK", V_SCRIPTBLOCK, NULL }, { "G", V_KIND_COUNT, "guid" },
	{ "URI", V_KIND_COUNT, "uri" }, { "Version", V_KIND_COUNT, "version" },
	{ "XD", V_KIND_COUNT, "xml" }, { "BI", V_BIGINT, "bigint" },
};

/* -- Writing ------------------------------------------------------------------ */

struct clixml_writer {
	GString *out;
	int max_depth;
	clixml_properties properties;
	void *host;
	unsigned next_id, next_type;
	GHashTable *types;		/* name -> its number */
};

static void write_value(struct clixml_writer *writer, const char *name, struct value v, int indent,
			int depth);

static void put_text(GString *out, const char *text, gsize len)
{
	const char *end = text + len;

	while (text < end) {
		uint32_t c = text_next(&text, end);

		if (c == '&')
			g_string_append(out, "&amp;");
		else if (c == '<')
			g_string_append(out, "&lt;");
		else if (c == '>')
			g_string_append(out, "&gt;");
		else if (c == '"')
			g_string_append(out, "&quot;");
		else if (c < 0x20 || (c >= 0xd800 && c < 0xe000) || c == 0xfffe || c == 0xffff)
			g_string_append_printf(out, "_x%04X_", c);
		else if (c == '_' && text < end && *text == 'x')
			g_string_append(out, "_x005F_");
		else
			text_put(out, c);
	}
}

static void put_indent(struct clixml_writer *writer, int indent)
{
	g_string_append_printf(writer->out, "%*s", indent * 2, "");
}

static void open_tag(struct clixml_writer *writer, const char *tag, const char *name, int indent)
{
	put_indent(writer, indent);
	g_string_append_printf(writer->out, "<%s", tag);
	if (!name)
		return;
	g_string_append(writer->out, " N=\"");
	put_text(writer->out, name, strlen(name));
	g_string_append_c(writer->out, '"');
}

static void put_simple(struct clixml_writer *writer, const char *tag, const char *name,
		       struct string *text, int indent)
{
	open_tag(writer, tag, name, indent);
	g_string_append_c(writer->out, '>');
	put_text(writer->out, text->data, text->len);
	g_string_append_printf(writer->out, "</%s>\n", tag);
	str_unref(text);
}

/* ISO 8601: PT1H30M, as .NET's XmlConvert. */
static struct string *duration_text(int64_t ticks)
{
	GString *out = g_string_new(ticks < 0 ? "-P" : "P");
	uint64_t left = ticks < 0 ? -(uint64_t)ticks : (uint64_t)ticks;
	uint64_t days = left / TICKS_PER_DAY, hours = left / TICKS_PER_HOUR % 24;
	uint64_t minutes = left / TICKS_PER_MINUTE % 60, rest = left % TICKS_PER_MINUTE;

	if (days)
		g_string_append_printf(out, "%" G_GUINT64_FORMAT "D", days);
	if (left % TICKS_PER_DAY || !left)
		g_string_append_c(out, 'T');
	if (hours)
		g_string_append_printf(out, "%" G_GUINT64_FORMAT "H", hours);
	if (minutes)
		g_string_append_printf(out, "%" G_GUINT64_FORMAT "M", minutes);
	if (rest || !left) {
		char digits[32];
		int n = g_snprintf(digits, sizeof(digits), "%" G_GUINT64_FORMAT ".%07" G_GUINT64_FORMAT,
				   rest / (uint64_t)TICKS_PER_SECOND,
				   rest % (uint64_t)TICKS_PER_SECOND);

		while (digits[n - 1] == '0')
			n--;
		if (digits[n - 1] == '.')
			n--;
		g_string_append_len(out, digits, n);
		g_string_append_c(out, 'S');
	}
	return str_from_gstring(out);
}

static struct string *simple_text(struct value v)
{
	GString *out;

	v.aux = v.kind == V_ENUM ? v.aux : 0;
	switch (v.kind) {
	case V_BOOL:
		return str_new(v.u.b ? "true" : "false", -1);
	case V_CHAR:
		return str_printf("%u", v.u.ch);
	case V_TIMESPAN:
		return duration_text(v.u.i);
	case V_DATETIME:
		out = g_string_new(NULL);
		datetime_format(out, v, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", 28, &date_invariant, NULL);
		return str_from_gstring(out);
	case V_SCRIPTBLOCK: {
		struct callable *callable = (struct callable *)v.u.block;

		return callable->ops->text(callable);
	}
	default:
		return value_to_display(v);
	}
}

static const char *simple_tag(struct value v)
{
	const char *type = type_of(v)->name;

	for (unsigned i = 0; i < G_N_ELEMENTS(clixml_kinds); i++)
		if (clixml_kinds[i].kind == v.kind)
			return clixml_kinds[i].tag;
	if (v.kind == V_SWITCH)
		return "B";
	return g_str_equal(type, "System.Guid") ? "G" : g_str_equal(type, "System.Uri") ? "URI" :
	       g_str_equal(type, "System.Version") ? "Version" : NULL;
}

static void put_type_names(struct clixml_writer *writer, struct value base, const char *first,
			   int indent)
{
	const char *key = first ? first : type_of(base)->name;
	unsigned id = GPOINTER_TO_UINT(g_hash_table_lookup(writer->types, key));

	if (id) {
		put_indent(writer, indent);
		g_string_append_printf(writer->out, "<TNRef RefId=\"%u\" />\n", id - 1);
		return;
	}
	g_hash_table_insert(writer->types, g_strdup(key), GUINT_TO_POINTER(++writer->next_type));
	put_indent(writer, indent);
	g_string_append_printf(writer->out, "<TN RefId=\"%u\">\n", writer->next_type - 1);
	if (first)
		put_simple(writer, "T", NULL, str_new(first, -1), indent + 1);
	for (const struct type *type = type_of(base); type && type != &type_object; type = type->base)
		put_simple(writer, "T", NULL, str_new(type->name, -1), indent + 1);
	put_simple(writer, "T", NULL, str_new("System.Object", -1), indent + 1);
	put_indent(writer, indent);
	g_string_append(writer->out, "</TN>\n");
}

static void write_list(struct clixml_writer *writer, struct value v, int indent, int depth)
{
	struct enumerator e;
	struct value element;

	open_tag(writer, "LST", NULL, indent);
	g_string_append(writer->out, ">\n");
	enumerator_init(&e, v);
	while (enumerator_next(&e, &element, NULL)) {
		write_value(writer, NULL, element, indent + 1, depth);
		value_unref(element);
	}
	enumerator_clear(&e);
	put_indent(writer, indent);
	g_string_append(writer->out, "</LST>\n");
}

static void write_table(struct clixml_writer *writer, const struct dict *dict, int indent, int depth)
{
	const struct dict_entry *entry;

	open_tag(writer, "DCT", NULL, indent);
	g_string_append(writer->out, ">\n");
	for (uint32_t i = 0; dict_next(dict, &i, &entry);) {
		put_indent(writer, indent + 1);
		g_string_append(writer->out, "<En>\n");
		write_value(writer, "Key", entry->key, indent + 2, depth);
		write_value(writer, "Value", entry->value, indent + 2, depth);
		put_indent(writer, indent + 1);
		g_string_append(writer->out, "</En>\n");
	}
	put_indent(writer, indent);
	g_string_append(writer->out, "</DCT>\n");
}

struct clixml_members {
	struct clixml_writer *writer;
	int indent, depth;
};

static void write_member(struct string *name, struct value v, void *data)
{
	const struct clixml_members *members = data;

	write_value(members->writer, name->data, v, members->indent, members->depth);
}

static void write_slots(struct clixml_members *members, const struct object *object)
{
	for (uint32_t i = 0; i < object->shape->n; i++)
		if (object->shape->members[i].kind <= MEMBER_NOTE)
			write_member(object->shape->members[i].name, object->slots[i], members);
}

static void write_members(struct clixml_writer *writer, struct value v, int indent, int depth)
{
	struct value base = value_base(v);
	bool custom = base.kind == V_OBJECT && base.u.object->shape->type == &type_pscustomobject;
	struct clixml_members members = { writer, indent + 1, depth + 1 };

	open_tag(writer, custom ? "MS" : "Props", NULL, indent);
	g_string_append(writer->out, ">\n");
	if (writer->properties)
		writer->properties(writer->host, v, write_member, &members);
	else if (base.kind == V_OBJECT)
		write_slots(&members, base.u.object);
	put_indent(writer, indent);
	g_string_append_printf(writer->out, "</%s>\n", custom ? "MS" : "Props");
}

static void write_object(struct clixml_writer *writer, const char *name, struct value v, int indent,
			 int depth)
{
	struct value base = value_base(v);
	const char *first = NULL;

	if (base.kind == V_OBJECT && base.u.object->shape->type_name)
		first = base.u.object->shape->type_name->data;
	open_tag(writer, "Obj", name, indent);
	g_string_append_printf(writer->out, " RefId=\"%u\">\n", writer->next_id++);
	put_type_names(writer, base, first, indent + 1);
	if (base.kind == V_DICT && base.u.dict->style != DICT_SET) {
		write_table(writer, base.u.dict, indent + 1, depth);
	} else if (value_is_enumerable(base)) {
		write_list(writer, base, indent + 1, depth);
	} else {
		if (base.kind != V_OBJECT || type_of(base) != &type_pscustomobject)
			put_simple(writer, "ToString", NULL, value_to_string(v, NULL), indent + 1);
		if (base.kind == V_ENUM)
			put_simple(writer, "I32", NULL, str_printf("%d", (int)base.u.i), indent + 1);
		else
			write_members(writer, v, indent + 1, depth);
	}
	put_indent(writer, indent);
	g_string_append(writer->out, "</Obj>\n");
}

static void write_value(struct clixml_writer *writer, const char *name, struct value v, int indent,
			int depth)
{
	struct value base = value_base(v);
	const char *tag;
	bool members;

	if (value_is_null(base)) {
		open_tag(writer, "Nil", name, indent);
		g_string_append(writer->out, " />\n");
		return;
	}
	if (base.kind == V_ARRAY && base.u.array->packed) {
		g_autofree char *text = g_base64_encode(base.u.array->u.bytes, base.u.array->len);

		put_simple(writer, "BA", name, str_new(text, -1), indent);
		return;
	}
	tag = simple_tag(base);
	if (tag) {
		put_simple(writer, tag, name, simple_text(base), indent);
		return;
	}
	members = base.kind != V_DICT && !value_is_enumerable(base) && base.kind != V_ENUM;
	if ((depth > writer->max_depth && members) || indent > MAX_INDENT)
		put_simple(writer, "S", name, value_to_string(v, NULL), indent);
	else
		write_object(writer, name, v, indent, depth);
}

struct string *clixml_write(const struct value *values, unsigned n, int depth,
			    clixml_properties properties, void *host)
{
	struct clixml_writer writer = {
		.out = g_string_new("<Objs Version=\"1.1.0.1\" xmlns=\"" CLIXML_NAMESPACE "\">\n"),
		.max_depth = depth, .properties = properties, .host = host,
		.types = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};

	for (unsigned i = 0; i < n; i++)
		write_value(&writer, NULL, values[i], 1, 1);
	g_string_append(writer.out, "</Objs>");
	g_hash_table_unref(writer.types);
	return str_from_gstring(writer.out);
}

/* -- Reading -------------------------------------------------------------------- */

static const struct fault bad_clixml = {
	"System.Xml.XmlException", "System.Xml.XmlException", CATEGORY_NOT_SPECIFIED, NULL };

enum element { ELEMENT_OTHER, ELEMENT_SIMPLE, ELEMENT_OBJECT, ELEMENT_LIST, ELEMENT_TABLE, ELEMENT_ENTRY,
	ELEMENT_MEMBERS, ELEMENT_TYPES };

struct frame {
	enum element element;
	const struct clixml_kind *kind;	/* of a simple one */
	char *tag, *name, *ref_id;
	GString *text;
	char *type_name;		/* of an object: the first */
	struct value v;			/* what it became so far */
	struct value key;		/* of an entry */
};

struct clixml_reader {
	GArray *stack;			/* struct frame */
	GHashTable *objects, *types;	/* RefId -> struct value *, first type name */
	struct list *values;
};

static struct frame *frame_at(struct clixml_reader *reader, unsigned above)
{
	guint n = reader->stack->len;

	return n > above ? &g_array_index(reader->stack, struct frame, n - 1 - above) : NULL;
}

static void frame_clear(void *data)
{
	struct frame *frame = data;

	g_free(frame->tag);
	g_free(frame->name);
	g_free(frame->ref_id);
	g_free(frame->type_name);
	g_string_free(frame->text, TRUE);
	value_unref(frame->v);
	value_unref(frame->key);
}

static void free_value(void *data)
{
	value_unref(*(struct value *)data);
	g_free(data);
}

static const struct clixml_kind *kind_of(const char *tag)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(clixml_kinds); i++)
		if (g_str_equal(clixml_kinds[i].tag, tag))
			return &clixml_kinds[i];
	return NULL;
}

static enum element element_of(const char *tag)
{
	static const struct {
		const char *tag;
		enum element element;
	} elements[] = {
		{ "Obj", ELEMENT_OBJECT }, { "LST", ELEMENT_LIST }, { "IE", ELEMENT_LIST },
		{ "QUE", ELEMENT_LIST }, { "STK", ELEMENT_LIST }, { "DCT", ELEMENT_TABLE },
		{ "En", ELEMENT_ENTRY }, { "MS", ELEMENT_MEMBERS }, { "Props", ELEMENT_MEMBERS },
		{ "TN", ELEMENT_TYPES },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(elements); i++)
		if (g_str_equal(elements[i].tag, tag))
			return elements[i].element;
	return kind_of(tag) ? ELEMENT_SIMPLE : ELEMENT_OTHER;
}

/* The nearest object around the innermost element. */
static struct frame *owner(struct clixml_reader *reader)
{
	for (unsigned i = 1; i < reader->stack->len; i++)
		if (frame_at(reader, i)->element == ELEMENT_OBJECT)
			return frame_at(reader, i);
	return NULL;
}

static struct value container_of(const struct frame *object, enum element element)
{
	const char *type = object && object->type_name ? object->type_name : "";

	if (element == ELEMENT_LIST)
		return value_of(list_new(NULL, NULL));
	return value_of(dict_new(strstr(type, "Ordered") ? DICT_ORDERED : DICT_HASHTABLE, false));
}

static void start_element(GMarkupParseContext *context, const char *tag, const char **names,
			  const char **values, void *data, GError **error)
{
	struct clixml_reader *reader = data;
	struct frame frame = { .tag = g_strdup(tag), .element = element_of(tag), .kind = kind_of(tag),
			       .text = g_string_new(NULL), .v = VALUE_UNSET, .key = VALUE_UNSET };
	struct frame *object;

	for (unsigned i = 0; names[i]; i++)
		if (g_str_equal(names[i], "N"))
			frame.name = g_strdup(values[i]);
		else if (g_str_equal(names[i], "RefId"))
			frame.ref_id = g_strdup(values[i]);
	g_array_append_val(reader->stack, frame);
	object = owner(reader);
	if (frame.element == ELEMENT_LIST || frame.element == ELEMENT_TABLE)
		frame_at(reader, 0)->v = container_of(object, frame.element);
	if (frame.element == ELEMENT_MEMBERS && object && object->v.kind == V_UNSET) {
		g_autofree char *name = g_strdup_printf("Deserialized.%s", object->type_name
			? object->type_name : "System.Management.Automation.PSCustomObject");
		struct string *type_name = str_new(name, -1);
		struct object *made = object_custom();
		struct shape *shape = shape_named(made->shape, type_name);

		shape_unref(made->shape);
		made->shape = shape;
		str_unref(type_name);
		object->v = value_of(made);
	}
}

/* _x000A_ back to what it stands for. */
static struct string *unescape(const GString *text)
{
	GString *out = g_string_sized_new(text->len);

	for (gsize i = 0; i < text->len; i++) {
		const char *p = text->str + i;
		uint32_t c = 0;
		int digits = 0;

		if (p[0] == '_' && p[1] == 'x')
			while (digits < 4 && g_ascii_isxdigit(p[2 + digits]))
				c = c << 4 | g_ascii_xdigit_value(p[2 + digits++]);
		if (digits == 4 && p[6] == '_') {
			text_put(out, c);
			i += 6;
		} else {
			g_string_append_c(out, *p);
		}
	}
	return str_from_gstring(out);
}

/* P1DT2H3M4.5S in ticks. */
static struct value duration_value(const char *text)
{
	bool negative = *text == '-';
	double ticks = 0;

	for (text += negative; *text;) {
		char *end = NULL;
		double number = g_ascii_strtod(text, &end);

		if (end == text) {
			text++;
			continue;
		}
		ticks += number * (*end == 'D' ? TICKS_PER_DAY : *end == 'H' ? TICKS_PER_HOUR :
				   *end == 'M' ? TICKS_PER_MINUTE : TICKS_PER_SECOND);
		text = end;
	}
	return timespan_value((int64_t)(negative ? -ticks : ticks));
}

static bool simple_value(const struct frame *frame, struct value *ret, GError **error)
{
	const struct clixml_kind *kind = frame->kind;
	value_auto text = VALUE_UNSET;
	const struct type *type;

	if (!kind->type) {
		*ret = value_str(unescape(frame->text));
		return true;
	}
	text = value_str(str_new(frame->text->str, frame->text->len));
	switch (kind->kind) {
	case V_BOOL:
		*ret = value_bool(g_str_equal(frame->text->str, "true"));
		return true;
	case V_CHAR:
		*ret = value_char(atoi(frame->text->str));
		return true;
	case V_TIMESPAN:
		*ret = duration_value(frame->text->str);
		return true;
	case V_DATETIME:
		return datetime_parse(frame->text->str, frame->text->len, &date_invariant,
				      DATE_ROUNDTRIP, ret, error);
	default:
		type = type_find(kind->type, -1);
		if (!type) {
			*ret = value_ref(text);
			return true;
		}
		return value_convert(text, type, ret, error);
	}
}

/* Gives a finished value to the element around the one that just closed. */
static void give(struct clixml_reader *reader, const char *name, struct value v)
{
	struct frame *parent = frame_at(reader, 0);
	struct frame *object;

	if (!parent || g_str_equal(parent->tag, "Objs")) {
		list_add(reader->values, v);
		return;
	}
	switch (parent->element) {
	case ELEMENT_LIST:
		list_add(parent->v.u.list, v);
		return;
	case ELEMENT_ENTRY:
		value_put(g_strcmp0(name, "Key") ? &parent->v : &parent->key, v);
		return;
	case ELEMENT_OBJECT:
		if (parent->v.kind == V_UNSET)
			parent->v = v;
		else
			value_unref(v);
		return;
	case ELEMENT_MEMBERS:
		object = owner(reader);
		if (object && object->v.kind == V_OBJECT && name) {
			object_set(object->v.u.object, name, v);
			return;
		}
		break;
	default:
		break;
	}
	value_unref(v);
}

static void end_types(struct clixml_reader *reader, struct frame *frame)
{
	struct frame *object = owner(reader);

	if (g_str_equal(frame->tag, "T") && object && !object->type_name)
		object->type_name = g_strdup(frame->text->str);
	if (g_str_equal(frame->tag, "TN") && object && frame->ref_id)
		g_hash_table_insert(reader->types, g_strdup(frame->ref_id),
				    g_strdup(object->type_name));
	if (g_str_equal(frame->tag, "TNRef") && object && frame->ref_id && !object->type_name)
		object->type_name = g_strdup(g_hash_table_lookup(reader->types, frame->ref_id));
}

/* What an element became; false: nothing to hand on. */
static bool finish(struct clixml_reader *reader, struct frame *frame, struct value *ret,
		   GError **error)
{
	struct value *known;
	gsize len = 0;

	*ret = VALUE_NULL;
	switch (frame->element) {
	case ELEMENT_SIMPLE:
		return simple_value(frame, ret, error);
	case ELEMENT_OBJECT:
	case ELEMENT_LIST:
	case ELEMENT_TABLE:
		*ret = value_steal(&frame->v);
		if (frame->element == ELEMENT_OBJECT && frame->ref_id) {
			known = g_new(struct value, 1);
			*known = value_ref(*ret);
			g_hash_table_insert(reader->objects, g_strdup(frame->ref_id), known);
		}
		return true;
	case ELEMENT_OTHER:
		if (g_str_equal(frame->tag, "Nil"))
			return true;
		if (g_str_equal(frame->tag, "Ref") && frame->ref_id) {
			known = g_hash_table_lookup(reader->objects, frame->ref_id);
			*ret = known ? value_ref(*known) : VALUE_NULL;
			return true;
		}
		if (g_str_equal(frame->tag, "BA")) {
			g_autofree guchar *bytes = g_base64_decode(frame->text->str, &len);

			*ret = value_of(array_of_bytes(bytes, len));
			return true;
		}
		return false;
	default:
		return false;
	}
}

static void end_element(GMarkupParseContext *context, const char *tag, void *data, GError **error)
{
	struct clixml_reader *reader = data;
	struct frame *frame = frame_at(reader, 0), *table;
	g_autofree char *name = g_strdup(frame->name);
	struct value v;
	bool any;

	end_types(reader, frame);
	if (frame->element == ELEMENT_ENTRY) {
		table = frame_at(reader, 1);
		if (table && table->v.kind == V_DICT && frame->key.kind != V_UNSET)
			dict_set(table->v.u.dict, value_steal(&frame->key), value_steal(&frame->v));
	}
	any = finish(reader, frame, &v, error);
	g_array_set_size(reader->stack, reader->stack->len - 1);
	if (any)
		give(reader, name, v);
}

static void add_text(GMarkupParseContext *context, const char *text, gsize len, void *data,
		     GError **error)
{
	struct frame *frame = frame_at(data, 0);

	if (frame)
		g_string_append_len(frame->text, text, len);
}

bool clixml_read(const char *text, gsize len, struct value *ret, GError **error)
{
	static const GMarkupParser parser = { start_element, end_element, add_text, NULL, NULL };
	struct clixml_reader reader = {
		.stack = g_array_new(FALSE, FALSE, sizeof(struct frame)),
		.objects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_value),
		.types = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
		.values = list_new(NULL, NULL),
	};
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &reader, NULL);
	g_autoptr(GError) failed = NULL;
	bool ok;

	g_array_set_clear_func(reader.stack, frame_clear);
	ok = g_markup_parse_context_parse(context, text, len, &failed) &&
	     g_markup_parse_context_end_parse(context, &failed);
	if (ok)
		*ret = value_of(list_to_array(reader.values));
	else
		fault_set(error, &bad_clixml, VALUE_NULL, "%s", failed->message);
	g_markup_parse_context_free(context);
	g_array_unref(reader.stack);
	g_hash_table_unref(reader.objects);
	g_hash_table_unref(reader.types);
	value_unref(value_of(reader.values));
	return ok;
}
