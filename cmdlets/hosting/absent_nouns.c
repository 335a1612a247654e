/*
 * Nouns that this host has none of. Scripts that list everything ask for them
 * too, and go on when there is nothing; who asks for one by name is told that
 * it is not there.
 */
#include "config.h"
#include "cmdlets/hosting/ceremony.h"
#include "cmdlets/hosting/task.h"
#include "lib/dict.h"

struct absent {
	struct ceremony ceremony;	/* first: its parameters are made as a ceremony's */
	const char *what;
};

static const struct fault not_found = {
	"ManagementObjectNotFoundException",
	"Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, NULL };

/* Nothing, or that what was named is not there. */
static enum flow show_none(struct call *call, void *data)
{
	const struct absent *absent = call_cmdlet(call)->data;
	value_auto bound = value_of(call_bound_arguments(call));
	const struct value *identity = dict_find_text(bound.u.dict, "Identity");
	g_autofree char *text = identity ? task_text(call, *identity) : NULL;
	struct store *store;
	enum flow flow = FLOW_NEXT;

	if (!text || strpbrk(text, "*?"))
		return call_verbose(call, "This host has no %s.", absent->what);
	store = task_store(call, &flow);
	if (!store)
		return flow;
	value_auto target = value_text(text);
	g_autofree char *server = store_server(store);

	return call_fail(call, &not_found, target,
			 "The operation couldn't be performed because object '%s' "
			 "couldn't be found on '%s': this host has no %s.",
			 text, server, absent->what);
}

#define RECIPIENT_WORDS \
	"Identity@ Anr Credential DomainController Filter IgnoreDefaultScope! ManagedBy Organization " \
	"OrganizationalUnit ReadFromDomainController! ResultSize SortBy IncludeSystemObjects! " \
	"HVEAccount! SharedWithMailUser! SoftDeletedMailUser! IncludeAllProperties! " \
	"IncludeSoftDeletedGroups! Archive! OnPremisesOrganizationalUnit"
#define DEVICE_WORDS \
	"Identity@ Mailbox ActiveSync! DomainController Filter Monitoring! Organization " \
	"OrganizationalUnit OWAforDevices! ResultSize SortBy RestApi! UniversalOutlook!"
#define PLAIN_WORDS \
	"Identity@ DomainController Server Status! Organization State Filter ResultSize Mailbox " \
	"DumpsterStatistics! IncludeCorrupted! IncludePreExchange2010! IncludePreExchange2013! " \
	"Recurse! GetChildren! IncludeSystemTags! Types OptionalInMailbox! DlpPolicy " \
	"ExcludeConditionActionDetails BatchName Database Name Suspend HighPriority RequestQueue " \
	"MoveStatus IncludeReport! Proxy! ResidentFolders!"

#define ABSENT(symbol, words, nouns) \
	static const struct absent symbol = { { words, "" }, nouns }
#define SHOWN(symbol, nouns) \
	.data = &(symbol), .derive = ceremony_params, .end = show_none, \
	.synopsis = "Shows nothing: this host has no " nouns "."

#define DAG		"database availability groups"
#define UNIFIED		"Microsoft 365 groups"
#define DYNAMIC		"dynamic distribution groups"
#define MAIL_USERS	"mail users: contacts have no logon, users have mailboxes"
#define REMOTE		"remote mailboxes"
#define PUBLIC		"public folders"
#define DEVICES		"telephones that synchronize"
#define RETENTION	"retention policies"
#define RULES		"transport rules"
#define JOURNAL		"journal rules"
#define BOOKS		"offline address books"
#define MOVES		"moves of mailboxes"
#define EXPORTS		"exports of mailboxes"
#define INBOX_RULES	"rules of inboxes"
#define LINKS		"members of Microsoft 365 groups"
#define POLICIES	"policies of addresses: an address is made when its mailbox is"
#define COPIES		"copies of mailbox databases"
#define UM		"unified messaging"
#define BATCHES		"migration batches"

ABSENT(dag, PLAIN_WORDS, DAG);
ABSENT(unified, RECIPIENT_WORDS, UNIFIED);
ABSENT(dynamic, RECIPIENT_WORDS, DYNAMIC);
ABSENT(mail_users, RECIPIENT_WORDS, MAIL_USERS);
ABSENT(remote, RECIPIENT_WORDS, REMOTE);
ABSENT(public_folders, PLAIN_WORDS, PUBLIC);
ABSENT(devices, DEVICE_WORDS, DEVICES);
ABSENT(retention, PLAIN_WORDS, RETENTION);
ABSENT(rules, PLAIN_WORDS, RULES);
ABSENT(journal, PLAIN_WORDS, JOURNAL);
ABSENT(books, PLAIN_WORDS, BOOKS);
ABSENT(moves, PLAIN_WORDS, MOVES);
ABSENT(exports, PLAIN_WORDS, EXPORTS);
ABSENT(inbox_rules, PLAIN_WORDS " BypassScopeCheck! DescriptionTimeFormat DescriptionTimeZone "
	"IncludeHidden! SkipCount SweepRules! UseCustomRouting!", INBOX_RULES);
ABSENT(links, PLAIN_WORDS " LinkType", LINKS);
ABSENT(policies, PLAIN_WORDS " IncludeMailboxSettingOnlyPolicy!", POLICIES);
ABSENT(copies, PLAIN_WORDS " ExtendedErrorInfo! ConnectionStatus!", COPIES);
ABSENT(um, RECIPIENT_WORDS, UM);
ABSENT(batches, PLAIN_WORDS " Diagnostic! Endpoint", BATCHES);

CMDLET(get_dag) = {
	.name = "Get-DatabaseAvailabilityGroup", SHOWN(dag, DAG),
	.module = "HostingManagement",
};

CMDLET(get_unified_group) = {
	.name = "Get-UnifiedGroup", SHOWN(unified, UNIFIED),
	.module = "HostingManagement",
};

CMDLET(get_dynamic_group) = {
	.name = "Get-DynamicDistributionGroup", SHOWN(dynamic, DYNAMIC),
	.module = "HostingManagement",
};

CMDLET(get_mail_user) = {
	.name = "Get-MailUser", SHOWN(mail_users, MAIL_USERS),
	.module = "HostingManagement",
};

CMDLET(get_remote_mailbox) = {
	.name = "Get-RemoteMailbox", SHOWN(remote, REMOTE),
	.module = "HostingManagement",
};

CMDLET(get_public_folder) = {
	.name = "Get-PublicFolder", SHOWN(public_folders, PUBLIC),
	.module = "HostingManagement",
};

CMDLET(get_public_folder_database) = {
	.name = "Get-PublicFolderDatabase", SHOWN(public_folders, PUBLIC),
	.module = "HostingManagement",
};

CMDLET(get_public_folder_statistics) = {
	.name = "Get-PublicFolderStatistics", SHOWN(public_folders, PUBLIC),
	.module = "HostingManagement",
};

CMDLET(get_mobile_device) = {
	.name = "Get-MobileDevice", SHOWN(devices, DEVICES),
	.module = "HostingManagement",
};

CMDLET(get_mobile_device_statistics) = {
	.name = "Get-MobileDeviceStatistics", SHOWN(devices, DEVICES),
	.module = "HostingManagement",
};

CMDLET(get_active_sync_device) = {
	.name = "Get-ActiveSyncDevice", SHOWN(devices, DEVICES),
	.module = "HostingManagement",
};

CMDLET(get_retention_policy) = {
	.name = "Get-RetentionPolicy", SHOWN(retention, RETENTION),
	.module = "HostingManagement",
};

CMDLET(get_retention_policy_tag) = {
	.name = "Get-RetentionPolicyTag", SHOWN(retention, RETENTION),
	.module = "HostingManagement",
};

CMDLET(get_transport_rule) = {
	.name = "Get-TransportRule", SHOWN(rules, RULES),
	.module = "HostingManagement",
};

CMDLET(get_journal_rule) = {
	.name = "Get-JournalRule", SHOWN(journal, JOURNAL),
	.module = "HostingManagement",
};

CMDLET(get_offline_address_book) = {
	.name = "Get-OfflineAddressBook", SHOWN(books, BOOKS),
	.module = "HostingManagement",
};

CMDLET(get_move_request) = {
	.name = "Get-MoveRequest", SHOWN(moves, MOVES),
	.module = "HostingManagement",
};

CMDLET(get_mailbox_export_request) = {
	.name = "Get-MailboxExportRequest", SHOWN(exports, EXPORTS),
	.module = "HostingManagement",
};

CMDLET(get_inbox_rule) = {
	.name = "Get-InboxRule", SHOWN(inbox_rules, INBOX_RULES),
	.module = "HostingManagement",
};

CMDLET(get_unified_group_links) = {
	.name = "Get-UnifiedGroupLinks", SHOWN(links, LINKS),
	.module = "HostingManagement",
};

CMDLET(get_email_address_policy) = {
	.name = "Get-EmailAddressPolicy", SHOWN(policies, POLICIES),
	.module = "HostingManagement",
};

CMDLET(get_mailbox_database_copy_status) = {
	.name = "Get-MailboxDatabaseCopyStatus", SHOWN(copies, COPIES),
	.module = "HostingManagement",
};

CMDLET(get_um_mailbox) = {
	.name = "Get-UMMailbox", SHOWN(um, UM),
	.module = "HostingManagement",
};

CMDLET(get_migration_batch) = {
	.name = "Get-MigrationBatch", SHOWN(batches, BATCHES),
	.module = "HostingManagement",
};

CMDLET(get_active_sync_device_statistics) = {
	.name = "Get-ActiveSyncDeviceStatistics", SHOWN(devices, DEVICES),
	.module = "HostingManagement",
};

CMDLET(get_public_folder_client_permission) = {
	.name = "Get-PublicFolderClientPermission", SHOWN(public_folders, PUBLIC),
	.module = "HostingManagement",
};
