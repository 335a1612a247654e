/*
 * The order of the phases, and what happens when one fails. A file `pending`
 * in the root names the daemons that have still to be told; it is written
 * before the swap, so that a publishing that was killed after it is made good
 * by the next one.
 */
#include "config.h"
#include "render/apply.h"
#include "render/daemon.h"
#include "render/difference.h"
#include "render/generation.h"
#include "render/plan.h"
#include "render/render_run.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define KEEP_GENERATIONS	10

static const struct fault edited_by_hand = { "PublishedFilesEdited",
					     "System.InvalidOperationException",
					     CATEGORY_RESOURCE_EXISTS,
					     "Keep the change as a local addition below "
					     "/etc/hmsh/local, then publish with -Force, which "
					     "overwrites it." };

/* -- What is pending ----------------------------------------------------------- */

static char *pending_path(const char *root)
{
	return g_build_filename(root, "pending", NULL);
}

static void add_once(GPtrArray *names, const char *name)
{
	if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
		g_ptr_array_add(names, g_strdup(name));
}

static void read_pending(const char *root, GPtrArray *daemons)
{
	g_autofree char *path = pending_path(root), *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return;
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++)
		if (daemon_find(*line))
			add_once(daemons, *line);
}

static bool write_pending(const char *root, const GPtrArray *daemons, GError **error)
{
	g_autofree char *path = pending_path(root);
	g_autoptr(GString) text = g_string_new(NULL);

	if (!daemons->len)
		return true;
	for (guint i = 0; i < daemons->len; i++)
		g_string_append_printf(text, "%s\n", (char *)g_ptr_array_index(daemons, i));
	return g_file_set_contents_full(
		path, text->str, text->len,
		G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}

static void clear_pending(const char *root, const GPtrArray *daemons)
{
	g_autofree char *path = pending_path(root);

	if (daemons->len)
		unlink(path);
}

/* -- One publishing --------------------------------------------------------------- */

struct plan {
	const struct publish_options *options;
	struct generations generations;
	struct manifest *manifest;	/* of the new generation */
	GPtrArray *paths;		/* const char *: what changes */
	GPtrArray *daemons;		/* char *: to be told */
	struct publish_report *report;
};

static bool plan_begin(struct plan *plan, const struct publish_options *options,
		       struct publish_report *report, GError **error)
{
	*plan = (struct plan){ .options = options, .report = report };
	if (!generations_open(&plan->generations, options->root, !options->check_only, error))
		return false;
	plan->manifest = manifest_new();
	plan->manifest->version = g_strdup(PACKAGE_VERSION);
	plan->manifest->created = g_get_real_time() / G_USEC_PER_SEC;
	plan->paths = g_ptr_array_new();
	plan->daemons = g_ptr_array_new_with_free_func(g_free);
	report->generation = plan->generations.number;
	return true;
}

static void plan_end(struct plan *plan)
{
	generations_close(&plan->generations);
	manifest_free(plan->manifest);
	g_ptr_array_unref(plan->paths);
	g_ptr_array_unref(plan->daemons);
}

static uint64_t next_number(const struct plan *plan)
{
	g_autoptr(GArray) numbers = generations_list(plan->options->root);

	return numbers->len ? g_array_index(numbers, uint64_t, numbers->len - 1) + 1 : 1;
}

/* Which daemons hear of the changes. */
static void plan_reloads(struct plan *plan)
{
	for (const struct renderer *const *r = renderer_registry; *r; r++)
		for (guint i = 0; (*r)->reloads && i < plan->paths->len; i++)
			if ((*r)->reloads(g_ptr_array_index(plan->paths, i)))
				add_once(plan->daemons, (*r)->name);
}

static bool run_checks(const struct plan *plan, const char *stage, GError **error)
{
	for (const struct renderer *const *r = renderer_registry; *r; r++)
		if ((*r)->check && !(*r)->check(stage, plan->paths, error))
			return false;
	return true;
}

static bool swap_and_tell(struct plan *plan, const char *stage, GArray *changes, GError **error)
{
	const struct publish_options *options = plan->options;
	g_autoptr(GPtrArray) ignored = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *folder = generation_folder(options->root, plan->manifest->generation);

	plan_reloads(plan);
	read_pending(options->root, plan->daemons);
	if (!apply_install(options->root, error) ||
	    !write_pending(options->root, plan->daemons, error) ||
	    !generation_swap(&plan->generations, stage, plan->manifest, error))
		return false;
	if (changes)
		generation_touch_old(&plan->generations, changes);
	if (!apply_reload(options->root, options->sandbox, plan->daemons, plan->report->reloaded,
			  error)) {
		generation_swap_back(options->root, plan->generations.number);
		generation_discard(folder);
		apply_reload(options->root, options->sandbox, plan->daemons, ignored, NULL);
		return false;
	}
	clear_pending(options->root, plan->daemons);
	plan->report->generation = plan->manifest->generation;
	plan->report->changed = true;
	generations_prune(&plan->generations, KEEP_GENERATIONS);
	return true;
}

/* -- Publishing the state -------------------------------------------------------------- */

static GBytes *old_bytes(const struct plan *plan, const char *path)
{
	g_autofree char *full = g_build_filename(plan->generations.folder, path, NULL);
	char *text;
	gsize len;

	return g_file_get_contents(full, &text, &len, NULL) ? g_bytes_new_take(text, len) : NULL;
}

static char *difference_of(const struct plan *plan, const struct generation_change *change)
{
	enum tree_mode mode = change->file ? change->file->mode : change->old->mode;
	g_autoptr(GBytes) old = change->old ? old_bytes(plan, change->path) : NULL;

	return difference_text(change->path, mode, old, change->file ? change->file->bytes : NULL);
}

static void report_changes(struct plan *plan, GArray *changes)
{
	for (guint i = 0; i < changes->len; i++) {
		const struct generation_change *change =
			&g_array_index(changes, struct generation_change, i);
		struct publish_file *file = g_new0(struct publish_file, 1);

		file->path = g_strdup(change->path);
		file->change = !change->old ? PUBLISH_ADDED : change->file ? PUBLISH_CHANGED :
			PUBLISH_REMOVED;
		if (plan->options->differences)
			file->difference = difference_of(plan, change);
		g_ptr_array_add(plan->report->files, file);
		g_ptr_array_add(plan->paths, (void *)change->path);
	}
}

/* False + error when something was changed by hand and is not to be overwritten. */
static bool look_for_edits(struct plan *plan, GError **error)
{
	GPtrArray *edited = plan->report->edited;
	g_autofree char *list = NULL;

	if (!plan->generations.manifest)
		return true;
	manifest_edited(plan->generations.manifest, plan->generations.folder, edited);
	if (!edited->len || plan->options->force || plan->options->check_only)
		return true;
	g_ptr_array_add(edited, NULL);
	list = g_strjoinv(", ", (char **)edited->pdata);
	g_ptr_array_remove_index(edited, edited->len - 1);
	fault_set(error, &edited_by_hand, VALUE_NULL, "Published files were changed by hand: %s "
		  "(in %s).", list, plan->generations.folder);
	return false;
}

/* Additions to files whose daemon cannot include others become part of them. */
static const char *const additions[] = { "postfix/main.cf", "postfix/master.cf" };

static char *additions_hash(const char *local)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	bool any = false;

	for (size_t i = 0; i < G_N_ELEMENTS(additions); i++) {
		g_autofree char *path = g_build_filename(local, additions[i], NULL);
		g_autofree char *text = NULL;
		gsize len;

		if (!g_file_get_contents(path, &text, &len, NULL))
			continue;
		g_checksum_update(sum, (const guchar *)additions[i], -1);
		g_checksum_update(sum, (const guchar *)text, len);
		any = true;
	}
	return any ? g_strdup(g_checksum_get_string(sum)) : NULL;
}

