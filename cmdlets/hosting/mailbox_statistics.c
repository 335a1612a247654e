/*
 * What lies in mailboxes: read from the folders where Dovecot keeps the mail,
 * the sandbox's or the host's own, without asking a daemon. A mailbox that got
 * no mail yet is empty.
 */
#include "config.h"
#include "cmdlets/hosting/maildir.h"
#include "cmdlets/hosting/publishing.h"
#include "cmdlets/hosting/recipients.h"
#include "cmdlets/record_cmdlets.h"
#include "lib/array.h"
#include "lib/datetime.h"
#include "lib/exchange.h"

#define HOST_MAIL	"/var/spool/hmsh/mail"

#define TICKS_OF_1970	621355968000000000
#define NONE_KEPT	"This host keeps no archives and no removed mailboxes."

struct statistics_args {
	struct value identity, organization, server, scope, ignored;
};

/* The folder of a mailbox: in the sandbox of this state if it has mail there, else the host's. */
static char *mail_home(struct call *call, const struct record *mailbox)
{
	g_autofree char *rundir = publishing_rundir(call);
	g_autofree char *inside = g_build_filename(rundir, "spool", "mail", mailbox->guid, NULL);

	if (g_file_test(inside, G_FILE_TEST_IS_DIR))
		return g_steal_pointer(&inside);
	return g_build_filename(HOST_MAIL, mailbox->guid, NULL);
}

static struct value date_or_null(int64_t seconds)
{
	if (!seconds)
		return VALUE_NULL;
	return date_to_local(date_value(TICKS_OF_1970 + seconds * TICKS_PER_SECOND, DATE_UTC));
}

/* -- Get-MailboxStatistics ------------------------------------------------------------------ */

struct sums {
	uint64_t items, bytes, deleted_items, deleted_bytes;
	int64_t newest;
};

static struct sums add_up(const GArray *folders)
{
	struct sums sums = { 0 };

	for (guint i = 0; i < folders->len; i++) {
		const struct maildir_folder *folder = &g_array_index(folders, struct maildir_folder,
								     i);

		sums.items += folder->items;
		sums.bytes += folder->bytes;
		if (!g_ascii_strncasecmp(folder->name, "Deleted Items", 13)) {
			sums.deleted_items += folder->items;
			sums.deleted_bytes += folder->bytes;
		}
		sums.newest = MAX(sums.newest, folder->newest);
	}
	return sums;
}

static bool reaches(const struct record *mailbox, const char *quota, uint64_t bytes)
{
	value_auto limit = record_get(mailbox, quota);
	uint64_t at;

	return size_bytes(limit, &at) && bytes >= at;
}

static const char *storage_status(const struct record *mailbox, uint64_t bytes)
{
	return reaches(mailbox, "ProhibitSendReceiveQuota", bytes) ? "MailboxDisabled"
		: reaches(mailbox, "ProhibitSendQuota", bytes) ? "ProhibitSend"
		: reaches(mailbox, "IssueWarningQuota", bytes) ? "IssueWarning" : "BelowLimit";
}

static struct value statistics_object(struct call *call, struct store *store,
				      struct record *mailbox)
{
	static const char *const names[] = {
		"DisplayName", "ItemCount", "StorageLimitStatus", "LastLogonTime", "TotalItemSize",
		"DeletedItemCount", "TotalDeletedItemSize", "AssociatedItemCount", "LastLogoffTime",
		"LastLoggedOnUserAccount", "LastItemReceivedDate", "MailboxGuid", "OwnerADGuid",
		"MailboxTypeDetail", "IsArchiveMailbox", "IsQuarantined", "DisconnectDate",
		"DisconnectReason", "Database", "DatabaseName", "ServerName", "Identity", "Organization",
		"LegacyDN", "IsValid",
	};
	g_autofree char *home = mail_home(call, mailbox);
	g_autoptr(GArray) folders = maildir_folders(home);
	struct sums sums = add_up(folders);
	value_auto shown = record_object(store, mailbox);
	struct object *object = shown.u.object;
	g_autofree char *display = record_text(mailbox, "DisplayName");
	struct value values[] = {
		value_text(display ? display : record_name(mailbox)), value_i32(sums.items),
		value_text(storage_status(mailbox, sums.bytes)), VALUE_NULL,
		unlimited_from_bytes(sums.bytes), value_i32(sums.deleted_items),
		unlimited_from_bytes(sums.deleted_bytes), value_i32(0), VALUE_NULL, VALUE_NULL,
		date_or_null(sums.newest), object_get(object, "Guid"), object_get(object, "Guid"),
		value_text("PrivateMailbox"), value_bool(false), value_bool(false), VALUE_NULL, VALUE_NULL,
		object_get(object, "Database"), object_get(object, "Database"),
		object_get(object, "ServerName"), value_text(mailbox->guid),
		value_text(mailbox->organization), object_get(object, "DistinguishedName"),
		value_bool(true),
	};

