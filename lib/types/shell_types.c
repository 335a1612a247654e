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

static const struct type_member scriptblock_methods[] = {
	METHOD("string ToString()", scriptblock_to_string),
	END_OF_MEMBERS
};

TYPE(type_scriptblock);
const struct type type_scriptblock = {
	.name = "System.Management.Automation.ScriptBlock", .alias = "scriptblock", .kind = V_SCRIPTBLOCK,
	.methods = scriptblock_methods, .to_string = scriptblock_text,
};