static struct tree *plan_render(struct plan *plan, struct store *store, GError **error)
{
	g_autofree char *local = g_build_filename(plan->generations.root, "local", NULL);
	const struct manifest *current = plan->generations.manifest;
	struct render_run run = {
		.store = store, .local = local, .previous = current ? plan->generations.folder : NULL,
		.since = current ? current->sequence : 0,
		.whole = plan->options->force || plan->report->edited->len || !current ||
			g_strcmp0(current->version, PACKAGE_VERSION) ||
			current->sequence > store_sequence(store),
	};

	plan->manifest->additions = additions_hash(local);
	if (current && g_strcmp0(current->additions, plan->manifest->additions))
		run.whole = true;
	return render_run(&run, plan->report->warnings, error);
}

/* Nothing to do but to note that the state was looked at, and to tell who was not told. */
static bool publish_nothing(struct plan *plan, GError **error)
{
	struct manifest *current = plan->generations.manifest;
	const struct publish_options *options = plan->options;
	bool moved = current->sequence != plan->manifest->sequence;

	read_pending(options->root, plan->daemons);
	current->sequence = plan->manifest->sequence;
	if ((moved && !manifest_save(current, plan->generations.folder, error)) ||
	    !apply_reload(options->root, options->sandbox, plan->daemons, plan->report->reloaded,
			  error))
		return false;
	clear_pending(options->root, plan->daemons);
	return true;
}

