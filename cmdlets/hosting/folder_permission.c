/*
 * Permissions on folders: -Identity is MAILBOX:\FOLDER. The folder's name and
 * the right are kept; every folder has the two rights that Exchange gives it,
 * of Default and of Anonymous, until they are changed.
 */
#include "config.h"
#include "cmdlets/hosting/recipients.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/exchange.h"

static const struct fault exists = {
	"UserAlreadyExistsInPermissionEntryException",
	"Microsoft.Exchange.Management.StoreTasks.UserAlreadyExistsInPermissionEntryException",
	CATEGORY_INVALID_OPERATION, "Use Set-MailboxFolderPermission." };
static const struct fault missing = {
	"UserNotFoundInPermissionEntryException",
	"Microsoft.Exchange.Management.StoreTasks.UserNotFoundInPermissionEntryException",
	CATEGORY_INVALID_OPERATION, "Use Add-MailboxFolderPermission." };
static const struct fault no_user = {
	"FolderPermissionUser", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Name a recipient of the mailbox's organization, Default or Anonymous." };

struct folder_args {
	struct value identity, organization, user, rights, sharing, result_size, force, ignored;
};

struct folder_task {
	const struct folder_args *args;
	struct record *mailbox, *user;	/* user NULL: everyone */
	char *folder;
	const char *everyone;		/* "Default", "Anonymous" or NULL */
	bool adds;
	struct record *record;
};

/* -- Naming --------------------------------------------------------------------------------- */

/* "anna@contoso.com:\Inbox\Projects", or the folder alone of the root: "anna". */
static char *split_identity(struct call *call, struct value v, char **ret_folder)
{
	g_autofree char *text = task_text(call, v);
	char *colon = text ? strstr(text, ":\\") : NULL;

	if (!colon) {
		*ret_folder = g_strdup("Top of Information Store");
		return g_steal_pointer(&text);
	}
	*ret_folder = g_strdup(colon[2] ? colon + 2 : "Top of Information Store");
	return g_strndup(text, colon - text);
}

static const char *everyone_of(struct value v)
{
	struct string *text = value_to_string(v, NULL);
	const char *everyone = text_equal_nocase(text->data, "Default") ? "Default"
		: text_equal_nocase(text->data, "Anonymous") ? "Anonymous" : NULL;

	str_unref(text);
	return everyone;
}

static bool find_parties(struct call *call, struct folder_task *task, GError **error)
{
	struct store *store = host_store(call_host(call), error);
	g_autofree char *organization = task_text(call, task->args->organization);
	g_autofree char *name = split_identity(call, task->args->identity, &task->folder);
	value_auto mailbox = value_text(name ? name : "");

	if (!store)
		return false;
	task->mailbox = recipient_find(call, store, "Mailbox", organization, mailbox, error);
	if (!task->mailbox || value_is_null(task->args->user))
		return task->mailbox;
	task->everyone = everyone_of(task->args->user);
	if (task->everyone)
		return true;
	task->user = recipient_find(call, store, RECIPIENT_KINDS, task->mailbox->organization,
				    task->args->user, error);
	return task->user;
}

static void forget(struct folder_task *task)
{
	record_unref(task->mailbox);
	record_unref(task->user);
	record_unref(task->record);
	g_free(task->folder);
}

/* Whether the record is of the folder, and of the user if one is meant. */
static bool is_meant(const struct folder_task *task, const struct record *record)
{
	g_autofree char *mailbox = record_text(record, "Mailbox");
	g_autofree char *folder = record_text(record, "Folder");
	g_autofree char *user = record_text(record, "User");
	g_autofree char *everyone = record_text(record, "Everyone");

	if (!text_equal_nocase(mailbox, record_name(task->mailbox)) ||
	    !text_equal_nocase(folder, task->folder))
		return false;
	if (task->everyone)
		return everyone && text_equal_nocase(everyone, task->everyone);
	return !task->user || (user && text_equal_nocase(user, record_name(task->user)));
}

struct search {
	const struct folder_task *task;
	GPtrArray *found;
};

static bool take(struct record *record, void *data)
{
	struct search *search = data;

	if (is_meant(search->task, record))
		g_ptr_array_add(search->found, record_ref(record));
	return true;
}

static GPtrArray *records_of(struct store *store, const struct folder_task *task)
{
	struct search search = {
		.task = task,
		.found = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref),
	};
	struct store_query query = {
		.kind = "MailboxFolderPermission", .organization = task->mailbox->organization };

	store_each(store, &query, take, &search, NULL);
	return search.found;
}

