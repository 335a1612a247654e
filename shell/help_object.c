/*
 * Help as an object: the nodes that PowerShell makes of its help files, with
 * their names, so that scripts find what they look for and one layout shows
 * them all. Without a comment or a table's words it is made of the syntax.
 */
#include "config.h"

#include "shell/help.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "lib/types/table.h"
#include "shell/attributes.h"
#include "shell/command_info.h"
#include "shell/function.h"
#include "shell/parameter_info.h"

#define COMMENTED	"MamlCommandHelpInfo"
#define DERIVED		"ExtendedCmdletHelpInfo"

static struct object *node(const char *base, const char *part)
{
	g_autofree char *full = g_strconcat(base, part, NULL);
	struct string *name = str_new(full, -1);
	struct object *object = object_custom();
	struct shape *shape = shape_named(object->shape, name);

	shape_unref(object->shape);
	object->shape = shape;
	str_unref(name);
	return object;
}

static struct value list_value(struct list *list)
{
	struct array *array = list_to_array(list);

	value_unref(value_of(list));
	return value_of(array);
}

static struct value trimmed(const char *text)
{
	g_autofree char *copy = g_strstrip(g_strdup(text));

	return value_text(copy);
}

static struct value paragraph(const char *text)
{
	struct object *para = node("MamlParaTextItem", "");

	object_set(para, "Text", trimmed(text));
	return value_of(para);
}

/* Paragraphs: one text, and `blank` empty ones after it. */
static struct value paragraphs(const char *text, unsigned blank)
{
	struct list *all = list_new(NULL, NULL);

	list_add(all, paragraph(text));
	for (unsigned i = 0; i < blank; i++)
		list_add(all, paragraph(""));
	return list_value(all);
}

static void put_paragraphs(struct object *object, const char *name, const char *text)
{
	if (text && *text)
		object_set(object, name, paragraphs(text, 0));
}

/* -- Parameters ------------------------------------------------------------------------------------- */

static const struct type *element_of(const struct type *type)
{
	return type && type->element && type->kind == V_ARRAY ? type->element : type;
}

static struct value words(const char *text, const char *separator)
{
	g_auto(GStrv) parts = g_strsplit(text, separator, -1);
	struct list *all = list_new(NULL, NULL);

	for (char **part = parts; *part; part++)
		if (**part)
			list_add(all, value_text(*part));
	return list_value(all);
}

/* The values that a parameter takes, when they are few and known; V_UNSET otherwise. */
static struct value known_values(const struct sig_param *param, bool sets)
{
	const struct type *type = element_of(param->type);
	const struct ast_parameter *ast = param->function ? param->function->ast : NULL;

	if (sets && param->table && param->table->values)
		return words(param->table->values, " ");
	for (uint32_t i = 0; sets && ast && i < ast->attribute_count; i++) {
		const struct ast_attribute *attribute;
		struct list *all;

		if (ast->attributes[i]->kind != AST_ATTRIBUTE)
			continue;
		attribute = ast_attribute(ast->attributes[i]);
		if (!attribute_is(attribute, "ValidateSet"))
			continue;
		all = list_new(NULL, NULL);
		for (uint32_t j = 0; j < attribute->arg_count; j++)
			list_add(all, constant_value(attribute->args[j]));
		return list_value(all);
	}
	if (type && type->kind == V_ENUM) {
		g_autofree char *names = enum_names(type, " ");

		return words(names, " ");
	}
	return VALUE_UNSET;
}

static struct value type_node(const char *base, const char *name)
{
	struct object *object = node(base, "#type");

	object_set(object, "name", value_text(name));
	return value_of(object);
}

/* The word for a value: text that knows whether it has to be there. */
static struct value value_word(const char *name, bool required)
{
	value_auto text = value_text(name);
	struct boxed *boxed = boxed_new(text);

	object_set(boxed->members, "required", value_text(required ? "true" : "false"));
	return value_of(boxed);
}

