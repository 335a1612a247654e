/*
 * Permissions on mailboxes: to open one (FullAccess), and to send in a
 * recipient's name (SendAs). A cmdlet names the two parties in any form; the
 * state has a record a pair of them. What Exchange shows of every mailbox, the
 * owner's own right, is shown here too.
 */
#include "config.h"
#include "cmdlets/hosting/recipients.h"
#include "cmdlets/record_cmdlets.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/exchange.h"

#define SELF	"NT AUTHORITY\\SELF"

static const struct fault no_permission = {
	"AccessControlEntryNotFound", "System.InvalidOperationException", CATEGORY_OBJECT_NOT_FOUND,
	"Get-MailboxPermission and Get-RecipientPermission show what is there." };

struct permission_args {
	struct value identity, organization, user, rights, deny, inheritance, auto_mapping,
		result_size, extended, ignored;
};

/* What the two nouns differ in. */
struct noun {
	const char *kind, *target_kinds, *target, *trustee, *rights;
};

static const struct noun mailbox_noun = {
	"MailboxPermission", "Mailbox", "Mailbox", "User", "FullAccess" };
static const struct noun recipient_noun = {
	"RecipientPermission", RECIPIENT_KINDS, "Recipient", "Trustee", "SendAs" };
/* The same right as a right on the object in the directory. */
static const struct noun directory_noun = {
	"RecipientPermission", RECIPIENT_KINDS, "Recipient", "Trustee", "SendAs" };

struct permission {
	const struct noun *noun;
	const struct permission_args *args;
	const struct record *target, *trustee;
	struct record *record;		/* what there is, or what it becomes */
	bool self;			/* the trustee is the owner */
};

/* -- Finding -------------------------------------------------------------------------------- */

static bool is_self(struct value v)
{
	struct string *text = value_to_string(v, NULL);
	bool self = text_equal_nocase(text->data, SELF) || text_equal_nocase(text->data, "SELF");

	str_unref(text);
	return self;
}

static bool find_parties(struct call *call, struct permission *p, GError **error)
{
	struct store *store = host_store(call_host(call), error);
	g_autofree char *organization = task_text(call, p->args->organization);

	if (!store)
		return false;
	p->target = recipient_find(call, store, p->noun->target_kinds, organization,
				   p->args->identity, error);
	if (!p->target || value_is_null(p->args->user))
		return p->target;
	p->self = is_self(p->args->user);
	if (!p->self)
		p->trustee = recipient_find(call, store, RECIPIENT_KINDS, p->target->organization,
					    p->args->user, error);
	return p->self || p->trustee;
}

static void forget_parties(struct permission *p)
{
	record_unref((struct record *)p->target);
	record_unref((struct record *)p->trustee);
	record_unref(p->record);
}

struct search {
	const struct permission *p;
	const char *target, *trustee;	/* names; NULL: any trustee */
	GPtrArray *found;
};

static bool take_if_meant(struct record *record, void *data)
{
	struct search *search = data;
	g_autofree char *target = record_text(record, search->p->noun->target);
	g_autofree char *trustee = record_text(record, search->p->noun->trustee);

	if (text_equal_nocase(target, search->target) &&
	    (!search->trustee || text_equal_nocase(trustee, search->trustee)))
		g_ptr_array_add(search->found, record_ref(record));
	return true;
}

/* The records of the pair, or of the target with anybody. Yours. */
static GPtrArray *records_of(struct store *store, const struct permission *p)
{
	struct store_query query = { .kind = p->noun->kind,
				     .organization = p->target->organization };
	struct search search = {
		.p = p, .target = record_name(p->target),
		.trustee = p->trustee ? record_name(p->trustee) : NULL,
		.found = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref),
	};

	store_each(store, &query, take_if_meant, &search, NULL);
	return search.found;
}

static struct record *record_of_pair(struct store *store, const struct permission *p)
{
	g_autoptr(GPtrArray) found = records_of(store, p);
	bool deny = arg_on(p->args->deny);

