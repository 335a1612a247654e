/*
 * The addresses of recipients are one list, EmailAddresses, with one primary;
 * PrimarySmtpAddress and WindowsEmailAddress are ways to see and set it. Every
 * SMTP address lies in a domain of the organization, and nobody else has it.
 */
#include "config.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/exchange.h"
#include "state/kinds/hosting.h"
#include "state/kinds/recipient_addresses.h"

static const struct fault foreign_domain = {
	"NotAcceptedDomain", "Microsoft.Exchange.Data.Directory.NotAcceptedDomainException",
	CATEGORY_INVALID_ARGUMENT,
	"Use a domain that Get-AcceptedDomain shows, or add it with New-AcceptedDomain." };
static const struct fault no_primary = {
	"PrimaryAddressCount", "Microsoft.Exchange.Data.DataValidationException",
	CATEGORY_INVALID_DATA, "Mark one address with SMTP: in capitals." };
static const struct fault name_taken = {
	"ADObjectAlreadyExistsException",
	"Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException",
	CATEGORY_RESOURCE_EXISTS, "Choose another name."
};

/* -- The list of addresses ------------------------------------------------------------ */

/* The primary SMTP address of a list, or NULL; valid as long as the list. */
static const char *primary_of(struct value list)
{
	if (list.kind != V_ARRAY)
		return NULL;
	for (uint32_t i = 0; i < list.u.array->len; i++) {
		const struct proxy_address *proxy = proxy_address_of(list.u.array->u.items[i]);

		if (proxy && proxy->primary && proxy_address_is_smtp(proxy))
			return proxy->address->data;
	}
	return NULL;
}

struct value recipient_primary(struct store *store, const struct record *record)
{
	value_auto list = record_get(record, "EmailAddresses");
	const char *primary = primary_of(list);
	value_auto text = primary ? value_text(primary) : VALUE_NULL;
	struct value address = VALUE_NULL;

	if (primary)
		type_smtp_address.convert_from(text, &address, NULL);
	return address;
}

/*
 * The list with `address` as its primary one, which was perhaps a further one; the old primary stays
 * as a further address.
 */
static struct value with_primary(struct value list, const char *address)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct value));
	struct value item = proxy_address_new("SMTP", address, true);
	struct array *array;

	g_array_append_val(items, item);
	for (uint32_t i = 0; list.kind == V_ARRAY && i < list.u.array->len; i++) {
		struct value old = list.u.array->u.items[i];
		const struct proxy_address *proxy = proxy_address_of(old);

		if (!proxy || (proxy_address_is_smtp(proxy) &&
			       text_equal_nocase(proxy->address->data, address)))
			continue;
		item = proxy->primary && proxy_address_is_smtp(proxy)
			? proxy_address_new("smtp", proxy->address->data, false) : value_ref(old);
		g_array_append_val(items, item);
	}
	array = array_take((struct value *)(void *)items->data, items->len);
	g_array_free(items, TRUE);
	return value_of(array);
}

bool recipient_assign_primary(struct record *record, struct value v, GError **error)
{
	value_auto list = record_get(record, "EmailAddresses");
	value_auto changed = with_primary(list, smtp_address_text(v));

	return record_set(record, "EmailAddresses", changed, error);
}

/* -- Rules ------------------------------------------------------------------------------------- */

bool recipient_domain_is_accepted(struct txn *txn, const struct record *record, const char *address,
				  GError **error)
{
	const char *domain = strrchr(address, '@') + 1;
	value_auto target = VALUE_UNSET;

	if (organization_accepts(txn, record->organization, domain))
		return true;
	target = value_text(address);
	fault_set(error, &foreign_domain, target,
		  "The address \"%s\" is outside the organization: \"%s\" is not one of its accepted "
		  "domains.", address, domain);
	return false;
}

/* Addresses equal but for case are one: the list must not hold both. */
static bool one_of_each(struct value list, uint32_t at, GError **error)
{
	const struct proxy_address *proxy = proxy_address_of(list.u.array->u.items[at]);

	for (uint32_t i = 0; i < at; i++) {
		if (!type_proxy_address.equals(list.u.array->u.items[i], list.u.array->u.items[at]))
			continue;
		fault_set(error, &no_primary, list.u.array->u.items[at],
			  "The address \"%s\" stands twice in the list.", proxy->address->data);
		return false;
	}
	return true;
}

/* Counts the primary ones. */
static bool look_at_addresses(struct txn *txn, const struct record *record, unsigned *primaries,
			      GError **error)
{
	value_auto list = record_get(record, "EmailAddresses");

	*primaries = 0;
	for (uint32_t i = 0; list.kind == V_ARRAY && i < list.u.array->len; i++) {
		const struct proxy_address *proxy = proxy_address_of(list.u.array->u.items[i]);

		if (!one_of_each(list, i, error))
			return false;
		if (!proxy_address_is_smtp(proxy))
			continue;
		*primaries += proxy->primary;
		if (!recipient_domain_is_accepted(txn, record, proxy->address->data, error))
			return false;
	}
	return true;
}

bool recipient_addresses_are_sound(struct txn *txn, const struct record *record, GError **error)
{
	value_auto list = record_get(record, "EmailAddresses");
	unsigned primaries;

	if (!look_at_addresses(txn, record, &primaries, error))
		return false;
	if (primaries == 1)
		return true;
	fault_set(error, &no_primary, list,
		  "The %s \"%s\" has %s primary SMTP address: exactly "
		  "one address has the prefix SMTP: in capitals.",
		  strcmp(record->kind->name, "Mailbox") ? "recipient" : "mailbox",
		  record_name(record), primaries ? "more than one" : "no");
	return false;
}

bool recipient_addresses_are_accepted(struct txn *txn, const struct record *record, GError **error)
{
	unsigned primaries;

	return look_at_addresses(txn, record, &primaries, error);
}

bool recipient_name_is_free(struct txn *txn, const struct record *old, const struct record *record,
			    GError **error)
{
	static const char *const kinds[] = { "Mailbox", "DistributionGroup", "MailContact" };
	const char *name = record_name(record);
	value_auto target = VALUE_UNSET;

	if (old && text_equal_nocase(record_name(old), name))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autoptr(record_auto) other = strcmp(kinds[i], record->kind->name)
			? txn_get(txn, kinds[i], record->organization, name) : NULL;

		/* A name is also found by other keys: what counts is the name itself. */
		if (!other || !text_equal_nocase(record_name(other), name))
			continue;
		target = value_text(name);
		fault_set(error, &name_taken, target,
			  "The name \"%s\" is that of a %s of the organization "
			  "already: recipients have names of their own.",
			  name, kinds[i]);
		return false;
	}
	return true;
}
