/*
 * Disable-Mailbox takes the mailbox from its user, who stays; Enable-Mailbox
 * gives it back, with the mail that it had. The password goes along both ways.
 */
#include "config.h"
#include "cmdlets/hosting/mailbox.h"
#include "cmdlets/record_cmdlets.h"
#include "lib/exchange.h"

static const char *const kept[] = {
	"Name", "DisplayName", "UserPrincipalName", "FirstName", "LastName", NULL
};

static bool copy_kept(const struct record *from, struct record *to, GError **error)
{
	for (const char *const *name = kept; *name; name++) {
		value_auto v = record_get(from, *name);

		if (!value_is_null(v) && !record_set(to, *name, v, error))
			return false;
	}
	return true;
}

static bool copy_password(struct txn *txn, const struct record *from, const struct record *to,
			  GError **error)
{
	GError *failed = NULL;
	g_autoptr(GBytes) secret = store_secret(txn_store(txn), from, "PasswordHash", &failed);

	if (secret)
		txn_put_secret(txn, to, "PasswordHash", g_bytes_get_data(secret, NULL),
			       g_bytes_get_size(secret));
	if (failed)
		g_propagate_error(error, failed);
	return !failed;
}

/* -- Disable-Mailbox --------------------------------------------------------------------------- */

struct identity_args {
	struct value identity, organization, alias, display_name, primary, shared, room, equipment,
		ignored;
};

static const struct param disable_mailbox_params[] = {
	{ "Identity", "object", FIELD(identity_args, identity), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .complete = "Mailbox",
	  .help = "The mailbox, by any form of identity." },
	{ "Organization", "object", FIELD(identity_args, organization), .complete = "Organization",
	  .help = "Its organization." },
	IGNORED(identity_args, "DomainController"),
	IGNORED_SWITCH(identity_args, "IgnoreDefaultScope"),
	IGNORED_SWITCH(identity_args, "IgnoreLegalHold"),
	IGNORED_SWITCH(identity_args, "DisableArbitrationMailboxWithOABsAllowed"),
	IGNORED_SWITCH(identity_args, "DisableLastArbitrationMailboxAllowed"),
	REFUSED_SWITCH(identity_args, "Arbitration", "This host has no arbitration mailboxes."),
	REFUSED_SWITCH(identity_args, "Archive", "This host keeps no archive mailboxes."),
	REFUSED_SWITCH(identity_args, "RemoteArchive", "This host keeps no archive mailboxes."),
	REFUSED_SWITCH(identity_args, "PublicFolder", "This host has no public folders."),
	REFUSED_SWITCH(identity_args, "PermanentlyDisable",
		       "Use Remove-Mailbox to let go of the mail as well."),
	{ NULL }
};

struct turning {
	const struct identity_args *args;
	struct record *from, *to;
};

static bool disable_change(struct txn *txn, void *data, GError **error)
{
	struct turning *task = data;

	record_unref(task->to);
	task->to = record_new(record_kind_find("User"), task->from->organization);
	if (!copy_kept(task->from, task->to, error) ||
	    !record_set_text(task->to, "MailboxGuid", task->from->guid, error) ||
	    !copy_password(txn, task->from, task->to, error))
		return false;
	txn_remove(txn, task->from);
	txn_put(txn, task->to);
	return true;
}

/* The record of a kind that the arguments mean, with the error reported when there is none. */
static struct record *find_record(struct call *call, const struct identity_args *args,
				  const char *kind, enum flow *flow)
{
	struct store *store = task_store(call, flow);
	g_autofree char *organization = task_text(call, args->organization);
	struct record *record;
	GError *error = NULL;

	if (!store)
		return NULL;
	record = record_by_argument(call, store, kind, organization, args->identity, &error);
	if (!record)
		*flow = call_error(call, error);
	return record;
}

static char *target_of(struct call *call, const struct record *record)
{
	value_auto identity = value_str(record_identity(host_store(call_host(call), NULL), record));

	return g_strdup(identity.u.str->data);
}

static enum flow disable_mailbox(struct call *call, void *data)
{
	enum flow flow = FLOW_NEXT;
	struct turning task = { .args = data };
	g_autofree char *target = NULL;

	task.from = find_record(call, task.args, "Mailbox", &flow);
	if (!task.from)
		return flow;
	target = target_of(call, task.from);
	task_run(call, target, disable_change, &task, &flow);
	record_unref(task.from);
	record_unref(task.to);
	return flow;
}

CMDLET(disable_mailbox_cmdlet) = {
	.name = "Disable-Mailbox", .params = disable_mailbox_params,
	.args_size = sizeof(struct identity_args), .process = disable_mailbox,
	.flags = CMDLET_SHOULD_PROCESS | CMDLET_CONFIRM_HIGH, .module = "HostingManagement",
	.synopsis = "Takes the mailbox from a user, who stays; the mail is kept.",
};

/* -- Enable-Mailbox ---------------------------------------------------------------------------- */