static bool publish_changes(struct plan *plan, GArray *changes, GError **error)
{
	g_autofree char *stage = NULL;

	plan->manifest->generation = next_number(plan);
	stage = generation_stage(&plan->generations, changes, plan->manifest, error);
	if (!stage)
		return false;
	if (run_checks(plan, stage, error) && swap_and_tell(plan, stage, changes, error))
		return true;
	generation_discard(stage);
	return false;
}

static bool publish_tree(struct plan *plan, const struct tree *tree, GError **error)
{
	g_autoptr(GArray) changes =
		generation_changes(&plan->generations, tree, plan->report->edited);

	report_changes(plan, changes);
	if (plan->options->check_only)
		return true;
	if (!changes->len && plan->generations.manifest)
		return publish_nothing(plan, error);
	return publish_changes(plan, changes, error);
}

bool plan_publish(struct store *store, const struct publish_options *options,
		  struct publish_report *ret, GError **error)
{
	struct plan plan;
	struct tree *tree;
	bool done = false;

	if (!options->check_only && !store_checkpoint(store, error))
		return false;
	if (!plan_begin(&plan, options, ret, error))
		return false;
	plan.manifest->sequence = store_sequence(store);
	if (look_for_edits(&plan, error)) {
		tree = plan_render(&plan, store, error);
		done = tree && publish_tree(&plan, tree, error);
		tree_free(tree);
	}
	plan_end(&plan);
	return done;
}

/* -- Earlier generations ------------------------------------------------------------------ */

static void report_paths(struct plan *plan, GPtrArray *paths)
{
	for (guint i = 0; i < paths->len; i++) {
		struct publish_file *file = g_new0(struct publish_file, 1);

		file->path = g_strdup(g_ptr_array_index(paths, i));
		file->change = PUBLISH_CHANGED;
		g_ptr_array_add(plan->report->files, file);
		g_ptr_array_add(plan->paths, g_ptr_array_index(paths, i));
	}
}

bool plan_restore(const struct publish_options *options, uint64_t generation,
		  struct publish_report *ret, GError **error)
{
	g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *stage = NULL;
	struct plan plan;
	bool done = false;

	if (!plan_begin(&plan, options, ret, error))
		return false;
	plan.manifest->generation = next_number(&plan);
	if (look_for_edits(&plan, error))
		stage = generation_stage_earlier(&plan.generations, generation, plan.manifest,
						 changed, error);
	if (stage) {
		report_paths(&plan, changed);
		/* Tables come back with their old times, which Postfix does not take for a change.
		 */
		add_once(plan.daemons, "postfix");
		done = run_checks(&plan, stage, error) && swap_and_tell(&plan, stage, NULL, error);
		if (!done)
			generation_discard(stage);
	}
	plan_end(&plan);
	return done;
}

GPtrArray *plan_generations(const char *root, GError **error)
{
	g_autoptr(GArray) numbers = generations_list(root);
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	struct generations current;

	if (!generations_open(&current, root, false, error)) {
		g_ptr_array_unref(list);
		return NULL;
	}
	for (guint i = 0; i < numbers->len; i++) {
		struct publish_generation *generation = g_new0(struct publish_generation, 1);
		g_autofree char *folder = NULL;
		struct manifest *manifest;

		generation->number = g_array_index(numbers, uint64_t, i);
		generation->current = generation->number == current.number;
		folder = generation_folder(root, generation->number);
		manifest = manifest_load(folder);
		if (manifest) {
			generation->sequence = manifest->sequence;
			generation->created = manifest->created;
			generation->files = g_hash_table_size(manifest->entries);
		}
		manifest_free(manifest);
		g_ptr_array_add(list, generation);
	}
	generations_close(&current);
	return list;
}