/* -- Showing -------------------------------------------------------------------------------- */

static struct value user_value(struct store *store, const struct record *record)
{
	static const char *const kinds[] = { "Mailbox", "DistributionGroup", "MailContact" };
	g_autofree char *name = record_text(record, "User"), *logon = NULL;
	g_autofree char *everyone = record_text(record, "Everyone");
	g_autoptr(record_auto) who = NULL;

	if (!name)
		return identity_new(&type_mailbox_folder_user, everyone, NULL, everyone);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds) && !who; i++)
		who = store_get(store, kinds[i], record->organization, name);
	logon = who ? recipient_logon(store, who) : NULL;
	return identity_new(&type_mailbox_folder_user, name, logon, "Internal");
}

static struct value list_of(struct value array)
{
	const struct type *element = &type_string;
	struct list *list = list_new(type_generic(&type_list, &element, 1), element);

	for (uint32_t i = 0; array.kind == V_ARRAY && i < array.u.array->len; i++)
		list_add(list, value_ref(array.u.array->u.items[i]));
	return value_of(list);
}

static struct value folder_object(const struct folder_task *task, struct value user,
				  struct value rights, struct value sharing)
{
	static const char *const names[] = { "FolderName",   "User",
					     "AccessRights", "SharingPermissionFlags",
					     "Identity",     "IsValid" };
	const char *slash = strrchr(task->folder, '\\');
	g_autofree char *logon = record_text(task->mailbox, "UserPrincipalName");
	struct value values[] = {
		value_text(slash ? slash + 1 : task->folder), user, rights, sharing,
		value_str(str_printf("%s:\\%s", logon ? logon : record_name(task->mailbox), task->folder)),
		value_bool(true),
	};

	return task_object("Microsoft.Exchange.Management.StoreTasks.MailboxFolderPermission",
			   names, values, G_N_ELEMENTS(names));
}

static struct value shown(struct store *store, const struct folder_task *task,
			  const struct record *record)
{
	value_auto rights = record_get(record, "AccessRights");
	value_auto sharing = record_get(record, "SharingPermissionFlags");

	return folder_object(task, user_value(store, record), list_of(rights),
			     value_is_null(sharing) ? VALUE_NULL : list_of(sharing));
}

/* What nobody has changed: a calendar says when its owner is busy, other folders say nothing. */
static struct value shown_default(const struct folder_task *task, const char *everyone)
{
	bool calendar = g_str_has_suffix(task->folder, "Calendar") && !strcmp(everyone, "Default");
	value_auto rights = value_of(array_new(NULL, 1));

	array_set(rights.u.array, 0, value_text(calendar ? "AvailabilityOnly" : "None"));
	return folder_object(task, identity_new(&type_mailbox_folder_user, everyone, NULL,
						everyone), list_of(rights), VALUE_NULL);
}

static enum flow show_everyone(struct call *call, struct store *store,
			       const struct folder_task *task, const char *everyone)
{
	struct folder_task one = *task;
	g_autoptr(GPtrArray) found = NULL;

	if (task->user || (task->everyone && strcmp(task->everyone, everyone)))
		return FLOW_NEXT;
	one.everyone = everyone;
	found = records_of(store, &one);
	return emit_take(call, found->len ? shown(store, task, found->pdata[0])
					  : shown_default(task, everyone));
}