/* The type's own name, or with `derived` as a syntax line has it. Yours. */
static char *type_name_of(const struct sig_param *param, bool derived)
{
	bool plain = param->type && param->type != &type_object;

	return derived || !plain ? sig_param_type(param) : g_strdup(type_simple_name(param->type));
}

static void put_values(struct object *object, const struct sig_param *param, bool derived, bool for_syntax)
{
	struct value known = known_values(param, derived);
	g_autofree char *type = type_name_of(param, derived);
	struct object *group;

	if (known.kind != V_UNSET) {
		group = node(derived ? DERIVED : COMMENTED, "#parameterValueGroup");
		object_set(group, "parameterValue", known);
		object_set(object, "parameterValueGroup", value_of(group));
	}
	if (derived ? !param->is_switch : known.kind == V_UNSET && !(for_syntax && param->is_switch))
		object_set(object, "parameterValue",
			   value_word(type, derived || !param->is_switch));
}

static const char *pipeline_text(const struct sig_set *set)
{
	return set->by_value && set->by_name ? "true (ByValue, ByPropertyName)" : set->by_value ? "true (ByValue)"
	     : set->by_name ? "true (ByPropertyName)" : "false";
}

static struct value aliases_text(const struct sig_param *param, const char *none)
{
	GString *text = g_string_new(param->alias_count ? NULL : none);

	for (uint32_t i = 0; i < param->alias_count; i++)
		g_string_append_printf(text, "%s%s", i ? ", " : "", symbol_name(param->aliases[i]));
	return value_str(str_from_gstring(text));
}

static const char *param_spelling(const struct sig_param *param)
{
	return param->function ? param->function->ast->spelled->data : sig_param_name(param);
}

static struct value default_text(const struct signature *s, const struct sig_param *param)
{
	const struct ast_parameter *ast = param->function ? param->function->ast : NULL;

	if (ast && ast->value && ast->value->kind == AST_STRING)
		return value_str(str_ref(ast_string(ast->value)->value));
	if (ast && ast->value) {
		g_autofree char *text = source_text(s->unit->tree->source, ast->value->span);

		return value_text(text);
	}
	if (ast || param->is_switch) {
		value_auto v = param_default(param->is_switch ? &type_switch : param->type);

		return value_str(value_to_string(v, NULL));
	}
	return value_text("");
}

static bool takes_wildcards(const struct sig_param *param)
{
	const struct ast_parameter *ast = param->function ? param->function->ast : NULL;

	for (uint32_t i = 0; ast && i < ast->attribute_count; i++)
		if (ast->attributes[i]->kind == AST_ATTRIBUTE &&
		    attribute_is(ast_attribute(ast->attributes[i]), "SupportsWildcards"))
			return true;
	return param->flags & PARAM_WILDCARDS;
}

/* A parameter as comments and tables describe it. */
static struct value described_param(const struct signature *s, const struct sig_param *param,
				    const struct sig_set *set, const char *text, bool for_syntax)
{
	struct object *object = node(COMMENTED, "#parameter");
	g_autofree char *position = set->position >= 0 ? g_strdup_printf("%d", set->position + 1) : g_strdup("named");
	g_autofree char *type = type_name_of(param, false);

	put_paragraphs(object, "description", text);
	if (!for_syntax)
		object_set(object, "defaultValue", default_text(s, param));
	put_values(object, param, false, for_syntax);
	object_set(object, "name", value_text(param_spelling(param)));
	if (!for_syntax)
		object_set(object, "type", type_node(COMMENTED, type));
	object_set(object, "required", value_text(set->mandatory ? "true" : "false"));
	object_set(object, "globbing", value_text(takes_wildcards(param) ? "true" : "false"));
	object_set(object, "pipelineInput", value_text(pipeline_text(set)));
	object_set(object, "position", value_text(position));
	object_set(object, "aliases", aliases_text(param, ""));
	return value_of(object);
}

static struct value set_names(const struct signature *s, const struct sig_param *param)
{
	GString *text = g_string_new(NULL);

