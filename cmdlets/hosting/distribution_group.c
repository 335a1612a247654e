/*
 * Distribution groups. Their members are part of the group's record; who joins
 * or leaves is a change of the group.
 */
#include "config.h"
#include "cmdlets/hosting/mailbox.h"
#include "cmdlets/hosting/recipients.h"
#include "cmdlets/record_cmdlets.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/exchange.h"

static const struct fault is_member = {
	"MemberAlreadyExistsException",
	"Microsoft.Exchange.Management.RecipientTasks.MemberAlreadyExistsException",
	CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault no_member = {
	"MemberNotFoundException",
	"Microsoft.Exchange.Management.RecipientTasks.MemberNotFoundException",
	CATEGORY_INVALID_DATA, "Get-DistributionGroupMember shows the members." };
static const struct fault not_kept = {
	"ParameterNotSupported", "System.NotSupportedException", CATEGORY_NOT_IMPLEMENTED,
	"Leave the parameter out, or give $false." };

/* -- Get ------------------------------------------------------------------------------------ */

struct get_group_extra {
	struct value details, managed_by;
};

static const struct param get_group_params[] = {
	{ "RecipientTypeDetails", "RecipientTypeDetails[]", FIELD(get_group_extra, details),
	  .help = "The kinds of group to show, as MailUniversalSecurityGroup." },
	{ "ManagedBy", "object", FIELD(get_group_extra, managed_by), .complete = "Mailbox",
	  .help = "Groups of that owner." },
	{ NULL }
};

static bool keep_group(struct call *call, const void *data, const struct record *record)
{
	const struct get_group_extra *extra = data;
	value_auto owners = VALUE_UNSET;
	g_autoptr(record_auto) owner = NULL;
	struct store *store = host_store(call_host(call), NULL);

	if (!recipient_details_fit(record, extra->details))
		return false;
	if (!arg_given(extra->managed_by))
		return true;
	owner = recipient_find(call, store, RECIPIENT_KINDS, record->organization,
			       extra->managed_by, NULL);
	owners = record_get(record, "ManagedBy");
	for (uint32_t i = 0; owner && owners.kind == V_ARRAY && i < owners.u.array->len; i++)
		if (text_equal_nocase(arg_text(owners.u.array->u.items[i], ""), record_name(owner)))
			return true;
	return false;
}

static const struct record_verb get_group = {
	.kind = "DistributionGroup", .flags = RECORD_LISTS, .keep = keep_group,
	.extra = get_group_params, .extra_size = sizeof(struct get_group_extra),
	.ignored = "Credential IgnoreDefaultScope! "
		"IncludeAcceptMessagesOnlyFromDLMembersWithDisplayNames! "
		"IncludeAcceptMessagesOnlyFromSendersOrMembersWithDisplayNames! "
		"IncludeAcceptMessagesOnlyFromWithDisplayNames! "
		"IncludeBypassModerationFromSendersOrMembersWithDisplayNames! "
		"IncludeGrantSendOnBehalfToWithDisplayNames! IncludeManagedByWithDisplayNames! "
		"IncludeModeratedByWithDisplayNames! OrganizationalUnit ReadFromDomainController!",
	.refused = "Anr", .refusal = "Use -Filter, as -Filter \"DisplayName -like 'jo*'\".",
};

CMDLET(get_distribution_group) = {
	.name = "Get-DistributionGroup", RECORD_GET(get_group), .module = "HostingManagement",
	.synopsis = "Shows distribution groups.", .output = "DistributionGroup",
};

/* -- New and Set ---------------------------------------------------------------------------- */

#define REFUSED_OF_GROUPS \
	"AcceptMessagesOnlyFrom AcceptMessagesOnlyFromDLMembers " \
	"AcceptMessagesOnlyFromSendersOrMembers BccBlocked " \
	"BypassModerationFromSendersOrMembers GrantSendOnBehalfTo HiddenGroupMembershipEnabled! " \
	"ModeratedBy ModerationEnabled RejectMessagesFrom RejectMessagesFromDLMembers " \
	"RejectMessagesFromSendersOrMembers RoomList!"
#define IGNORED_OF_GROUPS \
	"ArbitrationMailbox BypassNestedModerationEnabled BypassSecurityGroupManagerCheck! " \
	"CreateDTMFMap ExpansionServer ForceUpgrade! IgnoreDefaultScope! IgnoreNamingPolicy! " \
	"MailTipTranslations OrganizationalUnit ResetMigrationToUnifiedGroup! " \
	"SendModerationNotifications UMDtmfMap UpdateMemberCount!"

static const char why_refused[] =
	"this host does not choose among the senders to a group, and moderates none yet.";

struct new_group_extra {
	struct value type, copy_owner;
};

static const struct param new_group_params[] = {
	{ "Type", "string", FIELD(new_group_extra, type), .values = "Distribution Security",
	  .help = "Security: permissions may name it." },
	{ "CopyOwnerToMember", "switch", FIELD(new_group_extra, copy_owner),
	  .help = "Makes the owners members as well." },
	{ NULL }
};

static bool is_given(const struct record *record, const char *property)
{
	value_auto v = record_get(record, property);

	return !value_is_null(v) && (v.kind != V_ARRAY || v.u.array->len);
}

static bool name_group(struct record *group, GError **error)
{
	g_autofree char *alias = mailbox_alias_of(record_name(group));

	return (is_given(group, "Alias") || record_set_text(group, "Alias", alias, error)) &&
		(is_given(group, "DisplayName") ||
		 record_set_text(group, "DisplayName", record_name(group), error)) &&
		(is_given(group, "SamAccountName") ||
		 record_set_text(group, "SamAccountName", alias, error));
}

static bool address_group(struct txn *txn, struct record *group, GError **error)
{
	g_autofree char *alias = record_text(group, "Alias");
	g_autofree char *domain = NULL, *address = NULL;

	if (is_given(group, "EmailAddresses"))
		return true;
	domain = mailbox_default_domain(txn, group->organization);
	address = g_strdup_printf("%s@%s", alias, domain ? domain : "");
	return mailbox_set_address(group, address, error);
}

static bool senders_are_free(const struct record *group, GError **error)
{
	if (!record_bool(group, "RequireSenderAuthenticationEnabled"))
		return true;
	fault_set(error, &not_kept, value_bool(true), "The parameter "
		  "'RequireSenderAuthenticationEnabled' cannot be $true here: this host does not choose "
		  "among the senders to a group yet.");
	return false;
}

static bool copy_owners(struct record *group, GError **error)
{
	value_auto owners = record_get(group, "ManagedBy"), add = VALUE_UNSET;
	struct dict *dict;

	if (owners.kind != V_ARRAY)
		return true;
	dict = dict_new(DICT_HASHTABLE, true);
	dict_set_text(dict, "Add", value_ref(owners));
	add = value_of(dict);
	return record_set_multi(group, "Members", add, error);
}

static bool new_group_put(struct call *call, struct txn *txn, const void *data,
			  const struct record *old, struct record *group, GError **error)
{
	const struct new_group_extra *extra = data;

	if (text_equal_nocase(arg_text(extra->type, ""), "Security") &&
	    !record_set_text(group, "GroupType", "Universal, SecurityEnabled", error))
		return false;
	return name_group(group, error) && address_group(txn, group, error) &&
		task_resolve(txn, group, "ManagedBy", error) &&
		task_resolve(txn, group, "Members", error) &&
		(!arg_on(extra->copy_owner) || copy_owners(group, error)) &&
		senders_are_free(group, error);
}

static struct value argument(const struct value *properties, const char *kind, const char *property)
{
	struct value v = properties[record_property_index(record_kind_find(kind), property)];

	if (v.kind == V_ARRAY)
		return v.u.array->len && !v.u.array->packed ? v.u.array->u.items[0] : VALUE_NULL;
	return v.kind == V_UNSET ? VALUE_NULL : v;
}

/* By its address, or by that of its first member or owner. */
static char *group_owner(struct call *call, struct store *store, const struct value *properties,
			 GError **error)
{
	static const char *const addresses[] = { "PrimarySmtpAddress", "Members", "ManagedBy" };

	for (size_t i = 0; i < G_N_ELEMENTS(addresses); i++) {
		struct value v = argument(properties, "DistributionGroup", addresses[i]);
		g_autoptr(record_auto) known = value_is_null(v) || !i
			? NULL : recipient_find(call, store, RECIPIENT_KINDS, NULL, v, NULL);

		if (known && known->organization)
			return g_strdup(known->organization);
		if (!value_is_null(v) && !i)
			return recipient_organization(store, v, error);
	}
	return recipient_organization(store, VALUE_NULL, error);
}

static const struct record_verb new_group = {
	.kind = "DistributionGroup", .put = new_group_put, .owner = group_owner,
	.extra = new_group_params, .extra_size = sizeof(struct new_group_extra),
	.ignored = IGNORED_OF_GROUPS, .refused = REFUSED_OF_GROUPS, .refusal = why_refused,
};

static const struct cmdlet_example new_group_examples[] = {
	{ "New-DistributionGroup -Name Sales -PrimarySmtpAddress sales@tenant.com -Members jsmith",
	  "Mail to sales@tenant.com goes to jsmith." },
	{ NULL }
};

CMDLET(new_distribution_group) = {
	.name = "New-DistributionGroup", RECORD_NEW(new_group), .module = "HostingManagement",
	.synopsis = "Makes a distribution group.", .examples = new_group_examples,
	.description = "Without -Organization it belongs to the owner of its address's domain, or to that "
		"of its first member.",
	.output = "DistributionGroup",
};

static bool set_group_put(struct call *call, struct txn *txn, const void *extra,
			  const struct record *old, struct record *group, GError **error)
{
	return task_resolve(txn, group, "ManagedBy", error) && senders_are_free(group, error) &&
		task_rename(txn, old, group, error);
}

static const struct record_verb set_group = {
	.kind = "DistributionGroup", .flags = RECORD_FORCE, .put = set_group_put, .without = "Notes",
	.ignored = IGNORED_OF_GROUPS, .refused = REFUSED_OF_GROUPS, .refusal = why_refused,
};

CMDLET(set_distribution_group) = {
	.name = "Set-DistributionGroup", RECORD_SET(set_group), .module = "HostingManagement",
	.synopsis = "Changes a distribution group.",
};

static const struct record_verb remove_group = {
	.kind = "DistributionGroup", .flags = RECORD_FORCE,
	.ignored = "BypassSecurityGroupManagerCheck! IgnoreDefaultScope!",
	.question = "Removing the distribution group \"%s\" takes its addresses away.",
};

CMDLET(remove_distribution_group) = {
	.name = "Remove-DistributionGroup",
	RECORD_REMOVE(remove_group),
	.module = "HostingManagement",
	.synopsis = "Removes a distribution group; its members stay.",
};

/* -- Members -------------------------------------------------------------------------------- */

struct member_args {
	struct value identity, organization, member, members, result_size, ignored;
};

#define GROUP_IDENTITY \
	{ "Identity", "object", FIELD(member_args, identity), .position = POSITION(0), \
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .complete = "DistributionGroup", \
	  .help = "The group, by any form of identity." }, \
	{ "Organization", "object", FIELD(member_args, organization), .complete = "Organization", \
	  .help = "The group's organization." }, \
	IGNORED(member_args, "DomainController"), \
	IGNORED_SWITCH(member_args, "BypassSecurityGroupManagerCheck")

static struct record *find_group(struct call *call, const struct member_args *args, enum flow *flow)
{
	struct store *store = task_store(call, flow);
	g_autofree char *organization = task_text(call, args->organization);
	struct record *group;
	GError *error = NULL;

	if (!store)
		return NULL;
	group = recipient_find(call, store, "DistributionGroup", organization, args->identity,
			       &error);
	if (!group)
		*flow = call_error(call, error);
	return group;
}

static enum flow get_members(struct call *call, void *data)
{
	const struct member_args *args = data;
	enum flow flow = FLOW_NEXT;
	g_autoptr(record_auto) group = find_group(call, args, &flow);
	struct store *store = group ? task_store(call, &flow) : NULL;
	value_auto members = group ? record_get(group, "Members") : VALUE_NULL;
	int64_t limit = INT64_MAX;

	if (!value_is_null(args->result_size))
		value_to_i64(args->result_size, &limit, NULL);
	for (uint32_t i = 0;
	     members.kind == V_ARRAY && flow == FLOW_NEXT && i < members.u.array->len && i < limit;
	     i++) {
		g_autoptr(record_auto) member = recipient_find(call, store, RECIPIENT_KINDS,
			group->organization, members.u.array->u.items[i], NULL);

		if (member)
			flow = emit_take(call, recipient_show(call, member));
	}
	return flow;
}

static const struct param get_member_params[] = {
	GROUP_IDENTITY,
	{ "ResultSize", "object", FIELD(member_args, result_size),
	  .help = "How many to show at most, or Unlimited." },
	IGNORED(member_args, "Credential"), IGNORED_SWITCH(member_args, "IgnoreDefaultScope"),
	IGNORED_SWITCH(member_args, "IncludeSoftDeletedObjects"),
	IGNORED_SWITCH(member_args, "ReadFromDomainController"), { NULL }
};

CMDLET(get_distribution_group_member) = {
	.name = "Get-DistributionGroupMember", .params = get_member_params,
	.args_size = sizeof(struct member_args), .process = get_members,
	.module = "HostingManagement", .synopsis = "Shows the members of a group.",
	.output = "ReducedRecipient",
};

struct membership {
	const struct record *group, *member;
	struct value members;		/* Update: all of them */
	bool joins;
};

static bool put_members(struct txn *txn, const struct record *group, const char *key,
			const char *name, GError **error)
{
	g_autoptr(record_auto) changed = record_copy(group);
	struct dict *dict = dict_new(DICT_HASHTABLE, true);
	value_auto change = value_of(dict);

	dict_set_text(dict, key, value_text(name));
	if (!record_set_multi(changed, "Members", change, error))
		return false;
	txn_put(txn, changed);
	return true;
}

static bool holds(const struct record *group, const char *name)
{
	value_auto members = record_get(group, "Members");

	for (uint32_t i = 0; members.kind == V_ARRAY && i < members.u.array->len; i++)
		if (text_equal_nocase(arg_text(members.u.array->u.items[i], ""), name))
			return true;
	return false;
}

static bool change_membership(struct txn *txn, void *data, GError **error)
{
	const struct membership *m = data;
	const char *name = record_name(m->member);
	value_auto target = value_text(name);

	if (holds(m->group, name) == m->joins) {
		fault_set(error, m->joins ? &is_member : &no_member, target, m->joins
			  ? "The recipient \"%s\" is already a member of the group \"%s\"."
			  : "The recipient \"%s\" isn't a member of the group \"%s\".",
			  name, record_name(m->group));
		return false;
	}
	return put_members(txn, m->group, m->joins ? "Add" : "Remove", name, error);
}

static char *shown_identity(struct store *store, const struct record *record)
{
	struct string *str = record_identity(store, record);
	char *text = g_strdup(str->data);

	str_unref(str);
	return text;
}

static enum flow move_member(struct call *call, const struct member_args *args, bool joins)
{
	enum flow flow = FLOW_NEXT;
	g_autoptr(record_auto) group = find_group(call, args, &flow), member = NULL;
	struct store *store = group ? task_store(call, &flow) : NULL;
	struct membership m = { .group = group, .joins = joins };
	g_autofree char *target = NULL;
	GError *error = NULL;

	if (!store)
		return flow;
	member = recipient_find(call, store, RECIPIENT_KINDS, group->organization, args->member,
				&error);
	if (!member)
		return call_error(call, error);
	m.member = member;
	target = shown_identity(store, group);
	task_run(call, target, change_membership, &m, &flow);
	return flow;
}

static enum flow add_member(struct call *call, void *args)
{
	return move_member(call, args, true);
}

static enum flow remove_member(struct call *call, void *args)
{
	return move_member(call, args, false);
}

static const struct param member_params[] = {
	{ "Identity", "object", FIELD(member_args, identity), .position = POSITION(0),
	  .flags = PARAM_MANDATORY, .complete = "DistributionGroup", .pipeline = BY_NAME,
	  .help = "The group, by any form of identity." },
	{ "Organization", "object", FIELD(member_args, organization), .complete = "Organization",
	  .help = "The group's organization." },
	{ "Member", "object", FIELD(member_args, member), .pipeline = BY_VALUE | BY_NAME,
	  .flags = PARAM_MANDATORY, .complete = "Mailbox",
	  .help = "The recipient, by any form of identity." },
	IGNORED(member_args, "DomainController"),
	IGNORED_SWITCH(member_args, "BypassSecurityGroupManagerCheck"), { NULL }
};

CMDLET(add_distribution_group_member) = {
	.name = "Add-DistributionGroupMember", .params = member_params,
	.args_size = sizeof(struct member_args), .process = add_member,
	.flags = CMDLET_SHOULD_PROCESS, .module = "HostingManagement",
	.synopsis = "Makes a recipient a member of a group.",
};

CMDLET(remove_distribution_group_member) = {
	.name = "Remove-DistributionGroupMember", .params = member_params,
	.args_size = sizeof(struct member_args), .process = remove_member,
	.flags = CMDLET_SHOULD_PROCESS | CMDLET_CONFIRM_HIGH, .module = "HostingManagement",
	.synopsis = "Takes a recipient out of a group.",
};

static bool replace_members(struct txn *txn, void *data, GError **error)
{
	const struct membership *m = data;
	g_autoptr(record_auto) changed = record_copy(m->group);

	if (!record_set_multi(changed, "Members", m->members, error) ||
	    !task_resolve(txn, changed, "Members", error))
		return false;
	txn_put(txn, changed);
	return true;
}

static enum flow update_members(struct call *call, void *data)
{
	const struct member_args *args = data;
	enum flow flow = FLOW_NEXT;
	g_autoptr(record_auto) group = find_group(call, args, &flow);
	struct store *store = group ? task_store(call, &flow) : NULL;
	struct membership m = { .group = group, .members = args->members };
	g_autofree char *target = NULL;

	if (!store)
		return flow;
	target = shown_identity(store, group);
	task_run(call, target, replace_members, &m, &flow);
	return flow;
}

static const struct param update_member_params[] = {
	GROUP_IDENTITY,
	{ "Members", "object", FIELD(member_args, members),
	  .flags = PARAM_MANDATORY | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "All members from now on, or @{Add='x'; Remove='y'}." },
	{ NULL }
};

CMDLET(update_distribution_group_member) = {
	.name = "Update-DistributionGroupMember", .params = update_member_params,
	.args_size = sizeof(struct member_args), .process = update_members,
	.flags = CMDLET_SHOULD_PROCESS | CMDLET_CONFIRM_HIGH, .module = "HostingManagement",
	.synopsis = "Replaces the members of a group.",
};
