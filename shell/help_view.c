/*
 * Layouts of help. Text gathers in a buffer until a line ends; then it is
 * wrapped between words and indented as the frames around it say, empty lines
 * included.
 */
#include "config.h"

#include "shell/help.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "shell/format.h"

struct layout_writer {
	GString *out;
	GString *line;			/* not yet ended */
	unsigned indent, width;
};

static void text(struct layout_writer *w, const char *words)
{
	g_string_append(w->line, words);
}

static void put_line(struct layout_writer *w, const char *line, size_t len)
{
	g_string_append_printf(w->out, "%*s%.*s\n", (int)w->indent, "", (int)len, line);
}

/* A word wider than a line is cut. */
static size_t cut_word(const char *word, size_t len, unsigned room)
{
	size_t n = 0;

	while (n < len) {
		size_t next = n + 1;

		while (next < len && (word[next] & 0xc0) == 0x80)
			next++;
		if (display_width(word, next) > room)
			break;
		n = next;
	}
	return n ? n : len;
}

static void wrap(struct layout_writer *w, const char *line, size_t len)
{
	unsigned width = w->width > w->indent ? w->width - w->indent : 1, used = 0;
	size_t start = 0, at = 0;

	if (display_width(line, len) <= width) {
		put_line(w, line, len);
		return;
	}
	while (at < len) {
		size_t end = at;
		unsigned wide;

		while (end < len && line[end] != ' ' && line[end] != '\t')
			end++;
		end += end < len;
		wide = display_width(line + at, end - at);
		if (wide > width) {
			size_t fits = cut_word(line + at, end - at, width - used);

			if (used + display_width(line + at, fits) > width) {
				put_line(w, line + start, at - start);
				start = at;
				used = 0;
				continue;
			}
			end = at + fits;
			wide = display_width(line + at, fits);
		}
		if (used + wide > width) {
			put_line(w, line + start, at - start);
			start = at;
			used = 0;
		}
		used += wide;
		at = end;
	}
	put_line(w, line + start, len - start);
}

static void newline(struct layout_writer *w)
{
	g_auto(GStrv) lines = g_strsplit(w->line->str, "\n", -1);

	for (char **line = lines; *line; line++) {
		size_t len = strlen(*line);

		wrap(w, *line, len && (*line)[len - 1] == '\r' ? len - 1 : len);
	}
	if (!*lines)
		put_line(w, "", 0);
	g_string_truncate(w->line, 0);
}

static void newlines(struct layout_writer *w, unsigned n)
{
	while (n--)
		newline(w);
}

/* -- Reading the object ------------------------------------------------------------------------------ */

static struct value field(struct value v, const char *name)
{
	struct value base = value_base(v), found = VALUE_UNSET;

	if (v.kind == V_BOXED)
		found = object_get(((struct boxed *)v.u.block)->members, name);
	if (found.kind == V_UNSET && base.kind == V_OBJECT)
		found = object_get(base.u.object, name);
	return found.kind == V_UNSET ? VALUE_NULL : found;
}

static void text_field(struct layout_writer *w, struct value v, const char *name)
{
	value_auto got = field(v, name);
	struct string *words = value_is_null(got) ? NULL : value_to_string(got, " ");

	if (words)
		text(w, words->data);
	str_unref(words);
}

typedef void (*part)(struct layout_writer *w, struct value v);

/* Each element of a member; nothing when it is missing. */
static void each(struct layout_writer *w, struct value v, const char *name, part write)
{
	value_auto all = field(v, name);
	struct enumerator e;
	struct value item;

	if (value_is_null(all))
		return;
	enumerator_init(&e, all);
	while (enumerator_next(&e, &item, NULL)) {
		write(w, item);
		value_unref(item);
	}
	enumerator_clear(&e);
}

/* The elements of a member of a member. */
static void each_in(struct layout_writer *w, struct value v, const char *outer, const char *inner, part write)
{
	value_auto got = field(v, outer);

	each(w, got, inner, write);
}

static bool text_is(struct value v, const char *name, const char *wanted)
{
	value_auto got = field(v, name);
	struct string *words = value_to_string(got, NULL);
	bool is = text_equal_nocase(words->data, wanted);

	str_unref(words);
	return is;
}

/* -- Parts -------------------------------------------------------------------------------------------- */

static void paragraph(struct layout_writer *w, struct value v)
{
	text_field(w, v, "Text");
	newline(w);
}

static void bare_text(struct layout_writer *w, struct value v)
{
	text_field(w, v, "Text");
}

