/*
 * Dynamic parameters. The dictionary that a dynamicparam block gives becomes
 * rows of a parameter table, as a cmdlet has them; a signature with these rows
 * binds the call.
 */
#include "config.h"

#include "shell/dynamic_params.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "lib/types/table.h"

struct dynamic_signature {
	struct signature signature;
	GPtrArray *texts;		/* of the rows */
	struct param *rows;
};

/* -- The types --------------------------------------------------------------------------------------- */

static void put(struct object *object, const char *name, struct value v)
{
	struct string *text = str_new(name, -1);

	object_add(object, text, MEMBER_PROPERTY, 0, v);
	str_unref(text);
}

MEMBER(parameter_new)
{
	struct shape *shape = shape_empty(call->type);
	struct object *object = object_new(shape);

	shape_unref(shape);
	put(object, "Name", n > 0 ? value_ref(args[0]) : value_text(""));
	put(object, "ParameterType", n > 1 ? value_ref(args[1]) : VALUE_NULL);
	put(object, "Value", VALUE_NULL);
	put(object, "IsSet", value_bool(false));
	put(object, "Attributes", n > 2 ? value_ref(args[2]) : value_of(list_new(NULL, NULL)));
	*ret = value_of(object);
	return true;
}

static const struct type_member parameter_constructors[] = {
	CONSTRUCTOR("new()", parameter_new),
	CONSTRUCTOR("new(string name, type parameterType, System.Object attributes)", parameter_new),
	END_OF_MEMBERS
};

TYPE(type_runtime_parameter);
const struct type type_runtime_parameter = {
	.name = "System.Management.Automation.RuntimeDefinedParameter", .kind = V_OBJECT, .base = &type_object,
	.constructors = parameter_constructors,
};

MEMBER(parameters_new)
{
	struct dict *dict = dict_new(DICT_GENERIC, false);

	dict->type = call->type;
	*ret = value_of(dict);
	return true;
}

static const struct type_member parameters_constructors[] = {
	CONSTRUCTOR("new()", parameters_new),
	END_OF_MEMBERS
};

TYPE(type_runtime_parameters);
const struct type type_runtime_parameters = {
	.name = "System.Management.Automation.RuntimeDefinedParameterDictionary", .kind = V_DICT,
	.base = &type_dictionary, .element = &type_string, .element2 = &type_runtime_parameter,
	.constructors = parameters_constructors,
};

/* -- From objects to rows ------------------------------------------------------------------------------ */

static bool flag_of(struct object *object, const char *name)
{
	value_auto v = object_get(object, name);

	return v.kind != V_UNSET && value_truth(v);
}

static uint32_t set_mask(const struct signature *s, struct object *attribute)
{
	value_auto name = object_get(attribute, "ParameterSetName");

	for (uint32_t i = 0; name.kind == V_STRING && i < s->set_count; i++)
		if (text_equal_nocase(s->set_names[i], name.u.str->data))
			return 1u << i;
	return ALL_SETS;
}

static void take_parameter(const struct signature *s, struct sig_param *param, struct object *attribute)
{
	value_auto position = object_get(attribute, "Position");
	struct sig_set set = {
		.mask = set_mask(s, attribute), .mandatory = flag_of(attribute, "Mandatory"),
		.position = value_is_integer(position) && position.u.i >= 0 ? (int)position.u.i : -1,
		.by_value = flag_of(attribute, "ValueFromPipeline"),
		.by_name = flag_of(attribute, "ValueFromPipelineByPropertyName"),
		.remaining = flag_of(attribute, "ValueFromRemainingArguments"),
	};

	param->sets = g_renew(struct sig_set, param->sets, param->set_count + 1);
	param->sets[param->set_count++] = set;
	param->mask |= set.mask;
	if (set.mandatory)
		param->flags |= PARAM_MANDATORY;
}

static const char *kept_text(struct dynamic_signature *d, struct value v, const char *separator)
{
	struct string *text = value_to_string(v, separator);
	char *kept = g_strdup(text->data);

	str_unref(text);
	g_ptr_array_add(d->texts, kept);
	return kept;
}

static void take_aliases(struct sig_param *param, struct object *attribute)
{
	value_auto names = object_get(attribute, "AliasNames");
	struct enumerator e;
	struct value item;

	enumerator_init(&e, names);
	while (enumerator_next(&e, &item, NULL)) {
		struct string *text = value_to_string(item, NULL);

		param->aliases = g_renew(struct symbol *, param->aliases, param->alias_count + 1);
		param->aliases[param->alias_count++] = symbol_of(text);
		str_unref(text);
		value_unref(item);
	}
	enumerator_clear(&e);
}

