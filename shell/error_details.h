/* All that an error holds, as Get-Error and DetailedView show it. */
#ifndef HMSH_ERROR_DETAILS_H
#define HMSH_ERROR_DETAILS_H

#include "shell/session.h"

/* The properties of a record or exception, nested ones indented below theirs. Yours. */
struct string *error_details_text(struct session *session, struct value v);
/* What Get-Error emits: the value, to be shown by all that it holds. Yours. */
struct value error_details_new(struct value v);
bool error_details_is(struct value v);

#endif
