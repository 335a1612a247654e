/*
 * Definitions of classes and enums. They are made when the script that holds
 * them is prepared, before it runs: first all names, then the members, which
 * may speak of each other's types.
 */
#include "config.h"

#include "shell/class.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "shell/eval.h"
#include "shell/scriptblock.h"
#include "shell/script_class.h"

const struct type *class_find(struct session *session, const char *name)
{
	for (guint i = session->classes->len; i > 0; i--) {
		const struct type *type = session->classes->pdata[i - 1];

		if (text_equal_nocase(type->name, name))
			return type;
	}
	return NULL;
}

/* -- Release ------------------------------------------------------------------------------- */

static void class_release(struct script_class *class)
{
	for (uint32_t i = 0; i < class->property_count; i++)
		value_clear(&class->properties[i].v);
	for (uint32_t i = 0; i < class->method_count + class->constructor_count; i++) {
		struct class_method *method = i < class->method_count
			? &class->methods[i] : &class->constructors[i - class->method_count];

		if (method->function)
			function_unref(method->function);
		method->function = NULL;
	}
	g_clear_pointer(&class->unit, unit_unref);
	class->session = NULL;
	class->type.to_string = NULL;
	class->type.equals = NULL;
	class->type.compare = NULL;
}

void classes_release(struct session *session)
{
	for (guint i = 0; i < session->classes->len; i++)
		class_release(session->classes->pdata[i]);
}

static void rows_free(const struct type_member *rows)
{
	for (const struct type_member *row = rows; row && row->signature; row++)
		g_free((char *)row->signature);
	g_free((void *)rows);
}

void class_free(void *data)
{
	struct script_class *class = data;

	rows_free(class->type.properties);
	rows_free(class->type.methods);
	rows_free(class->type.constructors);
	for (const struct type_enum_name *n = class->type.names; n && n->name; n++)
		g_free((char *)n->name);
	g_free((void *)class->type.names);
	g_free((void *)class->type.interfaces);
	g_free((char *)class->type.name);
	g_free(class->properties);
	g_free(class->methods);
	g_free(class->constructors);
	g_free(class);
}

/* -- Enums ----------------------------------------------------------------------------------- */

static bool enum_number(struct script_class *class, const struct ast_property_member *member, int64_t *number,
			GError **error)
{
	struct node *node = prepare_expression(class->unit, member->value);
	struct scope *scope = class->session->scope;
	value_auto v = node->eval(node, scope);

	if (v.kind == V_SIGNAL) {
		struct value record = host_take_error(&class->session->host);

		fault_set_record(error, record);
		return false;
	}
	return value_to_i64(v, number, error);
}

static bool complete_enum(struct script_class *class, GError **error)
{
	const struct ast_type_definition *ast = class->ast;
	struct type_enum_name *names = g_new0(struct type_enum_name, ast->member_count + 1);
	int64_t number = 0;

	class->type.names = names;
	for (uint32_t i = 0; i < ast->member_count; i++, number++) {
		const struct ast_property_member *member = ast_property_member(ast->members[i]);

		if (member->value && !enum_number(class, member, &number, error))
			return false;
		names[i] = (struct type_enum_name){ g_strdup(member->spelled->data), number };
	}
	return true;
}

/* -- Members ----------------------------------------------------------------------------------- */

static const struct type *written_type(struct script_class *class, const struct ast_type_constraint *constraint,
				       bool *ok, GError **error)
{
	const struct type *type;

	if (!constraint || text_equal_nocase(constraint->type->name->data, "void"))
		return NULL;
	type = resolve_type_name(class->session, class->session->scope, constraint->type, error);
	if (!type)
		parse_error_late(class->session->scope, class->unit, constraint->type->span, "TypeNotFound", error);
	*ok &= type != NULL;
	return type;
}

static bool add_property(struct script_class *class, const struct ast_property_member *ast, GError **error)
{
	struct class_property *property = &class->properties[class->property_count];
	struct type_member *row = (struct type_member *)&class->type.properties[class->property_count++];
	bool ok = true;

	property->ast = ast;
	property->type = written_type(class, ast->type, &ok, error);
	for (uint32_t i = 0; i < ast->attribute_count; i++)
		property->checks = checks_add(class->unit, property->checks, &property->check_count,
					      ast->attributes[i]);
	if (!ok)
		return false;
	row->signature = g_strdup_printf("%s %s {get;set;}",
					 property->type ? type_short(property->type) : "System.Object",
					 ast->spelled->data);
	row->get = class_row_get;
	row->set = class_row_set;
	row->flags = (ast->is_static ? TYPE_STATIC : 0) | (ast->is_hidden ? TYPE_HIDDEN_MEMBER : 0);
	return true;
}