	for (uint32_t i = 0; i < param->set_count; i++) {
		if (param->sets[i].mask == ALL_SETS || s->set_count == 0) {
			g_string_assign(text, "(All)");
			break;
		}
		for (uint32_t j = 0; j < s->set_count; j++)
			if (param->sets[i].mask & 1u << j)
				g_string_append_printf(text, "%s%s", text->len ? ", " : "", s->set_names[j]);
	}
	return value_str(str_from_gstring(text));
}

static const char *help_message_of(const struct signature *s, const struct sig_param *param)
{
	const struct ast_parameter *ast = param->function ? param->function->ast : NULL;

	for (uint32_t i = 0; ast && i < ast->attribute_count; i++) {
		struct value v = ast->attributes[i]->kind == AST_ATTRIBUTE
			? attribute_named(s->unit, ast_attribute(ast->attributes[i]), "HelpMessage") : VALUE_UNSET;

		if (v.kind == V_STRING)
			return v.u.str->data;
	}
	return NULL;
}

/* A parameter as the syntax alone tells it. */
static struct value derived_param(const struct signature *s, const struct sig_param *param, const struct sig_set *set)
{
	struct object *object = node(DERIVED, "#parameter");
	g_autofree char *position = set->position >= 0 ? g_strdup_printf("%d", set->position) : g_strdup("Named");
	g_autofree char *type = type_name_of(param, true);
	const char *message = help_message_of(s, param);

	object_set(object, "name", value_text(param_spelling(param)));
	object_set(object, "required", value_text(set->mandatory ? "true" : "false"));
	object_set(object, "pipelineInput", value_text(pipeline_text(set)));
	object_set(object, "isDynamic", value_text("false"));
	object_set(object, "globbing", value_text(takes_wildcards(param) ? "true" : "false"));
	object_set(object, "parameterSetName", set_names(s, param));
	if (message)
		object_set(object, "description", value_str(str_printf("%s\n", message)));
	put_values(object, param, true, false);
	object_set(object, "type", type_node(DERIVED, type));
	object_set(object, "position", value_text(position));
	object_set(object, "aliases", aliases_text(param, "None"));
	return value_of(object);
}

/* -- Syntax ------------------------------------------------------------------------------------------- */

struct syntax {
	const struct help_subject *subject;
	const struct help_text *text;
	struct list *items;
};

/* The parameters of a set: in the order of a syntax line, or as declared where a comment speaks. */
static GPtrArray *set_params(const struct signature *s, const struct help_text *text, uint32_t mask)
{
	GPtrArray *all;

	if (!text || s->cmdlet)
		return signature_in_order(s, mask);
	all = g_ptr_array_new();
	for (uint32_t i = 0; i < s->own; i++)
		if (sig_param_in(&s->params[i], mask))
			g_ptr_array_add(all, &s->params[i]);
	return all;
}

static void add_common_params(const struct signature *s, struct list *params, const struct help_text *text)
{
	for (uint32_t i = s->own + COMMON_WHAT_IF; i < s->n; i++)
		list_add(params, text ? described_param(s, &s->params[i], &s->params[i].sets[0], s->params[i].table->help, true)
				      : derived_param(s, &s->params[i], &s->params[i].sets[0]));
}

static void add_syntax(const struct signature *s, const char *set_name, uint32_t mask, void *data)
{
	struct syntax *syntax = data;
	struct object *item = node(syntax->text ? COMMENTED : DERIVED, "#syntaxItem");
	g_autoptr(GPtrArray) all = set_params(s, syntax->text, mask);
	struct list *params = list_new(NULL, NULL);

	object_set(item, "name", value_text(syntax->subject->name));
	if (!syntax->text)
		object_set(item, "CommonParameters", value_bool(s->advanced));
	for (guint i = 0; i < all->len; i++) {
		const struct sig_param *param = all->pdata[i];
		const struct sig_set *in = sig_param_in(param, mask);

		if (param->flags & PARAM_HIDDEN)
			continue;
		list_add(params, syntax->text
			 ? described_param(s, param, in, help_text_param(syntax->text, param_spelling(param)), true)
			 : derived_param(s, param, in));
	}
	add_common_params(s, params, syntax->text);
	object_set(item, "parameter", list_value(params));
	list_add(syntax->items, value_of(item));
}

