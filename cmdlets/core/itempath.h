/*
 * The parameters by which the cmdlets of items name them: -Path with
 * wildcards or -LiteralPath without, each in its own set, bits 0 and 1.
 */
#ifndef HMSH_ITEMPATH_H
#define HMSH_ITEMPATH_H

#include "lib/cmdlet.h"

enum { SET_PATH = 1, SET_LITERAL = 2 };

#define PATH_PARAMS(args, position_, text) \
	{ "Path", "string[]", FIELD(args, path), position_, .pipeline = BY_VALUE | BY_NAME, \
	  .sets = SET_PATH, .mandatory_sets = SET_PATH, .flags = PARAM_WILDCARDS, \
	  .complete = "File", .help = text }, \
	{ "LiteralPath", "string[]", FIELD(args, literal), .pipeline = BY_NAME, \
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP", \
	  .complete = "File", .help = "The same without wildcards." }
#define FILTER_PARAMS(args) \
	{ "Filter", "string", FIELD(args, filter), .help = "A pattern for names." }, \
	{ "Include", "string[]", FIELD(args, include), .help = "Names that count." }, \
	{ "Exclude", "string[]", FIELD(args, exclude), .help = "Names that do not count." }, \
	{ "Force", "switch", FIELD(args, force), .help = "Hidden and read-only items too." }, \
	{ "Credential", "pscredential", FIELD(args, credential), .pipeline = BY_NAME, \
	  .flags = PARAM_REFUSED, .help = "Files are reached as the user who runs the shell." }

#endif