static void heading(struct layout_writer *w, const char *words)
{
	text(w, words);
	newline(w);
}

static void write_name(struct layout_writer *w, struct value v)
{
	value_auto details = field(v, "details");

	heading(w, "NAME");
	w->indent += 4;
	text_field(w, details, "name");
	newlines(w, 2);
	w->indent -= 4;
}

static void write_details(struct layout_writer *w, struct value v)
{
	write_name(w, v);
	heading(w, "SYNOPSIS");
	w->indent += 4;
	each_in(w, v, "details", "description", paragraph);
	newlines(w, 2);
	w->indent -= 4;
}

/* What stands for a parameter's value in a syntax line. */
static char *value_words(struct value v)
{
	value_auto group = field(v, "parameterValueGroup"), word = field(v, "parameterValue");
	value_auto values = field(group, "parameterValue");
	struct string *words;
	char *made;

	if (value_is_null(group) && value_is_null(word))
		return g_strdup("");
	words = value_is_null(group) ? value_to_string(word, NULL) : value_to_string(values, " | ");
	made = g_strdup_printf(value_is_null(group) ? " <%s>" : " {%s}", words->data);
	str_unref(words);
	return made;
}

static void syntax_param(struct layout_writer *w, struct value v)
{
	bool required = text_is(v, "required", "true");
	bool positional = !text_is(v, "position", "named") && !text_is(v, "position", "");
	value_auto name_value = field(v, "name");
	struct string *name = value_to_string(name_value, NULL);
	g_autofree char *words = value_words(v);

	g_string_append_printf(w->line, !required && positional ? "[[-%s]%s] " : !required ? "[-%s%s] "
			       : positional ? "[-%s]%s " : "-%s%s ", name->data, words);
	str_unref(name);
}

static void syntax_item(struct layout_writer *w, struct value v)
{
	value_auto common = field(v, "CommonParameters");

	text_field(w, v, "name");
	text(w, " ");
	each(w, v, "parameter", syntax_param);
	if (common.kind != V_BOOL || common.u.b)
		text(w, "[<CommonParameters>]");
	newlines(w, 2);
}

static void write_syntax(struct layout_writer *w, struct value v)
{
	heading(w, "SYNTAX");
	w->indent += 4;
	each_in(w, v, "Syntax", "syntaxItem", syntax_item);
	newline(w);
	w->indent -= 4;
}

static void write_description(struct layout_writer *w, struct value v)
{
	heading(w, "DESCRIPTION");
	w->indent += 4;
	each(w, v, "description", paragraph);
	newline(w);
	w->indent -= 4;
	newline(w);
}

static void common_parameters(struct layout_writer *w)
{
	heading(w, "<CommonParameters>");
	text(w, "    This cmdlet supports the common parameters: Verbose, Debug,\n"
		"    ErrorAction, ErrorVariable, WarningAction, WarningVariable,\n"
		"    OutBuffer, PipelineVariable, and OutVariable. For more information, see\n"
		"    about_CommonParameters (https://go.microsoft.com/fwlink/?LinkID=113216). ");
	newlines(w, 2);
}

/* -Name <Type>, in brackets what may be left out. */
static void param_heading(struct layout_writer *w, struct value v)
{
	value_auto word = field(v, "parameterValue");
	struct string *words = value_is_null(word) ? NULL : value_to_string(word, NULL);

	text(w, "-");
	text_field(w, v, "name");
	if (words)
		g_string_append_printf(w->line, text_is(word, "required", "true") ? " <%s>" : " [<%s>]", words->data);
	newline(w);
	str_unref(words);
}

static void labelled(struct layout_writer *w, struct value v, const char *label, const char *name)
{
	g_string_append_printf(w->line, "%-29s", label);
	text_field(w, v, name);
	newline(w);
}

static void short_param(struct layout_writer *w, struct value v)
{
	param_heading(w, v);
	w->indent += 4;
	each(w, v, "description", paragraph);
	newline(w);
	w->indent -= 4;
}

static void full_param(struct layout_writer *w, struct value v)
{
	param_heading(w, v);
	w->indent += 4;
	each(w, v, "description", paragraph);
	newline(w);
	labelled(w, v, "Required?", "required");
	labelled(w, v, "Position?", "position");
	labelled(w, v, "Default value", "defaultValue");
	labelled(w, v, "Accept pipeline input?", "pipelineInput");
	labelled(w, v, "Aliases", "aliases");
	labelled(w, v, "Accept wildcard characters?", "globbing");
	newline(w);
	w->indent -= 4;
}

