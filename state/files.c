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
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define CACHE_LIMIT 4096

const struct fault state_unreadable = {
	"StateUnreadable", "System.IO.IOException", CATEGORY_READ_ERROR, NULL };

/* -- Names ---------------------------------------------------------------------------- */

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

/* -- The list of files ---------------------------------------------------------------- */

void file_forget_text(struct state_file *file)
{
	if (file->map)
		munmap(file->map, file->map_len);
	file->map = NULL;
}

static void file_unref(gpointer data)
{
	struct state_file *file = data;

	if (--file->refs)
		return;
	file_forget_text(file);
	g_free(file->organization);
	g_free(file->name);
	g_clear_pointer(&file->docs, g_array_unref);
	g_free(file);
}

struct files *files_new(const char *dir)
{
	struct files *files = g_new0(struct files, 1);

	files->dir = g_strdup(dir);
	files->list = g_ptr_array_new_with_free_func(file_unref);
	files->loaded = table_new();
	files->cache = table_new();
	files->index = index_new(dir);
	files->by_number = g_hash_table_new(NULL, NULL);
	files->arena = yaml_arena_new();
	return files;
}

void files_free(struct files *files)
{
	if (!files)
		return;
	g_ptr_array_free(files->list, TRUE);
	g_hash_table_unref(files->by_number);
	table_free(files->loaded);
	table_free(files->cache);
	index_free(files->index);
	yaml_arena_free(files->arena);
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
	file->refs = 1;
	file->name = files_name(organization);
	file->docs = g_array_new(FALSE, FALSE, sizeof(struct doc));
	g_ptr_array_insert(files->list, file_place(files, organization, &found), file);
	return file;
}

/* -- Loading -------------------------------------------------------------------------- */

static void guid_text(const uint8_t guid[16], char text[37])
{
	static const char hex[] = "0123456789abcdef";

	for (int i = 0, at = 0; i < 16; i++) {
		text[at++] = hex[guid[i] >> 4];
		text[at++] = hex[guid[i] & 15];
		if (i == 3 || i == 5 || i == 7 || i == 9)
			text[at++] = '-';
	}
	text[36] = 0;
}

