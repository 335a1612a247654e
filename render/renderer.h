/*
 * A renderer: state in, bytes out, for one daemon. Announced by RENDERER(symbol)
 * in column 0; the plan (plan.h) runs all of them.
 *
 * What it renders is parts. A provider part is rendered when a record of one
 * of its kinds has changed; the tenants' part for every organization that has
 * changed. A renderer only adds to the tree; files it did not render stay.
 */
#ifndef HMSH_RENDERER_H
#define HMSH_RENDERER_H

#include "render/tree.h"
#include "state/store.h"

struct facts;

/* One run of the renderers. All is borrowed. */
struct rendering {
	struct store *store;
	struct tree *tree;
	const struct facts *facts;	/* facts.h; valid for provider parts */
	const char *previous;		/* folder of the generation before, or NULL */
	const char *local;		/* folder of local additions; need not exist */
	bool whole;			/* all of it, whatever has changed */
	GHashTable *domains;		/* lower case: domains whose addresses are rendered anew */
	GPtrArray *warnings;		/* of char *; renderers add */
};

/* An organization to render anew. */
struct tenant {
	const char *organization;
	const char *const *domains;	/* accepted domains, lower case, without "*." ones */
	GPtrArray *mailboxes;		/* of struct record */
};

struct render_part {
	const char *kinds;		/* blank-separated */
	bool (*render)(struct rendering *rendering, GError **error);
};

struct renderer {
	const char *name;		/* the daemon's, and of its folder in a generation */
	const struct render_part *parts;	/* ends with kinds NULL; may be NULL */
	/* The tenants' part: begin, once per organization, end. *state is the renderer's own. */
	void (*tenants_begin)(struct rendering *rendering, void **state);
	bool (*tenant)(struct rendering *rendering, void *state, const struct tenant *tenant,
		       GError **error);
	bool (*tenants_end)(struct rendering *rendering, void *state, GError **error);
	/* The daemon's own checker, on the generation in `stage`; `changed` are paths. */
	bool (*check)(const char *stage, GPtrArray *changed, GError **error);
	/* Whether the daemon must be told of a change to that file. */
	bool (*reloads)(const char *path);
};

extern const struct renderer *const renderer_registry[];	/* ends with NULL */

/* The text of a file of the previous generation (yours), or NULL. */
GBytes *rendering_previous(const struct rendering *rendering, const char *path);
/* Appends a local addition (a path below `local`) to a file whose daemon cannot include it. */
void rendering_append_local(const struct rendering *rendering, GString *text, const char *path);
void rendering_warn(struct rendering *rendering, const char *format, ...) G_GNUC_PRINTF(2, 3);

#define RENDERER(symbol)	extern const struct renderer symbol; const struct renderer symbol

#endif