static struct value syntax_node(const struct help_subject *subject, const struct help_text *text)
{
	struct object *object = node(text ? COMMENTED : DERIVED, "#syntax");
	struct syntax syntax = { subject, text, list_new(NULL, NULL) };

	if (subject->signature)
		signature_each_set(subject->signature, add_syntax, &syntax);
	object_set(object, "syntaxItem", list_value(syntax.items));
	return value_of(object);
}

static gint by_spelling(gconstpointer a, gconstpointer b)
{
	return strcmp(param_spelling(*(const struct sig_param *const *)a),
		      param_spelling(*(const struct sig_param *const *)b));
}

static struct value parameters_node(const struct help_subject *subject, const struct help_text *text)
{
	struct object *object = node(text ? COMMENTED : DERIVED, "#parameters");
	const struct signature *s = subject->signature;
	g_autoptr(GPtrArray) params = g_ptr_array_new();
	struct list *all = list_new(NULL, NULL);

	for (uint32_t i = 0; s && i < s->n; i++)
		if (i < s->own || i >= s->own + COMMON_WHAT_IF)
			g_ptr_array_add(params, &s->params[i]);
	if (!text)
		g_ptr_array_sort(params, by_spelling);
	for (guint i = 0; i < params->len; i++) {
		const struct sig_param *param = params->pdata[i];
		const char *words = text ? help_text_param(text, param_spelling(param)) : NULL;

		if (param->flags & PARAM_HIDDEN)
			continue;
		if (!words && param->table && text)
			words = param->table->help;
		list_add(all, text ? described_param(s, param, &param->sets[0], words, false)
				   : derived_param(s, param, &param->sets[0]));
	}
	object_set(object, "parameter", list_value(all));
	return value_of(object);
}

/* -- Sections ------------------------------------------------------------------------------------------ */

/* An example is a prompt, code up to a blank line, and remarks. */
static struct value example_node(const char *text, unsigned number)
{
	struct object *object = node(COMMENTED, "#example");
	const char *line_end = strchr(text, '\n'), *prompt_end = strchr(text, '>');
	bool prompted = prompt_end && (!line_end || prompt_end < line_end);
	g_autofree char *prompt = prompted ? g_strndup(text, prompt_end + 1 - text) : g_strdup("PS > ");
	const char *rest = prompted ? prompt_end + 1 : text, *blank = strstr(rest, "\n\n");
	g_autofree char *code = blank ? g_strndup(rest, blank - rest) : g_strdup(rest);
	struct object *intro = node("MamlParaTextItem", "");
	struct list *list = list_new(NULL, NULL);

	object_set(intro, "Text", value_text(prompt));
	list_add(list, value_of(intro));
	object_set(object, "introduction", list_value(list));
	object_set(object, "code", trimmed(code));
	object_set(object, "remarks", paragraphs(blank ? blank + 2 : "", 4));
	object_set(object, "title", value_str(str_printf("-------------------------- EXAMPLE %u "
							 "--------------------------", number)));
	return value_of(object);
}

static void put_examples(struct object *help, const struct help_text *text)
{
	struct object *examples;
	struct list *all;

	if (!text->examples->len)
		return;
	examples = node(COMMENTED, "#examples");
	all = list_new(NULL, NULL);
	for (guint i = 0; i < text->examples->len; i++)
		list_add(all, example_node(text->examples->pdata[i], i + 1));
	object_set(examples, "example", list_value(all));
	object_set(help, "examples", value_of(examples));
}