	for (guint i = 0; i < found->len; i++)
		if (!record_property(((struct record *)found->pdata[i])->kind, "Deny") ||
		    record_bool(found->pdata[i], "Deny") == deny)
			return record_ref(found->pdata[i]);
	return NULL;
}

/* -- Showing -------------------------------------------------------------------------------- */

static struct list *text_list(void)
{
	const struct type *element = &type_string;

	return list_new(type_generic(&type_list, &element, 1), element);
}

static struct value rights_list(const char *const *rights, size_t n)
{
	struct list *list = text_list();

	for (size_t i = 0; i < n; i++)
		list_add(list, value_text(rights[i]));
	return value_of(list);
}

static struct value rights_of(const struct record *record)
{
	value_auto v = record_get(record, "AccessRights");
	struct list *list = text_list();

	for (uint32_t i = 0; v.kind == V_ARRAY && i < v.u.array->len; i++)
		list_add(list, value_ref(v.u.array->u.items[i]));
	return value_of(list);
}

static struct value logon_of(struct store *store, const struct record *record, const char *property,
			     const struct type *type)
{
	g_autofree char *name = record_text(record, property), *logon = NULL;
	g_autoptr(record_auto) who = NULL;

	for (unsigned i = 0; i < 3 && !who; i++) {
		static const char *const kinds[] = { "Mailbox", "DistributionGroup",
						     "MailContact" };

		who = store_get(store, kinds[i], record->organization, name);
	}
	logon = who ? recipient_logon(store, who) : g_strdup(name);
	return identity_new(type, logon, name, NULL);
}

static struct value show_mailbox_ace(struct store *store, const struct record *mailbox,
				     struct value user, struct value rights, bool deny,
				     struct value inheritance)
{
	static const char *const names[] = {
		"Identity",	   "User",    "AccessRights", "IsInherited", "Deny",
		"InheritanceType", "IsValid", "ObjectState",
	};
	struct value values[] = {
		record_identity_value(store, mailbox), user, rights, value_bool(false), value_bool(deny),
		inheritance, value_bool(true), value_text("New"),
	};

	return task_object(
		"Microsoft.Exchange.Management.RecipientTasks.MailboxAcePresentationObject", names,
		values, G_N_ELEMENTS(names));
}

static struct value self_value(const struct type *type)
{
	return identity_new(type, SELF, SELF, NULL);
}

static struct value show_self(struct store *store, const struct record *mailbox)
{
	static const char *const rights[] = { "FullAccess", "ReadPermission" };

	return show_mailbox_ace(store, mailbox, self_value(&type_security_principal_id),
				rights_list(rights, G_N_ELEMENTS(rights)), false,
				value_text("All"));
}

static struct value show_mailbox_permission(struct store *store, const struct record *mailbox,
					    const struct record *record)
{
	g_autofree char *inheritance = record_text(record, "InheritanceType");

	return show_mailbox_ace(
		store, mailbox, logon_of(store, record, "User", &type_security_principal_id),
		rights_of(record), record_bool(record, "Deny"), value_text(inheritance));
}

static struct value show_recipient_ace(struct store *store, const struct record *target,
				       struct value trustee)
{
	static const char *const names[] = {
		"Identity", "Trustee", "AccessControlType", "AccessRights", "IsInherited",
		"InheritanceType", "TrusteeSidString", "IsValid", "ObjectState",
	};
	static const char *const rights[] = { "SendAs" };
	struct value values[] = {
		record_identity_value(store, target), trustee, value_text("Allow"), rights_list(rights, 1),
		value_bool(false), value_text("None"), value_text(""), value_bool(true), value_text("New"),
	};

	return task_object(
		"Microsoft.Exchange.Management.RecipientTasks.RecipientAcePresentationObject",
		names, values, G_N_ELEMENTS(names));
}

static struct value show_recipient_permission(struct store *store, const struct record *target,
					      const struct record *record)
{
	value_auto trustee = logon_of(store, record, "Trustee", &type_security_principal_id);
	struct string *text = value_to_string(trustee, NULL);

	return show_recipient_ace(store, target, value_str(text));
}

