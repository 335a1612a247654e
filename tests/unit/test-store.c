/* state/store.h on YAML files: commits, look-ups, refusals that leave no trace, folds, crashes. */
#include "state/kind.h"
#include "state/store.h"
#include "lib/array.h"
#include "lib/dict.h"
#include "lib/str.h"
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct property gadget_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED },
	{ "Alias", "string", PROPERTY_UNIQUE | PROPERTY_IDENTITY },
	{ "Mail", "SmtpAddress", PROPERTY_UNIQUE_EVERYWHERE | PROPERTY_IDENTITY },
	{ "Color", "string", 0, "blue", .values = "red green blue" },
	{ "Tags", "string", PROPERTY_MULTI },
	{ "Count", "int", 0, "7" },
	{ "On", "bool", 0, "false" },
	{ "Friend", "string", 0, .reference = "Gadget" },
	{ "Owner", "string", PROPERTY_DELETE_WITH, .reference = "Gadget" },
	{ NULL }
};

static const struct record_kind gadget = {
	.name = "Gadget", .scope = SCOPE_ORGANIZATION, .properties = gadget_properties, .order = 9000,
};

static const struct property tool_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED }, { "Notes", "string" }, { NULL }
};

static const struct record_kind tool = {
	.name = "Tool", .scope = SCOPE_PROVIDER, .properties = tool_properties, .order = 9001,
};

struct fixture {
	char *dir;
	struct store *store;
};

static void open_store(struct fixture *f)
{
	g_autoptr(GError) error = NULL;

	f->store = store_open(f->dir, false, &error);
	g_assert_no_error(error);
}

static void reopen(struct fixture *f)
{
	store_close(f->store);
	open_store(f);
}

static void set_up(struct fixture *f, gconstpointer data)
{
	f->dir = g_dir_make_tmp("hmsh-store-XXXXXX", NULL);
	rmdir(f->dir);
	open_store(f);
}

static void remove_tree(const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *child = g_build_filename(path, name, NULL);

		remove_tree(child);
	}
	if (dir)
		g_dir_close(dir);
	remove(path);
}