	return task_object("Microsoft.Exchange.Management.MapiTasks.Presentation.MailboxStatistics",
			   names, values, G_N_ELEMENTS(names));
}

typedef enum flow (*show_fn)(struct call *call, struct store *store, struct record *mailbox,
			     const struct statistics_args *args);

static enum flow show_statistics(struct call *call, struct store *store, struct record *mailbox,
				 const struct statistics_args *args)
{
	return emit_take(call, statistics_object(call, store, mailbox));
}

struct walk {
	struct call *call;
	struct store *store;
	const struct statistics_args *args;
	show_fn show;
	enum flow flow;
};

static bool show_each(struct record *mailbox, void *data)
{
	struct walk *walk = data;

	walk->flow = walk->show(walk->call, walk->store, mailbox, walk->args);
	return walk->flow == FLOW_NEXT;
}

/* A database that came down the pipeline stands for its mailboxes. */
static bool is_database(struct call *call, struct value v)
{
	value_auto path = value_base(v).kind == V_OBJECT && !record_of(v)
		? host_member(call_host(call), v, symbol_get("EdbFilePath", -1)) : VALUE_NULL;

	return path.kind == V_STRING;
}

static enum flow show_meant(struct call *call, const struct statistics_args *args, show_fn show)
{
	struct walk walk = { .call = call, .args = args, .show = show, .flow = FLOW_NEXT };
	g_autofree char *organization = task_text(call, args->organization);
	struct store_query query = { .kind = "Mailbox", .organization = organization };
	g_autoptr(record_auto) mailbox = NULL;
	GError *error = NULL;

	walk.store = task_store(call, &walk.flow);
	if (!walk.store)
		return walk.flow;
	if (!arg_given(args->identity) || is_database(call, args->identity)) {
		if (!store_each(walk.store, &query, show_each, &walk, &error))
			return call_error(call, error);
		return walk.flow;
	}
	mailbox = recipient_find(call, walk.store, "Mailbox", organization, args->identity, &error);
	if (!mailbox)
		return call_error(call, error);
	show_each(mailbox, &walk);
	return walk.flow;
}

static enum flow get_statistics(struct call *call, void *args)
{
	return show_meant(call, args, show_statistics);
}

enum { BY_IDENTITY = 1, BY_SERVER = 2, BY_DATABASE = 4 };

#define ONE_MAILBOX(in_sets) \
	{ "Identity", "object", FIELD(statistics_args, identity), .position = POSITION(0), \
	  .pipeline = BY_VALUE | BY_NAME, .sets = in_sets, .mandatory_sets = in_sets, \
	  .aliases = "ExchangeGuid ExternalDirectoryObjectId PrimarySmtpAddress UserPrincipalName", \
	  .complete = "Mailbox", .help = "The mailbox, by any form of identity." }, \
	{ "Organization", "object", FIELD(statistics_args, organization), \
	  .complete = "Organization", .help = "Its organization." }
#define COMMON_IGNORED \
	IGNORED(statistics_args, "DomainController"), IGNORED(statistics_args, "Properties"), \
	IGNORED(statistics_args, "PropertySets"), \
	IGNORED_SWITCH(statistics_args, "IncludeSoftDeletedRecipients"), \
	IGNORED_SWITCH(statistics_args, "UseCustomRouting"), \
	REFUSED_SWITCH(statistics_args, "Archive", NONE_KEPT), \
	REFUSED(statistics_args, "StoreMailboxIdentity", NONE_KEPT)