static void take_attribute(struct dynamic_signature *d, struct sig_param *param, struct param *row, struct value v)
{
	struct value base = value_base(v);
	const char *name = type_of(base)->name;

	if (base.kind != V_OBJECT)
		return;
	if (g_str_has_suffix(name, ".ParameterAttribute")) {
		take_parameter(&d->signature, param, base.u.object);
	} else if (g_str_has_suffix(name, ".AliasAttribute")) {
		take_aliases(param, base.u.object);
	} else if (g_str_has_suffix(name, ".ValidateSetAttribute")) {
		value_auto values = object_get(base.u.object, "ValidValues");

		row->values = kept_text(d, values, " ");
	}
}

static void take_dynamic(struct dynamic_signature *d, struct sig_param *param, struct param *row, struct object *from)
{
	value_auto name = object_get(from, "Name"), type = object_get(from, "ParameterType");
	value_auto attributes = object_get(from, "Attributes");
	struct enumerator e;
	struct value item;

	row->name = kept_text(d, name, NULL);
	row->type = "object";
	param->name = symbol_get(row->name, -1);
	param->type = value_base(type).kind == V_TYPE ? value_base(type).u.type : NULL;
	param->is_switch = param->type == &type_switch;
	param->table = row;
	enumerator_init(&e, attributes);
	while (enumerator_next(&e, &item, NULL)) {
		take_attribute(d, param, row, item);
		value_unref(item);
	}
	enumerator_clear(&e);
	if (!param->set_count) {
		param->sets = g_new0(struct sig_set, 1);
		param->sets[param->set_count++] = (struct sig_set){ .mask = ALL_SETS, .position = -1 };
		param->mask = ALL_SETS;
	}
}

static void copy_param(struct sig_param *to, const struct sig_param *from)
{
	*to = *from;
	to->aliases = g_memdup2(from->aliases, from->alias_count * sizeof(*from->aliases));
	to->sets = g_memdup2(from->sets, from->set_count * sizeof(*from->sets));
}

struct signature *dynamic_signature_new(const struct signature *base, struct value dictionary)
{
	struct dynamic_signature *d = g_new0(struct dynamic_signature, 1);
	struct value dict = value_base(dictionary);
	uint32_t count = dict.kind == V_DICT ? dict.u.dict->len : 0, at = 0;
	struct signature *s = &d->signature;
	const struct dict_entry *entry;

	*s = *base;
	d->texts = g_ptr_array_new_with_free_func(g_free);
	d->rows = g_new0(struct param, count + 1);
	s->set_names = g_strdupv(base->set_names);
	s->params = g_new0(struct sig_param, base->n + count + 1);
	for (uint32_t i = 0; i < base->own; i++)
		copy_param(&s->params[i], &base->params[i]);
	for (uint32_t i = 0; count && dict_next(dict.u.dict, &i, &entry);)
		if (value_base(entry->value).kind == V_OBJECT) {
			take_dynamic(d, &s->params[base->own + at], &d->rows[at], value_base(entry->value).u.object);
			at++;
		}
	for (uint32_t i = base->own; i < base->n; i++)
		copy_param(&s->params[i + at], &base->params[i]);
	s->own = base->own + at;
	s->n = base->n + at;
	for (uint32_t i = base->own; i < s->own; i++)
		for (uint32_t j = 0; j < s->params[i].set_count; j++)
			s->has_pipeline |= s->params[i].sets[j].by_value || s->params[i].sets[j].by_name;
	return s;
}

void dynamic_signature_free(struct signature *s)
{
	struct dynamic_signature *d = (struct dynamic_signature *)s;

	if (!s)
		return;
	for (uint32_t i = 0; i < s->n; i++) {
		g_free(s->params[i].aliases);
		g_free(s->params[i].sets);
	}
	g_free(s->params);
	g_strfreev(s->set_names);
	g_ptr_array_unref(d->texts);
	g_free(d->rows);
	g_free(d);
}

void dynamic_values_set(const struct binding *b, struct value dictionary)
{
	struct value dict = value_base(dictionary);
	const struct dict_entry *entry;

	for (uint32_t i = 0; i < b->signature->own; i++) {
		const char *name = b->signature->params[i].table ? b->signature->params[i].table->name : NULL;

		for (uint32_t at = 0; name && dict.kind == V_DICT && binding_has(b, i) &&
		     dict_next(dict.u.dict, &at, &entry);) {
			struct value parameter = value_base(entry->value);

			if (entry->key.kind != V_STRING || !text_equal_nocase(entry->key.u.str->data, name) ||
			    parameter.kind != V_OBJECT)
				continue;
			object_set(parameter.u.object, "Value", value_ref(b->values[i]));
			object_set(parameter.u.object, "IsSet", value_bool(true));
		}
	}
}