static void tear_down(struct fixture *f, gconstpointer data)
{
	store_close(f->store);
	remove_tree(f->dir);
	g_free(f->dir);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Every file of the state but the index, by name, with its bytes. */
static void add_files(GString *out, const char *path, const char *name)
{
	g_autofree char *full = g_build_filename(path, name, NULL), *text = NULL;
	gsize len;

	if (g_file_test(full, G_FILE_TEST_IS_DIR)) {
		GDir *dir = g_dir_open(full, 0, NULL);
		g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
		const char *child;

		while ((child = g_dir_read_name(dir)))
			g_ptr_array_add(names, g_strdup(child));
		g_dir_close(dir);
		g_ptr_array_sort(names, compare_names);
		for (guint i = 0; i < names->len; i++)
			add_files(out, full, names->pdata[i]);
	} else if (!g_str_has_prefix(name, "index") && g_file_get_contents(full, &text, &len, NULL)) {
		g_string_append_printf(out, "== %s\n", name);
		g_string_append_len(out, text, len);
	}
}

static char *snapshot(const struct fixture *f)
{
	GString *out = g_string_new(NULL);

	if (g_file_test(f->dir, G_FILE_TEST_EXISTS))
		add_files(out, f->dir, "");
	return g_string_free(out, FALSE);
}

static char *contents(const struct fixture *f, const char *name)
{
	g_autofree char *path = g_build_filename(f->dir, name, NULL);
	char *text = NULL;

	g_file_get_contents(path, &text, NULL, NULL);
	return text;
}

static bool holds(const struct fixture *f, const char *name, const char *text)
{
	g_autofree char *all = contents(f, name);

	return all && strstr(all, text);
}

static void overwrite(const struct fixture *f, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(f->dir, name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static struct record *make(const char *organization, const char *name, ...) G_GNUC_NULL_TERMINATED;
static struct record *make(const char *organization, const char *name, ...)
{
	struct record *record = record_new(organization ? &gadget : &tool, organization);
	g_autoptr(GError) error = NULL;
	const char *property;
	va_list args;

	g_assert_true(record_set_text(record, "Name", name, &error));
	va_start(args, name);
	while ((property = va_arg(args, const char *)))
		g_assert_true(record_set_text(record, property, va_arg(args, const char *), &error));
	va_end(args);
	g_assert_no_error(error);
	return record;
}

/* Commits a put of `record`, which it takes over; the error's message or NULL. */
static char *put(struct fixture *f, struct record *record)
{
	g_autoptr(GError) error = NULL;
	struct txn *txn = txn_begin(f->store, &error);

	g_assert_no_error(error);
	txn_put(txn, record);
	record_unref(record);
	if (txn_commit(txn, &error))
		return NULL;
	g_assert_nonnull(error);
	return g_strdup(error->message);
}

static void must_put(struct fixture *f, struct record *record)
{
	g_assert_cmpstr(put(f, record), ==, NULL);
}

static char *take_away(struct fixture *f, struct record *record)
{
	g_autoptr(GError) error = NULL;
	struct txn *txn = txn_begin(f->store, &error);

	g_assert_nonnull(record);
	txn_remove(txn, record);
	record_unref(record);
	return txn_commit(txn, &error) ? NULL : g_strdup(error->message);
}

static struct record *organization(const char *name)
{
	struct record *record = record_new(record_kind_find("Organization"), name);

	g_assert_true(record_set_text(record, "Name", name, NULL));
	g_assert_true(record_set_text(record, "ProgramId", "P", NULL));
	g_assert_true(record_set_text(record, "OfferId", "1", NULL));
	return record;
}

static void two_organizations(struct fixture *f)
{
	must_put(f, organization("Acme"));
	must_put(f, organization("Beta"));
}

static void assert_text(struct record *record, const char *property, const char *text)
{
	g_autofree char *value = NULL;

	g_assert_nonnull(record);
	value = record_text(record, property);
	g_assert_cmpstr(value, ==, text);
}

static bool add_name(struct record *record, void *data)
{
	g_string_append_printf(data, "%s\\%s,", record->organization ? record->organization : "",
			       record_name(record));
	return true;
}

static char *names(struct fixture *f, const char *organization, const char *identity)
{
	struct store_query query = {
		.kind = "Gadget", .organization = organization, .identity = identity };
	GString *out = g_string_new(NULL);

	g_assert_true(store_each(f->store, &query, add_name, out, NULL));
	return g_string_free(out, FALSE);
}

static void assert_names(struct fixture *f, const char *organization, const char *identity,
			 const char *expected)
{
	g_autofree char *list = names(f, organization, identity);

	g_assert_cmpstr(list, ==, expected);
}

/* -- The tests ------------------------------------------------------------------------ */

static void test_looking_leaves_no_trace(struct fixture *f, gconstpointer data)
{
	struct txn *txn;
	struct record *record = make(NULL, "Hammer", NULL);

	g_assert_null(store_get(f->store, "Tool", NULL, "Hammer"));
	txn = txn_begin(f->store, NULL);
	txn_put(txn, record);
	g_assert_true(txn_check(txn, NULL));
	record_unref(record);
	g_assert_true(store_flush(f->store, NULL));
	reopen(f);
	g_assert_false(g_file_test(f->dir, G_FILE_TEST_EXISTS));
}

static void check_gadget(struct fixture *f)
{
	g_autoptr(record_auto) a = store_get(f->store, "gadget", "acme", "JOHN smith");
	g_autoptr(record_auto) b = store_by_address(f->store, "John@Acme.com");
	g_autoptr(record_auto) c = store_find(f->store, "Gadget", NULL, "Acme\\John Smith", NULL);
	g_autoptr(record_auto) d = store_find(f->store, "Gadget", "Acme", "jo", NULL);

	assert_text(a, "Color", "green");
	assert_text(a, "Count", "7");
	assert_text(b, "Name", "John Smith");
	assert_text(c, "Name", "John Smith");
	assert_text(d, "Name", "John Smith");
	g_assert_null(store_get(f->store, "Gadget", "Beta", "John Smith"));
}

static void test_put_and_find(struct fixture *f, gconstpointer data)
{
	two_organizations(f);
	must_put(f, make("Acme", "John Smith", "Alias", "jo", "Mail", "john@acme.com", "Color", "Green", NULL));
	check_gadget(f);
	g_assert_true(store_flush(f->store, NULL));
	check_gadget(f);
	reopen(f);
	check_gadget(f);
	g_assert_true(store_checkpoint(f->store, NULL));
	check_gadget(f);
	reopen(f);
	check_gadget(f);
}

static void test_readable(struct fixture *f, gconstpointer data)
{
	g_autofree char *text = NULL, *guid = NULL;
	struct record *record;

	two_organizations(f);
	record = make("Acme", "Zoe", "Color", "red", NULL);
	guid = g_strdup_printf("---\nkind: Gadget\nname: Zoe\nguid: %s\ncreated: ", record->guid);
	must_put(f, record);
	must_put(f, make("Acme", "adam", "Alias", "true", NULL));
	reopen(f);
	text = contents(f, "organizations/Acme.yaml");
	g_assert_nonnull(strstr(text, guid));
	g_assert_nonnull(strstr(text, "\nAlias: \"true\"\n"));
	g_assert_null(strstr(text, "Count"));
	g_assert_true(g_regex_match_simple("name: adam(.|\\n)*name: Zoe", text, 0, 0));
}

static void assert_refused(struct fixture *f, struct record *record, const char *message)
{
	g_autofree char *before = NULL, *after = NULL, *said = NULL;

	g_assert_true(store_flush(f->store, NULL));
	before = snapshot(f);
	said = put(f, record);
	g_assert_true(store_flush(f->store, NULL));
	after = snapshot(f);
	g_assert_nonnull(said);
	if (!strstr(said, message))
		g_assert_cmpstr(said, ==, message);
	g_assert_cmpstr(before, ==, after);
}

static void refuse_all(struct fixture *f)
{
	assert_refused(f, make("Acme", "john smith", NULL), "already exists");
	assert_refused(f, make("Acme", "B", "Alias", "JO", NULL), "is already in use by \"John Smith\"");
	assert_refused(f, make("Beta", "B", "Mail", "JOHN@acme.com", NULL),
		       "The address \"JOHN@acme.com\" is already in use. Choose another one.");
	assert_refused(f, make("Gamma", "B", NULL), "the organization 'Gamma' couldn't be found");
	assert_refused(f, make("Acme", "B", "Friend", "nobody", NULL),
		       "names the Gadget \"nobody\", which does not exist");
	assert_refused(f, record_new(&gadget, "Acme"), "\"Name\" of the Gadget");
}

static void test_refusals(struct fixture *f, gconstpointer data)
{
	two_organizations(f);
	must_put(f, make("Acme", "John Smith", "Alias", "jo", "Mail", "john@acme.com", NULL));
	refuse_all(f);
	must_put(f, make("Beta", "John Smith", "Alias", "jo", NULL));
	reopen(f);
	refuse_all(f);
	assert_names(f, NULL, NULL, "Acme\\John Smith,Beta\\John Smith,");
}

static void test_values(struct fixture *f, gconstpointer data)
{
	struct record *record = make("Acme", "X", NULL);
	g_autoptr(GError) error = NULL;

	g_assert_false(record_set_text(record, "Color", "mauve", &error));
	g_assert_cmpstr(error->message, ==,
			"The property \"Color\" cannot be \"mauve\". It must be one of: red, green, blue.");
	g_clear_error(&error);
	g_assert_false(record_set_text(record, "Name", "a\033b", &error));
	g_assert_nonnull(strstr(error->message, "U+001B"));
	g_clear_error(&error);
	g_assert_false(record_set_text(record, "Nonsense", "x", &error));
	g_clear_error(&error);
	g_assert_false(record_set_text(record, "Mail", "nonsense", &error));
	g_assert_nonnull(error);
	assert_text(record, "Color", "blue");
	record_unref(record);
}

static struct value list_of(const char *first, ...) G_GNUC_NULL_TERMINATED;
static struct value list_of(const char *first, ...)
{
	struct list *list = list_new(NULL, NULL);
	va_list args;

	va_start(args, first);
	for (const char *text = first; text; text = va_arg(args, const char *))
		list_add(list, value_text(text));
	va_end(args);
	return value_of(list);
}

static void assert_tags(struct record *record, const char *expected)
{
	value_auto v = record_get(record, "Tags");
	g_autoptr(GString) out = g_string_new(NULL);

	for (uint32_t i = 0; v.kind == V_ARRAY && i < v.u.array->len; i++)
		g_string_append_printf(out, "%s,", v.u.array->u.items[i].u.str->data);
	g_assert_cmpstr(out->str, ==, expected);
}

static void test_add_and_remove(struct fixture *f, gconstpointer data)
{
	struct record *record = make("Acme", "X", NULL);
	struct dict *dict = dict_new(DICT_HASHTABLE, false);
	value_auto change = value_of(dict), tags = list_of("a", "b", NULL);
	g_autoptr(GError) error = NULL;

	g_assert_true(record_set_multi(record, "Tags", tags, NULL));
	dict_set_text(dict, "add", list_of("c", "B", NULL));
	dict_set_text(dict, "Remove", value_text("A"));
	g_assert_true(record_set_multi(record, "Tags", change, NULL));
	assert_tags(record, "b,c,");
	dict_set_text(dict, "Replace", value_text("A"));
	g_assert_false(record_set_multi(record, "Tags", change, &error));
	g_assert_nonnull(strstr(error->message, "@{Add=...; Remove=...}"));
	record_unref(record);
}

static void change_color(struct fixture *f, const char *name, const char *color)
{
	g_autoptr(record_auto) old = store_get(f->store, "Gadget", "Acme", name);
	struct record *record = record_copy(old);

	g_assert_true(record_set_text(record, "Color", color, NULL));
	must_put(f, record);
}

static bool add_change(const struct change *change, uint64_t sequence, void *data)
{
	g_autofree char *old = change->old ? record_text(change->old, "Color") : NULL;
	g_autofree char *new = change->new ? record_text(change->new, "Color") : NULL;

	g_string_append_printf(data, "%" G_GUINT64_FORMAT ":%s>%s,", sequence, old ? old : "",
			       new ? new : "");
	return true;
}

static void assert_changes(struct fixture *f, uint64_t since, const char *expected)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	g_assert_true(store_changes(f->store, since, add_change, out, &error));
	g_assert_no_error(error);
	g_assert_cmpstr(out->str, ==, expected);
}

static void test_changes(struct fixture *f, gconstpointer data)
{
	uint64_t start;

	two_organizations(f);
	start = store_sequence(f->store);
	must_put(f, make("Acme", "X", NULL));
	change_color(f, "X", "red");
	assert_changes(f, start, "3:>blue,4:blue>red,");
	g_assert_true(store_checkpoint(f->store, NULL));
	assert_changes(f, start, "3:>blue,4:blue>red,");
	change_color(f, "X", "green");
	reopen(f);
	g_assert_null(take_away(f, store_get(f->store, "Gadget", "Acme", "X")));
	assert_changes(f, start, "3:>blue,4:blue>red,5:red>green,6:green>,");
	assert_changes(f, 5, "6:green>,");
	assert_changes(f, 6, "");
}

static void test_history_gap(struct fixture *f, gconstpointer data)
{
	g_autofree char *path = g_build_filename(f->dir, "history.yaml", NULL);
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	two_organizations(f);
	reopen(f);
	unlink(path);
	g_assert_false(store_changes(f->store, 0, add_change, out, &error));
	g_assert_nonnull(error);
	g_assert_cmpuint(store_sequence(f->store), ==, 2);
}

static void test_order_and_splice(struct fixture *f, gconstpointer data)
{
	g_autofree char *before = NULL, *after = NULL, *rest = NULL;

	two_organizations(f);
	must_put(f, make("Acme", "b", NULL));
	must_put(f, make("Acme", "D", NULL));
	must_put(f, make("Beta", "a", NULL));
	reopen(f);
	before = contents(f, "organizations/Acme.yaml");
	overwrite(f, "organizations/Acme.yaml",
		  (rest = g_strconcat(before, "# kept\n---\nkind: Gadget\nname:   e # odd\n", NULL)));
	must_put(f, make("Acme", "C", NULL));
	must_put(f, make("Acme", "a", NULL));
	assert_names(f, NULL, NULL, "Acme\\a,Acme\\b,Acme\\C,Acme\\D,Acme\\e,Beta\\a,");
	change_color(f, "b", "red");
	g_assert_null(take_away(f, store_get(f->store, "Gadget", "Acme", "D")));
	reopen(f);
	assert_names(f, NULL, NULL, "Acme\\a,Acme\\b,Acme\\C,Acme\\e,Beta\\a,");
	assert_names(f, "Acme", "*", "Acme\\a,Acme\\b,Acme\\C,Acme\\e,");
	assert_names(f, NULL, "acme\\[ab]*", "Acme\\a,Acme\\b,");
	assert_names(f, NULL, "A*", "Acme\\a,Beta\\a,");
	after = contents(f, "organizations/Acme.yaml");
	g_assert_nonnull(strstr(after, "---\nkind: Gadget\nname:   e # odd\n"));
	g_assert_true(g_str_has_prefix(after, "---\nkind: Organization\n"));
}

static void test_references(struct fixture *f, gconstpointer data)
{
	g_autofree char *said = NULL;

	two_organizations(f);
	must_put(f, make("Acme", "A", NULL));
	must_put(f, make("Acme", "B", "Friend", "A", NULL));
	must_put(f, make("Acme", "C", "Owner", "B", NULL));
	said = take_away(f, store_get(f->store, "Gadget", "Acme", "A"));
	g_assert_cmpstr(said, ==, "The Gadget \"A\" cannot be removed: the property \"Friend\" of the Gadget \"B\" names it.");
	g_assert_null(take_away(f, store_get(f->store, "Gadget", "Acme", "B")));
	assert_names(f, NULL, NULL, "Acme\\A,");
	g_assert_null(take_away(f, store_get(f->store, "Organization", "Acme", "Acme")));
	assert_names(f, NULL, NULL, "");
	reopen(f);
	g_assert_false(holds(f, "organizations/Acme.yaml", ""));
	g_assert_true(holds(f, "organizations/Beta.yaml", "kind"));
}

static void put_secret(struct fixture *f, struct record *record, const char *text)
{
	struct txn *txn = txn_begin(f->store, NULL);

	txn_put(txn, record);
	txn_put_secret(txn, record, "PasswordHash", text, strlen(text));
	txn_put_secret(txn, record, "Raw", "\xff\0x", 3);
	g_assert_true(txn_commit(txn, NULL));
}

static void check_secret(struct fixture *f, const char *name, const char *text)
{
	g_autoptr(record_auto) record = store_get(f->store, "Gadget", "Acme", name);
	GBytes *bytes = store_secret(f->store, record, "PasswordHash", NULL);
	GBytes *raw = store_secret(f->store, record, "Raw", NULL);

	g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), text, strlen(text));
	g_assert_cmpmem(g_bytes_get_data(raw, NULL), g_bytes_get_size(raw), "\xff\0x", 3);
	g_bytes_unref(bytes);
	g_bytes_unref(raw);
}

