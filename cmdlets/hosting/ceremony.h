/*
 * Cmdlets that open a script without doing anything here, because what they
 * ask for is true already: their parameters are a list of words, and -Verbose
 * says what is true.
 *
 *	static const struct ceremony connect = {
 *		.takes = "Credential ShowBanner Device!", .says = "This session is connected." };
 *
 *	CMDLET(connect_cmdlet) = { .name = "Connect-X", CEREMONY(connect), .synopsis = "..." };
 */
#ifndef HMSH_CEREMONY_H
#define HMSH_CEREMONY_H

#include "lib/cmdlet.h"

struct ceremony {
	const char *takes;	/* blank-separated; "Name!" is a switch, "Name@" the next position */
	const char *says;	/* with -Verbose */
};

struct ceremony_args {
	struct value ignored, prefix;	/* -Prefix alone has an effect */
};

#define CEREMONY(c) .data = &(c), .derive = ceremony_params, .end = ceremony_run

const struct param_table *ceremony_params(const struct cmdlet *cmdlet);
enum flow ceremony_run(struct call *call, void *args);

/* Gives each hosting cmdlet a further name with `prefix` before its noun, as imported sessions do. */
enum flow ceremony_prefix(struct call *call, const char *prefix);

#endif