static struct value show_directory_ace(struct store *store, const struct record *target,
				       struct value user)
{
	static const char *const names[] = {
		"Identity",	   "User",	   "Deny",	     "Inherited",
		"IsInherited",	   "AccessRights", "ExtendedRights", "ChildObjectTypes",
		"InheritanceType", "Properties",   "IsValid",	     "ObjectState",
	};
	static const char *const rights[] = { "ExtendedRight" }, *const extended[] = { "Send-As" };
	struct value values[] = {
		record_identity_value(store, target), user, value_bool(false), value_bool(false),
		value_bool(false), rights_list(rights, 1), rights_list(extended, 1), VALUE_NULL,
		value_text("None"), VALUE_NULL, value_bool(true), value_text("New"),
	};

	return task_object("Microsoft.Exchange.Management.RecipientTasks.ADAcePresentationObject",
			   names, values, G_N_ELEMENTS(names));
}

/* -- Get ------------------------------------------------------------------------------------ */

static struct value show(struct store *store, const struct permission *p,
			 const struct record *record)
{
	if (p->noun == &directory_noun)
		return show_directory_ace(store, p->target, logon_of(store, record, "Trustee",
								     &type_security_principal_id));
	return p->noun == &mailbox_noun ? show_mailbox_permission(store, p->target, record)
					: show_recipient_permission(store, p->target, record);
}

static enum flow show_own(struct call *call, struct store *store, const struct permission *p)
{
	if (p->noun == &mailbox_noun)
		return emit_take(call, show_self(store, p->target));
	if (p->noun == &directory_noun)
		return emit_take(call, show_directory_ace(store, p->target,
							  self_value(&type_security_principal_id)));
	return emit_take(call, show_recipient_ace(store, p->target, value_text(SELF)));
}

/* Of one target: its owner's right, then what others have. */
static enum flow show_target(struct call *call, const struct permission *p)
{
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);
	g_autoptr(GPtrArray) found = records_of(store, p);

	if (!p->trustee)
		flow = show_own(call, store, p);
	for (guint i = 0; !p->self && flow == FLOW_NEXT && i < found->len; i++)
		flow = emit_take(call, show(store, p, found->pdata[i]));
	return flow;
}

struct all_targets {
	struct call *call;
	struct permission *p;
	enum flow flow;
};

static bool show_each(struct record *record, void *data)
{
	struct all_targets *all = data;

	all->p->target = record;
	all->flow = show_target(all->call, all->p);
	all->p->target = NULL;
	return all->flow == FLOW_NEXT;
}

/* Without -Identity: all recipients that have such permissions. */
static enum flow show_all(struct call *call, struct permission *p)
{
	g_autofree char *organization = task_text(call, p->args->organization);
	struct all_targets all = { .call = call, .p = p, .flow = FLOW_NEXT };
	struct store *store = task_store(call, &all.flow);
	struct store_query query = { .kind = "Mailbox", .organization = organization };

	if (store)
		store_each(store, &query, show_each, &all, NULL);
	return all.flow;
}

static enum flow get_permissions(struct call *call, void *data)
{
	struct permission p = { .noun = call_cmdlet(call)->data, .args = data };
	enum flow flow = FLOW_NEXT;
	GError *error = NULL;

	if (!arg_given(p.args->identity))
		return show_all(call, &p);
	flow = find_parties(call, &p, &error) ? show_target(call, &p) : call_error(call, error);
	forget_parties(&p);
	return flow;
}

#define TARGET(flag, what) \
	{ "Identity", "object", FIELD(permission_args, identity), .position = POSITION(0), \
	  .pipeline = BY_VALUE | BY_NAME, .flags = flag, .complete = "Mailbox", .help = what }, \
	{ "Organization", "object", FIELD(permission_args, organization), .complete = "Organization", \
	  .help = "Its organization." }, \
	IGNORED(permission_args, "DomainController"), \
	IGNORED_SWITCH(permission_args, "IgnoreDefaultScope"), \
	IGNORED_SWITCH(permission_args, "GroupMailbox")
