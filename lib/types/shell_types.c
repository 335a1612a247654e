/*
 * Script blocks as values.
 */
#include "config.h"

#include "lib/types/table.h"

#include "lib/callable.h"
#include "lib/cmdlet.h"

static struct callable *callable_of(struct value v)
{
	return (struct callable *)v.u.block;
}

static struct string *scriptblock_text(struct value self)
{
	return callable_of(self)->ops->text(callable_of(self));
}

MEMBER_IS(scriptblock_to_string, value_str(scriptblock_text(self)))

MEMBER(scriptblock_create)
{
	if (value_is_null(args[0]))
		return throw_null(error, "script");
	return block_parse(call->host, args[0].u.str->data, ret, error);
}

static struct value scriptblock_property(struct type_call *call, struct value self, const char *name)
{
	return callable_of(self)->ops->property(callable_of(self), call->host, name);
}

MEMBER_IS(scriptblock_file, scriptblock_property(call, self, "File"))
MEMBER_IS(scriptblock_filter, scriptblock_property(call, self, "IsFilter"))
MEMBER_IS(scriptblock_module, scriptblock_property(call, self, "Module"))
MEMBER_IS(scriptblock_attributes, scriptblock_property(call, self, "Attributes"))
MEMBER_IS(scriptblock_start, scriptblock_property(call, self, "StartPosition"))

static const struct type_member scriptblock_properties[] = {
	PROPERTY("System.Collections.Generic.List[System.Attribute] Attributes {get;}", scriptblock_attributes),
	PROPERTY("string File {get;}", scriptblock_file),
	PROPERTY("bool IsFilter {get;}", scriptblock_filter),
	PROPERTY("psmoduleinfo Module {get;}", scriptblock_module),
	PROPERTY("System.Object StartPosition {get;}", scriptblock_start),
	END_OF_MEMBERS
};

static const struct type_member scriptblock_methods[] = {
	METHOD("string ToString()", scriptblock_to_string),
	STATIC("scriptblock Create(string script)", scriptblock_create),
	END_OF_MEMBERS
};

TYPE(type_scriptblock);
const struct type type_scriptblock = {
	.name = "System.Management.Automation.ScriptBlock", .alias = "scriptblock", .kind = V_SCRIPTBLOCK,
	.methods = scriptblock_methods, .properties = scriptblock_properties, .to_string = scriptblock_text,
};
