/*
 * Accepted domains. The administrator's mailbox receives what is sent to
 * postmaster and abuse of each domain, so adding and removing a domain changes
 * that mailbox in the same transaction.
 */
#include "config.h"
#include "cmdlets/hosting/mailbox.h"
#include "cmdlets/record_cmdlets.h"
#include "lib/array.h"
#include "lib/exchange.h"

static const char *const role_names[] = { "postmaster", "abuse" };

/* The mailbox that has the organization's postmaster@, to be changed. Yours, or NULL. */
static struct record *administrator_copy(struct txn *txn, const char *organization)
{
	g_autoptr(record_auto) tenant = txn_get(txn, "Organization", organization, organization);
	g_autofree char *name = tenant ? record_text(tenant, "AdministratorMailbox") : NULL;
	g_autoptr(record_auto) mailbox = name ? txn_get(txn, "Mailbox", organization, name) : NULL;

	return mailbox ? record_copy(mailbox) : NULL;
}

static bool add_role_addresses(struct txn *txn, const struct record *domain, GError **error)
{
	g_autoptr(record_auto) mailbox = administrator_copy(txn, domain->organization);
	g_autofree char *name = record_text(domain, "DomainName");

	if (!mailbox || !name || g_str_has_prefix(name, "*"))
		return true;
	for (unsigned i = 0; i < G_N_ELEMENTS(role_names); i++) {
		g_autofree char *address = g_strconcat(role_names[i], "@", name, NULL);
		g_autoptr(record_auto) owner = txn_by_address(txn, address);

		if (!owner && !mailbox_add_address(mailbox, address, error))
			return false;
	}
	txn_put(txn, mailbox);
	return true;
}

static bool is_role_address(const struct proxy_address *proxy, const char *domain)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(role_names); i++) {
		g_autofree char *address = g_strconcat(role_names[i], "@", domain, NULL);

		if (text_equal_nocase(proxy->address->data, address))
			return !proxy->primary;
	}
	return false;
}

static bool remove_role_addresses(struct call *call, struct txn *txn, const void *extra,
				  struct record *domain, GError **error)
{
	g_autoptr(record_auto) mailbox = administrator_copy(txn, domain->organization);
	g_autofree char *name = record_text(domain, "DomainName");
	value_auto old = mailbox ? record_get(mailbox, "EmailAddresses") : VALUE_NULL;
	uint32_t kept = 0, n = old.kind == V_ARRAY ? old.u.array->len : 0;
	g_autofree struct value *items = g_new(struct value, n + 1);
	value_auto list = VALUE_UNSET;

	for (uint32_t i = 0; i < n; i++)
		if (!is_role_address(proxy_address_of(old.u.array->u.items[i]), name))
			items[kept++] = value_ref(old.u.array->u.items[i]);
	list = value_of(array_take(items, kept));
	if (kept < n) {
		if (!record_set(mailbox, "EmailAddresses", list, error))
			return false;
		txn_put(txn, mailbox);
	}
	return accepted_domain_may_go(txn, domain, error);
}

/* -- The default domain ------------------------------------------------------------------------ */

struct defaults {
	const struct record *chosen;
	GPtrArray *others;
};

static bool other_default(struct record *record, void *data)
{
	struct defaults *defaults = data;

	if (record_bool(record, "Default") && strcmp(record->guid, defaults->chosen->guid) != 0)
		g_ptr_array_add(defaults->others, record_copy(record));
	return true;
}

static bool make_default(struct txn *txn, struct record *record, GError **error)
{
	g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);
	struct defaults defaults = { .chosen = record, .others = others };
	struct store_query query = { .kind = "AcceptedDomain", .organization = record->organization };

	if (!txn_each(txn, &query, other_default, &defaults, error))
		return false;
	for (guint i = 0; i < others->len; i++) {
		if (!record_set(others->pdata[i], "Default", VALUE_NULL, error))
			return false;
		txn_put(txn, others->pdata[i]);
	}
	return record_set(record, "Default", value_bool(true), error);
}

/* -- The verbs --------------------------------------------------------------------------------- */

static const struct record_verb get_domain = { .kind = "AcceptedDomain", .flags = RECORD_LISTS };

CMDLET(get_accepted_domain_cmdlet) = {
	.name = "Get-AcceptedDomain", RECORD_GET(get_domain), .module = "HostingManagement",
	.synopsis = "Shows the domains that organizations receive mail for.",
	.output = "AcceptedDomain",
};

static bool new_domain_put(struct call *call, struct txn *txn, const void *extra,
			   const struct record *old, struct record *record, GError **error)
{
	return add_role_addresses(txn, record, error);
}

static const struct record_verb new_domain = { .kind = "AcceptedDomain", .put = new_domain_put };

static const struct cmdlet_example new_domain_examples[] = {
	{ "New-AcceptedDomain -Organization TenantCompany -Name tenant.net -DomainName tenant.net",
	  "The organization receives mail for tenant.net as well." },
	{ NULL }
};

CMDLET(new_accepted_domain_cmdlet) = {
	.name = "New-AcceptedDomain", RECORD_NEW(new_domain), .module = "HostingManagement",
	.synopsis = "Gives an organization a further domain.", .examples = new_domain_examples,
	.output = "AcceptedDomain",
};

struct set_domain_extra { struct value make_default; };

static const struct param set_domain_params[] = {
	{ "MakeDefault", "bool", FIELD(set_domain_extra, make_default),
	  .help = "Makes it the domain of new addresses." },
	{ NULL }
};

static bool set_domain_put(struct call *call, struct txn *txn, const void *data,
			   const struct record *old, struct record *record, GError **error)
{
	const struct set_domain_extra *extra = data;

	return !arg_on(extra->make_default) || make_default(txn, record, error);
}

static const struct record_verb set_domain = { .kind = "AcceptedDomain", .put = set_domain_put,
	.extra = set_domain_params, .extra_size = sizeof(struct set_domain_extra),
	.ignored = "CanHaveCloudCache MailFlowRegion SendingFromDomainDisabled",
	.refused = "SendingToDomainDisabled",
	.refusal = "remove the domain to refuse its mail." };

CMDLET(set_accepted_domain_cmdlet) = {
	.name = "Set-AcceptedDomain", RECORD_SET(set_domain), .module = "HostingManagement",
	.synopsis = "Changes an accepted domain.",
};

static const struct record_verb remove_domain = { .kind = "AcceptedDomain",
	.remove = remove_role_addresses };

CMDLET(remove_accepted_domain_cmdlet) = {
	.name = "Remove-AcceptedDomain", RECORD_REMOVE(remove_domain), .module = "HostingManagement",
	.synopsis = "Takes a domain from an organization.",
};
