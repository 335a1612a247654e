/*
 * How a mailbox comes to be: its alias, its first address and its limits
 * follow from a few words. The address is the user principal name, as in
 * hosted Exchange; without one it is the alias at the default domain.
 */
#include "config.h"
#include "cmdlets/hosting/exchange_certificate.h"
#include "cmdlets/hosting/mailbox.h"
#include "lib/array.h"
#include "lib/exchange.h"
#include "lib/password.h"

static const struct fault no_domain = {
	"NoDefaultDomain", "System.InvalidOperationException", CATEGORY_OBJECT_NOT_FOUND,
	"Give -UserPrincipalName, or a default domain with Set-AcceptedDomain -MakeDefault $true." };

/* -- Plans ------------------------------------------------------------------------------------ */

static bool keep_default(struct record *record, void *data)
{
	struct record **found = data;

	if (!record_bool(record, "IsDefault"))
		return true;
	*found = record_ref(record);
	return false;
}

struct record *mailbox_plan_of(struct txn *txn, const char *organization, const char *name)
{
	struct store_query query = { .kind = "MailboxPlan", .organization = organization };
	struct record *found = NULL;

	if (name)
		return txn_get(txn, "MailboxPlan", organization, name);
	txn_each(txn, &query, keep_default, &found, NULL);
	return found;
}

/* -- Names ------------------------------------------------------------------------------------- */

static bool keep_default_domain(struct record *record, void *data)
{
	char **domain = data;

	if (!record_bool(record, "Default"))
		return true;
	*domain = record_text(record, "DomainName");
	return false;
}

char *mailbox_default_domain(struct txn *txn, const char *organization)
{
	struct store_query query = { .kind = "AcceptedDomain", .organization = organization };
	char *domain = NULL;

	txn_each(txn, &query, keep_default_domain, &domain, NULL);
	return domain;
}

/* The letters, digits, hyphens, dots and underscores of a name: "John Smith" -> "JohnSmith". */
char *mailbox_alias_of(const char *name)
{
	GString *alias = g_string_new(NULL);

	for (const char *p = name; *p; p++)
		if (g_ascii_isalnum(*p) || (alias->len && strchr("-._", *p)))
			g_string_append_c(alias, *p);
	while (alias->len && alias->str[alias->len - 1] == '.')
		g_string_truncate(alias, alias->len - 1);
	if (!alias->len)
		g_string_append(alias, "mailbox");
	return g_string_free(alias, FALSE);
}

static char *choose_alias(const struct mailbox_request *request)
{
	if (request->alias)
		return g_strdup(request->alias);
	if (request->upn && strrchr(request->upn, '@'))
		return g_strndup(request->upn, strrchr(request->upn, '@') - request->upn);
	return mailbox_alias_of(request->name);
}

static char *choose_upn(struct txn *txn, const struct mailbox_request *request, const char *alias,
			GError **error)
{
	g_autofree char *domain = NULL;

	if (request->upn)
		return g_strdup(request->upn);
	domain = mailbox_default_domain(txn, request->organization);
	if (domain)
		return g_strdup_printf("%s@%s", alias, domain);
	value_auto target = value_text(request->organization);

	fault_set(error, &no_domain, target,
		  "The organization \"%s\" has no default domain to make an address of.",
		  request->organization);
	return NULL;
}

bool mailbox_set_address(struct record *mailbox, const char *primary, GError **error)
{
	g_autofree char *address = address_check(primary, error);
	value_auto list = VALUE_UNSET;

	if (!address)
		return false;
	list = value_of(array_new(NULL, 1));
	array_set(list.u.array, 0, proxy_address_new("SMTP", address, true));
	return record_set(mailbox, "EmailAddresses", list, error);
}

bool mailbox_add_address(struct record *mailbox, const char *address, GError **error)
{
	value_auto old = record_get(mailbox, "EmailAddresses");
	uint32_t n = old.kind == V_ARRAY ? old.u.array->len : 0;
	value_auto list = value_of(array_new(NULL, n + 1));

	for (uint32_t i = 0; i < n; i++)
		array_set(list.u.array, i, array_get(old.u.array, i));
	array_set(list.u.array, n, proxy_address_new("smtp", address, false));
	return record_set(mailbox, "EmailAddresses", list, error);
}

/* -- The mailbox ------------------------------------------------------------------------------- */

static bool fill(struct txn *txn, struct record *mailbox, const struct mailbox_request *request,
		 GError **error)
{
	g_autofree char *alias = choose_alias(request);
	g_autofree char *upn = choose_upn(txn, request, alias, error);
	g_autoptr(record_auto) chosen = NULL;
	const struct record *plan = request->plan;

	if (!plan)
		plan = chosen = mailbox_plan_of(txn, request->organization, NULL);
	return upn && record_set_text(mailbox, "Name", request->name, error) &&
		record_set_text(mailbox, "DisplayName", request->name, error) &&
		record_set_text(mailbox, "Alias", alias, error) &&
		record_set_text(mailbox, "UserPrincipalName", upn, error) &&
		mailbox_set_address(mailbox, request->primary ? request->primary : upn, error) &&
		(!plan || (mailbox_limits_copy(plan, mailbox, error) &&
			   record_set_text(mailbox, "MailboxPlan", record_name(plan), error)));
}

struct record *mailbox_make(struct txn *txn, const struct mailbox_request *request, GError **error)
{
	struct record *mailbox = record_new(record_kind_find("Mailbox"), request->organization);

	if (fill(txn, mailbox, request, error))
		return mailbox;
	record_unref(mailbox);
	return NULL;
}

/* -- Passwords --------------------------------------------------------------------------------- */

GBytes *mailbox_secret(struct call *call, struct value password, struct value hash, GError **error)
{
	g_autoptr(GBytes) clear = NULL;
	g_autofree char *stored = NULL;

	if (arg_given(hash)) {
		stored = password_accept(arg_text(hash, ""), error);
	} else {
		clear = exchange_certificate_password(call, password);
		stored = clear ? password_hash(g_bytes_get_data(clear, NULL), error) : NULL;
	}
	return stored ? pki_secret_bytes(stored, strlen(stored)) : NULL;
}