static void test_secrets(struct fixture *f, gconstpointer data)
{
	struct record *record = make("Acme", "A", NULL);
	g_autofree char *path = g_build_filename(f->dir, "keys/organizations/Acme.yaml", NULL);
	struct stat st;

	two_organizations(f);
	put_secret(f, record, "{SHA512-CRYPT}$6$x");
	check_secret(f, "A", "{SHA512-CRYPT}$6$x");
	g_assert_true(store_flush(f->store, NULL));
	g_assert_false(holds(f, "journal.yaml", "$6$"));
	reopen(f);
	check_secret(f, "A", "{SHA512-CRYPT}$6$x");
	g_assert_cmpint(stat(path, &st), ==, 0);
	g_assert_cmpint(st.st_mode & 0777, ==, 0600);
	must_put(f, make("Acme", "B", NULL));
	put_secret(f, record, "changed");
	check_secret(f, "A", "changed");
	reopen(f);
	check_secret(f, "A", "changed");
	g_assert_false(holds(f, "organizations/Acme.yaml", "PasswordHash"));
	g_assert_null(take_away(f, store_get(f->store, "Gadget", "Acme", "A")));
	reopen(f);
	g_assert_false(holds(f, "keys/organizations/Acme.yaml", "PasswordHash"));
	record_unref(record);
}