static const struct param statistics_params[] = {
	ONE_MAILBOX(BY_IDENTITY),
	{ "Server", "object", FIELD(statistics_args, server), .sets = BY_SERVER,
	  .mandatory_sets = BY_SERVER, .help = "All mailboxes of the one server." },
	{ "Database", "object", FIELD(statistics_args, server), .sets = BY_DATABASE,
	  .mandatory_sets = BY_DATABASE, .pipeline = BY_VALUE,
	  .help = "All mailboxes of the one database." },
	COMMON_IGNORED,
	IGNORED(statistics_args, "CopyOnServer"), IGNORED(statistics_args, "Filter"),
	IGNORED_SWITCH(statistics_args, "IncludeMoveHistory"),
	IGNORED_SWITCH(statistics_args, "IncludeMoveReport"),
	IGNORED_SWITCH(statistics_args, "IncludePassive"),
	IGNORED_SWITCH(statistics_args, "IncludeQuarantineDetails"),
	IGNORED_SWITCH(statistics_args, "NoADLookup"), { NULL }
};

#define STATISTICS \
	.params = statistics_params, .args_size = sizeof(struct statistics_args), \
	.process = get_statistics, .sets = "Identity Server Database", .default_set = "Identity", \
	.output = "MailboxStatistics"

CMDLET(get_mailbox_statistics) = {
	.name = "Get-MailboxStatistics",
	STATISTICS,
	.module = "HostingManagement",
	.synopsis = "Shows how much mail a mailbox has.",
	.description =
		"It is read where Dovecot keeps the mail. When somebody logged on last is not known.",
};

CMDLET(get_exo_mailbox_statistics) = {
	.name = "Get-EXOMailboxStatistics", STATISTICS, .module = "HostingManagement",
	.synopsis = "Shows how much mail a mailbox has, as Get-MailboxStatistics does.",
};

/* -- Get-MailboxFolderStatistics ------------------------------------------------------------ */

static const struct {
	const char *name, *type, *scope;
} folder_types[] = {
	{ "Inbox", "Inbox", "Inbox" }, { "Sent Items", "SentItems", "SentItems" },
	{ "Deleted Items", "DeletedItems", "DeletedItems" }, { "Drafts", "Drafts", "Drafts" },
	{ "Junk Email", "JunkEmail", "JunkEmail" },
};

static const char *type_of_folder(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(folder_types); i++)
		if (!g_ascii_strcasecmp(folder_types[i].name, name))
			return folder_types[i].type;
	return "User Created";
}

static bool is_below(const char *name, const char *folder)
{
	size_t len = strlen(folder);

	return !g_ascii_strncasecmp(name, folder, len) && (!name[len] || name[len] == '/');
}

static bool is_in_scope(const struct statistics_args *args, const char *name)
{
	const char *scope = arg_text(args->scope, "All");

	if (text_equal_nocase(scope, "All"))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(folder_types); i++)
		if (text_equal_nocase(folder_types[i].scope, scope))
			return is_below(name, folder_types[i].name);
	return false;
}

/* What a folder and those below it hold. */
static struct sums add_up_below(const GArray *folders, const char *name)
{
	struct sums sums = { 0 };

	for (guint i = 0; i < folders->len; i++) {
		const struct maildir_folder *folder = &g_array_index(folders, struct maildir_folder,
								     i);

		if (!is_below(folder->name, name))
			continue;
		sums.items += folder->items;
		sums.bytes += folder->bytes;
	}
	return sums;
}