static enum flow show_all(struct call *call, const struct folder_task *task)
{
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);
	g_autoptr(GPtrArray) found = records_of(store, task);

	flow = show_everyone(call, store, task, "Default");
	if (flow == FLOW_NEXT)
		flow = show_everyone(call, store, task, "Anonymous");
	for (guint i = 0; flow == FLOW_NEXT && i < found->len; i++) {
		g_autofree char *user = record_text(found->pdata[i], "User");

		if (user)
			flow = emit_take(call, shown(store, task, found->pdata[i]));
	}
	if (flow == FLOW_NEXT && task->user && !found->len)
		flow = call_fail(call, &missing, VALUE_NULL,
				 "There is no existing permission entry found for "
				 "user: %s.",
				 record_name(task->user));
	return flow;
}

static enum flow get_permission(struct call *call, void *args)
{
	struct folder_task task = { .args = args };
	GError *error = NULL;
	enum flow flow = find_parties(call, &task, &error) ? show_all(call, &task)
							   : call_error(call, error);

	forget(&task);
	return flow;
}

#define FOLDER \
	{ "Identity", "object", FIELD(folder_args, identity), .position = POSITION(0), \
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .complete = "Mailbox", \
	  .aliases = "ExternalDirectoryObjectId PrimarySmtpAddress UserPrincipalName", \
	  .help = "Mailbox and folder, as anna@contoso.com:\\Inbox." }, \
	{ "Organization", "object", FIELD(folder_args, organization), .complete = "Organization", \
	  .help = "The mailbox's organization." }, \
	IGNORED(folder_args, "DomainController")
#define USER(flag) \
	{ "User", "object", FIELD(folder_args, user), .flags = flag, .complete = "Mailbox", \
	  .help = "A recipient of the organization, Default or Anonymous." }
#define RIGHTS \
	{ "AccessRights", "string[]", FIELD(folder_args, rights), .flags = PARAM_MANDATORY, \
	  .help = "A role, as Reviewer or Editor, or single rights." }, \
	{ "SharingPermissionFlags", "string[]", FIELD(folder_args, sharing), \
	  .values = "None Delegate CanViewPrivateItems", .help = "Kept and shown." }, \
	IGNORED(folder_args, "SendNotificationToUser")

static const struct param get_folder_params[] = {
	FOLDER, USER(0),
	{ "ResultSize", "object", FIELD(folder_args, result_size), .help = "Accepted: all are shown." },
	IGNORED_SWITCH(folder_args, "GroupMailbox"), IGNORED(folder_args, "SkipCount"),
	IGNORED_SWITCH(folder_args, "UseCustomRouting"), { NULL }
};

CMDLET(get_mailbox_folder_permission) = {
	.name = "Get-MailboxFolderPermission", .params = get_folder_params,
	.args_size = sizeof(struct folder_args), .process = get_permission,
	.module = "HostingManagement", .synopsis = "Shows who may do what with a folder.",
	.output = "MailboxFolderPermission",
};

CMDLET(get_exo_mailbox_folder_permission) = {
	.name = "Get-EXOMailboxFolderPermission", .params = get_folder_params,
	.args_size = sizeof(struct folder_args), .process = get_permission,
	.module = "HostingManagement", .output = "MailboxFolderPermission",
	.synopsis = "Shows who may do what with a folder, as Get-MailboxFolderPermission does.",
};

/* -- Changing ------------------------------------------------------------------------------- */

static struct record *new_record(const struct folder_task *task, GError **error)
{
	struct record *record = record_new(record_kind_find("MailboxFolderPermission"),
					   task->mailbox->organization);

	if (record_set_text(record, "Mailbox", record_name(task->mailbox), error) &&
	    record_set_text(record, "Folder", task->folder, error) &&
	    (task->everyone ? record_set_text(record, "Everyone", task->everyone, error)
			    : record_set_text(record, "User", record_name(task->user), error)))
		return record;
	record_unref(record);
	return NULL;
}

static bool refuse(const struct fault *fault, const char *message, const struct folder_task *task,
		   GError **error)
{
	const char *who = task->everyone ? task->everyone : record_name(task->user);
	value_auto target = value_text(who);

	fault_set(error, fault, target, "%s: %s.", message, who);
	return false;
}

