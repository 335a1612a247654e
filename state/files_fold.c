/*
 * Folding: what the journal's commits changed is written into the files. A new
 * text is put together from the old one's untouched stretches and the changed
 * documents; all files of a fold are staged and synced before the first is
 * renamed into place.
 */
#include "config.h"
#include "state/files_private.h"
#include "state/record_yaml.h"
#include "lib/str.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const struct fault state_unwritable = {
	"StateUnwritable", "System.IO.IOException", CATEGORY_WRITE_ERROR,
	"See that there is room on the disk and that the state folder is yours to write." };

/* A record to write (or, `gone`, to take out) and the document it concerns. */
struct edit {
	struct record *record;
	bool gone;
	int doc;			/* index of its present document, or -1 */
	guint place;			/* it goes before this document */
};

struct fold {
	struct files *files;
	const char *organization;	/* of the records in `edits` */
	GPtrArray *edits;		/* struct edit */
	char *old;			/* text of the file */
	gsize old_len;
	GString *text;			/* the new one */
	GArray *docs;			/* its documents */
	char *staged;			/* path of the staged file; NULL: the file goes */
	char *path;
};

static void fold_free(gpointer data)
{
	struct fold *fold = data;

	g_ptr_array_free(fold->edits, TRUE);
	g_free(fold->old);
	if (fold->text)
		g_string_free(fold->text, TRUE);
	if (fold->docs)
		g_array_free(fold->docs, TRUE);
	g_free(fold->staged);
	g_free(fold->path);
	g_free(fold);
}

static bool write_failed(GError **error, const char *path)
{
	fault_set(error, &state_unwritable, VALUE_NULL, "%s could not be written: %s.", path,
		  g_strerror(errno));
	return false;
}

/* -- Which files ------------------------------------------------------------------------- */

struct gathering {
	GHashTable *folds;		/* folded organization name -> struct fold */
	struct files *files;
	bool gone;
};

static struct fold *fold_of(struct gathering *g, const struct record *record)
{
	g_autofree char *key = record->organization ? g_utf8_casefold(record->organization, -1)
						    : g_strdup("");
	struct fold *fold = g_hash_table_lookup(g->folds, key);

	if (fold)
		return fold;
	fold = g_new0(struct fold, 1);
	fold->files = g->files;
	fold->organization = record->organization;
	fold->edits = g_ptr_array_new_with_free_func(g_free);
	g_hash_table_insert(g->folds, g_steal_pointer(&key), fold);
	return fold;
}

static bool gather(struct record *record, void *data)
{
	struct gathering *g = data;
	struct edit *edit = g_new0(struct edit, 1);

	edit->record = record;
	edit->gone = g->gone;
	edit->doc = -1;
	g_ptr_array_add(fold_of(g, record)->edits, edit);
	return true;
}

static GHashTable *gather_all(struct files *files, const struct table *pending)
{
	struct gathering g = {
		.folds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, fold_free),
		.files = files,
	};

	table_each(pending, false, gather, &g);
	g.gone = true;
	table_each(pending, true, gather, &g);
	return g.folds;
}

uint64_t files_fold_cost(struct files *files, const struct table *pending)
{
	GHashTable *folds = gather_all(files, pending);
	GHashTableIter iter;
	gpointer value;
	uint64_t cost = 0;

	g_hash_table_iter_init(&iter, folds);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct fold *fold = value;
		const struct state_file *file = files_lookup(files, fold->organization);

		cost += file ? file->signature.size : 0;
	}
	g_hash_table_unref(folds);
	return cost;
}

/* -- Where in a file ------------------------------------------------------------------------ */

static int compare_records(const struct record *a, const struct record *b)
{
	int order;

	if (a->kind != b->kind) {
		if (a->kind->order != b->kind->order)
			return a->kind->order < b->kind->order ? -1 : 1;
		return strcmp(a->kind->name, b->kind->name);
	}
	order = text_compare_nocase(record_name(a), record_name(b));
	return order ? order : strcmp(a->guid, b->guid);
}

static const struct record *doc_record(const struct fold *fold, const struct doc *doc)
{
	struct record *record = NULL;

	if (!*doc->guid || table_guid(fold->files->loaded, doc->guid, &record) != TABLE_HAS)
		return NULL;
	return record;
}

