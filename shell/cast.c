/*
 * Conversions with what only the shell knows: script classes, text of objects
 * with a ToString of their own, references.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "shell/class.h"
#include "shell/collector.h"
#include "shell/eval.h"
#include "shell/exception.h"
#include "shell/function.h"
#include "shell/member.h"
#include "shell/scriptblock.h"

bool value_cast(struct scope *scope, struct value v, const struct type *type, struct value *ret,
		GError **error)
{
	struct value base = value_base(v);

	if (type == &type_string && v.kind != V_STRING && !(value_is_number(v) && v.aux)) {
		*ret = value_str(value_is_null(v) ? str_empty() : value_to_text(scope, v, " "));
		return true;
	}
	if (type->flags & TYPE_IS_SCRIPT && class_convert(scope, v, type, ret, error))
		return true;
	if (error && *error)
		return false;
	if (type == &type_pscustomobject && base.kind == V_DICT) {
		*ret = object_from_dict(base.u.dict);
		return true;
	}
	return value_convert(v, type, ret, error);
}

/* A ToString that a script gave the object: class method or script method. */
static struct string *own_text(struct scope *scope, struct value v)
{
	struct value base = value_base(v), result;
	struct symbol *name = symbol_get("ToString", 8);
	struct value method = VALUE_UNSET;
	struct string *text;
	int slot;

	if (v.kind == V_BOXED || base.kind == V_OBJECT) {
		struct object *members = v.kind == V_BOXED ? ((struct boxed *)v.u.block)->members : base.u.object;

		slot = shape_slot(members->shape, name);
		if (slot >= 0 && members->shape->members[slot].kind == MEMBER_METHOD)
			method = members->slots[slot];
	}
	if (method.kind == V_UNSET &&
	    !(base.kind == V_OBJECT && type_of(base)->flags & TYPE_IS_SCRIPT && class_has_tostring(base)))
		return NULL;
	scope->session->try_depth++;
	result = member_invoke(scope, NULL, v, name, NULL, 0);
	scope->session->try_depth--;
	if (result.kind == V_SIGNAL) {
		if (scope->session->error)
			value_unref(value_of(error_take(scope->session)));
		return NULL;
	}
	text = value_to_string(result, NULL);
	value_unref(result);
	return text;
}

static struct string *join_text(struct scope *scope, struct value v, const char *ofs)
{
	GString *out = g_string_new(NULL);
	struct enumerator e;
	struct value item;
	bool first = true;

	enumerator_init(&e, v);
	while (enumerator_next(&e, &item, NULL)) {
		/* A collection within one is not opened again: its type's name stands for it. */
		struct string *text = value_is_enumerable(item) ? value_to_display(item)
								: value_to_text(scope, item, ofs);

		if (!first)
			g_string_append(out, ofs ? ofs : " ");
		first = false;
		g_string_append_len(out, text->data, text->len);
		str_unref(text);
		value_unref(item);
	}
	enumerator_clear(&e);
	return str_from_gstring(out);
}

struct string *value_to_text(struct scope *scope, struct value v, const char *ofs)
{
	struct string *text = NULL;
	struct value base = value_base(v);

	if (v.kind == V_STRING)
		return str_ref(v.u.str);
	if (v.kind == V_BOXED || base.kind == V_OBJECT)
		text = own_text(scope, v);
	if (text)
		return text;
	if (value_is_enumerable(base) && base.kind != V_NATIVE)
		return join_text(scope, base, ofs);
	return value_to_string(v, ofs);
}

struct value reference_to(struct symbol *name, struct value *place)
{
	if (!variable_box(place)) {
		struct value v = value_steal(place);

		*place = value_of(variable_new(name, v.kind == V_UNSET ? VALUE_NULL : v));
	}
	return variable_reference(value_ref(*place));
}

/* -- Type names of the source -------------------------------------------------------------------- */

static const struct fault no_type = {
	"TypeNotFound", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION, NULL };

static const struct type *resolve_generic(struct session *session, struct scope *scope,
					  const struct type_name *name)
{
	g_autofree char *open = g_strdup_printf("%s`%u", name->element->name->data, name->arg_count);
	const struct type *args[4], *type = type_find(open, -1);

	if (!type)
		type = type_find(name->element->name->data, -1);
	if (!type || name->arg_count > G_N_ELEMENTS(args))
		return NULL;
	for (uint32_t i = 0; i < name->arg_count; i++) {
		args[i] = resolve_type_name(session, scope, name->args[i], NULL);
		if (!args[i])
			return NULL;
	}
	return type_generic(type, args, name->arg_count);
}

static void type_not_found(struct string *name, GError **error)
{
	value_auto target = value_str(str_ref(name));
	struct error_record *record;

	fault_set(error, &no_type, target, "Unable to find type [%s].", name->data);
	if (!error)
		return;
	record = error_record_of(g_steal_pointer(error));
	record->target_type = str_new("TypeName", -1);
	fault_set_record(error, value_of(record));
}

const struct type *resolve_type_name(struct session *session, struct scope *scope,
				     const struct type_name *name, GError **error)
{
	const struct type *type = NULL, *element;

	switch (name->kind) {
	case TYPE_NAME_ARRAY:
		element = resolve_type_name(session, scope, name->element, error);
		if (!element)
			return NULL;
		type = name->rank > 1 ? type_find(name->name->data, -1) : type_array_of(element);
		break;
	case TYPE_NAME_GENERIC:
		type = resolve_generic(session, scope, name);
		break;
	default:
		type = class_find(session, name->name->data);
		if (!type)
			type = type_find(name->name->data, name->name->len);
		break;
	}
	if (!type)
		type_not_found(name->name, error);
	return type;
}
