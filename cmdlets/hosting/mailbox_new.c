/*
 * New-Mailbox: a user with a mailbox in an organization. The organization is
 * named, or is the one that owns the domain of the user principal name.
 */
#include "config.h"
#include "cmdlets/hosting/mailbox.h"
#include "lib/exchange.h"

static const struct fault no_organization = {
	"OrganizationNotFound",
	"Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, "Give -Organization; Get-Organization shows the names." };
static const struct fault no_plan = {
	"MailboxPlanNotFound",
	"Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, "Get-MailboxPlan shows the plans." };
static const struct fault no_password = {
	"PasswordEmpty", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Give a password of at least one character." };

struct new_mailbox_args {
	struct value name, upn, password, password_hash, organization, display_name, alias;
	struct value first_name, last_name, initials, office, phone, primary, plan, sam_account_name;
	struct value reset_password, resource_capacity, shared, room, equipment, disabled, ignored;
};

enum {
	SET_USER = 1, SET_HASH = 2, SET_SHARED = 4, SET_ROOM = 8, SET_EQUIPMENT = 16,
	SET_DISABLED = 32,
};

#define TEXT(parameter, field, what) \
	{ parameter, "string", FIELD(new_mailbox_args, field), .pipeline = BY_NAME, .help = what }

static const struct param new_mailbox_params[] = {
	{ "Name", "string", FIELD(new_mailbox_args, name), .position = POSITION(0),
	  .pipeline = BY_NAME, .flags = PARAM_MANDATORY,
	  .help = "The name, unique within the organization." },
	{ "UserPrincipalName", "SmtpAddress", FIELD(new_mailbox_args, upn), .pipeline = BY_NAME,
	  .mandatory_sets = SET_USER | SET_HASH,
	  .aliases = "MicrosoftOnlineServicesID WindowsLiveID UPN",
	  .help = "The name to log on with, as jsmith@tenant.com." },
	{ "Password", "securestring", FIELD(new_mailbox_args, password), .flags = PARAM_SECRET,
	  .sets = SET_USER | SET_ROOM, .mandatory_sets = SET_USER, .aliases = "RoomMailboxPassword",
	  .help = "The password; it is asked for when it is not given." },
	{ "PasswordHash", "string", FIELD(new_mailbox_args, password_hash), .pipeline = BY_NAME,
	  .flags = PARAM_SECRET, .sets = SET_HASH, .mandatory_sets = SET_HASH,
	  .help = "The password as a hash that Dovecot reads, with the scheme in braces." },
	{ "Organization", "object", FIELD(new_mailbox_args, organization), .pipeline = BY_NAME,
	  .complete = "Organization",
	  .help = "The organization; by default the owner of the logon name's domain." },
	TEXT("DisplayName", display_name, "The name that address books show; by default the name."),
	TEXT("Alias", alias, "The part before the @ of new addresses."),
	TEXT("FirstName", first_name, "The first name."),
	TEXT("LastName", last_name, "The last name."),
	TEXT("Initials", initials, "The initials."),
	TEXT("Office", office, "The office."),
	TEXT("Phone", phone, "The telephone number."),
	TEXT("SamAccountName", sam_account_name, "The logon name of earlier Windows versions."),
	{ "PrimarySmtpAddress", "SmtpAddress", FIELD(new_mailbox_args, primary), .pipeline = BY_NAME,
	  .help = "The address that mail is sent from; by default the logon name." },
	{ "MailboxPlan", "object", FIELD(new_mailbox_args, plan), .pipeline = BY_NAME,
	  .complete = "MailboxPlan", .help = "The plan; by default the organization's own." },
	{ "ResetPasswordOnNextLogon", "bool", FIELD(new_mailbox_args, reset_password),
	  .pipeline = BY_NAME, .help = "Kept and shown." },
	{ "ResourceCapacity", "int", FIELD(new_mailbox_args, resource_capacity), .sets = SET_ROOM,
	  .help = "How many the room holds." },
	{ "Shared", "switch", FIELD(new_mailbox_args, shared), .sets = SET_SHARED,
	  .mandatory_sets = SET_SHARED, .help = "Makes a mailbox that nobody logs on to." },
	{ "Room", "switch", FIELD(new_mailbox_args, room), .sets = SET_ROOM,
	  .mandatory_sets = SET_ROOM, .help = "Makes a room's mailbox." },
	{ "Equipment", "switch", FIELD(new_mailbox_args, equipment), .sets = SET_EQUIPMENT,
	  .mandatory_sets = SET_EQUIPMENT, .help = "Makes a mailbox of equipment." },
	{ "AccountDisabled", "switch", FIELD(new_mailbox_args, disabled), .sets = SET_DISABLED,
	  .mandatory_sets = SET_DISABLED, .help = "Makes a mailbox whose owner may not log on yet." },
	IGNORED(new_mailbox_args, "ActiveSyncMailboxPolicy"),
	IGNORED(new_mailbox_args, "AddressBookPolicy"),
	IGNORED(new_mailbox_args, "ArbitrationMailbox"), IGNORED(new_mailbox_args, "Database"),
	IGNORED(new_mailbox_args, "DomainController"), IGNORED_SWITCH(new_mailbox_args, "Force"),
	IGNORED_SWITCH(new_mailbox_args, "HoldForMigration"),
	IGNORED(new_mailbox_args, "ImmutableId"),
	IGNORED(new_mailbox_args, "EnableRoomMailboxAccount"),
	IGNORED(new_mailbox_args, "IsExcludedFromServingHierarchy"),
	IGNORED(new_mailbox_args, "MailboxRegion"),
	IGNORED(new_mailbox_args, "ManagedFolderMailboxPolicy"),
	IGNORED_SWITCH(new_mailbox_args, "ManagedFolderMailboxPolicyAllowed"),
	IGNORED(new_mailbox_args, "OrganizationalUnit"),
	IGNORED(new_mailbox_args, "RemotePowerShellEnabled"),
	IGNORED(new_mailbox_args, "RetentionPolicy"),
	IGNORED(new_mailbox_args, "RoleAssignmentPolicy"),
	IGNORED(new_mailbox_args, "SharingPolicy"), IGNORED_SWITCH(new_mailbox_args, "TargetAllMDBs"),
	IGNORED(new_mailbox_args, "ThrottlingPolicy"),
	REFUSED_SWITCH(new_mailbox_args, "Archive", "This host keeps no archive mailboxes."),
	REFUSED(new_mailbox_args, "ArchiveDatabase", "This host keeps no archive mailboxes."),
	REFUSED(new_mailbox_args, "ArchiveDomain", "This host keeps no archive mailboxes."),
	REFUSED_SWITCH(new_mailbox_args, "RemoteArchive", "This host keeps no archive mailboxes."),
	REFUSED_SWITCH(new_mailbox_args, "Arbitration", "This host has no arbitration mailboxes."),
	REFUSED_SWITCH(new_mailbox_args, "AuditLog", "This host has no audit log mailboxes."),
	REFUSED_SWITCH(new_mailbox_args, "AuxAuditLog", "This host has no audit log mailboxes."),
	REFUSED_SWITCH(new_mailbox_args, "Discovery", "This host has no discovery mailboxes."),
	REFUSED_SWITCH(new_mailbox_args, "Migration", "This host has no migration mailboxes."),
	REFUSED_SWITCH(new_mailbox_args, "PublicFolder", "This host has no public folders."),
	REFUSED_SWITCH(new_mailbox_args, "SupervisoryReviewPolicy",
		       "This host has no supervisory review."),
	REFUSED(new_mailbox_args, "FederatedIdentity", "Accounts of other systems cannot log on here."),
	REFUSED(new_mailbox_args, "InactiveMailbox", "Removed mailboxes are not kept."),
	REFUSED(new_mailbox_args, "RemovedMailbox", "Removed mailboxes are not kept."),
	REFUSED(new_mailbox_args, "LinkedCredential", "Accounts of other forests cannot log on here."),
	REFUSED(new_mailbox_args, "LinkedDomainController",
		"Accounts of other forests cannot log on here."),
	REFUSED(new_mailbox_args, "LinkedMasterAccount",
		"Accounts of other forests cannot log on here."),
	REFUSED_SWITCH(new_mailbox_args, "LinkedRoom", "Accounts of other forests cannot log on here."),
	REFUSED(new_mailbox_args, "ModeratedBy", "Messages cannot be held for a moderator here."),
	REFUSED(new_mailbox_args, "ModerationEnabled", "Messages cannot be held for a moderator here."),
	IGNORED(new_mailbox_args, "SendModerationNotifications"),
	REFUSED(new_mailbox_args, "ProxyEmailAddress", "Use -PrimarySmtpAddress, then Set-Mailbox "
		"-EmailAddresses @{Add='address'}."),
	{ NULL }
};

static const struct task_field new_mailbox_fields[] = {
	{ "DisplayName", FIELD(new_mailbox_args, display_name) },
	{ "FirstName", FIELD(new_mailbox_args, first_name) },
	{ "LastName", FIELD(new_mailbox_args, last_name) },
	{ "Initials", FIELD(new_mailbox_args, initials) },
	{ "Office", FIELD(new_mailbox_args, office) },
	{ "Phone", FIELD(new_mailbox_args, phone) },
	{ "SamAccountName", FIELD(new_mailbox_args, sam_account_name) },
	{ "ResetPasswordOnNextLogon", FIELD(new_mailbox_args, reset_password) },
	{ "ResourceCapacity", FIELD(new_mailbox_args, resource_capacity) },
	{ NULL }
};

/* What the mailboxes of one pipeline share: the last organization's plan. */
struct new_mailbox_state {
	char *organization;
	struct record *plan;
};

struct creation {
	const struct new_mailbox_args *args;
	struct new_mailbox_state *state;
	char *organization;		/* as given; then as it is spelled */
	char *plan;
	GBytes *secret;
	struct record *mailbox;
};

/* -- The organization -------------------------------------------------------------------------- */

static bool take_organization(struct txn *txn, struct creation *task, GError **error)
{
	const char *given = task->organization;
	const char *domain = smtp_address_domain(task->args->upn);
	g_autoptr(record_auto) found = NULL;

	if (given)
		found = txn_get(txn, "Organization", given, given);
	else if (domain)
		found = txn_by_domain(txn, domain);
	if (found && found->organization) {
		char *name = g_strdup(found->organization);

		g_free(task->organization);
		task->organization = name;
		return true;
	}
	value_auto target = value_text(given ? given : domain ? domain : "");

	fault_set(error, &no_organization, target, given
		  ? "There is no organization \"%s\"." : domain
		  ? "No organization has the domain \"%s\": name the organization with -Organization."
		  : "Name the organization with -Organization%s.", target.u.str->data);
	return false;
}

static bool take_plan(struct txn *txn, struct creation *task, GError **error)
{
	struct new_mailbox_state *state = task->state;

	if (!task->plan && state->organization &&
	    strcmp(state->organization, task->organization) == 0)
		return true;
	g_clear_pointer(&state->plan, record_unref);
	g_clear_pointer(&state->organization, g_free);
	state->plan = mailbox_plan_of(txn, task->organization, task->plan);
	if (task->plan && !state->plan) {
		value_auto target = value_text(task->plan);

		fault_set(error, &no_plan, target, "The organization \"%s\" has no mailbox plan \"%s\".",
			  task->organization, task->plan);
		return false;
	}
	if (!task->plan)
		state->organization = g_strdup(task->organization);
	return true;
}

/* -- The mailbox ------------------------------------------------------------------------------- */

static bool set_kind(struct record *mailbox, const struct new_mailbox_args *args, GError **error)
{
	const char *details = arg_on(args->shared) ? "SharedMailbox"
		: arg_on(args->room) ? "RoomMailbox"
		: arg_on(args->equipment) ? "EquipmentMailbox" : NULL;

	if (details && !record_set_text(mailbox, "RecipientTypeDetails", details, error))
		return false;
	return !arg_on(args->disabled) ||
		record_set(mailbox, "AccountDisabled", value_bool(true), error);
}

static bool create(struct txn *txn, void *data, GError **error)
{
	struct creation *task = data;
	const struct new_mailbox_args *args = task->args;
	struct mailbox_request request = {
		.name = arg_text(args->name, ""), .alias = arg_text(args->alias, NULL),
		.upn = arg_given(args->upn) ? smtp_address_text(args->upn) : NULL,
		.primary = arg_given(args->primary) ? smtp_address_text(args->primary) : NULL,
	};

	if (!take_organization(txn, task, error) || !take_plan(txn, task, error))
		return false;
	request.organization = task->organization;
	request.plan = task->state->plan;
	record_unref(task->mailbox);
	task->mailbox = mailbox_make(txn, &request, error);
	if (!task->mailbox || !task_set_all(task->mailbox, args, new_mailbox_fields, error) ||
	    !set_kind(task->mailbox, args, error))
		return false;
	txn_put(txn, task->mailbox);
	if (task->secret)
		txn_put_secret(txn, task->mailbox, "PasswordHash",
			       g_bytes_get_data(task->secret, NULL), g_bytes_get_size(task->secret));
	return true;
}

static bool needs_password(struct call *call)
{
	return call_set_is(call, "User") || call_set_is(call, "PasswordHash");
}

static enum flow new_mailbox(struct call *call, void *data)
{
	const struct new_mailbox_args *args = data;
	struct creation task = {
		.args = args, .state = call_state(call),
		.organization = task_text(call, args->organization),
		.plan = task_text(call, args->plan),
	};
	GError *error = NULL;
	enum flow flow = FLOW_NEXT;

	task.secret = mailbox_secret(call, args->password, args->password_hash, &error);
	if (error)
		flow = call_error(call, error);
	else if (!task.secret && needs_password(call))
		flow = call_fail(call, &no_password, args->name, "The password of \"%s\" is empty.",
				 arg_text(args->name, ""));
	else if (task_run(call, arg_text(args->name, ""), create, &task, &flow))
		flow = task_emit(call, task.mailbox);
	if (task.secret)
		g_bytes_unref(task.secret);
	record_unref(task.mailbox);
	g_free(task.organization);
	g_free(task.plan);
	return flow;
}

static void new_mailbox_clean(struct call *call)
{
	struct new_mailbox_state *state = call_state(call);

	record_unref(state->plan);
	g_free(state->organization);
}

static const struct cmdlet_example new_mailbox_examples[] = {
	{ "New-Mailbox -Organization TenantCompany -Name \"John Smith\" "
	  "-UserPrincipalName jsmith@tenant.com -DisplayName \"John Smith\"",
	  "Asks for the password and makes the mailbox." },
	{ "Import-Csv users.csv | New-Mailbox -Organization TenantCompany",
	  "Makes a mailbox of each row; the columns are Name, UserPrincipalName, PasswordHash." },
	{ NULL }
};

CMDLET(new_mailbox_cmdlet) = {
	.name = "New-Mailbox", .params = new_mailbox_params,
	.args_size = sizeof(struct new_mailbox_args), .state_size = sizeof(struct new_mailbox_state),
	.process = new_mailbox, .clean = new_mailbox_clean,
	.sets = "User PasswordHash Shared Room Equipment DisabledUser", .default_set = "User",
	.flags = CMDLET_SHOULD_PROCESS, .module = "HostingManagement",
	.synopsis = "Makes a user with a mailbox in an organization.",
	.description = "The mailbox takes the limits of its plan over. The password is stored as a "
		"hash, never in clear.",
	.examples = new_mailbox_examples, .output = "Mailbox",
};