#define WHO(name, more, flag) \
	{ name, "object", FIELD(permission_args, user), .aliases = more, .flags = flag, \
	  .complete = "Mailbox", .help = "Who has the rights, by any form of identity." }
#define RIGHTS(flag, words) \
	{ "AccessRights", "string[]", FIELD(permission_args, rights), .flags = flag, \
	  .values = words, .help = "The rights." }
#define MAILBOX_RIGHTS	"FullAccess ReadPermission ChangePermission ChangeOwner DeleteItem ExternalAccount"

static const struct param get_mailbox_permission_params[] = {
	TARGET(0, "The mailbox, by any form of identity; all when not given."),
	WHO("User", NULL, 0),
	{ "ResultSize", "object", FIELD(permission_args, result_size), .help = "Accepted: all are shown." },
	IGNORED_SWITCH(permission_args, "Owner"), IGNORED(permission_args, "Credential"),
	IGNORED_SWITCH(permission_args, "IncludeSoftDeletedUserPermissions"),
	IGNORED_SWITCH(permission_args, "IncludeUnresolvedPermissions"),
	IGNORED_SWITCH(permission_args, "IncludeUserWithDisplayName"),
	IGNORED_SWITCH(permission_args, "ReadFromDomainController"),
	IGNORED_SWITCH(permission_args, "SoftDeletedMailbox"),
	IGNORED_SWITCH(permission_args, "UseCustomRouting"),
	IGNORED(permission_args, "ExternalDirectoryObjectId"),
	{ NULL }
};

CMDLET(get_mailbox_permission) = {
	.name = "Get-MailboxPermission", .params = get_mailbox_permission_params,
	.args_size = sizeof(struct permission_args), .process = get_permissions, .data = &mailbox_noun,
	.module = "HostingManagement", .synopsis = "Shows who may open a mailbox.",
	.output = "MailboxAcePresentationObject",
};

CMDLET(get_exo_mailbox_permission) = {
	.name = "Get-EXOMailboxPermission", .params = get_mailbox_permission_params,
	.args_size = sizeof(struct permission_args), .process = get_permissions, .data = &mailbox_noun,
	.module = "HostingManagement", .output = "MailboxAcePresentationObject",
	.synopsis = "Shows who may open a mailbox, as Get-MailboxPermission does.",
};

static const struct param get_recipient_permission_params[] = {
	TARGET(0, "The recipient, by any form of identity; all mailboxes when not given."),
	WHO("Trustee", "User", 0), RIGHTS(0, "SendAs"),
	{ "ResultSize", "object", FIELD(permission_args, result_size), .help = "Accepted: all are shown." },
	IGNORED_SWITCH(permission_args, "IncludeTrusteeWithPrimarySmtpAddress"),
	IGNORED_SWITCH(permission_args, "ReadFromDomainController"),
	IGNORED(permission_args, "ExternalDirectoryObjectId"), { NULL }
};

CMDLET(get_recipient_permission) = {
	.name = "Get-RecipientPermission", .params = get_recipient_permission_params,
	.args_size = sizeof(struct permission_args), .process = get_permissions, .data = &recipient_noun,
	.module = "HostingManagement", .synopsis = "Shows who may send in a recipient's name.",
	.output = "RecipientAcePresentationObject",
};

CMDLET(get_exo_recipient_permission) = {
	.name = "Get-EXORecipientPermission", .params = get_recipient_permission_params,
	.args_size = sizeof(struct permission_args), .process = get_permissions, .data = &recipient_noun,
	.module = "HostingManagement", .output = "RecipientAcePresentationObject",
	.synopsis = "Shows who may send in a recipient's name, as Get-RecipientPermission does.",
};

/* -- Add ------------------------------------------------------------------------------------ */

static struct value rights_argument(const struct permission *p)
{
	if (p->args->rights.kind == V_ARRAY)
		return value_ref(p->args->rights);
	return value_text(p->noun->rights);
}

static struct record *new_pair(const struct permission *p, GError **error)
{
	struct record *record = record_new(record_kind_find(p->noun->kind),
					   p->target->organization);

