/* Method calls, and .psobject: see member.h. */
#ifndef HMSH_MEMBER_METHOD_H
#define HMSH_MEMBER_METHOD_H

#include "shell/session.h"

/* v.psobject. Yours. */
struct value member_psobject(struct scope *scope, struct value v);

#endif
