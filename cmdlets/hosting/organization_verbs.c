/* Organizations and plans once they are there: shown, changed, removed. */
#include "config.h"
#include "cmdlets/hosting/task.h"
#include "cmdlets/record_cmdlets.h"

static const struct record_verb get_organization = { .kind = "Organization",
	.flags = RECORD_LISTS | RECORD_NO_ORGANIZATION,
	.ignored = "Credential IgnoreDefaultScope!" };

CMDLET(get_organization_cmdlet) = {
	.name = "Get-Organization", RECORD_GET(get_organization), .module = "HostingManagement",
	.synopsis = "Shows the tenants.", .output = "Organization",
};

static const struct record_verb set_organization = { .kind = "Organization",
	.flags = RECORD_FORCE | RECORD_NO_ORGANIZATION, .without = "Name" };

CMDLET(set_organization_cmdlet) = {
	.name = "Set-Organization", RECORD_SET(set_organization), .module = "HostingManagement",
	.synopsis = "Changes a tenant.",
};

static const struct record_verb remove_organization = { .kind = "Organization",
	.flags = RECORD_FORCE | RECORD_NO_ORGANIZATION, .ignored = "Async!",
	.question = "Removing the organization \"%s\" removes all of its domains, mailboxes and mail." };

CMDLET(remove_organization_cmdlet) = {
	.name = "Remove-Organization", RECORD_REMOVE(remove_organization),
	.module = "HostingManagement",
	.synopsis = "Removes a tenant with everything that belongs to it.",
};

/* -- Plans ------------------------------------------------------------------------------------- */

static const struct record_verb get_hosting_plan = { .kind = "OfferPlan", .flags = RECORD_LISTS };

CMDLET(get_hosting_plan_cmdlet) = {
	.name = "Get-HostingPlan", RECORD_GET(get_hosting_plan), .module = "HostingManagement",
	.synopsis = "Shows the offers of the hosting programs: what a tenant can get.",
	.output = "ServicePlan",
};

static const struct record_verb set_hosting_plan = { .kind = "OfferPlan",
	.without = "Name ProgramId OfferId" };

CMDLET(set_hosting_plan_cmdlet) = {
	.name = "Set-HostingPlan", RECORD_SET(set_hosting_plan), .module = "HostingManagement",
	.synopsis = "Changes what tenants get from now on who take an offer.",
};

/* The name follows from program and offer. */
static bool new_hosting_plan_put(struct call *call, struct txn *txn, const void *extra,
				 const struct record *old, struct record *record, GError **error)
{
	g_autofree char *program = record_text(record, "ProgramId");
	g_autofree char *offer = record_text(record, "OfferId");
	g_autofree char *name = g_strdup_printf("%s/%s", program, offer);

	return record_set_text(record, "Name", name, error);
}

static const struct record_verb new_hosting_plan = { .kind = "OfferPlan", .without = "Name",
	.put = new_hosting_plan_put };

CMDLET(new_hosting_plan_cmdlet) = {
	.name = "New-HostingPlan", RECORD_NEW(new_hosting_plan), .module = "HostingManagement",
	.synopsis = "Makes an offer of a hosting program.", .output = "ServicePlan",
};

static const struct record_verb remove_hosting_plan = { .kind = "OfferPlan" };

CMDLET(remove_hosting_plan_cmdlet) = {
	.name = "Remove-HostingPlan", RECORD_REMOVE(remove_hosting_plan),
	.module = "HostingManagement",
	.synopsis = "Removes an offer; tenants keep what they have.",
};

static const struct record_verb get_mailbox_plan = { .kind = "MailboxPlan", .flags = RECORD_LISTS,
	.ignored = "AllMailboxPlanReleases! Credential IgnoreDefaultScope!" };

CMDLET(get_mailbox_plan_cmdlet) = {
	.name = "Get-MailboxPlan", RECORD_GET(get_mailbox_plan), .module = "HostingManagement",
	.synopsis = "Shows the limits that new mailboxes of an organization take over.",
	.output = "MailboxPlan",
};

struct default_plan {
	const struct record *chosen;
	GPtrArray *others;
};

static bool other_default(struct record *record, void *data)
{
	struct default_plan *plan = data;

	if (record_bool(record, "IsDefault") && strcmp(record->guid, plan->chosen->guid) != 0)
		g_ptr_array_add(plan->others, record_copy(record));
	return true;
}

/* An organization has one default plan: the others stop being it. */
static bool mailbox_plan_put(struct call *call, struct txn *txn, const void *extra,
			     const struct record *old, struct record *record, GError **error)
{
	g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);
	struct default_plan plan = { .chosen = record, .others = others };
	struct store_query query = { .kind = "MailboxPlan", .organization = record->organization };

	if (record_bool(record, "IsDefault") && !txn_each(txn, &query, other_default, &plan, error))
		return false;
	for (guint i = 0; i < others->len; i++) {
		if (!record_set(others->pdata[i], "IsDefault", VALUE_NULL, error))
			return false;
		txn_put(txn, others->pdata[i]);
	}
	return task_rename(txn, old, record, error);
}

static const struct record_verb set_mailbox_plan = { .kind = "MailboxPlan", .flags = RECORD_FORCE,
	.put = mailbox_plan_put };

CMDLET(set_mailbox_plan_cmdlet) = {
	.name = "Set-MailboxPlan", RECORD_SET(set_mailbox_plan), .module = "HostingManagement",
	.synopsis = "Changes the limits that new mailboxes take over.",
};

static const struct record_verb new_mailbox_plan = { .kind = "MailboxPlan",
	.put = mailbox_plan_put };

CMDLET(new_mailbox_plan_cmdlet) = {
	.name = "New-MailboxPlan", RECORD_NEW(new_mailbox_plan), .module = "HostingManagement",
	.synopsis = "Makes a further mailbox plan for an organization.", .output = "MailboxPlan",
};

static const struct record_verb remove_mailbox_plan = { .kind = "MailboxPlan" };

CMDLET(remove_mailbox_plan_cmdlet) = {
	.name = "Remove-MailboxPlan", RECORD_REMOVE(remove_mailbox_plan),
	.module = "HostingManagement", .synopsis = "Removes a mailbox plan that no mailbox has.",
};

static const struct record_verb get_address_list = { .kind = "AddressList", .flags = RECORD_LISTS };

CMDLET(get_address_list_cmdlet) = {
	.name = "Get-AddressList", RECORD_GET(get_address_list), .module = "HostingManagement",
	.synopsis = "Shows the address lists of organizations.", .output = "AddressList",
};

/* -- The server -------------------------------------------------------------------------------- */

static const struct record_verb get_exchange_server = { .kind = "HostingServer",
	.ignored = "Domain Status!" };

CMDLET(get_exchange_server_cmdlet) = {
	.name = "Get-ExchangeServer", RECORD_GET(get_exchange_server), .module = "HostingManagement",
	.synopsis = "Shows the server and its roles.", .output = "ExchangeServer",
};
