/*
 * The properties of items: Get-ItemProperty and its kin. The properties of a
 * file are those of its FileInfo, so they are read and set as members of that;
 * a file takes no new ones, which the verbs that make them say.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/filetree.h"
#include "cmdlets/core/itempath.h"
#include "cmdlets/core/textfile.h"
#include "lib/convert.h"
#include "lib/object.h"

static const struct fault no_interface = {
	"NotSupported", "System.Management.Automation.PSNotSupportedException",
	CATEGORY_NOT_IMPLEMENTED, NULL };
static const struct fault no_property = {
	"System.Management.Automation.PSArgumentException",
	"System.Management.Automation.PSArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Get-Member shows the properties that an item has." };

/* What is done to the properties of one item. */
struct property_walk {
	struct call *call;
	void *args;
	enum flow (*item)(struct property_walk *walk, const char *path, struct value item);
};

static enum flow refuse_drive(struct call *call, const struct drive_path *drive)
{
	value_auto target = value_text(drive->variable);

	return call_fail(call, &no_interface, target,
			 "Cannot use interface. The IPropertyCmdletProvider interface is not "
			 "supported by this provider.");
}

static enum flow walk_one(struct property_walk *walk, struct value path, bool literal)
{
	g_autoptr(GPtrArray) found = NULL;
	struct drive_path drive;
	enum flow flow;

	drive_path_init(&drive, arg_text(path, ""));
	if (drive.drive) {
		flow = refuse_drive(walk->call, &drive);
		drive_path_clear(&drive);
		return flow;
	}
	found = paths_expand(walk->call, literal ? VALUE_UNSET : path, literal ? path : VALUE_UNSET,
			     &flow);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++) {
		value_auto item = file_item(call_host(walk->call), found->pdata[i]);

		flow = walk->item(walk, found->pdata[i], item);
	}
	return flow;
}

static enum flow walk_properties(struct property_walk *walk, struct value path,
				 struct value literal)
{
	struct value list = arg_given(literal) ? literal : path;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < arg_count(list) && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(list, i);

		flow = walk_one(walk, v, arg_given(literal));
	}
	return flow;
}

static enum flow missing_property(struct call *call, const char *name, const char *path)
{
	value_auto target = value_text(name);

	return call_fail(call, &no_property, target, "Property %s does not exist at path %s.", name,
			 path);
}

/* -- Get-ItemProperty, Get-ItemPropertyValue ------------------------------------------ */

struct get_property_args {
	struct value path, literal, name, filter, include, exclude, force, credential;
};

static const struct param get_property_params[] = {
	PATH_PARAMS(get_property_args, POSITION(0), "The items whose properties are wanted."),
	{ "Name", "string[]", FIELD(get_property_args, name), POSITION(1), .aliases = "PSProperty",
	  .flags = PARAM_WILDCARDS, .help = "The properties; all if not given." },
	FILTER_PARAMS(get_property_args),
	{ NULL }
};

/* The properties that an item's object shows, those asked for. */
struct picking {
	struct object *picked;
	struct value pattern;
	bool any;
};

static void pick(struct string *name, struct value v, void *data)
{
	struct picking *picking = data;
	value_auto text = value_str(str_ref(name));

	if (!text_is_like(text, picking->pattern))
		return;
	object_set(picking->picked, name->data, value_ref(v));
	picking->any = true;
}

/* Where the item is, as every provider adds it. */
static void add_place(struct object *object, const char *path)
{
	static const char provider[] = "Microsoft.PowerShell.Core\\FileSystem";
	g_autofree char *whole = g_strdup_printf("%s::%s", provider, path);
	g_autofree char *parent = g_path_get_dirname(path), *leaf = g_path_get_basename(path);
	g_autofree char *above = g_strdup_printf("%s::%s", provider, parent);

	object_set(object, "PSPath", value_text(whole));
	object_set(object, "PSParentPath", value_text(above));
	object_set(object, "PSChildName", value_text(leaf));
	object_set(object, "PSDrive", value_text("/"));
	object_set(object, "PSProvider", value_text(provider));
}

