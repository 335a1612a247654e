/* How an error record is shown: $ErrorView. */
#ifndef HMSH_ERROR_VIEW_H
#define HMSH_ERROR_VIEW_H

#include "lib/error_record.h"
#include "shell/session.h"

/* The text of a record by $ErrorView. Yours. */
struct string *error_view_text(struct session *session, struct error_record *record);
/* To standard error, unless it was shown before. */
void error_view_print(struct session *session, struct error_record *record);

#endif
