/*
 * What Invoke-WebRequest gives, and the message behind it: objects whose
 * properties the cmdlet fills, and whose text is their content.
 */
#include "config.h"

#include "lib/types/table.h"

#include "lib/object.h"

static struct string *content_text(struct value self)
{
	value_auto content = object_get(self.u.object, "Content");

	return content.kind == V_STRING ? str_ref(content.u.str) : value_to_string(content, " ");
}

MEMBER_IS(content_to_string, value_str(content_text(self)))

static const struct type_member response_methods[] = {
	METHOD("string ToString()", content_to_string),
	END_OF_MEMBERS
};

TYPE(type_web_response);
const struct type type_web_response = {
	.name = "Microsoft.PowerShell.Commands.WebResponseObject", .kind = V_OBJECT,
	.methods = response_methods, .to_string = content_text,
	.default_properties = "StatusCode StatusDescription Content RawContent Headers RawContentLength",
};

TYPE(type_html_response);
const struct type type_html_response = {
	.name = "Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject", .kind = V_OBJECT,
	.base = &type_web_response, .methods = response_methods, .to_string = content_text,
	.default_properties = "StatusCode StatusDescription Content RawContent Headers Images InputFields Links "
			      "RawContentLength RelationLink",
};

TYPE(type_response_message);
const struct type type_response_message = {
	.name = "System.Net.Http.HttpResponseMessage", .kind = V_OBJECT,
};

TYPE(type_web_session);
const struct type type_web_session = {
	.name = "Microsoft.PowerShell.Commands.WebRequestSession", .kind = V_OBJECT,
};
