/*
 * Matches of Select-String as text: a line, with its file and number where it
 * comes from a file, and with the lines around it where those were asked for.
 */
#include "config.h"

#include "lib/object.h"
#include "lib/types/table.h"

/* The path below a folder, or as it is. */
static const char *relative_to(const char *path, const char *folder)
{
	size_t len = folder ? strlen(folder) : 0;

	if (!len || strncmp(path, folder, len) != 0)
		return path;
	if (folder[len - 1] == '/')
		return path + len;
	return path[len] == '/' ? path + len + 1 : path;
}

static void append_line(GString *out, const char *prefix, const char *path, int64_t number,
			const char *line)
{
	if (out->len)
		g_string_append_c(out, '\n');
	g_string_append(out, prefix);
	if (path)
		g_string_append_printf(out, "%s:%" G_GINT64_FORMAT ":", path, number);
	g_string_append(out, line);
}

static void append_context(GString *out, struct value lines, const char *path, int64_t number)
{
	struct enumerator e;
	struct value item;

	enumerator_init(&e, lines);
	while (enumerator_next(&e, &item, NULL)) {
		struct string *text = value_to_string(item, NULL);

		append_line(out, "  ", path, number++, text->data);
		str_unref(text);
		value_unref(item);
	}
	enumerator_clear(&e);
}

static struct value part(struct value of, const char *name)
{
	return of.kind == V_OBJECT ? object_get(of.u.object, name) : VALUE_NOTHING;
}

static uint32_t count(struct value lines)
{
	return lines.kind == V_ARRAY ? lines.u.array->len : 0;
}

static struct string *match_lines(struct value self, const char *folder)
{
	value_auto line = object_get(self.u.object, "Line");
	value_auto path = object_get(self.u.object, "Path");
	value_auto number = object_get(self.u.object, "LineNumber");
	value_auto context = object_get(self.u.object, "Context");
	value_auto before = part(context, "DisplayPreContext");
	value_auto after = part(context, "DisplayPostContext");
	bool in_file = path.kind == V_STRING && !text_equal_nocase(path.u.str->data, "InputStream");
	const char *file = in_file ? relative_to(path.u.str->data, folder) : NULL;
	GString *out = g_string_new(NULL);

	append_context(out, before, file, number.u.i - count(before));
	append_line(out, context.kind == V_OBJECT ? "> " : "", file, number.u.i,
		    line.kind == V_STRING ? line.u.str->data : "");
	append_context(out, after, file, number.u.i + 1);
	return str_from_gstring(out);
}

static struct string *match_text(struct value self)
{
	return match_lines(self, NULL);
}

MEMBER_IS(match_to_string, value_str(match_lines(self, n ? text_arg(args[0]) : NULL)))

MEMBER(match_relative)
{
	value_auto path = object_get(self.u.object, "Path");

	*ret = path.kind == V_STRING ? value_text(relative_to(path.u.str->data, text_arg(args[0])))
				     : VALUE_NULL;
	return true;
}

static const struct type_member match_methods[] = {
	METHOD("string RelativePath(string directory)", match_relative),
	METHOD("string ToEmphasizedString(string directory)", match_to_string),
	METHOD("string ToString()", match_to_string),
	METHOD("string ToString(string directory)", match_to_string),
	END_OF_MEMBERS
};

TYPE(type_match_info);
const struct type type_match_info = {
	.name = "Microsoft.PowerShell.Commands.MatchInfo", .kind = V_OBJECT,
	.methods = match_methods, .to_string = match_text,
};