static bool append_params(struct script_class *class, GString *text, const struct ast_function_member *ast,
			  GError **error)
{
	g_string_append_c(text, '(');
	for (uint32_t i = 0; i < ast->param_count; i++) {
		const struct ast_parameter *param = ast->params[i];
		const struct type *type = &type_object;
		bool ok = true;

		for (uint32_t j = 0; j < param->attribute_count; j++)
			if (param->attributes[j]->kind == AST_TYPE_CONSTRAINT)
				type = written_type(class, ast_type_constraint(param->attributes[j]), &ok,
						    error);
		if (!ok)
			return false;
		g_string_append_printf(text, "%s%s %s", i ? ", " : "", type_short(type ? type : &type_object),
				       param->spelled->data);
	}
	g_string_append_c(text, ')');
	return true;
}

static struct function *method_function(struct script_class *class, const struct ast_function_member *ast)
{
	struct function *function = g_new0(struct function, 1);
	struct unit *unit = unit_new(class->unit->tree, ast->body, class->unit);

	unit->method = ast;
	unit->is_class_method = true;
	unit->class_type = &class->type;
	function->refs = 1;
	function->name = ast->name;
	function->spelling = str_ref(ast->spelled);
	function->block = scriptblock_new(unit, class->session->scope->module);
	function->module = class->session->scope->module;
	return function;
}

static bool add_method(struct script_class *class, const struct ast_function_member *ast, GError **error)
{
	bool is_constructor = ast->is_constructor && !ast->is_static;
	uint32_t at = is_constructor ? class->constructor_count++ : class->method_count++;
	struct class_method *method = is_constructor ? &class->constructors[at] : &class->methods[at];
	struct type_member *row = (struct type_member *)(is_constructor ? &class->type.constructors[at]
									: &class->type.methods[at]);
	GString *text = g_string_new(NULL);
	bool ok = true;

	method->ast = ast;
	method->type = written_type(class, ast->return_type, &ok, error);
	if (is_constructor)
		g_string_append(text, "new");
	else
		g_string_append_printf(text, "%s %s", method->type ? type_short(method->type) : "void",
				       ast->is_constructor ? ".cctor" : ast->spelled->data);
	ok = ok && append_params(class, text, ast, error);
	row->signature = g_string_free(text, FALSE);
	row->get = is_constructor ? class_row_construct : class_row_call;
	row->flags = (ast->is_static || is_constructor ? TYPE_STATIC : 0) |
		     (ast->is_hidden || (ast->is_constructor && ast->is_static) ? TYPE_HIDDEN_MEMBER : 0);
	if (ok)
		method->function = method_function(class, ast);
	return ok;
}

/* Without one of its own, a class has a constructor without parameters. */
static void add_default_constructor(struct script_class *class)
{
	struct type_member *row = (struct type_member *)class->type.constructors;

	row->signature = g_strdup("new()");
	row->get = class_row_construct_default;
	row->flags = TYPE_STATIC;
}

static bool class_complete(struct script_class *class, GError **error);

