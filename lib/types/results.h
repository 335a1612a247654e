/*
 * Objects that core cmdlets give out under a .NET type of their own: groups,
 * measures, matches, member definitions, locations. Each kind is its type and
 * the names of its properties, in the order that a view shows.
 */
#ifndef HMSH_RESULTS_H
#define HMSH_RESULTS_H

#include "lib/object.h"
#include "lib/type.h"

enum result_kind {
	RESULT_GROUP,			/* Count Name Values Group */
	RESULT_GROUP_NO_ELEMENT,
	RESULT_MEASURE,			/* Count Average Sum Maximum Minimum StandardDeviation Property */
	RESULT_MEASURE_OBJECT,		/* the same, of things that are no numbers */
	RESULT_MEASURE_TEXT,		/* Lines Words Characters Property */
	RESULT_MATCH,			/* IgnoreCase LineNumber Line Filename Path Pattern Context Matches */
	RESULT_MATCH_CONTEXT,		/* PreContext PostContext DisplayPreContext DisplayPostContext */
	RESULT_MEMBER,			/* TypeName Name MemberType Definition */
	RESULT_PATH,			/* Drive Provider ProviderPath Path */
	RESULT_XML_MATCH,		/* Node Path Pattern */
	RESULT_SCRIPT_ERROR,		/* Path Line Column EndLine EndColumn ErrorId Message Text */
	RESULT_KIND_COUNT
};

/*
 * An object of that kind; the values of all its properties in order, each taken over. Yours.
 */
struct value result_make(enum result_kind kind, const struct value *values);
unsigned result_size(enum result_kind kind);
/* The names of its properties, separated by blanks. */
const char *result_names(enum result_kind kind);

struct value result_group(bool no_element, uint32_t count, struct value name, struct value values,
			  struct value members);
/* A location: a PathInfo of a native path. Yours. */
struct value result_path(const char *path);
/* Collection<PSObject>, or NULL while that type is unknown. */
const struct type *result_collection_type(void);

#endif
