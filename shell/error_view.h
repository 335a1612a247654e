/* How an error record is shown: $ErrorView. */
#ifndef HMSH_ERROR_VIEW_H
#define HMSH_ERROR_VIEW_H

#include "lib/error_record.h"
#include "shell/session.h"

/* The text of a record by the $ErrorView that `scope` sees. Yours. */
struct string *error_view_text(struct scope *scope, struct error_record *record);
/* Of a record or exception all that it holds, as Get-Error shows it. Yours. */
struct string *error_view_details(struct session *session, struct value v);
/* To standard error, unless it was shown before. */
void error_view_print(struct session *session, struct error_record *record);

#endif