static const struct fault bad_base = {
	"ParentClassCouldNotFound", "System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION, NULL };

static bool complete_bases(struct script_class *class, GError **error)
{
	const struct ast_type_definition *ast = class->ast;
	const struct type **interfaces = g_new0(const struct type *, ast->base_count + 1);
	uint32_t n = 0;

	class->type.base = &type_object;
	class->type.interfaces = interfaces;
	for (uint32_t i = 0; i < ast->base_count; i++) {
		bool ok = true;
		const struct type *type = written_type(class, ast->bases[i], &ok, error);

		if (!ok)
			return false;
		if (type->flags & TYPE_IS_INTERFACE) {
			interfaces[n++] = type;
			continue;
		}
		if (type->kind != V_OBJECT && type != &type_object) {
			fault_set(error, &bad_base, VALUE_NULL, "The class '%s' cannot have the base type '%s': "
				  "only classes of scripts and exceptions can be derived from.",
				  class->type.name, type->name);
			return false;
		}
		class->type.base = type;
		class->type.flags |= type->flags & TYPE_IS_EXCEPTION;
		if (class_of_type(type) && !class_complete(class_of_type(type), error))
			return false;
	}
	return true;
}

static bool has_method(const struct type *type, const char *name)
{
	for (; class_of_type(type); type = type->base)
		for (const struct type_member *row = type->methods; row && row->signature; row++) {
			size_t len;
			const char *text = type_member_name(row, &len);

			if (strlen(name) == len && g_ascii_strncasecmp(text, name, len) == 0 &&
			    !(row->flags & TYPE_STATIC))
				return true;
		}
	return false;
}

static bool class_complete(struct script_class *class, GError **error)
{
	const struct ast_type_definition *ast = class->ast;
	uint32_t n = ast->member_count + 2;

	if (class->complete)
		return true;
	class->complete = true;
	if (class->type.kind == V_ENUM)
		return complete_enum(class, error);
	class->properties = g_new0(struct class_property, n);
	class->methods = g_new0(struct class_method, n);
	class->constructors = g_new0(struct class_method, n);
	class->type.properties = g_new0(struct type_member, n);
	class->type.methods = g_new0(struct type_member, n);
	class->type.constructors = g_new0(struct type_member, n);
	if (!complete_bases(class, error))
		return false;
	for (uint32_t i = 0; i < ast->member_count; i++) {
		bool ok = ast->members[i]->kind == AST_PROPERTY_MEMBER
			? add_property(class, ast_property_member(ast->members[i]), error)
			: add_method(class, ast_function_member(ast->members[i]), error);

		if (!ok)
			return false;
	}
	if (!class->constructor_count)
		add_default_constructor(class);
	if (has_method(&class->type, "ToString"))
		class->type.to_string = class_to_string;
	if (has_method(&class->type, "Equals"))
		class->type.equals = class_equals;
	if (has_method(&class->type, "CompareTo"))
		class->type.compare = class_compare;
	return true;
}

/* -- Definition ------------------------------------------------------------------------------------ */

static struct script_class *class_new(struct session *session, struct unit *unit,
				      const struct ast_type_definition *ast)
{
	struct script_class *class = g_new0(struct script_class, 1);

	class->session = session;
	class->unit = unit_ref(unit);
	class->ast = ast;
	class->type.name = g_strdup(ast->name->data);
	class->type.kind = V_OBJECT;
	class->type.flags = TYPE_IS_SCRIPT;
	if (ast->type_kind == DEFINE_ENUM) {
		class->type.kind = V_ENUM;
		class->type.base = &type_enum;
		class->type.flags |= TYPE_IS_VALUETYPE;
		if (attribute_find(ast->attributes, ast->attribute_count, "Flags"))
			class->type.flags |= TYPE_IS_FLAGS;
	}
	g_ptr_array_add(session->classes, class);
	type_register(&class->type);
	return class;
}

static bool collect_definitions(struct ast *node, void *data)
{
	GPtrArray *found = data;

	if (node->kind == AST_FUNCTION || node->kind == AST_SCRIPT_BLOCK_EXPRESSION)
		return true;
	if (node->kind == AST_TYPE_DEFINITION) {
		g_ptr_array_add(found, node);
		return true;
	}
	return ast_children(node, collect_definitions, data);
}

bool classes_define(struct session *session, struct unit *unit, GError **error)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	guint from = session->classes->len;
	bool ok = true;

	ast_children((struct ast *)&unit->ast->ast, collect_definitions, found);
	for (guint i = 0; i < found->len; i++)
		class_new(session, unit, ast_type_definition((struct ast *)found->pdata[i]));
	for (guint i = 0; ok && i < found->len; i++)
		ok = class_complete(session->classes->pdata[from + i], error);
	return ok;
}

static enum flow exec_definition(struct node *node, struct scope *scope, struct sink *out)
{
	return FLOW_NEXT;
}

struct node *prepare_type_definition(struct unit *unit, const struct ast_type_definition *ast)
{
	return node_new(unit, sizeof(struct node), &ast->ast, eval_statement, exec_definition);
}
