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

MEMBER_IS(scriptblock_false, value_bool(false))
MEMBER_IS(scriptblock_null, VALUE_NULL)

static const struct type_member scriptblock_properties[] = {
	PROPERTY("System.Object File {get;}", scriptblock_null),
	PROPERTY("bool IsFilter {get;}", scriptblock_false),
	PROPERTY("System.Object Module {get;}", scriptblock_null),
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
