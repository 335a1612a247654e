/*
 * The view of an error.
 */
#include "config.h"

#include "shell/error_view.h"

#include "shell/console.h"

struct string *error_view_text(struct session *session, struct error_record *record)
{
	struct string *message = error_record_message(record);
	struct string *text = str_printf("%s: %s", record->command ? record->command->data : "Error",
					 message->data);

	str_unref(message);
	return text;
}

void error_view_print(struct session *session, struct error_record *record)
{
	struct string *text = error_view_text(session, record);

	console_error(session, text->data);
	str_unref(text);
	record->shown = true;
}