static enum flow get_named(struct property_walk *walk, const char *path, struct value item)
{
	struct get_property_args *args = walk->args;
	value_auto object = value_of(object_custom());
	bool any = false;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < arg_count(args->name) && flow == FLOW_NEXT; i++) {
		value_auto name = arg_at(args->name, i);
		struct picking picking = { object.u.object, name, false };

		host_each_property(call_host(walk->call), item, pick, &picking);
		any |= picking.any;
		if (!picking.any && !text_has_wildcards(arg_text(name, "")))
			flow = missing_property(walk->call, arg_text(name, ""), path);
	}
	if (flow != FLOW_NEXT || !any)
		return flow;
	add_place(object.u.object, path);
	return emit(walk->call, object);
}

static enum flow get_all(struct property_walk *walk, const char *path, struct value item)
{
	return emit(walk->call, item);
}

static enum flow get_itemproperty(struct call *call, void *data)
{
	struct get_property_args *args = data;
	struct property_walk walk = { call, args, arg_count(args->name) ? get_named : get_all };

	return walk_properties(&walk, args->path, args->literal);
}

static const struct cmdlet_example get_property_examples[] = {
	{ "Get-ItemProperty /var/log/mail.log -Name Length", "The size of a file, and where it is." },
	{ NULL }
};

CMDLET(get_itemproperty_cmdlet) = {
	.name = "Get-ItemProperty", .aliases = "gp", .module = MODULE_MANAGE,
	.synopsis = "Gets the properties of an item.",
	.params = get_property_params, .examples = get_property_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.args_size = sizeof(struct get_property_args), .process = get_itemproperty,
};