static guint insertion_place(const struct fold *fold, const GArray *docs,
			     const struct record *record)
{
	guint low = 0, high = docs->len;

	while (low < high) {
		guint mid = (low + high) / 2;
		const struct record *at = doc_record(fold, &g_array_index(docs, struct doc, mid));

		if (!at || compare_records(at, record) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void place_edits(struct fold *fold, const GArray *docs)
{
	GHashTable *by_guid = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < docs->len; i++)
		g_hash_table_insert(by_guid, g_array_index(docs, struct doc, i).guid,
				    GUINT_TO_POINTER(i + 1));
	for (guint i = 0; i < fold->edits->len; i++) {
		struct edit *edit = fold->edits->pdata[i];
		guint at = GPOINTER_TO_UINT(g_hash_table_lookup(by_guid, edit->record->guid));
		const struct record *old;

		edit->doc = (int)at - 1;
		if (edit->gone)
			continue;
		old = at ? doc_record(fold, &g_array_index(docs, struct doc, at - 1)) : NULL;
		if (old && text_equal_nocase(record_name(old), record_name(edit->record)))
			edit->place = at - 1;
		else
			edit->place = insertion_place(fold, docs, edit->record);
	}
	g_hash_table_unref(by_guid);
}

static int compare_edits(gconstpointer a, gconstpointer b)
{
	const struct edit *x = *(const struct edit *const *)a, *y = *(const struct edit *const *)b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return compare_records(x->record, y->record);
}

/* -- The new text ---------------------------------------------------------------------------- */

static void append_doc(struct fold *fold, const char *text, struct doc doc)
{
	doc.at = fold->text->len;
	/* A last document may lack its newline; a first one its "---". */
	if (doc.at && fold->text->str[doc.at - 1] != '\n') {
		g_string_append_c(fold->text, '\n');
		g_array_index(fold->docs, struct doc, fold->docs->len - 1).len++;
		doc.at++;
	}
	g_string_append_len(fold->text, text, doc.len);
	g_array_append_val(fold->docs, doc);
}

static void append_record(struct fold *fold, const struct record *record, GString *scratch)
{
	struct doc doc = { .kind = record->info->id };

	g_string_assign(scratch, "---\n");
	record_write(scratch, record, 0, false);
	doc.len = scratch->len;
	memcpy(doc.guid, record->guid, sizeof(doc.guid));
	append_doc(fold, scratch->str, doc);
}

static void write_text(struct fold *fold, const GArray *docs)
{
	g_autofree bool *skip = g_new0(bool, docs->len + 1);
	g_autoptr(GString) scratch = g_string_new(NULL);
	guint next = 0;

	fold->text = g_string_sized_new(fold->old_len + 1024 * (gsize)fold->edits->len);
	fold->docs = g_array_sized_new(FALSE, FALSE, sizeof(struct doc),
				       docs->len + fold->edits->len);
	for (guint i = 0; i < fold->edits->len; i++) {
		const struct edit *edit = fold->edits->pdata[i];

		if (edit->doc >= 0)
			skip[edit->doc] = true;
	}
	for (guint i = 0; i <= docs->len; i++) {
		for (; next < fold->edits->len; next++) {
			const struct edit *edit = fold->edits->pdata[next];

			if (!edit->gone && edit->place > i)
				break;
			if (!edit->gone)
				append_record(fold, edit->record, scratch);
		}
		if (i < docs->len && !skip[i]) {
			const struct doc *doc = &g_array_index(docs, struct doc, i);

			append_doc(fold, fold->old + doc->at, *doc);
		}
	}
}

/* A document that stood first may have done without "---"; not once another precedes it. */
static bool needs_marker(const struct fold *fold, const GArray *docs)
{
	return docs->len && fold->old_len >= 3 && memcmp(fold->old, "---", 3) &&
	       *g_array_index(docs, struct doc, 0).guid;
}

static void compose(struct fold *fold, const struct state_file *file)
{
	g_autoptr(GArray) docs = file ? g_array_copy(file->docs)
				      : g_array_new(FALSE, FALSE, sizeof(struct doc));

	if (needs_marker(fold, docs)) {
		char *text = g_strconcat("---\n", fold->old, NULL);

		g_free(fold->old);
		fold->old = text;
		fold->old_len += 4;
		for (guint i = 0; i < docs->len; i++)
			g_array_index(docs, struct doc, i).at += i ? 4 : 0;
		g_array_index(docs, struct doc, 0).len += 4;
	}
	place_edits(fold, docs);
	g_ptr_array_sort(fold->edits, compare_edits);
	write_text(fold, docs);
}

/* -- Files --------------------------------------------------------------------------------------- */

static bool write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes += n;
		len -= n;
	}
	return true;
}