static bool put_permission(struct txn *txn, void *data, GError **error)
{
	struct folder_task *task = data;
	g_autoptr(GPtrArray) found = records_of(txn_store(txn), task);

	/* Everyone has a right from the start: setting it makes the record. */
	if (task->adds && (found->len || task->everyone))
		return refuse(&exists, "An existing permission entry was found for user", task,
			      error);
	if (!task->adds && !found->len && !task->everyone)
		return refuse(&missing, "There is no existing permission entry found for user",
			      task, error);
	record_unref(task->record);
	task->record = found->len ? record_copy(found->pdata[0]) : new_record(task, error);
	if (!task->record || !record_set(task->record, "AccessRights", task->args->rights, error) ||
	    !task_set(task->record, "SharingPermissionFlags", task->args->sharing, error))
		return false;
	txn_put(txn, task->record);
	return true;
}

static bool remove_permission(struct txn *txn, void *data, GError **error)
{
	struct folder_task *task = data;
	g_autoptr(GPtrArray) found = records_of(txn_store(txn), task);

	if (!found->len)
		return refuse(&missing, "There is no existing permission entry found for user",
			      task, error);
	txn_remove(txn, found->pdata[0]);
	return true;
}

static enum flow change(struct call *call, struct folder_task *task, task_fn what, bool shows)
{
	enum flow flow = FLOW_NEXT;
	GError *error = NULL;
	g_autofree char *target = NULL;
	struct store *store;

	if (find_parties(call, task, &error) && !task->user && !task->everyone)
		fault_set(&error, &no_user, task->args->user, "The user is missing.");
	if (error)
		return call_error(call, error);
	store = task_store(call, &flow);
	if (!store)
		return flow;
	target = g_strdup_printf("%s:\\%s", record_name(task->mailbox), task->folder);
	if (task_run(call, target, what, task, &flow) && shows)
		flow = emit_take(call, shown(store, task, task->record));
	return flow;
}

static enum flow add_permission(struct call *call, void *args)
{
	struct folder_task task = { .args = args, .adds = true };
	enum flow flow = change(call, &task, put_permission, true);

	forget(&task);
	return flow;
}

static enum flow set_permission(struct call *call, void *args)
{
	struct folder_task task = { .args = args };
	enum flow flow = change(call, &task, put_permission, false);

	forget(&task);
	return flow;
}

static enum flow drop_permission(struct call *call, void *args)
{
	struct folder_task task = { .args = args };
	enum flow flow = change(call, &task, remove_permission, false);

	forget(&task);
	return flow;
}

static const struct param put_folder_params[] = { FOLDER, USER(PARAM_MANDATORY), RIGHTS, { NULL } };

CMDLET(add_mailbox_folder_permission) = {
	.name = "Add-MailboxFolderPermission", .params = put_folder_params,
	.args_size = sizeof(struct folder_args), .process = add_permission,
	.flags = CMDLET_SHOULD_PROCESS, .module = "HostingManagement",
	.synopsis = "Gives somebody rights on a folder.", .output = "MailboxFolderPermission",
	.description = "The right is kept; IMAP does not give it yet, and publishing says so.",
};

CMDLET(set_mailbox_folder_permission) = {
	.name = "Set-MailboxFolderPermission", .params = put_folder_params,
	.args_size = sizeof(struct folder_args), .process = set_permission,
	.flags = CMDLET_SHOULD_PROCESS, .module = "HostingManagement",
	.synopsis = "Changes somebody's rights on a folder.",
};

static const struct param remove_folder_params[] = {
	FOLDER, USER(PARAM_MANDATORY), IGNORED_SWITCH(folder_args, "Force"),
	IGNORED(folder_args, "SendNotificationToUser"),
	IGNORED_SWITCH(folder_args, "ResetDelegateUserCollection"), { NULL }
};

CMDLET(remove_mailbox_folder_permission) = {
	.name = "Remove-MailboxFolderPermission", .params = remove_folder_params,
	.args_size = sizeof(struct folder_args), .process = drop_permission,
	.flags = CMDLET_SHOULD_PROCESS | CMDLET_CONFIRM_HIGH, .module = "HostingManagement",
	.synopsis = "Takes back somebody's rights on a folder.",
};