/* Killed without a close: what was flushed is there, a torn end is not. */
static void test_crash(struct fixture *f, gconstpointer data)
{
	g_autofree char *path = g_build_filename(f->dir, "journal.yaml", NULL);
	pid_t pid;
	int status;

	two_organizations(f);
	reopen(f);
	pid = fork();
	if (pid == 0) {
		must_put(f, make("Acme", "kept", NULL));
		store_flush(f->store, NULL);
		must_put(f, make("Acme", "torn", NULL));
		store_flush(f->store, NULL);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	g_assert_cmpint(status, ==, 0);
	for (int cut = 1; cut < 60; cut += 7) {
		struct stat st;

		stat(path, &st);
		g_assert_cmpint(truncate(path, st.st_size - 7), ==, 0);
		store_close(f->store);
		f->store = store_open(f->dir, true, NULL);
		g_assert_nonnull(f->store);
		assert_names(f, NULL, NULL, "Acme\\kept,");
	}
	reopen(f);
	must_put(f, make("Acme", "after", NULL));
	reopen(f);
	assert_names(f, NULL, NULL, "Acme\\after,Acme\\kept,");
}

static void test_damage(struct fixture *f, gconstpointer data)
{
	g_autofree char *path = g_build_filename(f->dir, "journal.yaml", NULL), *text = NULL;
	g_autoptr(GError) error = NULL;
	pid_t pid;

	two_organizations(f);
	reopen(f);
	pid = fork();
	if (pid == 0) {
		must_put(f, make("Acme", "first", NULL));
		must_put(f, make("Acme", "second", NULL));
		store_flush(f->store, NULL);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	g_file_get_contents(path, &text, NULL, NULL);
	*strstr(text, "first") = 'F';
	overwrite(f, "journal.yaml", text);
	g_assert_null(store_open(f->dir, false, &error));
	g_assert_cmpstr(error->message, ==,
			"journal.yaml:5:1: this commit is damaged or was edited (its sum does not fit)");
	unlink(path);
}

static void refused_file(struct fixture *f, const char *text, const char *message)
{
	g_autoptr(GError) error = NULL;
	struct store *store;

	overwrite(f, "organizations/Acme.yaml", text);
	store = store_open(f->dir, false, &error);
	g_assert_null(store);
	g_assert_cmpstr(error->message, ==, message);
}

static void test_edited_files(struct fixture *f, gconstpointer data)
{
	g_autofree char *good = NULL;

	two_organizations(f);
	must_put(f, make("Acme", "A", NULL));
	reopen(f);
	good = contents(f, "organizations/Acme.yaml");
	refused_file(f, "---\nkind: Gadget\nname: A\nColor: mauve\n",
		     "organizations/Acme.yaml:4:8: The property \"Color\" cannot be \"mauve\". It must be "
		     "one of: red, green, blue.");
	refused_file(f, "---\nkind: Gadget\nname: A\nColour: red\n",
		     "organizations/Acme.yaml:4:1: Gadget has no property \"Colour\"");
	refused_file(f, "---\nkind: Gizmo\nname: A\n",
		     "organizations/Acme.yaml:2:7: there is no kind \"Gizmo\"");
	refused_file(f, "---\nname: A\n",
		     "organizations/Acme.yaml:2:1: an object starts with its kind, as \"kind: Mailbox\"");
	overwrite(f, "organizations/Acme.yaml", good);
	reopen(f);
	assert_names(f, NULL, NULL, "Acme\\A,");
	overwrite(f, "organizations/Acme.yaml", "kind: Organization\nname: Acme\nProgramId: P\n"
		  "OfferId: '1'\n---\nkind: Gadget\nname: 'by hand'\nTags: [x, y]\n");
	g_usleep(10000);
	assert_names(f, NULL, NULL, "Acme\\by hand,");
	must_put(f, make("Acme", "A", NULL));
	reopen(f);
	assert_names(f, NULL, NULL, "Acme\\A,Acme\\by hand,");
}

/* What another process does with the state between two commands of this one. */
static void in_another_process(struct fixture *f, void (*act)(struct fixture *f, const char *name),
			       const char *name)
{
	struct fixture other = { .dir = f->dir };
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		open_store(&other);
		act(&other, name);
		store_close(other.store);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	g_assert_cmpint(status, ==, 0);
}

static void add_and_flush(struct fixture *f, const char *name)
{
	must_put(f, make("Acme", name, "Alias", name, NULL));
	g_assert_true(store_flush(f->store, NULL));
}

static void add_and_fold(struct fixture *f, const char *name)
{
	add_and_flush(f, name);
	g_assert_true(store_checkpoint(f->store, NULL));
}

static void test_two_writers(struct fixture *f, gconstpointer data)
{
	g_autofree char *lock = g_build_filename(f->dir, "lock", NULL);

	two_organizations(f);
	g_assert_true(store_flush(f->store, NULL));
	in_another_process(f, add_and_flush, "g0");
	add_and_flush(f, "g1");
	in_another_process(f, add_and_fold, "g2");
	add_and_flush(f, "g3");
	assert_names(f, NULL, NULL, "Acme\\g0,Acme\\g1,Acme\\g2,Acme\\g3,");
	add_and_fold(f, "g4");
	in_another_process(f, add_and_fold, "g5");
	in_another_process(f, add_and_flush, "g6");
	g_usleep(10000);
	assert_names(f, NULL, NULL, "Acme\\g0,Acme\\g1,Acme\\g2,Acme\\g3,Acme\\g4,Acme\\g5,Acme\\g6,");
	g_assert_false(g_file_test(lock, G_FILE_TEST_EXISTS));
}

/* Without its index, or with one of nonsense, the state is the same. */
static void test_index_is_spare(struct fixture *f, gconstpointer data)
{
	g_autofree char *path = g_build_filename(f->dir, "index.mdb", NULL);

	two_organizations(f);
	add_and_flush(f, "a");
	reopen(f);
	g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
	unlink(path);
	reopen(f);
	assert_names(f, NULL, NULL, "Acme\\a,");
	overwrite(f, "index.mdb", "nonsense");
	reopen(f);
	assert_names(f, NULL, NULL, "Acme\\a,");
	add_and_fold(f, "b");
	reopen(f);
	assert_names(f, NULL, NULL, "Acme\\a,Acme\\b,");
	change_color(f, "a", "red");
	reopen(f);
	g_assert_null(take_away(f, store_get(f->store, "Gadget", "Acme", "a")));
	reopen(f);
	assert_names(f, NULL, NULL, "Acme\\b,");
	g_assert_null(store_get(f->store, "Gadget", "Acme", "a"));
}

static void test_names_of_files(struct fixture *f, gconstpointer data)
{
	must_put(f, organization("a b-c.d"));
	must_put(f, make("a b-c.d", "X", NULL));
	reopen(f);
	assert_names(f, "A B-C.D", NULL, "a b-c.d\\X,");
}

static void test_ambiguous(struct fixture *f, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(record_auto) found = NULL;

	two_organizations(f);
	must_put(f, make("Acme", "X", NULL));
	must_put(f, make("Beta", "X", NULL));
	g_assert_null(store_find(f->store, "Gadget", NULL, "x", &error));
	g_assert_cmpstr(error->message, ==, "The operation couldn't be performed because 'x' matches "
			"multiple entries: Acme\\X, Beta\\X.");
	g_clear_error(&error);
	found = store_find(f->store, "Gadget", "Beta", "x", NULL);
	assert_text(found, "Name", "X");
	g_assert_null(store_find(f->store, "Gadget", NULL, "y", &error));
	g_assert_true(g_str_has_prefix(error->message, "The operation couldn't be performed because "
				       "object 'y' couldn't be found on '"));
}

#define TEST(name, function) \
	g_test_add("/store/" name, struct fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	kind_register(&gadget);
	kind_register(&tool);
	TEST("looking-leaves-no-trace", test_looking_leaves_no_trace);
	TEST("put-and-find", test_put_and_find);
	TEST("readable", test_readable);
	TEST("refusals", test_refusals);
	TEST("values", test_values);
	TEST("add-and-remove", test_add_and_remove);
	TEST("changes", test_changes);
	TEST("history-gap", test_history_gap);
	TEST("order-and-splice", test_order_and_splice);
	TEST("references", test_references);
	TEST("secrets", test_secrets);
	TEST("crash", test_crash);
	TEST("damage", test_damage);
	TEST("edited-files", test_edited_files);
	TEST("two-writers", test_two_writers);
	TEST("index-is-spare", test_index_is_spare);
	TEST("names-of-files", test_names_of_files);
	TEST("ambiguous", test_ambiguous);
	return g_test_run();
}
