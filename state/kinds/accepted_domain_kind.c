/*
 * The domains an organization receives mail for. A domain has one owner: its
 * name is unique among all organizations, the provider's own domain belongs to
 * no tenant, and what lies below a "*." domain belongs to that one's owner.
 */
#include "config.h"
#include "lib/exchange.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

static const struct fault domain_taken = {
	"DomainAlreadyOwned", "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException",
	CATEGORY_RESOURCE_EXISTS, "Use a domain that no organization has." };
static const struct fault domain_in_use = {
	"DomainInUse", "Microsoft.Exchange.Configuration.Tasks.DomainInUseException",
	CATEGORY_INVALID_OPERATION,
	"Remove the addresses first: Get-Mailbox | Where-Object EmailAddresses -like '*@domain'." };
static const struct fault default_domain = {
	"DefaultDomain", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	"Make another domain the default first: Set-AcceptedDomain -MakeDefault $true." };

static const struct property accepted_domain_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name,
	  .help = "The name of the entry, often the domain itself." },
	{ "DomainName", "SmtpDomainWithSubdomains",
	  PROPERTY_REQUIRED | PROPERTY_UNIQUE_EVERYWHERE | PROPERTY_IDENTITY | PROPERTY_NEW_ONLY |
	  PROPERTY_VIEW, .check = check_dotted_domain,
	  .help = "The domain, or *.domain for all that lies below it." },
	{ "DomainType", "AcceptedDomainType", PROPERTY_VIEW, "Authoritative",
	  .help = "Authoritative: mail to unknown addresses is refused. The relay types pass it on." },
	{ "Default", "bool", PROPERTY_VIEW | PROPERTY_READONLY, "false",
	  .help = "Whether new addresses get this domain." },
	{ "AddressBookEnabled", "bool", PROPERTY_SET_ONLY | PROPERTY_INERT, "true",
	  .help = "Kept and shown." },
	{ "MatchSubDomains", "bool", PROPERTY_SET_ONLY, "false",
	  .help = "Whether mail to names below the domain is accepted as well." },
	{ "OutboundOnly", "bool", PROPERTY_SET_ONLY | PROPERTY_INERT, "false",
	  .help = "Kept and shown." },
	{ "EnableNego2Authentication", "bool", PROPERTY_SET_ONLY | PROPERTY_INERT, "false",
	  .help = "Kept and shown." },
	{ "PendingRemoval", "bool", PROPERTY_SET_ONLY | PROPERTY_INERT, "false",
	  .help = "Kept and shown." },
	{ "PendingCompletion", "bool", PROPERTY_SET_ONLY | PROPERTY_INERT, "false",
	  .help = "Kept and shown." },
	{ "InitialDomain", "bool", PROPERTY_READONLY, "false",
	  .help = "Whether the organization was created with it." },
	{ NULL }
};

static bool taken(struct value domain, GError **error)
{
	fault_set(error, &domain_taken, domain,
		  "The domain \"%s\" is already in use: a domain belongs to one organization.",
		  exchange_text(domain));
	return false;
}

/* The provider's own names: provider.com and what lies below it. */
static bool is_provider_domain(struct txn *txn, const char *domain)
{
	g_autoptr(record_auto) server = hosting_server(txn_store(txn));
	g_autofree char *own = server ? record_text(server, "DomainName") : NULL;
	g_autofree char *below = own ? g_strconcat(".", own, NULL) : NULL;
	size_t len = strlen(domain), tail = below ? strlen(below) : 0;

	if (!own)
		return false;
	return text_equal_nocase(domain, own) ||
		(len > tail && text_equal_nocase(domain + len - tail, below));
}

static bool owned_by_other(struct txn *txn, const char *organization, const char *domain)
{
	g_autoptr(record_auto) owner = txn_by_domain(txn, domain);

	return owner && (!owner->organization ||
			 !text_equal_nocase(owner->organization, organization));
}

struct below {
	const char *suffix;		/* ".contoso.com" */
	const char *organization;
	bool found;
};

static bool lies_below(struct record *record, void *data)
{
	struct below *below = data;
	g_autofree char *domain = record_text(record, "DomainName");
	size_t len = strlen(domain), tail = strlen(below->suffix);

	below->found = !text_equal_nocase(record->organization, below->organization) && len > tail &&
		text_equal_nocase(domain + len - tail, below->suffix);
	return !below->found;
}

/* Whether a name of another organization is covered by *.domain, or covers `domain`. */
static bool overlaps_other(struct txn *txn, const char *organization, const char *domain)
{
	bool pattern = g_str_has_prefix(domain, "*.");
	const char *name = pattern ? domain + 2 : domain;
	struct below below = { .suffix = domain + 1, .organization = organization };
	struct store_query query = { .kind = "AcceptedDomain" };

	for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
		g_autofree char *above = g_strconcat("*", dot, NULL);

		if (owned_by_other(txn, organization, above))
			return true;
	}
	if (pattern)
		txn_each(txn, &query, lies_below, &below, NULL);
	return below.found;
}

struct in_use {
	const char *domain;
	char *mailbox;
};

static bool has_address_in(struct record *record, void *data)
{
	struct in_use *in_use = data;
	value_auto list = record_get(record, "EmailAddresses");
	struct enumerator e;
	struct value item;

	enumerator_init(&e, list);
	while (!in_use->mailbox && enumerator_next(&e, &item, NULL)) {
		const struct proxy_address *proxy = proxy_address_of(item);
		const char *at = proxy ? strrchr(proxy->address->data, '@') : NULL;

		if (at && text_equal_nocase(at + 1, in_use->domain))
			in_use->mailbox = g_strdup(record_name(record));
		value_unref(item);
	}
	enumerator_clear(&e);
	return !in_use->mailbox;
}

bool accepted_domain_may_go(struct txn *txn, const struct record *old, GError **error)
{
	g_autofree char *domain = record_text(old, "DomainName");
	struct in_use in_use = { .domain = domain };
	struct store_query query = { .kind = "Mailbox", .organization = old->organization };
	value_auto target = value_text(domain);

	if (organization_is_leaving(txn, old->organization))
		return true;
	if (record_bool(old, "Default")) {
		fault_set(error, &default_domain, target,
			  "The domain \"%s\" is the organization's default and cannot be removed.", domain);
		return false;
	}
	txn_each(txn, &query, has_address_in, &in_use, NULL);
	if (in_use.mailbox) {
		fault_set(error, &domain_in_use, target,
			  "The domain \"%s\" is in use by addresses, as of the mailbox \"%s\".", domain,
			  in_use.mailbox);
		g_free(in_use.mailbox);
		return false;
	}
	return true;
}

static bool accepted_domain_validate(struct txn *txn, const struct record *old, struct record *new,
				     GError **error)
{
	value_auto domain = new ? record_get(new, "DomainName") : VALUE_NULL;
	const char *text = new ? exchange_text(domain) : NULL;

	if (!new)
		return accepted_domain_may_go(txn, old, error);
	if (!text || old)
		return true;
	if (is_provider_domain(txn, g_str_has_prefix(text, "*.") ? text + 2 : text) ||
	    overlaps_other(txn, new->organization, text))
		return taken(domain, error);
	return true;
}

RECORD_KIND(accepted_domain_kind) = {
	.name = "AcceptedDomain",
	.type_name = "Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain",
	.scope = SCOPE_ORGANIZATION, .properties = accepted_domain_properties, .order = 20,
	.help = "A domain that an organization receives mail for.",
	.validate = accepted_domain_validate,
};