static struct value folder_object(const struct record *mailbox, const GArray *folders,
				  const struct maildir_folder *folder)
{
	static const char *const names[] = {
		"Date", "CreationTime", "LastModifiedTime", "Name", "FolderPath", "FolderId", "FolderType",
		"ItemsInFolder", "VisibleItemsInFolder", "HiddenItemsInFolder", "DeletedItemsInFolder",
		"FolderSize", "ItemsInFolderAndSubfolders", "DeletedItemsInFolderAndSubfolders",
		"FolderAndSubfolderSize", "OldestItemReceivedDate", "NewestItemReceivedDate",
		"ContentMailboxGuid", "Identity", "IsValid",
	};
	const char *slash = strrchr(folder->name, '/');
	struct sums below = add_up_below(folders, folder->name);
	g_autofree char *path = g_strconcat("/", folder->name, NULL);
	g_autofree char *back = g_strdelimit(g_strdup(folder->name), "/", '\\');
	g_autofree char *logon = record_text(mailbox, "UserPrincipalName");
	struct value values[] = {
		VALUE_NULL, VALUE_NULL, date_or_null(folder->newest),
		value_text(slash ? slash + 1 : folder->name), value_text(path), value_text(back),
		value_text(type_of_folder(folder->name)), value_i32(folder->items),
		value_i32(folder->items), value_i32(0), value_i32(0), size_from_bytes(folder->bytes),
		value_i32(below.items), value_i32(0), size_from_bytes(below.bytes),
		date_or_null(folder->oldest), date_or_null(folder->newest), value_text(mailbox->guid),
		value_str(str_printf("%s\\%s", logon ? logon : record_name(mailbox), back)),
		value_bool(true),
	};

	return task_object("Microsoft.Exchange.Management.Tasks.MailboxFolderConfiguration", names,
			   values, G_N_ELEMENTS(names));
}

static enum flow show_folders(struct call *call, struct store *store, struct record *mailbox,
			      const struct statistics_args *args)
{
	g_autofree char *home = mail_home(call, mailbox);
	g_autoptr(GArray) folders = maildir_folders(home);
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; flow == FLOW_NEXT && i < folders->len; i++) {
		const struct maildir_folder *folder = &g_array_index(folders, struct maildir_folder,
								     i);

		if (is_in_scope(args, folder->name))
			flow = emit_take(call, folder_object(mailbox, folders, folder));
	}
	return flow;
}

static enum flow get_folder_statistics(struct call *call, void *args)
{
	return show_meant(call, args, show_folders);
}

static const struct param folder_params[] = {
	ONE_MAILBOX(0),
	{ "FolderScope", "string", FIELD(statistics_args, scope), .position = POSITION(1),
	  .values =
		  "All Archive Calendar Contacts ConversationHistory DeletedItems Drafts Inbox "
		  "JunkEmail Journal LegacyArchiveJournals ManagedCustomFolder NonIpmRoot Notes Outbox "
		  "Personal RecoverableItems RssSubscriptions SentItems SyncIssues Tasks",
	  .help = "Only folders of that kind; this host has mail alone, no calendars or contacts." },
	{ "ResultSize", "object", FIELD(statistics_args, ignored),
	  .help = "Accepted: all are shown." },
	COMMON_IGNORED,
	IGNORED(statistics_args, "Database"),
	IGNORED(statistics_args, "SkipCount"),
	IGNORED(statistics_args, "DiagnosticInfo"),
	IGNORED_SWITCH(statistics_args, "AuditLog"),
	IGNORED_SWITCH(statistics_args, "IncludeAnalysis"),
	IGNORED_SWITCH(statistics_args, "IncludeOldestAndNewestItems"),
	{ NULL }
};

#define FOLDERS \
	.params = folder_params, .args_size = sizeof(struct statistics_args), \
	.process = get_folder_statistics, \
	.output = "MailboxFolderConfiguration"

CMDLET(get_mailbox_folder_statistics) = {
	.name = "Get-MailboxFolderStatistics", FOLDERS, .module = "HostingManagement",
	.synopsis = "Shows the folders of a mailbox and what lies in them.",
};

CMDLET(get_exo_mailbox_folder_statistics) = {
	.name = "Get-EXOMailboxFolderStatistics", FOLDERS, .module = "HostingManagement",
	.synopsis = "Shows the folders of a mailbox, as Get-MailboxFolderStatistics does.",
};