static bool stage(const char *path, const char *bytes, size_t len, unsigned mode, bool sync,
		  GError **error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
	bool ok;

	if (fd < 0)
		return write_failed(error, path);
	ok = write_all(fd, bytes, len) && (!sync || fsync(fd) == 0);
	if (!ok)
		write_failed(error, path);
	close(fd);
	if (!ok)
		unlink(path);
	return ok;
}

static void sync_folder(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

static char *stage_path(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path), *base = g_path_get_basename(path);

	return g_strdup_printf("%s/.%s.new", folder, base);
}

bool files_replace(const char *path, const char *bytes, size_t len, unsigned mode, GError **error)
{
	g_autofree char *staged = stage_path(path);

	if (!stage(staged, bytes, len, mode, true, error))
		return false;
	if (rename(staged, path) < 0) {
		write_failed(error, path);
		unlink(staged);
		return false;
	}
	sync_folder(path);
	return true;
}

static bool read_old(struct fold *fold, const struct state_file *file, GError **error)
{
	g_autoptr(GError) local = NULL;

	if (!file || g_file_get_contents(fold->path, &fold->old, &fold->old_len, &local))
		return true;
	fault_set(error, &state_unreadable, VALUE_NULL, "%s", local->message);
	return false;
}

static bool prepare(struct fold *fold, bool sync, GError **error)
{
	const struct state_file *file = files_lookup(fold->files, fold->organization);
	g_autofree char *name = files_name(fold->organization);
	bool any = false;

	fold->path = g_build_filename(fold->files->dir, file ? file->name : name, NULL);
	if (!read_old(fold, file, error))
		return false;
	compose(fold, file);
	for (guint i = 0; i < fold->docs->len && !any; i++)
		any = *g_array_index(fold->docs, struct doc, i).guid != 0;
	if (!any)
		return true;
	fold->staged = stage_path(fold->path);
	return stage(fold->staged, fold->text->str, fold->text->len, 0600, sync, error);
}

static void take_in(struct fold *fold, struct state_file *file)
{
	struct files *files = fold->files;
	struct stat st;

	for (guint i = 0; i < fold->edits->len; i++) {
		const struct edit *edit = fold->edits->pdata[i];

		if (edit->gone)
			table_forget(files->loaded, edit->record->guid);
		else
			table_put(files->loaded, edit->record);
	}
	g_array_free(file->docs, TRUE);
	file->docs = g_steal_pointer(&fold->docs);
	if (stat(fold->path, &st) == 0)
		file_signature(&st, &file->signature);
}

/* Renames the staged file into place, or removes the file when nothing is left in it. */
static bool apply(struct fold *fold, GError **error)
{
	struct files *files = fold->files;
	struct state_file *file = files_lookup(files, fold->organization);

	if (fold->staged && rename(fold->staged, fold->path) < 0)
		return write_failed(error, fold->path);
	if (!fold->staged && file && unlink(fold->path) < 0 && errno != ENOENT)
		return write_failed(error, fold->path);
	if (!file)
		file = files_add(files, fold->organization);
	take_in(fold, file);
	if (!fold->staged)
		g_ptr_array_remove(files->list, file);
	return true;
}

static void unstage(GHashTable *folds)
{
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, folds);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct fold *fold = value;

		if (fold->staged)
			unlink(fold->staged);
	}
}

static bool prepare_all(struct files *files, GHashTable *folds, GError **error)
{
	bool many = g_hash_table_size(folds) > 4;
	GHashTableIter iter;
	gpointer value;
	int fd;

	g_hash_table_iter_init(&iter, folds);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		if (!prepare(value, !many, error))
			return false;
	if (!many)
		return true;
	fd = open(files->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || syncfs(fd) < 0) {
		write_failed(error, files->dir);
		if (fd >= 0)
			close(fd);
		return false;
	}
	close(fd);
	return true;
}

static bool apply_all(struct files *files, GHashTable *folds, GError **error)
{
	g_autofree char *inner = g_build_filename(files->dir, "organizations", "x", NULL);
	g_autofree char *outer = g_build_filename(files->dir, "x", NULL);
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, folds);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		if (!apply(value, error))
			return false;
	sync_folder(inner);
	sync_folder(outer);
	return true;
}

bool files_fold(struct files *files, const struct table *pending, GError **error)
{
	GHashTable *folds = gather_all(files, pending);
	g_autofree char *folder = g_build_filename(files->dir, "organizations", NULL);
	bool ok;

	if (g_mkdir_with_parents(folder, 0700) < 0) {
		g_hash_table_unref(folds);
		return write_failed(error, folder);
	}
	ok = prepare_all(files, folds, error) && apply_all(files, folds, error);
	if (!ok)
		unstage(folds);
	g_hash_table_unref(folds);
	return ok;
}
