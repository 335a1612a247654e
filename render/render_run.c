/*
 * What has changed is a set of kinds, of organizations and of domains. The
 * provider's records are read only when one of them changed, an organization
 * only when it did.
 */
#include "config.h"
#include "lib/array.h"
#include "lib/exchange.h"
#include "render/advice.h"
#include "render/facts.h"
#include "render/render_run.h"

struct changed {
	GHashTable *kinds;		/* names; borrowed from the kinds' tables */
	GHashTable *organizations;
	GHashTable *domains;
};

/* Of a tenant's records, these are what a daemon's files are made from. */
static bool is_rendered(const struct record_kind *kind)
{
	static const char *const rendered[] = {
		"Mailbox", "AcceptedDomain", "Organization", "DistributionGroup", "MailContact",
		"RecipientPermission", "MailboxPermission", "MailboxFolderPermission",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rendered); i++)
		if (!strcmp(kind->name, rendered[i]))
			return true;
	return false;
}

static void add_domain(GHashTable *domains, const char *name)
{
	if (g_str_has_prefix(name, "*."))
		name += 2;
	g_hash_table_add(domains, g_ascii_strdown(name, -1));
}

static void add_address(GHashTable *domains, const char *address)
{
	const char *at = address ? strrchr(address, '@') : NULL;

	if (at)
		add_domain(domains, at + 1);
}

static void add_mailbox_domains(GHashTable *domains, const struct record *mailbox)
{
	g_autofree char *login = record_text(mailbox, "UserPrincipalName");
	value_auto list = record_get(mailbox, "EmailAddresses");

	add_address(domains, login);
	for (uint32_t i = 0; list.kind == V_ARRAY && i < list.u.array->len; i++) {
		value_auto item = array_get(list.u.array, i);
		const struct proxy_address *proxy = proxy_address_of(item);

		add_address(domains, proxy && proxy_address_is_smtp(proxy) ? proxy->address->data
									    : NULL);
	}
}

static void note_record(struct changed *changed, const struct record *record)
{
	g_autofree char *domain = NULL;

	if (!record)
		return;
	g_hash_table_add(changed->kinds, (void *)record->kind->name);
	if (!record->organization || !is_rendered(record->kind))
		return;
	g_hash_table_add(changed->organizations, g_strdup(record->organization));
	if (!strcmp(record->kind->name, "Mailbox"))
		add_mailbox_domains(changed->domains, record);
	if (!strcmp(record->kind->name, "AcceptedDomain")) {
		domain = record_text(record, "DomainName");
		add_domain(changed->domains, domain);
	}
}

static bool note_change(const struct change *change, uint64_t sequence, void *data)
{
	note_record(data, change->old);
	note_record(data, change->new);
	return true;
}

/* -- The provider's parts ------------------------------------------------------- */

static bool part_changed(const struct render_part *part, const struct changed *changed)
{
	g_auto(GStrv) kinds = g_strsplit(part->kinds, " ", -1);

	for (char **kind = kinds; *kind; kind++)
		if (g_hash_table_contains(changed->kinds, *kind))
			return true;
	return false;
}

typedef bool (*part_visit)(const struct render_part *part, void *data);

/* False when visit() stopped. */
static bool each_part(const struct rendering *rendering, const struct changed *changed,
		      part_visit visit, void *data)
{
	for (const struct renderer *const *r = renderer_registry; *r; r++)
		for (const struct render_part *part = (*r)->parts; part && part->kinds; part++)
			if ((rendering->whole || part_changed(part, changed)) &&
			    !visit(part, data))
				return false;
	return true;
}

static bool stop(const struct render_part *part, void *data)
{
	return false;
}

struct part_run {
	struct rendering *rendering;
	GError **error;
};

static bool run_part(const struct render_part *part, void *data)
{
	struct part_run *run = data;

	return part->render(run->rendering, run->error);
}

static bool run_provider(struct rendering *rendering, const struct changed *changed,
			 GError **error)
{
	struct part_run run = { rendering, error };
	struct facts *facts;
	bool done;

	/* With nothing changed at all the warnings are still due. */
	if (each_part(rendering, changed, stop, NULL) && g_hash_table_size(changed->kinds))
		return true;
	facts = facts_new(rendering->store, error);
	if (!facts)
		return false;
	rendering->facts = facts;
	done = each_part(rendering, changed, run_part, &run);
	if (done)
		advice_give(facts, rendering->warnings);
	rendering->facts = NULL;
	facts_free(facts);
	return done;
}

/* -- The tenants' part ------------------------------------------------------------ */

static bool each_renderer_tenant(struct rendering *rendering, void **states,
				 const struct tenant *tenant, GError **error)
{
	for (unsigned i = 0; renderer_registry[i]; i++)
		if (renderer_registry[i]->tenant &&
		    !renderer_registry[i]->tenant(rendering, states[i], tenant, error))
			return false;
	return true;
}

