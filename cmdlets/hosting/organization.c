/*
 * New-Organization: enrolls a tenant. Organization, accepted domain, mailbox
 * plan, address lists and the administrator's mailbox with postmaster@ and
 * abuse@ are one transaction: all of it is there, or nothing.
 */
#include "config.h"
#include "cmdlets/hosting/mailbox.h"
#include "lib/exchange.h"

static const struct fault no_hosting = {
	"HostingNotInstalled", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	"Run setup.com /mode:install /role:MB,CA,HT /organizationName:NAME /hosting first." };
static const struct fault no_offer = {
	"OfferNotFound", "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, "Get-HostingPlan shows the offers." };
static const struct fault empty_password = {
	"PasswordEmpty", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Give a password of at least one character." };

struct new_organization_args {
	struct value name, domain_name, program_id, offer_id, location, password, password_hash;
	struct value administrator, display_name, ignored;
};

enum { WITH_PASSWORD = 1, WITH_HASH = 2 };

static const struct param new_organization_params[] = {
	{ "Name", "string", FIELD(new_organization_args, name), .position = POSITION(0),
	  .pipeline = BY_NAME, .flags = PARAM_MANDATORY, .help = "The organization's name." },
	{ "DomainName", "SmtpDomain", FIELD(new_organization_args, domain_name), .pipeline = BY_NAME,
	  .flags = PARAM_MANDATORY, .help = "Its first domain, as tenant.com." },
	{ "ProgramId", "string", FIELD(new_organization_args, program_id), .pipeline = BY_NAME,
	  .flags = PARAM_MANDATORY, .help = "The hosting program, as HostingSample." },
	{ "OfferId", "string", FIELD(new_organization_args, offer_id), .pipeline = BY_NAME,
	  .flags = PARAM_MANDATORY, .help = "The offer of the program, as 2." },
	{ "Location", "string", FIELD(new_organization_args, location), .pipeline = BY_NAME,
	  .help = "Language and country, as en-US." },
	{ "AdministratorPassword", "securestring", FIELD(new_organization_args, password),
	  .flags = PARAM_SECRET, .sets = WITH_PASSWORD, .mandatory_sets = WITH_PASSWORD,
	  .help = "The password of the administrator's mailbox." },
	{ "AdministratorPasswordHash", "string", FIELD(new_organization_args, password_hash),
	  .pipeline = BY_NAME, .flags = PARAM_SECRET, .sets = WITH_HASH, .mandatory_sets = WITH_HASH,
	  .help = "Its password as a hash that Dovecot reads, with the scheme in braces." },
	{ "Administrator", "SmtpAddress", FIELD(new_organization_args, administrator),
	  .pipeline = BY_NAME, .aliases = "AdministratorLiveID",
	  .help = "The administrator's logon name; by default administrator at the domain." },
	{ "DisplayName", "string", FIELD(new_organization_args, display_name), .pipeline = BY_NAME,
	  .help = "The name shown." },
	IGNORED(new_organization_args, "DomainController"),
	IGNORED_SWITCH(new_organization_args, "Force"),
	IGNORED_SWITCH(new_organization_args, "EnableFileLogging"),
	IGNORED(new_organization_args, "AdministratorNetID"),
	IGNORED(new_organization_args, "CompanyTags"),
	IGNORED(new_organization_args, "RMSOnlineConfig"),
	REFUSED_SWITCH(new_organization_args, "CreateSharedConfiguration",
		       "This host shares no configuration between organizations."),
	{ NULL }
};

struct enrolment {
	struct call *call;
	const struct new_organization_args *args;
	const char *name, *domain;
	GBytes *secret;
	struct record *organization, *offer;
};

/* -- The parts --------------------------------------------------------------------------------- */

static bool keep_first(struct record *record, void *data)
{
	*(struct record **)data = record_ref(record);
	return false;
}

static bool hosting_is_installed(struct txn *txn, GError **error)
{
	struct store_query query = { .kind = "HostingOrganization" };
	g_autoptr(record_auto) parent = NULL;

	txn_each(txn, &query, keep_first, &parent, NULL);
	if (parent && record_bool(parent, "HostingDeploymentEnabled"))
		return true;
	fault_set(error, &no_hosting, VALUE_NULL, parent
		  ? "The organization \"%s\" was installed without /hosting: it can have no tenants."
		  : "This host has no hosting organization%s yet.", parent ? record_name(parent) : "");
	return false;
}

static bool find_offer(struct txn *txn, struct enrolment *task, GError **error)
{
	g_autofree char *name = g_strdup_printf("%s/%s", arg_text(task->args->program_id, ""),
						arg_text(task->args->offer_id, ""));
	value_auto target = VALUE_UNSET;

	task->offer = txn_get(txn, "OfferPlan", NULL, name);
	if (task->offer)
		return true;
	target = value_text(name);
	fault_set(error, &no_offer, target, "There is no offer \"%s\" of a program \"%s\".",
		  arg_text(task->args->offer_id, ""), arg_text(task->args->program_id, ""));
	return false;
}

static bool put_organization(struct txn *txn, struct enrolment *task, GError **error)
{
	struct record *record = record_new(record_kind_find("Organization"), task->name);
	g_autofree char *program = record_text(task->offer, "ProgramId");
	g_autofree char *offer = record_text(task->offer, "OfferId");

	task->organization = record;
	if (!record_set_text(record, "Name", task->name, error) ||
	    !record_set_text(record, "ProgramId", program, error) ||
	    !record_set_text(record, "OfferId", offer, error) ||
	    !record_set_text(record, "ServicePlan", record_name(task->offer), error) ||
	    !record_set_text(record, "AdministratorMailbox", "Administrator", error) ||
	    !task_set(record, "Location", task->args->location, error) ||
	    !task_set(record, "DisplayName", task->args->display_name, error))
		return false;
	txn_put(txn, record);
	return true;
}

static bool put_domain(struct txn *txn, const struct enrolment *task, GError **error)
{
	g_autoptr(record_auto) record = record_new(record_kind_find("AcceptedDomain"), task->name);
	value_auto yes = value_bool(true);

	if (!record_set_text(record, "Name", task->domain, error) ||
	    !record_set_text(record, "DomainName", task->domain, error) ||
	    !record_set(record, "Default", yes, error) ||
	    !record_set(record, "InitialDomain", yes, error))
		return false;
	txn_put(txn, record);
	return true;
}

static struct record *put_plan(struct txn *txn, const struct enrolment *task, GError **error)
{
	struct record *plan = record_new(record_kind_find("MailboxPlan"), task->name);
	g_autofree char *name = record_text(task->offer, "MailboxPlanName");

	if (record_set_text(plan, "Name", name, error) &&
	    record_set_text(plan, "DisplayName", name, error) &&
	    record_set(plan, "IsDefault", value_bool(true), error) &&
	    mailbox_limits_copy(task->offer, plan, error)) {
		txn_put(txn, plan);
		return plan;
	}
	record_unref(plan);
	return NULL;
}

static const struct {
	const char *name, *included, *filter;
	bool global;
} lists[] = {
	{ "Default Global Address List", "AllRecipients", "Alias -ne $null", true },
	{ "All Users", "MailboxUsers", "RecipientTypeDetails -eq 'UserMailbox'", false },
	{ "All Rooms", "Resources", "RecipientTypeDetails -eq 'RoomMailbox'", false },
	{ "All Contacts", "MailContacts", "RecipientType -eq 'MailContact'", false },
	{ "All Groups", "MailGroups", "RecipientType -like '*Group'", false },
};

static bool put_lists(struct txn *txn, const struct enrolment *task, GError **error)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_autoptr(record_auto) list = record_new(record_kind_find("AddressList"), task->name);

		if (!record_set_text(list, "Name", lists[i].name, error) ||
		    !record_set_text(list, "DisplayName", lists[i].name, error) ||
		    !record_set_text(list, "IncludedRecipients", lists[i].included, error) ||
		    !record_set_text(list, "RecipientFilter", lists[i].filter, error) ||
		    (lists[i].global &&
		     !record_set(list, "IsGlobal", value_bool(true), error)))
			return false;
		txn_put(txn, list);
	}
	return true;
}