/* inputTypes { inputType { type { name } } }, and the same for what is returned. */
static void put_types(struct object *help, const char *plural, const char *single, const char *base,
		      struct list *names)
{
	g_autofree char *plural_part = g_strconcat("#", plural, NULL), *single_part = g_strconcat("#", single, NULL);
	struct object *object;
	struct list *all = list_new(NULL, NULL);

	for (uint32_t i = 0; i < names->len; i++) {
		struct object *one = node(base, single_part);
		struct string *name = value_to_string(names->items[i], NULL);

		object_set(one, "type", type_node(base, name->data));
		list_add(all, value_of(one));
		str_unref(name);
	}
	object = node(base, plural_part);
	object_set(object, single, list_value(all));
	object_set(help, plural, value_of(object));
	value_unref(value_of(names));
}

static struct list *texts_list(GPtrArray *texts)
{
	struct list *all = list_new(NULL, NULL);

	for (guint i = 0; texts && i < texts->len; i++)
		list_add(all, trimmed(texts->pdata[i]));
	return all;
}

static struct list *outputs_list(const struct help_subject *subject)
{
	struct list *all = list_new(NULL, NULL);
	struct enumerator e;
	struct value item;

	enumerator_init(&e, subject->outputs);
	while (enumerator_next(&e, &item, NULL))
		list_add(all, item);
	enumerator_clear(&e);
	return all;
}

static void put_links(struct object *help, const struct help_text *text)
{
	struct object *links;
	struct list *all;

	if (!text->links->len)
		return;
	links = node(COMMENTED, "#relatedLinks");
	all = list_new(NULL, NULL);
	for (guint i = 0; i < text->links->len; i++) {
		struct object *link = node(COMMENTED, "#navigationLink");
		const char *where = text->links->pdata[i];

		object_set(link, strstr(where, "://") ? "uri" : "linkText", value_text(where));
		list_add(all, value_of(link));
	}
	object_set(links, "navigationLink", list_value(all));
	object_set(help, "relatedLinks", value_of(links));
}

static void put_notes(struct object *help, const char *notes)
{
	struct object *set;

	if (!notes || !*notes)
		return;
	set = node(COMMENTED, "#alertSet");
	object_set(set, "alert", paragraphs(notes, 0));
	object_set(help, "alertSet", value_of(set));
}

static void put_details(struct object *help, const struct help_subject *subject, const struct help_text *text)
{
	struct object *details = node(text ? COMMENTED : DERIVED, "#details");
	const char *dash = strchr(subject->name, '-');
	g_autofree char *verb = g_strndup(subject->name, dash ? dash - subject->name : 0);

	if (text)
		put_paragraphs(details, "description", text->synopsis);
	object_set(details, "name", value_text(subject->name));
	object_set(details, "noun", value_text(dash ? dash + 1 : ""));
	object_set(details, "verb", value_text(verb));
	object_set(help, "details", value_of(details));
}

static void put_common_fields(struct object *help, const struct help_subject *subject, const struct help_text *text)
{
	object_set(help, "Name", value_text(subject->name));
	object_set(help, "Category", value_text(subject->category));
	object_set(help, "Synopsis", text ? trimmed(text->synopsis ? text->synopsis : "")
		   : subject->signature ? value_str(signature_syntax(subject->name, subject->signature)) : value_text(""));
	object_set(help, "Component", text && text->component ? value_text(text->component) : VALUE_NULL);
	object_set(help, "Role", text && text->role ? value_text(text->role) : VALUE_NULL);
	object_set(help, "Functionality", text && text->functionality ? value_text(text->functionality) : VALUE_NULL);
	object_set(help, "ModuleName", value_text(subject->module ? subject->module : ""));
}

static struct value described(const struct help_subject *subject, const struct help_text *text)
{
	struct object *help = node(COMMENTED, "");

