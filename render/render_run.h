/*
 * Running the renderers: finds out from the state's changes since a sequence
 * number what has to be rendered anew, and renders that into a tree.
 */
#ifndef HMSH_RENDER_RUN_H
#define HMSH_RENDER_RUN_H

#include "render/renderer.h"

struct render_run {
	struct store *store;
	const char *previous;		/* folder of the generation before, or NULL */
	const char *local;		/* folder of local additions */
	uint64_t since;			/* sequence it was rendered from */
	bool whole;			/* render all, whatever has changed */
};

/* Warnings are added to `warnings`. NULL + error. The tree is yours. */
struct tree *render_run(const struct render_run *run, GPtrArray *warnings, GError **error);

#endif