static bool add_role_addresses(struct record *mailbox, const char *domain, GError **error)
{
	g_autofree char *postmaster = g_strconcat("postmaster@", domain, NULL);
	g_autofree char *abuse = g_strconcat("abuse@", domain, NULL);

	return mailbox_add_address(mailbox, postmaster, error) &&
		mailbox_add_address(mailbox, abuse, error);
}

static bool put_administrator(struct txn *txn, const struct enrolment *task,
			      const struct record *plan, GError **error)
{
	g_autofree char *upn = arg_given(task->args->administrator)
		? g_strdup(smtp_address_text(task->args->administrator))
		: g_strconcat("administrator@", task->domain, NULL);
	struct mailbox_request request = {
		.organization = task->name, .name = "Administrator", .upn = upn, .plan = plan,
	};
	g_autoptr(record_auto) mailbox = mailbox_make(txn, &request, error);

	if (!mailbox || !add_role_addresses(mailbox, task->domain, error))
		return false;
	txn_put(txn, mailbox);
	txn_put_secret(txn, mailbox, "PasswordHash", g_bytes_get_data(task->secret, NULL),
		       g_bytes_get_size(task->secret));
	return true;
}

static bool enrol(struct txn *txn, void *data, GError **error)
{
	struct enrolment *task = data;
	g_autoptr(record_auto) plan = NULL;

	if (!hosting_is_installed(txn, error) || !find_offer(txn, task, error) ||
	    !put_organization(txn, task, error) || !put_domain(txn, task, error))
		return false;
	plan = put_plan(txn, task, error);
	return plan && put_lists(txn, task, error) && put_administrator(txn, task, plan, error);
}

