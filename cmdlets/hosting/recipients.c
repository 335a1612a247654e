/*
 * Recipients of all kinds: mailboxes, groups and contacts have addresses, so
 * that they can be named, shown and chosen alike.
 */
#include "config.h"
#include "cmdlets/hosting/recipients.h"
#include "cmdlets/record_cmdlets.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/exchange.h"

static const struct fault no_organization = {
	"OrganizationNotFound",
	"Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, "Give -Organization; Get-Organization shows the names." };

static const char *const recipient_properties[] = {
	"Name", "RecipientType", "RecipientTypeDetails", "DisplayName", "Alias", "PrimarySmtpAddress",
	"EmailAddresses", "ExternalEmailAddress", "FirstName", "LastName", "Office", "Phone", "Title",
	"Department", "Company", "City", "Manager", "ManagedBy", "HiddenFromAddressListsEnabled",
	"Database", "ServerName", "MailboxPlan", "ResourceCapacity", "SamAccountName", "Notes",
	"OrganizationalUnit", "EmailAddressPolicyEnabled",
	"CustomAttribute1", "CustomAttribute2", "CustomAttribute3", "CustomAttribute4",
	"CustomAttribute5", "CustomAttribute6", "CustomAttribute7", "CustomAttribute8",
	"CustomAttribute9", "CustomAttribute10", "CustomAttribute11", "CustomAttribute12",
	"CustomAttribute13", "CustomAttribute14", "CustomAttribute15",
};

/* Null where a kind has no such property. */
static struct value property_value(struct store *store, const struct record *record,
				   const char *name)
{
	const struct property *property = record_property(record->kind, name);

	if (!property)
		return VALUE_NULL;
	return property->compute ? property->compute(store, record) : record_get(record, name);
}

struct value recipient_show_as(struct call *call, struct record *record, const char *type_name,
			       const char *const *properties, size_t n)
{
	static const char *const common[] = { "Identity",	   "Guid",	  "OrganizationId",
					      "DistinguishedName", "WhenCreated", "WhenChanged" };
	struct store *store = host_store(call_host(call), NULL);
	value_auto whole = record_object(store, record);
	g_autofree const char **names = g_new(const char *, n + G_N_ELEMENTS(common));
	g_autofree struct value *values = g_new(struct value, n + G_N_ELEMENTS(common));

	for (size_t i = 0; i < n; i++) {
		names[i] = properties[i];
		values[i] = property_value(store, record, properties[i]);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(common); i++) {
		names[n + i] = common[i];
		values[n + i] = object_get(whole.u.object, common[i]);
	}
	return task_object(type_name, names, values, n + G_N_ELEMENTS(common));
}

struct value recipient_show(struct call *call, struct record *record)
{
	return recipient_show_as(call, record,
				 "Microsoft.Exchange.Data.Directory.Management.ReducedRecipient",
				 recipient_properties, G_N_ELEMENTS(recipient_properties));
}

static bool is_among(struct value shown, struct value wanted)
{
	struct string *text = value_to_string(shown, NULL);
	bool found = false;

	for (uint32_t i = 0; !found && i < wanted.u.array->len; i++) {
		value_auto item = array_get(wanted.u.array, i);
		struct string *word = value_to_string(item, NULL);

		found = text_equal_nocase(word->data, text->data);
		str_unref(word);
	}
	str_unref(text);
	return found;
}

bool recipient_details_fit(const struct record *record, struct value wanted)
{
	value_auto details = VALUE_UNSET;

	if (wanted.kind != V_ARRAY)
		return true;
	details = property_value(NULL, record, "RecipientTypeDetails");
	return is_among(details, wanted);
}

/* -- Whose, and which ----------------------------------------------------------------------- */

static bool take_name(struct record *record, void *data)
{
	GPtrArray *names = data;

	g_ptr_array_add(names, g_strdup(record_name(record)));
	return names->len < 2;
}

static char *only_organization(struct store *store)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	struct store_query query = { .kind = STORE_ORGANIZATION };

	store_each(store, &query, take_name, names, NULL);
	return names->len == 1 ? g_strdup(names->pdata[0]) : NULL;
}

char *recipient_organization(struct store *store, struct value address, GError **error)
{
	value_auto text = value_is_null(address) ? VALUE_NULL
						 : value_str(value_to_string(address, NULL));
	const char *at = text.kind == V_STRING ? strrchr(text.u.str->data, '@') : NULL;
	g_autoptr(record_auto) domain = at ? store_by_domain(store, at + 1) : NULL;
	char *name = domain && domain->organization ? g_strdup(domain->organization)
						    : at ? NULL : only_organization(store);

	if (!name)
		fault_set(error, &no_organization, text, at
			  ? "No organization has the domain \"%s\": name the organization with -Organization."
			  : "Name the organization with -Organization%s.", at ? at + 1 : "");
	return name;
}