static const struct param enable_mailbox_params[] = {
	{ "Identity", "object", FIELD(identity_args, identity), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .complete = "User",
	  .help = "The user, by any form of identity." },
	{ "Organization", "object", FIELD(identity_args, organization), .complete = "Organization",
	  .help = "The user's organization." },
	{ "Alias", "string", FIELD(identity_args, alias),
	  .help = "The part before the @ of new addresses." },
	{ "DisplayName", "string", FIELD(identity_args, display_name), .help = "The name shown." },
	{ "PrimarySmtpAddress", "SmtpAddress", FIELD(identity_args, primary),
	  .help = "The address that mail is sent from; by default the logon name." },
	{ "Shared", "switch", FIELD(identity_args, shared), .help = "Makes a shared mailbox." },
	{ "Room", "switch", FIELD(identity_args, room), .help = "Makes a room's mailbox." },
	{ "Equipment", "switch", FIELD(identity_args, equipment),
	  .help = "Makes a mailbox of equipment." },
	IGNORED(identity_args, "ActiveSyncMailboxPolicy"),
	IGNORED(identity_args, "AddressBookPolicy"), IGNORED(identity_args, "Database"),
	IGNORED(identity_args, "DomainController"), IGNORED_SWITCH(identity_args, "Force"),
	IGNORED_SWITCH(identity_args, "HoldForMigration"),
	IGNORED(identity_args, "ManagedFolderMailboxPolicy"),
	IGNORED_SWITCH(identity_args, "ManagedFolderMailboxPolicyAllowed"),
	IGNORED(identity_args, "RetentionPolicy"), IGNORED(identity_args, "RoleAssignmentPolicy"),
	REFUSED_SWITCH(identity_args, "Arbitration", "This host has no arbitration mailboxes."),
	REFUSED_SWITCH(identity_args, "Archive", "This host keeps no archive mailboxes."),
	REFUSED(identity_args, "ArchiveDatabase", "This host keeps no archive mailboxes."),
	REFUSED(identity_args, "ArchiveDomain", "This host keeps no archive mailboxes."),
	REFUSED(identity_args, "ArchiveGuid", "This host keeps no archive mailboxes."),
	REFUSED(identity_args, "ArchiveName", "This host keeps no archive mailboxes."),
	REFUSED_SWITCH(identity_args, "AutoExpandingArchive", "This host keeps no archive mailboxes."),
	REFUSED_SWITCH(identity_args, "RemoteArchive", "This host keeps no archive mailboxes."),
	REFUSED_SWITCH(identity_args, "AuditLog", "This host has no audit log mailboxes."),
	REFUSED_SWITCH(identity_args, "Discovery", "This host has no discovery mailboxes."),
	REFUSED_SWITCH(identity_args, "PublicFolder", "This host has no public folders."),
	REFUSED(identity_args, "LinkedCredential", "Accounts of other forests cannot log on here."),
	REFUSED(identity_args, "LinkedDomainController",
		"Accounts of other forests cannot log on here."),
	REFUSED(identity_args, "LinkedMasterAccount", "Accounts of other forests cannot log on here."),
	REFUSED_SWITCH(identity_args, "LinkedRoom", "Accounts of other forests cannot log on here."),
	{ NULL }
};

static bool set_kind(struct record *mailbox, const struct identity_args *args, GError **error)
{
	const char *details = arg_on(args->shared) ? "SharedMailbox"
		: arg_on(args->room) ? "RoomMailbox"
		: arg_on(args->equipment) ? "EquipmentMailbox" : NULL;

	return !details || record_set_text(mailbox, "RecipientTypeDetails", details, error);
}

static bool enable_change(struct txn *txn, void *data, GError **error)
{
	struct turning *task = data;
	g_autofree char *upn = record_text(task->from, "UserPrincipalName");
	g_autofree char *guid = record_text(task->from, "MailboxGuid");
	struct mailbox_request request = {
		.organization = task->from->organization, .name = record_name(task->from), .upn = upn,
		.alias = arg_text(task->args->alias, NULL),
		.primary = arg_given(task->args->primary) ? smtp_address_text(task->args->primary) : NULL,
	};

	record_unref(task->to);
	task->to = mailbox_make(txn, &request, error);
	if (!task->to || !copy_kept(task->from, task->to, error) ||
	    !task_set(task->to, "DisplayName", task->args->display_name, error) ||
	    !set_kind(task->to, task->args, error))
		return false;
	if (guid && strlen(guid) + 1 == sizeof(task->to->guid))
		memcpy(task->to->guid, guid, sizeof(task->to->guid));
	if (!copy_password(txn, task->from, task->to, error))
		return false;
	txn_remove(txn, task->from);
	txn_put(txn, task->to);
	return true;
}

static enum flow enable_mailbox(struct call *call, void *data)
{
	enum flow flow = FLOW_NEXT;
	struct turning task = { .args = data };
	g_autofree char *target = NULL;

	task.from = find_record(call, task.args, "User", &flow);
	if (!task.from)
		return flow;
	target = target_of(call, task.from);
	if (task_run(call, target, enable_change, &task, &flow))
		flow = task_emit(call, task.to);
	record_unref(task.from);
	record_unref(task.to);
	return flow;
}

CMDLET(enable_mailbox_cmdlet) = {
	.name = "Enable-Mailbox", .params = enable_mailbox_params,
	.args_size = sizeof(struct identity_args), .process = enable_mailbox,
	.flags = CMDLET_SHOULD_PROCESS, .module = "HostingManagement",
	.synopsis = "Gives a user without a mailbox one, with the mail of the one that was disabled.",
	.output = "Mailbox",
};