/* -- The cmdlet -------------------------------------------------------------------------------- */

static enum flow new_organization(struct call *call, void *data)
{
	const struct new_organization_args *args = data;
	struct enrolment task = {
		.call = call, .args = args, .name = arg_text(args->name, ""),
		.domain = exchange_text(args->domain_name),
	};
	GError *error = NULL;
	enum flow flow = FLOW_NEXT;

	task.secret = mailbox_secret(call, args->password, args->password_hash, &error);
	if (!task.secret)
		return error ? call_error(call, error)
			: call_fail(call, &empty_password, args->name,
				    "The administrator's password is empty.");
	if (task_run(call, task.name, enrol, &task, &flow))
		flow = task_emit(call, task.organization);
	g_bytes_unref(task.secret);
	record_unref(task.organization);
	record_unref(task.offer);
	return flow;
}

static const struct cmdlet_example new_organization_examples[] = {
	{ "New-Organization -Name TenantCompany -DomainName tenant.com -Location en-US "
	  "-ProgramID HostingSample -OfferID 2 -AdministratorPassword (Get-Credential).Password",
	  "Enrolls the tenant TenantCompany with the domain tenant.com." },
	{ NULL }
};

CMDLET(new_organization_cmdlet) = {
	.name = "New-Organization", .params = new_organization_params,
	.args_size = sizeof(struct new_organization_args), .process = new_organization,
	.sets = "Password PasswordHash", .default_set = "Password",
	.flags = CMDLET_SHOULD_PROCESS, .module = "HostingManagement",
	.synopsis = "Enrolls a tenant: organization, domain, plan, address lists, administrator.",
	.description = "The administrator's mailbox also receives the mail to postmaster and abuse of "
		"the domain. Everything is made in one transaction.",
	.examples = new_organization_examples, .output = "Organization",
};