struct record *recipient_find(struct call *call, struct store *store, const char *kinds,
			      const char *organization, struct value identity, GError **error)
{
	g_auto(GStrv) list = g_strsplit(kinds, " ", -1);
	struct record *known = record_of(identity), *found = NULL;

	if (known) {
		for (char **kind = list; *kind; kind++)
			if (!strcmp(*kind, known->kind->name))
				return store_by_guid(store, known->guid);
	}
	for (char **kind = list; *kind && !found; kind++) {
		g_autoptr(GError) problem = NULL;

		found = record_by_argument(call, store, *kind, organization, identity, &problem);
		if (!found &&
		    (!kind[1] || strcmp(fault_id(problem), "ManagementObjectNotFoundException"))) {
			g_propagate_error(error, g_steal_pointer(&problem));
			return NULL;
		}
	}
	return found;
}

char *recipient_logon(struct store *store, const struct record *record)
{
	const char *property = strcmp(record->kind->name, "Mailbox") ? "PrimarySmtpAddress"
								     : "UserPrincipalName";
	value_auto v = property_value(store, record, property);
	struct string *text;
	char *logon;

	if (value_is_null(v))
		return g_strdup(record_name(record));
	text = value_to_string(v, NULL);
	logon = g_strdup(text->data);
	str_unref(text);
	return logon;
}

/* -- Get-Recipient -------------------------------------------------------------------------- */

struct get_recipient_extra {
	struct value details, type;
};

static const struct param get_recipient_params[] = {
	{ "RecipientTypeDetails", "RecipientTypeDetails[]", FIELD(get_recipient_extra, details),
	  .help = "The kinds of recipient to show, as SharedMailbox." },
	{ "RecipientType", "RecipientType[]", FIELD(get_recipient_extra, type),
	  .help = "The types of recipient to show, as UserMailbox." },
	{ NULL }
};

static bool keep_recipient(struct call *call, const void *data, const struct record *record)
{
	const struct get_recipient_extra *extra = data;
	value_auto type = VALUE_UNSET;

	if (!recipient_details_fit(record, extra->details))
		return false;
	if (extra->type.kind != V_ARRAY)
		return true;
	type = property_value(NULL, record, "RecipientType");
	return is_among(type, extra->type);
}

#define IGNORED_OF_RECIPIENTS \
	"AuthenticationType BookmarkDisplayName Capabilities Credential Database " \
	"IgnoreDefaultScope! IncludeBookmarkObject IncludeManagerWithDisplayName! " \
	"IncludeSoftDeletedRecipients! OrganizationalUnit Properties PropertySet " \
	"ReadFromDomainController!"

static const struct record_verb get_recipient = {
	.kind = "Mailbox", .more = "MailContact DistributionGroup",
	.flags = RECORD_LISTS, .keep = keep_recipient, .show = recipient_show,
	.extra = get_recipient_params, .extra_size = sizeof(struct get_recipient_extra),
	.ignored = IGNORED_OF_RECIPIENTS, .refused = "Anr RecipientPreviewFilter",
	.refusal = "Use -Filter, as -Filter \"DisplayName -like 'jo*'\".",
};

CMDLET(get_recipient_cmdlet) = {
	.name = "Get-Recipient", RECORD_GET(get_recipient), .module = "HostingManagement",
	.synopsis = "Shows all who can receive mail: mailboxes, contacts and groups.",
	.output = "ReducedRecipient",
};

static const struct record_verb get_exo_recipient = {
	.kind = "Mailbox", .more = "MailContact DistributionGroup",
	.flags = RECORD_LISTS, .keep = keep_recipient, .show = recipient_show,
	.extra = get_recipient_params, .extra_size = sizeof(struct get_recipient_extra),
	.identity_aliases = "ExternalDirectoryObjectId PrimarySmtpAddress UserPrincipalName",
	.ignored = IGNORED_OF_RECIPIENTS " PropertySets",
	.refused = "Anr RecipientPreviewFilter",
	.refusal = "Use -Filter, as -Filter \"DisplayName -like 'jo*'\".",
};

CMDLET(get_exo_recipient_cmdlet) = {
	.name = "Get-EXORecipient", RECORD_GET(get_exo_recipient), .module = "HostingManagement",
	.synopsis = "Shows all who can receive mail, as Get-Recipient does.",
	.output = "ReducedRecipient",
};