	if (record_set_text(record, p->noun->target, record_name(p->target), error) &&
	    record_set_text(record, p->noun->trustee, record_name(p->trustee), error))
		return record;
	record_unref(record);
	return NULL;
}

static bool set_details(struct record *record, const struct permission *p, GError **error)
{
	if (p->noun != &mailbox_noun)
		return true;
	return record_set(record, "Deny", value_bool(arg_on(p->args->deny)), error) &&
		task_set(record, "InheritanceType", p->args->inheritance, error) &&
		task_set(record, "AutoMapping", p->args->auto_mapping, error);
}

static bool add_permission(struct txn *txn, void *data, GError **error)
{
	struct permission *p = data;
	g_autoptr(record_auto) old = record_of_pair(txn_store(txn), p);
	value_auto rights = rights_argument(p);
	struct dict *dict = dict_new(DICT_HASHTABLE, true);
	value_auto add = value_of(dict);

	dict_set_text(dict, "Add", value_ref(rights));
	record_unref(p->record);
	p->record = old ? record_copy(old) : new_pair(p, error);
	if (!p->record || !record_set_multi(p->record, "AccessRights", add, error) ||
	    !set_details(p->record, p, error))
		return false;
	txn_put(txn, p->record);
	return true;
}

static char *shown_identity(struct store *store, const struct record *record)
{
	struct string *str = record_identity(store, record);
	char *text = g_strdup(str->data);

	str_unref(str);
	return text;
}

static enum flow change(struct call *call, struct permission *p, task_fn what, bool shows)
{
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);
	g_autofree char *target = NULL;

	if (!store)
		return flow;
	target = shown_identity(store, p->target);
	if (task_run(call, target, what, p, &flow) && shows)
		flow = emit_take(call, show(store, p, p->record));
	return flow;
}

static enum flow add(struct call *call, void *data)
{
	struct permission p = { .noun = call_cmdlet(call)->data, .args = data };
	enum flow flow;
	GError *error = NULL;

	if (!find_parties(call, &p, &error))
		flow = call_error(call, error);
	else if (p.self)
		flow = call_warning(call, "The owner of \"%s\" has these rights already.",
				    record_name(p.target));
	else
		flow = change(call, &p, add_permission, true);
	forget_parties(&p);
	return flow;
}

static const struct param add_mailbox_permission_params[] = {
	TARGET(PARAM_MANDATORY, "The mailbox, by any form of identity."),
	WHO("User", NULL, PARAM_MANDATORY), RIGHTS(PARAM_MANDATORY, MAILBOX_RIGHTS),
	{ "Deny", "switch", FIELD(permission_args, deny), .help = "Denies the rights instead." },
	{ "InheritanceType", "string", FIELD(permission_args, inheritance),
	  .values = "None All Children Descendents SelfAndChildren",
	  .help = "Kept and shown: which folders inherit the rights." },
	{ "AutoMapping", "bool", FIELD(permission_args, auto_mapping),
	  .help = "Kept: whether clients open the mailbox by themselves." },
	REFUSED(permission_args, "Owner", "A mailbox is its user's own."),
	IGNORED(permission_args, "Instance"), { NULL }
};

CMDLET(add_mailbox_permission) = {
	.name = "Add-MailboxPermission", .params = add_mailbox_permission_params,
	.args_size = sizeof(struct permission_args), .process = add, .data = &mailbox_noun,
	.flags = CMDLET_SHOULD_PROCESS, .module = "HostingManagement",
	.synopsis = "Lets somebody open another's mailbox.", .output = "MailboxAcePresentationObject",
	.description = "The right is kept; IMAP and POP do not give it yet, and publishing says so.",
};

static const struct param add_recipient_permission_params[] = {
	TARGET(PARAM_MANDATORY, "The recipient, by any form of identity."),
	WHO("Trustee", "User", PARAM_MANDATORY), RIGHTS(PARAM_MANDATORY, "SendAs"),
	IGNORED_SWITCH(permission_args, "SkipDomainValidationForMailContact"),
	IGNORED_SWITCH(permission_args, "SkipDomainValidationForMailUser"),
	IGNORED_SWITCH(permission_args, "SkipDomainValidationForSharedMailbox"), { NULL }
};

