/*
 * The files and what lies where in them. A file is read when it is first
 * needed or was changed by somebody else; the place of each document is kept,
 * so that a fold (files_fold.c) can splice.
 */
#include "config.h"
#include "state/files_private.h"
#include "state/record_yaml.h"
#include "state/keyhash.h"
#include "lib/str.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

const struct fault state_unreadable = {
	"StateUnreadable", "System.IO.IOException", CATEGORY_READ_ERROR, NULL };

/* -- Names ------------------------------------------------------------------------- */

static bool is_safe(unsigned char c, bool first)
{
	return g_ascii_isalnum(c) || c >= 0x80 || c == '-' || c == '_' || c == ' ' || c == '+' ||
	       c == '(' || c == ')' || c == '&' || c == ',' || c == '\'' || (c == '.' && !first);
}

char *files_name(const char *organization)
{
	GString *name;

	if (!organization)
		return g_strdup("hosting.yaml");
	name = g_string_new("organizations/");
	for (const char *p = organization; *p; p++) {
		if (is_safe(*p, p == organization))
			g_string_append_c(name, *p);
		else
			g_string_append_printf(name, "%%%02X", (unsigned char)*p);
	}
	g_string_append(name, ".yaml");
	return g_string_free(name, FALSE);
}

/* The organization of a file in organizations/; NULL when it is none of ours. */
static char *organization_of(const char *file)
{
	size_t len = strlen(file);
	g_autofree char *base = NULL;

	if (*file == '.' || len < 6 || strcmp(file + len - 5, ".yaml"))
		return NULL;
	base = g_strndup(file, len - 5);
	return g_uri_unescape_string(base, NULL);
}

/* -- The list of files ----------------------------------------------------------------- */

static void state_file_free(gpointer data)
{
	struct state_file *file = data;

	g_free(file->organization);
	g_free(file->name);
	g_array_free(file->docs, TRUE);
	g_free(file);
}

struct files *files_new(const char *dir)
{
	struct files *files = g_new0(struct files, 1);

	files->dir = g_strdup(dir);
	files->list = g_ptr_array_new_with_free_func(state_file_free);
	files->loaded = table_new();
	return files;
}

void files_free(struct files *files)
{
	if (!files)
		return;
	g_ptr_array_free(files->list, TRUE);
	table_free(files->loaded);
	g_free(files->dir);
	g_free(files);
}

static int compare_organizations(const char *a, const char *b)
{
	if (!a || !b)
		return !!a - !!b;
	return text_compare_nocase(a, b);
}

/* Where the organization's file is in the list, or belongs. */
static guint file_place(const struct files *files, const char *organization, bool *ret_found)
{
	guint low = 0, high = files->list->len;

	*ret_found = false;
	while (low < high) {
		guint mid = (low + high) / 2;
		const struct state_file *file = files->list->pdata[mid];
		int order = compare_organizations(file->organization, organization);

		if (order == 0)
			*ret_found = true;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct state_file *files_lookup(const struct files *files, const char *organization)
{
	bool found;
	guint at = file_place(files, organization, &found);

	return found ? files->list->pdata[at] : NULL;
}

struct state_file *files_add(struct files *files, const char *organization)
{
	struct state_file *file = g_new0(struct state_file, 1);
	bool found;

	file->organization = g_strdup(organization);
	file->name = files_name(organization);
	file->docs = g_array_new(FALSE, FALSE, sizeof(struct doc));
	g_ptr_array_insert(files->list, file_place(files, organization, &found), file);
	return file;
}

/* -- Loading ------------------------------------------------------------------------------- */

static void forget_records(struct files *files, struct state_file *file)
{
	for (guint i = 0; i < file->docs->len; i++) {
		const struct doc *doc = &g_array_index(file->docs, struct doc, i);

		if (*doc->guid)
			table_forget(files->loaded, doc->guid);
	}
	g_array_set_size(file->docs, 0);
}

void file_signature(const struct stat *st, struct signature *ret)
{
	ret->inode = st->st_ino;
	ret->size = st->st_size;
	ret->mtime = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
	ret->known = true;
}

static bool same_signature(const struct signature *a, const struct signature *b)
{
	return a->known && b->known && a->inode == b->inode && a->size == b->size &&
	       a->mtime == b->mtime;
}

static bool check_record(struct files *files, struct state_file *file, struct record *record,
			 const struct yaml_node *node, GError **error)
{
	const struct yaml_node *guid = yaml_child(node, "guid");
	struct record *other = NULL;

	if (table_guid(files->loaded, record->guid, &other) == TABLE_HAS) {
		yaml_fault(error, file->name, guid ? guid->line : node->line, 1,
			   "the %s \"%s\" has the GUID or the name of another object in the state",
			   record->kind->name, record_name(record));
		return false;
	}
	return !files->check || files->check(record, node, file->name, files->check_data, error);
}

static bool load_document(struct files *files, struct state_file *file, struct yaml_arena *arena,
			  const char *start, const struct yaml_span *span, GError **error)
{
	struct doc doc = { .at = span->text - start, .len = span->len };
	const struct yaml_node *node;
	struct record *record;
	g_autoptr(GError) local = NULL;

	yaml_arena_reset(arena);
	node = yaml_parse(arena, span, file->name, &local);
	if (local) {
		g_propagate_error(error, g_steal_pointer(&local));
		return false;
	}
	if (node) {
		record = record_read(node, file->organization, false, file->name, error);
		if (!record)
			return false;
		if (!check_record(files, file, record, node, error)) {
			record_unref(record);
			return false;
		}
		memcpy(doc.guid, record->guid, sizeof(doc.guid));
		doc.kind = record->info->id;
		table_put(files->loaded, record);
		record_unref(record);
	}
	g_array_append_val(file->docs, doc);
	return true;
}

static bool load_text(struct files *files, struct state_file *file, const char *text, size_t len,
		      GError **error)
{
	g_autoptr(yaml_arena) arena = yaml_arena_new();
	struct yaml_span span;
	size_t at = 0;
	unsigned line = 1;

	forget_records(files, file);
	while (yaml_next_document(text, len, &at, &line, &span)) {
		if (!load_document(files, file, arena, text, &span, error)) {
			forget_records(files, file);
			return false;
		}
	}
	return true;
}

static bool load_file(struct files *files, struct state_file *file,
		      const struct signature *signature, GError **error)
{
	g_autofree char *path = g_build_filename(files->dir, file->name, NULL), *text = NULL;
	g_autoptr(GError) local = NULL;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, &local)) {
		fault_set(error, &state_unreadable, VALUE_NULL, "%s", local->message);
		return false;
	}
	file->signature.known = false;
	if (!load_text(files, file, text, len, error))
		return false;
	file->signature = *signature;
	return true;
}

