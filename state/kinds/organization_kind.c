/*
 * A tenant. Its record is the first document of its file; everything else in
 * that file belongs to it.
 */
#include "config.h"
#include "lib/exchange.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

static const struct property organization_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW,
	  .check = check_organization_name, .help = "The organization's name." },
	{ "DisplayName", "string", 0, .check = check_line, .help = "The name shown." },
	{ "ProgramId", "string", PROPERTY_NEW_ONLY | PROPERTY_REQUIRED, .check = check_name,
	  .help = "The hosting program." },
	{ "OfferId", "string", PROPERTY_NEW_ONLY | PROPERTY_REQUIRED, .check = check_name,
	  .help = "The offer of that program." },
	{ "ServicePlan", "string", PROPERTY_READONLY, .help = "Program and offer." },
	{ "Location", "string", 0, .check = check_line, .help = "Language and country, as en-US." },
	{ "AdministratorMailbox", "string", PROPERTY_READONLY, .reference = "Mailbox",
	  .help = "The mailbox that has postmaster@ and abuse@." },
	{ "OrganizationStatus", "string", PROPERTY_READONLY, "Active", .help = "Active." },
	{ NULL }
};

RECORD_KIND(organization_kind) = {
	.name = "Organization",
	.type_name = "Microsoft.Exchange.Data.Directory.Management.TenantOrganizationPresentationObject",
	.scope = SCOPE_ORGANIZATION, .properties = organization_properties, .order = 10,
	.view = "Name ServicePlan Location OrganizationStatus", .help = "A tenant.",
};

struct string *identity_in_organization(struct store *store, const struct record *record)
{
	if (!record->organization)
		return str_new(record_name(record), -1);
	return str_printf("%s\\%s", record->organization, record_name(record));
}

bool organization_is_leaving(struct txn *txn, const char *organization)
{
	g_autoptr(record_auto) record = txn_get(txn, "Organization", organization, organization);

	return !record;
}

static bool accepts(struct txn *txn, const char *organization, const char *domain)
{
	g_autoptr(record_auto) owner = txn_by_domain(txn, domain);

	return owner && owner->organization && organization &&
		text_equal_nocase(owner->organization, organization);
}

bool organization_accepts(struct txn *txn, const char *organization, const char *domain)
{
	if (accepts(txn, organization, domain))
		return true;
	for (const char *dot = strchr(domain, '.'); dot; dot = strchr(dot + 1, '.')) {
		g_autofree char *pattern = g_strconcat("*", dot, NULL);

		if (accepts(txn, organization, pattern))
			return true;
	}
	return false;
}