CMDLET(add_recipient_permission) = {
	.name = "Add-RecipientPermission", .params = add_recipient_permission_params,
	.args_size = sizeof(struct permission_args), .process = add, .data = &recipient_noun,
	.flags = CMDLET_SHOULD_PROCESS | CMDLET_CONFIRM_HIGH, .module = "HostingManagement",
	.synopsis = "Lets somebody send in another's name.", .output = "RecipientAcePresentationObject",
};

/* -- Remove --------------------------------------------------------------------------------- */

static bool remove_permission(struct txn *txn, void *data, GError **error)
{
	struct permission *p = data;
	g_autoptr(record_auto) old = record_of_pair(txn_store(txn), p), left = NULL;
	value_auto rights = rights_argument(p), target = VALUE_UNSET, kept = VALUE_UNSET;
	struct dict *dict;
	value_auto take = VALUE_UNSET;

	if (!old) {
		target = value_text(record_name(p->trustee));
		fault_set(error, &no_permission, target, "\"%s\" has no such permission on \"%s\".",
			  record_name(p->trustee), record_name(p->target));
		return false;
	}
	dict = dict_new(DICT_HASHTABLE, true);
	take = value_of(dict);
	dict_set_text(dict, "Remove", value_ref(rights));
	left = record_copy(old);
	if (!record_set_multi(left, "AccessRights", take, error))
		return false;
	kept = record_get(left, "AccessRights");
	if (kept.kind == V_ARRAY && kept.u.array->len)
		txn_put(txn, left);
	else
		txn_remove(txn, old);
	return true;
}

static enum flow remove_rights(struct call *call, void *data)
{
	struct permission p = { .noun = call_cmdlet(call)->data, .args = data };
	enum flow flow;
	GError *error = NULL;

	if (!find_parties(call, &p, &error))
		flow = call_error(call, error);
	else if (p.self)
		flow = call_warning(call, "The owner of \"%s\" keeps these rights.",
				    record_name(p.target));
	else
		flow = change(call, &p, remove_permission, false);
	forget_parties(&p);
	return flow;
}

static const struct param remove_mailbox_permission_params[] = {
	TARGET(PARAM_MANDATORY, "The mailbox, by any form of identity."),
	WHO("User", NULL, PARAM_MANDATORY), RIGHTS(PARAM_MANDATORY, MAILBOX_RIGHTS),
	{ "Deny", "switch", FIELD(permission_args, deny), .help = "Takes a denial back." },
	IGNORED(permission_args, "InheritanceType"), IGNORED(permission_args, "Instance"),
	IGNORED_SWITCH(permission_args, "BypassMasterAccountSid"),
	IGNORED_SWITCH(permission_args, "SoftDeletedMailbox"),
	REFUSED_SWITCH(permission_args, "ClearAutoMapping", "Name the user with -User."),
	REFUSED_SWITCH(permission_args, "ResetDefault", "Name the user with -User."), { NULL }
};

CMDLET(remove_mailbox_permission) = {
	.name = "Remove-MailboxPermission", .params = remove_mailbox_permission_params,
	.args_size = sizeof(struct permission_args), .process = remove_rights, .data = &mailbox_noun,
	.flags = CMDLET_SHOULD_PROCESS | CMDLET_CONFIRM_HIGH, .module = "HostingManagement",
	.synopsis = "Takes back who may open a mailbox.",
};

static const struct param remove_recipient_permission_params[] = {
	TARGET(PARAM_MANDATORY, "The recipient, by any form of identity."),
	WHO("Trustee", "User", PARAM_MANDATORY), RIGHTS(PARAM_MANDATORY, "SendAs"),
	IGNORED_SWITCH(permission_args, "Deny"),
	IGNORED_SWITCH(permission_args, "SkipDomainValidationForMailContact"),
	IGNORED_SWITCH(permission_args, "SkipDomainValidationForMailUser"),
	IGNORED_SWITCH(permission_args, "SkipDomainValidationForSharedMailbox"), { NULL }
};