/* -- Noticing what others did ------------------------------------------------------------------ */

static bool see_file(struct files *files, const char *organization, const struct stat *st,
		     GError **error)
{
	struct state_file *file = files_lookup(files, organization);
	struct signature now;

	if (!file)
		file = files_add(files, organization);
	file->seen = files->sweep;
	file_signature(st, &now);
	return same_signature(&file->signature, &now) || load_file(files, file, &now, error);
}

static bool see_folder(struct files *files, DIR *dir, GError **error)
{
	struct dirent *entry;
	struct stat st;
	bool ok = true;

	while (ok && (entry = readdir(dir))) {
		g_autofree char *organization = organization_of(entry->d_name);

		if (organization && fstatat(dirfd(dir), entry->d_name, &st, 0) == 0)
			ok = see_file(files, organization, &st, error);
	}
	return ok;
}

static void drop_unseen(struct files *files)
{
	for (guint i = files->list->len; i-- > 0; ) {
		struct state_file *file = files->list->pdata[i];

		if (file->seen == files->sweep)
			continue;
		forget_records(files, file);
		g_ptr_array_remove_index(files->list, i);
	}
}

bool files_refresh(struct files *files, GError **error)
{
	g_autofree char *hosting = g_build_filename(files->dir, "hosting.yaml", NULL);
	g_autofree char *folder = g_build_filename(files->dir, "organizations", NULL);
	struct stat st;
	DIR *dir;
	bool ok = true;

	files->sweep++;
	if (stat(hosting, &st) == 0)
		ok = see_file(files, NULL, &st, error);
	dir = ok ? opendir(folder) : NULL;
	if (dir) {
		ok = see_folder(files, dir, error);
		closedir(dir);
	}
	if (ok)
		drop_unseen(files);
	return ok;
}

/* -- Look-ups ---------------------------------------------------------------------------------- */

bool files_find(struct files *files, uint64_t hash, unsigned bits, record_visit visit, void *data)
{
	return table_find(files->loaded, hash, bits, visit, data);
}

static bool each_in_file(struct files *files, struct state_file *file, uint32_t kind,
			 record_visit visit, void *data)
{
	for (guint i = 0; i < file->docs->len; i++) {
		const struct doc *doc = &g_array_index(file->docs, struct doc, i);
		struct record *record;

		if (doc->kind == kind &&
		    table_guid(files->loaded, doc->guid, &record) == TABLE_HAS &&
		    !visit(record, data))
			return false;
	}
	return true;
}

bool files_each(struct files *files, const struct kind_info *kind, const char *organization,
		record_visit visit, void *data)
{
	for (guint i = 0; i < files->list->len; i++) {
		struct state_file *file = files->list->pdata[i];
		bool provider = kind->kind->scope == SCOPE_PROVIDER;

		if (provider != !file->organization ||
		    (organization && !provider &&
		     !text_equal_nocase(organization, file->organization)))
			continue;
		if (!each_in_file(files, file, kind->id, visit, data))
			return false;
	}
	return true;
}