static void example(struct layout_writer *w, struct value v)
{
	text_field(w, v, "title");
	newlines(w, 2);
	each(w, v, "introduction", bare_text);
	text_field(w, v, "code");
	newlines(w, 2);
	each(w, v, "remarks", paragraph);
}

static void write_examples(struct layout_writer *w, struct value v, unsigned lines_after)
{
	w->indent += 4;
	each_in(w, v, "examples", "example", example);
	newlines(w, lines_after);
	w->indent -= 4;
}

static void link_line(struct layout_writer *w, struct value v)
{
	value_auto words = field(v, "linkText");

	text_field(w, v, "linkText");
	if (!value_is_null(words))
		text(w, " ");
	text_field(w, v, "uri");
	newline(w);
}

static void typed_item(struct layout_writer *w, struct value v)
{
	value_auto type = field(v, "type");

	text_field(w, type, "name");
	newlines(w, 2);
}

static void type_line(struct layout_writer *w, struct value v)
{
	value_auto type = field(v, "type");

	text_field(w, type, "name");
	newline(w);
}

static void hint(struct layout_writer *w, struct value v, const char *words, const char *option)
{
	text(w, words);
	text(w, "\"Get-Help ");
	text_field(w, v, "Name");
	g_string_append_printf(w->line, " -%s\"", option);
	newline(w);
}

static void write_hints(struct layout_writer *w, struct value v)
{
	value_auto links = field(v, "relatedLinks");

	heading(w, "REMARKS");
	w->indent += 4;
	hint(w, v, "To see the examples, type: ", "Examples");
	hint(w, v, "For more information, type: ", "Detailed");
	hint(w, v, "For technical information, type: ", "Full");
	if (!value_is_null(links)) {
		text(w, "    For online help, type: \"Get-Help ");
		text_field(w, v, "Name");
		text(w, " -Online\"");
	}
	w->indent -= 4;
}

static void write_section(struct layout_writer *w, struct value v, const char *title, const char *outer,
			  const char *inner, part write)
{
	heading(w, title);
	w->indent += 4;
	each_in(w, v, outer, inner, write);
	newline(w);
	w->indent -= 4;
}

static void write_links(struct layout_writer *w, struct value v)
{
	heading(w, "RELATED LINKS");
	w->indent += 4;
	each_in(w, v, "relatedLinks", "navigationLink", link_line);
	w->indent -= 4;
}

/* -- Layouts of described help --------------------------------------------------------------------------- */

static void described_default(struct layout_writer *w, struct value v)
{
	write_details(w, v);
	write_syntax(w, v);
	write_description(w, v);
	write_links(w, v);
	newline(w);
	write_hints(w, v);
}

static void described_detailed(struct layout_writer *w, struct value v)
{
	write_details(w, v);
	write_syntax(w, v);
	write_description(w, v);
	heading(w, "PARAMETERS");
	w->indent += 4;
	each_in(w, v, "parameters", "parameter", short_param);
	common_parameters(w);
	w->indent -= 4;
	write_examples(w, v, 0);
	write_hints(w, v);
}

static void described_full(struct layout_writer *w, struct value v)
{
	value_auto notes = field(v, "alertSet");

	write_details(w, v);
	write_syntax(w, v);
	write_description(w, v);
	heading(w, "PARAMETERS");
	w->indent += 4;
	each_in(w, v, "parameters", "parameter", full_param);
	common_parameters(w);
	w->indent -= 4;
	write_section(w, v, "INPUTS", "inputTypes", "inputType", typed_item);
	write_section(w, v, "OUTPUTS", "returnValues", "returnValue", typed_item);
	if (!value_is_null(notes)) {
		heading(w, "NOTES");
		w->indent += 4;
		text_field(w, notes, "title");
		newline(w);
		each(w, notes, "alert", paragraph);
		newline(w);
		w->indent -= 4;
	}
	write_examples(w, v, 1);
	write_links(w, v);
}

static void described_examples(struct layout_writer *w, struct value v)
{
	write_details(w, v);
	write_examples(w, v, 0);
}

/* -- Layouts of help from the syntax ----------------------------------------------------------------------- */

static void write_aliases(struct layout_writer *w, struct value v)
{
	heading(w, "ALIASES");
	w->indent += 4;
	text_field(w, v, "aliases");
	newline(w);
	w->indent -= 4;
	newline(w);
	heading(w, "REMARKS");
	w->indent += 4;
	text_field(w, v, "remarks");
	newline(w);
	w->indent -= 4;
}

