/*
 * [PSSerializer]: CLIXML as text, without a file.
 */
#include "config.h"

#include "lib/clixml.h"
#include "lib/types/table.h"

TYPE(type_psserializer);

enum { DEFAULT_DEPTH = 2 };

MEMBER(serializer_write)
{
	int depth = n > 1 ? (int)args[1].u.i : DEFAULT_DEPTH;

	*ret = value_str(clixml_write(args, 1, depth, NULL, NULL));
	return true;
}

MEMBER(serializer_read)
{
	value_auto values = VALUE_UNSET;
	const char *text = text_arg(args[0]);

	if (!clixml_read(text, strlen(text), &values, error))
		return false;
	*ret = values.u.array->len == 1 ? array_get(values.u.array, 0) : value_steal(&values);
	return true;
}

static const struct type_member serializer_methods[] = {
	STATIC("string Serialize(object source)", serializer_write),
	STATIC("string Serialize(object source, int depth)", serializer_write),
	STATIC("object Deserialize(string source)", serializer_read),
	END_OF_MEMBERS
};

const struct type type_psserializer = {
	.name = "System.Management.Automation.PSSerializer", .kind = V_NATIVE,
	.flags = TYPE_IS_STATIC, .methods = serializer_methods };