	put_details(help, subject, text);
	put_paragraphs(help, "description", text->description);
	object_set(help, "Syntax", syntax_node(subject, text));
	object_set(help, "parameters", parameters_node(subject, text));
	if (text->inputs->len)
		put_types(help, "inputTypes", "inputType", COMMENTED, texts_list(text->inputs));
	if (text->outputs->len)
		put_types(help, "returnValues", "returnValue", COMMENTED, texts_list(text->outputs));
	else if (value_base(subject->outputs).kind == V_ARRAY && value_base(subject->outputs).u.array->len)
		put_types(help, "returnValues", "returnValue", COMMENTED, outputs_list(subject));
	put_notes(help, text->notes);
	put_examples(help, text);
	put_links(help, text);
	put_common_fields(help, subject, text);
	return value_of(help);
}

/* The types that come down the pipeline. */
static struct list *pipeline_types(const struct signature *s)
{
	struct list *all = list_new(NULL, NULL);

	for (uint32_t i = 0; s && i < s->own; i++) {
		const struct sig_set *set = &s->params[i].sets[0];
		value_auto name = value_text((s->params[i].type ? s->params[i].type : &type_object)->name);
		bool there = !set->by_value && !set->by_name && !set->remaining;

		for (uint32_t j = 0; !there && j < all->len; j++)
			there = value_same(all->items[j], name, true);
		if (!there)
			list_add(all, value_ref(name));
	}
	if (!all->len)
		list_add(all, value_text("None"));
	return all;
}

static struct value derived(const struct help_subject *subject)
{
	struct object *help = node(DERIVED, "");
	struct list *outputs = outputs_list(subject);

	if (!outputs->len)
		list_add(outputs, value_text("System.Object"));
	put_details(help, subject, NULL);
	object_set(help, "Syntax", syntax_node(subject, NULL));
	object_set(help, "parameters", parameters_node(subject, NULL));
	put_types(help, "inputTypes", "inputType", DERIVED, pipeline_types(subject->signature));
	put_types(help, "returnValues", "returnValue", DERIVED, outputs);
	object_set(help, "aliases", value_text(subject->aliases && *subject->aliases ? subject->aliases : "None\n"));
	object_set(help, "remarks", value_text("None"));
	object_set(help, "alertSet", VALUE_NULL);
	object_set(help, "description", VALUE_NULL);
	object_set(help, "examples", VALUE_NULL);
	object_set(help, "relatedLinks", VALUE_NULL);
	object_set(help, "CommonParameters", value_bool(subject->signature && subject->signature->advanced));
	put_common_fields(help, subject, NULL);
	return value_of(help);
}

struct value help_object(struct session *session, const struct help_subject *subject, const struct help_text *text)
{
	return text ? described(subject, text) : derived(subject);
}

void help_set_view(struct value help, const char *view)
{
	struct object *object = help.u.object;
	struct string *name = str_printf("%s#%s", object->shape->type_name->data, view);
	struct shape *shape = shape_named(object->shape, name);

	shape_unref(object->shape);
	object->shape = shape;
	str_unref(name);
}

/* -- What a cmdlet's table says -------------------------------------------------------------------------- */

void help_of_cmdlet(const struct cmdlet *cmdlet, const struct signature *s, struct help_text *ret)
{
	help_text_init(ret);
	ret->synopsis = g_strdup(cmdlet->synopsis ? cmdlet->synopsis : "");
	ret->description = g_strdup(cmdlet->description ? cmdlet->description : cmdlet->synopsis);
	for (uint32_t i = 0; i < s->own; i++) {
		const struct param *row = s->params[i].table;

		if (!row || !row->help)
			continue;
		g_ptr_array_add(ret->params, g_strdup(row->name));
		g_ptr_array_add(ret->params, row->values
				? g_strdup_printf("%s\nOne of: %s.", row->help, row->values) : g_strdup(row->help));
	}
	for (size_t i = 0; cmdlet->examples && cmdlet->examples[i].code; i++)
		g_ptr_array_add(ret->examples, g_strdup_printf("PS > %s\n\n%s", cmdlet->examples[i].code,
							       cmdlet->examples[i].text ? cmdlet->examples[i].text : ""));
}