/* Domains, lower case, without patterns; they count as rendered anew. */
static char **tenant_domains(struct rendering *rendering, const char *organization,
			     GError **error)
{
	struct store_query query = { .kind = "AcceptedDomain", .organization = organization };
	g_autoptr(GPtrArray) records = store_list(rendering->store, &query, error);
	GPtrArray *domains;

	if (!records)
		return NULL;
	domains = g_ptr_array_new();
	for (guint i = 0; i < records->len; i++) {
		char *name = record_lower(g_ptr_array_index(records, i), "DomainName");

		add_domain(rendering->domains, name);
		if (g_str_has_prefix(name, "*."))
			g_free(name);
		else
			g_ptr_array_add(domains, name);
	}
	g_ptr_array_add(domains, NULL);
	return (char **)g_ptr_array_free(domains, FALSE);
}

static bool run_tenant(struct rendering *rendering, void **states, const char *organization,
		       GError **error)
{
	struct store_query query = { .kind = "Mailbox", .organization = organization };
	g_auto(GStrv) domains = tenant_domains(rendering, organization, error);
	g_autoptr(GPtrArray) mailboxes = NULL;
	struct tenant tenant = { .organization = organization };

	if (!domains)
		return false;
	mailboxes = store_list(rendering->store, &query, error);
	if (!mailboxes)
		return false;
	tenant.domains = (const char *const *)domains;
	tenant.mailboxes = mailboxes;
	return each_renderer_tenant(rendering, states, &tenant, error);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the organizations to render; those that are gone are not among them. */
static GPtrArray *organizations_of(struct rendering *rendering, const struct changed *changed,
				   GError **error)
{
	struct store_query query = { .kind = "Organization" };
	g_autoptr(GPtrArray) records = NULL;
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter iter;
	void *name;

	if (!rendering->whole) {
		g_hash_table_iter_init(&iter, changed->organizations);
		while (g_hash_table_iter_next(&iter, &name, NULL))
			g_ptr_array_add(names, g_strdup(name));
		g_ptr_array_sort(names, by_text);
		return names;
	}
	records = store_list(rendering->store, &query, error);
	for (guint i = 0; records && i < records->len; i++)
		g_ptr_array_add(names, g_strdup(record_name(g_ptr_array_index(records, i))));
	if (!records)
		g_clear_pointer(&names, g_ptr_array_unref);
	return names;
}

static bool run_tenants(struct rendering *rendering, const struct changed *changed,
			GError **error)
{
	g_autoptr(GPtrArray) names = organizations_of(rendering, changed, error);
	void *states[16] = { NULL };
	bool done = names != NULL;

	if (done && !names->len && !rendering->whole && !g_hash_table_size(rendering->domains))
		return true;
	for (unsigned i = 0; renderer_registry[i]; i++) {
		g_assert(i < G_N_ELEMENTS(states));
		if (renderer_registry[i]->tenants_begin)
			renderer_registry[i]->tenants_begin(rendering, &states[i]);
	}
	for (guint i = 0; done && i < names->len; i++)
		done = run_tenant(rendering, states, g_ptr_array_index(names, i), error);
	for (unsigned i = 0; renderer_registry[i]; i++) {
		g_autoptr(GError) problem = NULL;

		/* Every renderer ends, whatever happened, so that its state is freed. */
		if (renderer_registry[i]->tenants_end &&
		    !renderer_registry[i]->tenants_end(rendering, states[i], &problem) && done) {
			g_propagate_error(error, g_steal_pointer(&problem));
			done = false;
		}
	}
	return done;
}

/* ------------------------------------------------------------------------------------ */

GBytes *rendering_previous(const struct rendering *rendering, const char *path)
{
	g_autofree char *full = NULL;
	GMappedFile *file;
	GBytes *bytes;

	if (!rendering->previous)
		return NULL;
	full = g_build_filename(rendering->previous, path, NULL);
	file = g_mapped_file_new(full, FALSE, NULL);
	if (!file)
		return NULL;
	bytes = g_mapped_file_get_bytes(file);
	g_mapped_file_unref(file);
	return bytes;
}

void rendering_append_local(const struct rendering *rendering, GString *text, const char *path)
{
	g_autofree char *full = g_build_filename(rendering->local, path, NULL);
	g_autofree char *addition = NULL;

	if (!g_file_get_contents(full, &addition, NULL, NULL))
		return;
	g_string_append_printf(text, "# /etc/hmsh/local/%s\n%s", path, addition);
	if (text->str[text->len - 1] != '\n')
		g_string_append_c(text, '\n');
}

void rendering_warn(struct rendering *rendering, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list ap;

	va_start(ap, format);
	text = g_strdup_vprintf(format, ap);
	va_end(ap);
	if (!g_ptr_array_find_with_equal_func(rendering->warnings, text, g_str_equal, NULL))
		g_ptr_array_add(rendering->warnings, g_steal_pointer(&text));
}

static GHashTable *text_set(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

struct tree *render_run(const struct render_run *run, GPtrArray *warnings, GError **error)
{
	g_autoptr(GHashTable) kinds = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) organizations = text_set(), domains = text_set();
	struct changed changed = { kinds, organizations, domains };
	struct rendering rendering = {
		.store = run->store, .tree = tree_new(), .previous = run->previous,
		.local = run->local,
		.whole = run->whole || !run->previous, .domains = domains, .warnings = warnings,
	};

	if (!rendering.whole &&
	    !store_changes(run->store, run->since, note_change, &changed, NULL))
		rendering.whole = true;
	if (run_provider(&rendering, &changed, error) && run_tenants(&rendering, &changed, error))
		return rendering.tree;
	tree_free(rendering.tree);
	return NULL;
}