static const struct param get_value_params[] = {
	{ "Path", "string[]", FIELD(get_property_args, path), POSITION(0), .sets = SET_PATH,
	  .pipeline = BY_NAME, .flags = PARAM_WILDCARDS, .complete = "File",
	  .help = "The items; the current folder if not given." },
	{ "LiteralPath", "string[]", FIELD(get_property_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The same without wildcards." },
	{ "Name", "string[]", FIELD(get_property_args, name), POSITION(1), .flags = PARAM_MANDATORY,
	  .aliases = "PSProperty", .help = "The properties." },
	FILTER_PARAMS(get_property_args),
	{ NULL }
};

static enum flow get_values(struct property_walk *walk, const char *path, struct value item)
{
	struct get_property_args *args = walk->args;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < arg_count(args->name) && flow == FLOW_NEXT; i++) {
		value_auto name = arg_at(args->name, i);
		value_auto v = host_member(call_host(walk->call), item,
					   symbol_get(arg_text(name, ""), -1));

		flow = v.kind == V_UNSET ? missing_property(walk->call, arg_text(name, ""), path)
					 : emit(walk->call, v);
	}
	return flow;
}

static enum flow get_itempropertyvalue(struct call *call, void *data)
{
	struct get_property_args *args = data;
	struct property_walk walk = { call, args, get_values };
	value_auto here = value_text(".");

	return walk_properties(&walk, arg_given(args->path) ? args->path : here, args->literal);
}

static const struct cmdlet_example get_value_examples[] = {
	{ "Get-ItemPropertyValue /var/log/mail.log -Name Length", "The size of a file alone." },
	{ NULL }
};

CMDLET(get_itempropertyvalue_cmdlet) = {
	.name = "Get-ItemPropertyValue", .aliases = "gpv", .module = MODULE_MANAGE,
	.synopsis = "Gets the value of a property of an item.",
	.params = get_value_params, .examples = get_value_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.args_size = sizeof(struct get_property_args), .process = get_itempropertyvalue,
};

/* -- Set-ItemProperty ------------------------------------------------------------------ */

struct set_property_args {
	struct value path, literal, name, value, input, type, filter, include, exclude, force,
		credential, pass;
};

enum {
	SET_NAME_BY_PATH = 1, SET_OBJECT_BY_PATH = 2, SET_NAME_BY_LITERAL = 4,
	SET_OBJECT_BY_LITERAL = 8,
	SET_BY_PATH = SET_NAME_BY_PATH | SET_OBJECT_BY_PATH,
	SET_BY_LITERAL = SET_NAME_BY_LITERAL | SET_OBJECT_BY_LITERAL,
	SET_BY_NAME = SET_NAME_BY_PATH | SET_NAME_BY_LITERAL,
	SET_BY_OBJECT = SET_OBJECT_BY_PATH | SET_OBJECT_BY_LITERAL,
};

static const struct param set_property_params[] = {
	{ "Path", "string[]", FIELD(set_property_args, path), POSITION(0), .pipeline = BY_NAME,
	  .sets = SET_BY_PATH, .mandatory_sets = SET_BY_PATH, .flags = PARAM_WILDCARDS,
	  .complete = "File", .help = "The items whose properties change." },
	{ "LiteralPath", "string[]", FIELD(set_property_args, literal), .pipeline = BY_NAME,
	  .sets = SET_BY_LITERAL, .mandatory_sets = SET_BY_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The same without wildcards." },
	{ "Name", "string", FIELD(set_property_args, name), POSITION(1), .pipeline = BY_NAME,
	  .sets = SET_BY_NAME, .mandatory_sets = SET_BY_NAME, .aliases = "PSProperty",
	  .help = "The property." },
	{ "Value", "object", FIELD(set_property_args, value), POSITION(2), .pipeline = BY_NAME,
	  .sets = SET_BY_NAME, .mandatory_sets = SET_BY_NAME,
	  .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .help = "Its new value." },
	{ "InputObject", "psobject", FIELD(set_property_args, input), .pipeline = BY_VALUE | BY_NAME,
	  .sets = SET_BY_OBJECT, .mandatory_sets = SET_BY_OBJECT,
	  .help = "An object whose properties are set on the items." },
	{ "Type", "string", FIELD(set_property_args, type), .flags = PARAM_REFUSED,
	  .help = "Only values of the registry have a type of their own." },
	FILTER_PARAMS(set_property_args),
	{ "PassThru", "switch", FIELD(set_property_args, pass), .help = "Gives the properties out." },
	{ NULL }
};

struct setting {
	struct property_walk *walk;
	const char *path;
	struct value item;
	enum flow flow;
};

static void set_one(struct setting *setting, const char *name, struct value v)
{
	struct property_walk *walk = setting->walk;
	struct call *call = walk->call;
	struct set_property_args *args = walk->args;
	struct string *text = value_to_string(v, " ");
	g_autofree char *what = g_strdup_printf("Item: %s Property: %s Value: %s", setting->path,
						name, text->data);
	const char *action = is_folder(setting->path) ? "Set Property Directory"
						      : "Set Property File";
	value_auto before = host_member(call_host(call), setting->item, symbol_get(name, -1));
	GError *error = NULL;

	str_unref(text);
	if (before.kind == V_UNSET) {
		setting->flow = missing_property(call, name, setting->path);
		return;
	}
	if (!call_should_process_action(call, what, action, &setting->flow))
		return;
	if (!host_set_member(call_host(call), setting->item, symbol_get(name, -1), v, &error))
		setting->flow = call_error(call, error);
	else if (arg_on(args->pass)) {
		struct object *object = object_custom();

		object_set(object, name, value_ref(v));
		add_place(object, setting->path);
		setting->flow = emit_take(call, value_of(object));
	}
}

static void set_each(struct string *name, struct value v, void *data)
{
	struct setting *setting = data;

	if (setting->flow == FLOW_NEXT && !g_str_has_prefix(name->data, "PS"))
		set_one(setting, name->data, v);
}

static enum flow set_item(struct property_walk *walk, const char *path, struct value item)
{
	struct set_property_args *args = walk->args;
	struct setting setting = { walk, path, item, FLOW_NEXT };

	if (arg_given(args->input))
		host_each_property(call_host(walk->call), args->input, set_each, &setting);
	else
		set_one(&setting, arg_text(args->name, ""), args->value);
	return setting.flow;
}

static enum flow set_itemproperty(struct call *call, void *data)
{
	struct set_property_args *args = data;
	struct property_walk walk = { call, args, set_item };

	return walk_properties(&walk, args->path, args->literal);
}

static const struct cmdlet_example set_property_examples[] = {
	{ "Set-ItemProperty report.csv -Name LastWriteTime -Value '2024-03-01'", "Dates a file anew." },
	{ NULL }
};

CMDLET(set_itemproperty_cmdlet) = {
	.name = "Set-ItemProperty", .aliases = "sp", .module = MODULE_MANAGE,
	.synopsis = "Changes the value of a property of an item.",
	.params = set_property_params, .examples = set_property_examples,
	.sets = "propertyValuePathSet propertyPSObjectPathSet propertyValueLiteralPathSet "
		"propertyPSObjectLiteralPathSet",
	.default_set = "propertyValuePathSet",
	.args_size = sizeof(struct set_property_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = set_itemproperty,
};

/* -- What files do not have: properties that are made, removed, copied, moved ------------- */

struct dynamic_args {
	struct value path, literal, name, value, type, to, to_name, filter, include, exclude, force,
		credential, pass;
};

static enum flow refuse_dynamic(struct property_walk *walk, const char *path, struct value item)
{
	value_auto target = value_text(path);

	return call_fail(
		walk->call, &no_interface, target,
		"Cannot use interface. The IDynamicPropertyCmdletProvider interface is not "
		"implemented by this provider.");
}

static enum flow dynamic_property(struct call *call, void *data)
{
	struct dynamic_args *args = data;
	struct property_walk walk = { call, args, refuse_dynamic };

	return walk_properties(&walk, args->path, args->literal);
}

#define PROPERTY_NAME(position_) \
	{ "Name", "string[]", FIELD(dynamic_args, name), position_, .pipeline = BY_NAME, \
	  .flags = PARAM_MANDATORY, .aliases = "PSProperty", .help = "The property." }
#define PROPERTY_TO(position_) \
	{ "Destination", "string", FIELD(dynamic_args, to), position_, .pipeline = BY_NAME, \
	  .flags = PARAM_MANDATORY, .complete = "File", .help = "The item that gets the property." }
#define PASS_THRU \
	{ "PassThru", "switch", FIELD(dynamic_args, pass), .help = "Gives the properties out." }

static const struct param new_property_params[] = {
	PATH_PARAMS(dynamic_args, POSITION(0), "The items that get a property."),
	PROPERTY_NAME(POSITION(1)),
	{ "PropertyType", "string", FIELD(dynamic_args, type), .pipeline = BY_NAME,
	  .aliases = "Type", .help = "The type of its value." },
	{ "Value", "object", FIELD(dynamic_args, value), .pipeline = BY_NAME, .help = "Its value." },
	FILTER_PARAMS(dynamic_args), { NULL }
};

static const struct param remove_property_params[] = {
	PATH_PARAMS(dynamic_args, POSITION(0), "The items that lose a property."),
	PROPERTY_NAME(POSITION(1)), FILTER_PARAMS(dynamic_args), { NULL }
};

static const struct param copy_property_params[] = {
	PATH_PARAMS(dynamic_args, POSITION(0), "The items that have the property."),
	PROPERTY_NAME(POSITION(2)),
	PROPERTY_TO(POSITION(1)),
	FILTER_PARAMS(dynamic_args),
	PASS_THRU,
	{ NULL }
};

static const struct param rename_property_params[] = {
	PATH_PARAMS(dynamic_args, POSITION(0), "The items that have the property."),
	PROPERTY_NAME(POSITION(1)),
	{ "NewName", "string", FIELD(dynamic_args, to_name), POSITION(2), .pipeline = BY_NAME,
	  .flags = PARAM_MANDATORY, .help = "Its new name." },
	FILTER_PARAMS(dynamic_args), PASS_THRU, { NULL }
};

#define DYNAMIC_CMDLET(name_, aliases_, synopsis_, params_, code, text) \
	{ \
		.name = name_, .aliases = aliases_, .module = MODULE_MANAGE, .synopsis = synopsis_, \
		.description = "Files have no properties but their own; each use says so.", \
		.params = params_, \
		.examples = (const struct cmdlet_example[]){ { code, text }, { NULL } }, \
		.sets = "Path LiteralPath", .default_set = "Path", \
		.args_size = sizeof(struct dynamic_args), .flags = CMDLET_SHOULD_PROCESS, \
		.process = dynamic_property, \
	}

CMDLET(new_itemproperty_cmdlet) = DYNAMIC_CMDLET(
	"New-ItemProperty", NULL, "Creates a property of an item.", new_property_params,
	"New-ItemProperty HKLM:\\Software\\Mail -Name Limit -Value 5",
	"Says that there is no registry.");

CMDLET(remove_itemproperty_cmdlet) = DYNAMIC_CMDLET(
	"Remove-ItemProperty", "rp", "Deletes a property of an item.", remove_property_params,
	"Remove-ItemProperty HKLM:\\Software\\Mail -Name Limit", "Says that there is no registry.");

CMDLET(copy_itemproperty_cmdlet) =
	DYNAMIC_CMDLET("Copy-ItemProperty", "cpp", "Copies a property of an item to another.",
		       copy_property_params,
		       "Copy-ItemProperty HKLM:\\Software\\Mail HKLM:\\Software\\Post -Name Limit",
		       "Says that there is no registry.");

CMDLET(move_itemproperty_cmdlet) = DYNAMIC_CMDLET(
	"Move-ItemProperty", "mp", "Moves a property of an item to another.", copy_property_params,
	"Move-ItemProperty HKLM:\\Software\\Mail HKLM:\\Software\\Post -Name Limit",
	"Says that there is no registry.");

CMDLET(rename_itemproperty_cmdlet) = DYNAMIC_CMDLET(
	"Rename-ItemProperty", "rnp", "Renames a property of an item.", rename_property_params,
	"Rename-ItemProperty HKLM:\\Software\\Mail -Name Limit -NewName Top",
	"Says that there is no registry.");

/* -- Clear-ItemProperty -------------------------------------------------------------------- */

static const struct fault not_cleared = {
	"Argument", "System.Management.Automation.PSArgumentException", CATEGORY_INVALID_ARGUMENT,
	NULL };

static enum flow clear_item(struct property_walk *walk, const char *path, struct value item)
{
	struct dynamic_args *args = walk->args;
	value_auto first = arg_at(args->name, 0), target = value_text(path);

	if (!text_equal_nocase(arg_text(first, ""), "Attributes"))
		return call_fail(
			walk->call, &not_cleared, target,
			"The property cannot be cleared because the property is not supported. "
			"Only the Attributes property can be cleared.");
	return set_item(&(struct property_walk){ walk->call, &(struct set_property_args){
				.name = first, .value = value_i32(128), .input = VALUE_UNSET,
				.pass = args->pass }, set_item }, path, item);
}

static enum flow clear_itemproperty(struct call *call, void *data)
{
	struct dynamic_args *args = data;
	struct property_walk walk = { call, args, clear_item };

	return walk_properties(&walk, args->path, args->literal);
}

static const struct param clear_property_params[] = {
	PATH_PARAMS(dynamic_args, POSITION(0), "The items whose property is cleared."),
	PROPERTY_NAME(POSITION(1)), FILTER_PARAMS(dynamic_args), PASS_THRU, { NULL }
};

static const struct cmdlet_example clear_property_examples[] = {
	{ "Clear-ItemProperty report.csv -Name Attributes", "Makes it a normal file." },
	{ NULL }
};

CMDLET(clear_itemproperty_cmdlet) = {
	.name = "Clear-ItemProperty", .aliases = "clp", .module = MODULE_MANAGE,
	.synopsis = "Clears the value of a property of an item.",
	.params = clear_property_params, .examples = clear_property_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.args_size = sizeof(struct dynamic_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = clear_itemproperty,
};
