/*
 * A PSModuleInfo holds what a module was when the object was made; its hidden
 * pointer is the module itself, which lives as long as the session. A custom
 * object of a module has script properties and methods whose code runs in the
 * module's scope.
 */
#include "config.h"

#include "shell/module_info.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "lib/types/table.h"
#include "shell/collector.h"
#include "shell/command_info.h"
#include "shell/function.h"
#include "shell/scriptblock.h"

extern const struct type type_module_info;

struct module *module_of_info(struct value v)
{
	v = value_base(v);
	return v.kind == V_OBJECT && v.u.object->shape->type == &type_module_info
		       ? v.u.object->hidden
		       : NULL;
}

/* -- Members ------------------------------------------------------------------------ */

static struct string *module_text(struct value self)
{
	return str_new(module_of_info(self)->name, -1);
}

/* The block's code, seeing the module's scope. Yours. */
static struct value bound_block(struct value block, struct module *module)
{
	return scriptblock_new(scriptblock_of(block)->unit, module);
}

MEMBER(module_bind)
{
	*ret = bound_block(args[0], module_of_info(self));
	return true;
}

MEMBER(module_invoke)
{
	value_auto block = bound_block(args[0], module_of_info(self));
	struct session *session = session_of(call->host);
	struct collector c;
	struct array *rest = n > 1 && args[1].kind == V_ARRAY ? args[1].u.array : NULL;

	collector_init(&c);
	session->flow = unit_call(session->scope, block, NULL, NULL, rest ? rest->u.items : NULL,
				  rest ? rest->len : 0, &c.sink);
	if (session->flow != FLOW_NEXT) {
		collector_clear(&c);
		return false;
	}
	*ret = collector_take(&c);
	return true;
}

MEMBER(module_custom)
{
	*ret = module_custom_object(session_of(call->host), module_of_info(self));
	return true;
}

MEMBER_IS(module_on_remove, module_of_info(self)->on_remove.kind == V_SCRIPTBLOCK
	  ? value_ref(module_of_info(self)->on_remove) : VALUE_NULL)

MEMBER(module_set_on_remove)
{
	value_put(&module_of_info(self)->on_remove, value_ref(args[0]));
	return true;
}

static const struct type_member module_properties[] = {
	SETTABLE("scriptblock OnRemove {get;set;}", module_on_remove, module_set_on_remove),
	END_OF_MEMBERS
};

MEMBER_IS(module_to_string, value_str(module_text(self)))

static const struct type_member module_methods[] = {
	METHOD("System.Object Invoke(scriptblock sb, params System.Object[] args)", module_invoke),
	METHOD("scriptblock NewBoundScriptBlock(scriptblock scriptBlockToBind)", module_bind),
	METHOD("psobject AsCustomObject()", module_custom),
	METHOD("string ToString()", module_to_string),
	END_OF_MEMBERS
};

TYPE(type_module_info);
const struct type type_module_info = {
	.name = "System.Management.Automation.PSModuleInfo",
	.alias = "psmoduleinfo",
	.kind = V_OBJECT,
	.base = &type_object,
	.properties = module_properties,
	.methods = module_methods,
	.to_string = module_text,
	.default_properties = "ModuleType Version Name ExportedCommands",
};

/* -- Objects ---------------------------------------------------------------------------- */

static struct value version_of(const struct module *module)
{
	value_auto text = value_text(module->version ? module->version : "0.0");
	struct value version;

	return value_convert(text, &type_version, &version, NULL) ? version : value_ref(text);
}

static int by_name(const void *a, const void *b)
{
	return text_compare_nocase((*(struct function *const *)a)->spelling->data,
				   (*(struct function *const *)b)->spelling->data);
}

/* The functions a module offers, by name; the array is yours. */
static GPtrArray *exported_functions(struct module *module)
{
	GPtrArray *functions = g_ptr_array_new();
	GHashTableIter iter;
	gpointer function;

	if (!module->scope.functions)
		return functions;
	g_hash_table_iter_init(&iter, module->scope.functions);
	while (g_hash_table_iter_next(&iter, NULL, &function))
		if (module_exports(module, ((struct function *)function)->spelling->data))
			g_ptr_array_add(functions, function);
	qsort(functions->pdata, functions->len, sizeof(gpointer), by_name);
	return functions;
}

static struct dict *table_new(void)
{
	struct dict *dict = dict_new(DICT_GENERIC, false);

	dict->type = type_find("System.Collections.Generic.Dictionary[string,object]", -1);
	return dict;
}

static struct dict *function_table(struct session *session, struct module *module)
{
	g_autoptr(GPtrArray) functions = exported_functions(module);
	struct dict *dict = table_new();

	for (guint i = 0; i < functions->len; i++) {
		struct function *function = functions->pdata[i];

		dict_set_text(dict, function->spelling->data, function_info(session, function));
	}
	return dict;
}

static struct dict *name_table(GPtrArray *names)
{
	struct dict *dict = table_new();

	for (guint i = 0; names && i < names->len; i++)
		dict_set_text(dict, names->pdata[i], value_text(names->pdata[i]));
	return dict;
}

static struct value text_or_null(const char *text)
{
	return text ? value_text(text) : VALUE_NULL;
}

struct value module_info(struct session *session, struct module *module)
{
	struct shape *shape = shape_empty(&type_module_info);
	struct object *object = object_new(shape);
	struct dict *functions = function_table(session, module);
	g_autofree char *base = module->path ? g_path_get_dirname(module->path) : NULL;

	shape_unref(shape);
	object->hidden = module;
	object_set(object, "Name", value_text(module->name));
	object_set(object, "Path", text_or_null(module->path));
	object_set(object, "ModuleBase", text_or_null(base));
	object_set(object, "ModuleType", value_text(module->manifest ? "Manifest" : "Script"));
	object_set(object, "Version", version_of(module));
	object_set(object, "Description",
		   value_text(module->description ? module->description : ""));
	object_set(object, "ExportedFunctions", value_of(functions));
	object_set(object, "ExportedCmdlets", value_of(table_new()));
	object_set(object, "ExportedAliases", value_of(name_table(module->aliases)));
	object_set(object, "ExportedVariables", value_of(name_table(module->variables)));
	object_set(object, "ExportedCommands", value_ref(value_of(functions)));
	return value_of(object);
}

/* -- As a custom object ------------------------------------------------------------------ */

static struct value module_code(struct session *session, struct module *module, char *text)
{
	value_auto block = scriptblock_parse(session, text, NULL, NULL);
	struct value bound = block.kind == V_SCRIPTBLOCK ? bound_block(block, module) : VALUE_NULL;

	g_free(text);
	return bound;
}

static void add_variable(struct session *session, struct module *module, struct object *object,
			 const char *name)
{
	struct value both[2] = {
		module_code(session, module, g_strdup_printf("${script:%s}", name)),
		module_code(session, module, g_strdup_printf("param($v) ${script:%s} = $v", name)),
	};
	struct string *spelling = str_new(name, -1);

	object_add(object, spelling, MEMBER_SCRIPT, 0, value_of(array_take(both, 2)));
	str_unref(spelling);
}

struct value module_custom_object(struct session *session, struct module *module)
{
	g_autoptr(GPtrArray) functions = exported_functions(module);
	struct object *object = object_custom();

	for (guint i = 0; module->variables && i < module->variables->len; i++)
		add_variable(session, module, object, module->variables->pdata[i]);
	for (guint i = 0; i < functions->len; i++) {
		struct function *function = functions->pdata[i];

		object_add(object, function->spelling, MEMBER_METHOD, 0,
			   value_ref(function->block));
	}
	return value_of(object);
}