CMDLET(remove_recipient_permission) = {
	.name = "Remove-RecipientPermission", .params = remove_recipient_permission_params,
	.args_size = sizeof(struct permission_args), .process = remove_rights, .data = &recipient_noun,
	.flags = CMDLET_SHOULD_PROCESS | CMDLET_CONFIRM_HIGH, .module = "HostingManagement",
	.synopsis = "Takes back who may send in a recipient's name.",
};

/* -- The directory's way to say SendAs ------------------------------------------------------ */

static const struct fault other_right = {
	"ParameterNotSupported", "System.NotSupportedException", CATEGORY_NOT_IMPLEMENTED,
	"Give -ExtendedRights 'Send As'." };

/* "Send As", "Send-As"; nothing else of the directory's rights means something here. */
static bool is_send_as(struct value rights)
{
	for (uint32_t i = 0; rights.kind == V_ARRAY && i < rights.u.array->len; i++) {
		value_auto right = array_get(rights.u.array, i);
		g_autofree char *text = g_strdelimit(g_strdup(arg_text(right, "")), " ", '-');

		if (!text_equal_nocase(text, "Send-As"))
			return false;
	}
	return rights.kind == V_ARRAY && rights.u.array->len;
}

static enum flow change_directory(struct call *call, void *data,
				  enum flow (*what)(struct call *, void *))
{
	const struct permission_args *args = data;

	if (is_send_as(args->extended) && !arg_on(args->deny))
		return what(call, data);
	return call_fail(call, &other_right, args->identity,
			 "Of the rights on objects of the directory this "
			 "host knows the extended right 'Send As' alone.");
}

static enum flow add_directory(struct call *call, void *data)
{
	return change_directory(call, data, add);
}

static enum flow remove_directory(struct call *call, void *data)
{
	return change_directory(call, data, remove_rights);
}

#define DIRECTORY_IGNORED \
	IGNORED(permission_args, "InheritanceType"), IGNORED(permission_args, "InheritedObjectType"), \
	IGNORED(permission_args, "ChildObjectTypes"), IGNORED(permission_args, "Properties"), \
	IGNORED(permission_args, "AccessRights"), IGNORED(permission_args, "Instance")

static const struct param change_directory_params[] = {
	TARGET(PARAM_MANDATORY, "The recipient, by any form of identity."),
	WHO("User", NULL, PARAM_MANDATORY),
	{ "ExtendedRights", "string[]", FIELD(permission_args, extended),
	  .help = "Send As: to send in the recipient's name." },
	{ "Deny", "switch", FIELD(permission_args, deny), .help = "Not known here: it is an error." },
	DIRECTORY_IGNORED, { NULL }
};

CMDLET(add_ad_permission) = {
	.name = "Add-ADPermission", .params = change_directory_params,
	.args_size = sizeof(struct permission_args), .process = add_directory, .data = &directory_noun,
	.flags = CMDLET_SHOULD_PROCESS, .module = "HostingManagement",
	.synopsis = "Lets somebody send in another's name, as Add-RecipientPermission does.",
	.output = "ADAcePresentationObject",
};

CMDLET(remove_ad_permission) = {
	.name = "Remove-ADPermission", .params = change_directory_params,
	.args_size = sizeof(struct permission_args), .process = remove_directory,
	.data = &directory_noun, .flags = CMDLET_SHOULD_PROCESS | CMDLET_CONFIRM_HIGH,
	.module = "HostingManagement",
	.synopsis = "Takes back who may send in a recipient's name.",
};

static const struct param get_directory_params[] = {
	TARGET(PARAM_MANDATORY, "The recipient, by any form of identity."), WHO("User", NULL, 0),
	IGNORED_SWITCH(permission_args, "Owner"), { NULL }
};

CMDLET(get_ad_permission) = {
	.name = "Get-ADPermission", .params = get_directory_params,
	.args_size = sizeof(struct permission_args), .process = get_permissions, .data = &directory_noun,
	.module = "HostingManagement", .output = "ADAcePresentationObject",
	.synopsis = "Shows who may send in a recipient's name, as rights in the directory.",
};