static void derived_default(struct layout_writer *w, struct value v)
{
	write_name(w, v);
	heading(w, "SYNTAX");
	w->indent += 4;
	each_in(w, v, "Syntax", "syntaxItem", syntax_item);
	w->indent -= 4;
	newline(w);
	write_aliases(w, v);
}

static void derived_short(struct layout_writer *w, struct value v)
{
	param_heading(w, v);
	newline(w);
}

static void derived_param(struct layout_writer *w, struct value v)
{
	param_heading(w, v);
	w->indent += 4;
	text_field(w, v, "description");
	newline(w);
	labelled(w, v, "Required?", "required");
	labelled(w, v, "Position?", "position");
	labelled(w, v, "Accept pipeline input?", "pipelineInput");
	labelled(w, v, "Parameter set name", "parameterSetName");
	labelled(w, v, "Aliases", "aliases");
	labelled(w, v, "Dynamic?", "isDynamic");
	labelled(w, v, "Accept wildcard characters?", "globbing");
	newline(w);
	w->indent -= 4;
}

/* The parameters of a syntax, the common ones said in one paragraph. */
static void derived_parameters(struct layout_writer *w, struct value v, part write, unsigned lines_after)
{
	value_auto common = field(v, "CommonParameters"), parameters = field(v, "parameters");
	value_auto all = field(parameters, "parameter");

	heading(w, "PARAMETERS");
	w->indent += 4;
	each(w, parameters, "parameter", write);
	if (common.kind == V_BOOL && common.u.b) {
		text(w, " ");
		common_parameters(w);
	} else if (all.kind == V_ARRAY && all.u.array->len == 0) {
		text(w, " None");
		newlines(w, 2);
	}
	newlines(w, lines_after);
	w->indent -= 4;
}

static void derived_detailed(struct layout_writer *w, struct value v)
{
	write_name(w, v);
	write_syntax(w, v);
	derived_parameters(w, v, derived_short, 0);
	newline(w);
	write_aliases(w, v);
}

static void derived_full(struct layout_writer *w, struct value v)
{
	write_name(w, v);
	write_syntax(w, v);
	derived_parameters(w, v, derived_param, 1);
	write_section(w, v, "INPUTS", "inputTypes", "inputType", type_line);
	write_section(w, v, "OUTPUTS", "returnValues", "returnValue", type_line);
	write_aliases(w, v);
}

static void derived_examples(struct layout_writer *w, struct value v)
{
	value_auto details = field(v, "details");

	heading(w, "NAME");
	w->indent += 4;
	text_field(w, details, "name");
	newline(w);
	w->indent -= 4;
	newline(w);
	write_aliases(w, v);
}

struct layout_row {
	const char *type;
	part write;
};

static const struct layout_row layouts[] = {
	{ "MamlCommandHelpInfo", described_default }, { "MamlCommandHelpInfo#DetailedView", described_detailed },
	{ "MamlCommandHelpInfo#FullView", described_full }, { "MamlCommandHelpInfo#ExamplesView", described_examples },
	{ "MamlCommandHelpInfo#parameter", full_param }, { "MamlCommandHelpInfo#example", example },
	{ "MamlParaTextItem", paragraph },
	{ "ExtendedCmdletHelpInfo", derived_default }, { "ExtendedCmdletHelpInfo#DetailedView", derived_detailed },
	{ "ExtendedCmdletHelpInfo#FullView", derived_full },
	{ "ExtendedCmdletHelpInfo#ExamplesView", derived_examples },
	{ "ExtendedCmdletHelpInfo#parameter", derived_param },
};

const struct layout_row *help_layout(struct value v)
{
	struct value base = value_base(v);
	const char *name = base.kind == V_OBJECT && base.u.object->shape->type_name
			   ? base.u.object->shape->type_name->data : NULL;

	for (size_t i = 0; name && i < G_N_ELEMENTS(layouts); i++)
		if (text_equal_nocase(layouts[i].type, name))
			return &layouts[i];
	return NULL;
}

void help_view_write(struct value v, unsigned width, GString *out)
{
	const struct layout_row *layout = help_layout(v);
	struct layout_writer w = { out, NULL, 0, width };

	if (!layout)
		return;
	w.line = g_string_new(NULL);
	layout->write(&w, v);
	newline(&w);
	g_string_free(w.line, TRUE);
}
