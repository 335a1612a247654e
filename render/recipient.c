/*
 * Reading a mailbox's addresses and limits out of its record.
 */
#include "config.h"
#include "lib/array.h"
#include "lib/exchange.h"
#include "render/facts.h"
#include "render/recipient.h"

static char *smtp_text(struct value v)
{
	const struct proxy_address *proxy = proxy_address_of(v);

	if (!proxy || !proxy_address_is_smtp(proxy))
		return NULL;
	return g_ascii_strdown(proxy->address->data, -1);
}

GPtrArray *recipient_addresses(const struct record *mailbox)
{
	GPtrArray *addresses = g_ptr_array_new_with_free_func(g_free);
	value_auto list = record_get(mailbox, "EmailAddresses");

	for (uint32_t i = 0; list.kind == V_ARRAY && i < list.u.array->len; i++) {
		value_auto item = array_get(list.u.array, i);
		char *address = smtp_text(item);

		if (address)
			g_ptr_array_add(addresses, address);
	}
	return addresses;
}

static char *primary_of(const struct record *record)
{
	value_auto list = record_get(record, "EmailAddresses");

	for (uint32_t i = 0; list.kind == V_ARRAY && i < list.u.array->len; i++) {
		value_auto item = array_get(list.u.array, i);
		const struct proxy_address *proxy = proxy_address_of(item);

		if (proxy && proxy->primary && proxy_address_is_smtp(proxy))
			return smtp_text(item);
	}
	return NULL;
}

char *recipient_target(struct store *store, const char *organization, const char *name)
{
	static const char *const kinds[] = { "Mailbox", "DistributionGroup", "MailContact" };
	g_autoptr(record_auto) to = NULL;
	char *target = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(kinds) && !to; i++)
		to = store_get(store, kinds[i], organization, name);
	if (to && !strcmp(to->kind->name, "MailContact")) {
		value_auto outside = record_get(to, "ExternalEmailAddress");

		return smtp_text(outside);
	}
	target = to ? primary_of(to) : NULL;
	return target || !to ? target : record_lower(to, "UserPrincipalName");
}

/* Where ForwardingAddress leads to, or the outside address. */
static char *forward_of(struct store *store, const struct record *mailbox)
{
	value_auto outside = record_get(mailbox, "ForwardingSmtpAddress");
	g_autofree char *inside = record_text(mailbox, "ForwardingAddress");
	char *target = inside && *inside
		? recipient_target(store, mailbox->organization, inside) : NULL;

	return target ? target : smtp_text(outside);
}

bool recipient_read(struct recipient *ret, struct store *store, const struct record *mailbox)
{
	value_auto quota = record_get(mailbox, "ProhibitSendReceiveQuota");
	char *login = record_lower(mailbox, "UserPrincipalName");

	if (!login)
		return false;
	*ret = (struct recipient){ .login = login };
	ret->addresses = recipient_addresses(mailbox);
	ret->forward = forward_of(store, mailbox);
	ret->keep = record_bool(mailbox, "DeliverToMailboxAndForward");
	ret->disabled = record_bool(mailbox, "AccountDisabled");
	if (!size_bytes(quota, &ret->quota))
		ret->quota = 0;
	return true;
}

void recipient_clear(struct recipient *recipient)
{
	g_free(recipient->login);
	g_free(recipient->forward);
	if (recipient->addresses)
		g_ptr_array_unref(recipient->addresses);
}