/* Forgets what was read of a file. */
static void forget_records(struct files *files, struct state_file *file)
{
	char guid[37];

	for (guint i = 0; !file->indexed && i < file->docs->len; i++) {
		const struct doc *doc = &g_array_index(file->docs, struct doc, i);

		guid_text(doc->guid, guid);
		if (!guid_is_none(doc->guid))
			table_forget(files->loaded, guid);
	}
	if (file->indexed) {
		g_hash_table_remove(files->by_number, GUINT_TO_POINTER(file->indexed));
		table_clear(files->cache);
	}
	file->indexed = 0;
	file_forget_text(file);
	g_clear_pointer(&file->docs, g_array_unref);
	file->docs = g_array_new(FALSE, FALSE, sizeof(struct doc));
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
	return true;
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
		guid_pack(record->guid, doc.guid);
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

/* -- Noticing what others did --------------------------------------------------------- */

void file_use_number(struct files *files, struct state_file *file, uint32_t number)
{
	GArray *docs = g_array_ref(file->docs);

	forget_records(files, file);
	g_array_unref(file->docs);
	file->docs = docs;
	file->indexed = number;
	g_hash_table_insert(files->by_number, GUINT_TO_POINTER(number), file);
}

void files_drop(struct files *files, struct state_file *file)
{
	if (file->indexed)
		g_hash_table_remove(files->by_number, GUINT_TO_POINTER(file->indexed));
	g_ptr_array_remove(files->list, file);
}

void files_forget_index(struct files *files)
{
	for (guint i = 0; i < files->list->len; i++) {
		struct state_file *file = files->list->pdata[i];

		if (!file->indexed)
			continue;
		forget_records(files, file);
		file->signature.known = 0;
	}
	files_refresh(files, NULL);
}

/* A file that the index knows as it is needs no reading. */
static bool use_index(struct files *files, struct state_file *file, const struct signature *now)
{
	uint32_t number = index_file(files->index, file->name, now);

	if (!number)
		return false;
	forget_records(files, file);
	g_clear_pointer(&file->docs, g_array_unref);
	file->indexed = number;
	file->signature = *now;
	g_hash_table_insert(files->by_number, GUINT_TO_POINTER(number), file);
	return true;
}

static bool see_file(struct files *files, const char *organization, const struct stat *st,
		     GError **error)
{
	struct state_file *file = files_lookup(files, organization);
	struct signature now;

	if (!file)
		file = files_add(files, organization);
	file->seen = files->sweep;
	signature_of(st, &now);
	return signature_equal(&file->signature, &now) || use_index(files, file, &now) ||
	       load_file(files, file, &now, error);
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
		files_drop(files, file);
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
	index_renew(files->index);
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

/* -- Documents one by one ------------------------------------------------------------- */

GArray *file_docs(struct files *files, struct state_file *file)
{
	const struct doc *docs;
	size_t n;

	if (file->docs)
		return file->docs;
	docs = index_docs(files->index, file->indexed, &n);
	file->docs = g_array_sized_new(FALSE, FALSE, sizeof(struct doc), n);
	if (n)
		g_array_append_vals(file->docs, docs, n);
	return file->docs;
}

/* Maps the file when it is the one that was seen; *ret_now is what it is. */
static bool map_file(struct files *files, struct state_file *file, struct signature *ret_now)
{
	g_autofree char *path = g_build_filename(files->dir, file->name, NULL);
	struct stat st;
	void *map = MAP_FAILED;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	ret_now->known = 0;
	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && st.st_size) {
		signature_of(&st, ret_now);
		if (signature_equal(ret_now, &file->signature))
			map = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	}
	close(fd);
	if (map == MAP_FAILED)
		return false;
	file->map = map;
	file->map_len = st.st_size;
	return true;
}

const char *file_text(struct files *files, struct state_file *file)
{
	struct signature now;

	if (!file->map && !map_file(files, file, &now))
		return NULL;
	return file->map;
}

static struct record *parse_record(struct files *files, struct state_file *file,
				   const struct doc *doc)
{
	struct yaml_span span = { .text = file->map + doc->at, .len = doc->len, .line = 1 };
	const struct yaml_node *node;

	if (doc->at + doc->len > file->map_len)
		return NULL;
	yaml_arena_reset(files->arena);
	node = yaml_parse(files->arena, &span, file->name, NULL);
	return node ? record_read(node, file->organization, true, file->name, NULL) : NULL;
}

/* Somebody replaced the file this very moment: it is read whole. */
static void catch_up(struct files *files, struct state_file *file)
{
	struct signature now = { 0 };

	if (file->indexed && !map_file(files, file, &now) && now.known)
		load_file(files, file, &now, NULL);
}

struct record *file_record(struct files *files, struct state_file *file, const struct doc *doc)
{
	struct record *record = NULL;
	char guid[37];

	if (guid_is_none(doc->guid))
		return NULL;
	guid_text(doc->guid, guid);
	if (file->indexed && table_guid(files->cache, guid, &record) == TABLE_HAS)
		return record_ref(record);
	if (file->indexed && !file->map)
		catch_up(files, file);
	if (file->indexed)
		return file->map ? parse_record(files, file, doc) : NULL;
	return table_guid(files->loaded, guid, &record) == TABLE_HAS ? record_ref(record) : NULL;
}

/* -- Look-ups ------------------------------------------------------------------------- */

struct search {
	struct files *files;
	const char *organization;	/* NULL: any */
	record_visit visit;
	void *data;
};

static bool is_foreign(const struct state_file *file, const char *organization)
{
	return organization && file->organization &&
	       !text_equal_nocase(file->organization, organization);
}

static struct record *read_entry(struct files *files, const struct index_entry *entry,
				 const char *organization)
{
	struct state_file *file = g_hash_table_lookup(files->by_number,
						      GUINT_TO_POINTER(entry->file));
	const GArray *docs;

	if (!file || is_foreign(file, organization))
		return NULL;
	docs = file_docs(files, file);
	for (guint i = 0; docs && i < docs->len; i++) {
		const struct doc *doc = &g_array_index(docs, struct doc, i);

		if (!memcmp(doc->guid, entry->guid, 16))
			return file_record(files, file, doc);
	}
	return NULL;
}

static bool visit_entry(const struct index_entry *entry, void *data)
{
	struct search *search = data;
	struct table *cache = search->files->cache;
	struct record *record = read_entry(search->files, entry, search->organization);
	bool more;

	if (!record)
		return true;
	if (table_count(cache) >= CACHE_LIMIT)
		table_clear(cache);
	if (!table_knows(cache, record))
		table_put(cache, record);
	more = search->visit(record, search->data);
	record_unref(record);
	return more;
}

bool files_find(struct files *files, uint64_t hash, unsigned bits, const char *organization,
		record_visit visit, void *data)
{
	struct search search = { .files = files, .organization = organization, .visit = visit,
				 .data = data };

	return table_find(files->loaded, hash, bits, visit, data) &&
	       index_find(files->index, hash, bits, visit_entry, &search);
}

/* Holds on to what it walks: the visitor may fold. */
static bool each_in_file(struct files *files, struct state_file *file, uint32_t kind,
			 record_visit visit, void *data)
{
	GArray *docs = g_array_ref(file_docs(files, file));
	bool more = true;

	for (guint i = 0; more && i < docs->len; i++) {
		struct doc doc = g_array_index(docs, struct doc, i);
		struct record *record = doc.kind == kind ? file_record(files, file, &doc) : NULL;

		if (!record)
			continue;
		more = visit(record, data);
		record_unref(record);
	}
	g_array_unref(docs);
	return more;
}

bool files_each(struct files *files, const struct kind_info *kind, const char *organization,
		record_visit visit, void *data)
{
	bool provider = kind->kind->scope == SCOPE_PROVIDER, more = true;
	g_autoptr(GPtrArray) list = NULL;

	if (provider || organization) {
		struct state_file *file = files_lookup(files, provider ? NULL : organization);

		if (!file)
			return true;
		file->refs++;
		more = each_in_file(files, file, kind->id, visit, data);
		file_unref(file);
		return more;
	}
	list = g_ptr_array_new_with_free_func(file_unref);
	for (guint i = 0; i < files->list->len; i++) {
		struct state_file *file = files->list->pdata[i];

		if (file->organization) {
			file->refs++;
			g_ptr_array_add(list, file);
		}
	}
	for (guint i = 0; more && i < list->len; i++)
		more = each_in_file(files, list->pdata[i], kind->id, visit, data);
	return more;
}
