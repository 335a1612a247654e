/* What the parser says, as scripts see it: extents, positions, errors. */
#ifndef HMSH_PARSE_INFO_H
#define HMSH_PARSE_INFO_H

#include "lib/value.h"
#include "parser/parse.h"

/* An IScriptExtent. Yours. */
struct value extent_info(struct source *source, struct span span);
/* ParseError[] of a parse. Yours. */
struct value parse_errors_info(const GPtrArray *errors, struct source *source);

#endif
