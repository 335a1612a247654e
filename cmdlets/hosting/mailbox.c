/*
 * Mailboxes: showing, changing and removing them. The parameters come from the
 * kind's table; what is written here is what a table cannot say: passwords,
 * the kind of mailbox, recipients named by any form of identity.
 */
#include "config.h"
#include "cmdlets/hosting/mailbox.h"
#include "cmdlets/hosting/recipients.h"
#include "cmdlets/record_cmdlets.h"
#include "lib/array.h"
#include "lib/exchange.h"

/* What Set-User changes and Set-Mailbox does not. */
#define PERSON_PROPERTIES \
	"AssistantName City Company CountryOrRegion Department Fax HomePhone MobilePhone Pager Phone " \
	"PhoneticDisplayName PostalCode StateOrProvince Title WebPage Manager Notes StreetAddress " \
	"FirstName LastName Initials"

/* What Set-CASMailbox changes alone. */
#define ACCESS_PROPERTIES \
	"ImapEnabled PopEnabled SmtpClientAuthenticationDisabled OWAEnabled ECPEnabled " \
	"ActiveSyncEnabled OWAforDevicesEnabled MAPIEnabled EwsEnabled"

/* -- Get-Mailbox ------------------------------------------------------------------------------- */

struct get_mailbox_extra {
	struct value details, plan;
	struct value none[9];		/* switches that ask for what this host has none of */
};

static const struct param get_mailbox_params[] = {
	{ "RecipientTypeDetails", "RecipientTypeDetails[]", FIELD(get_mailbox_extra, details),
	  .help = "The kinds of mailbox to show, as SharedMailbox." },
	{ "MailboxPlan", "object", FIELD(get_mailbox_extra, plan), .complete = "MailboxPlan",
	  .help = "Shows the mailboxes of that plan." },
	{ "SoftDeletedMailbox", "switch", FIELD(get_mailbox_extra, none[0]),
	  .help = "Shows removed mailboxes: this host keeps none." },
	{ "InactiveMailboxOnly", "switch", FIELD(get_mailbox_extra, none[1]),
	  .help = "Shows inactive mailboxes: this host keeps none." },
	{ "Arbitration", "switch", FIELD(get_mailbox_extra, none[2]),
	  .help = "Shows arbitration mailboxes: this host has none." },
	{ "Archive", "switch", FIELD(get_mailbox_extra, none[3]),
	  .help = "Shows mailboxes with an archive: this host keeps none." },
	{ "PublicFolder", "switch", FIELD(get_mailbox_extra, none[4]),
	  .help = "Shows public folder mailboxes: this host has none." },
	{ "AuditLog", "switch", FIELD(get_mailbox_extra, none[5]),
	  .help = "Shows audit log mailboxes: this host has none." },
	{ "Monitoring", "switch", FIELD(get_mailbox_extra, none[6]),
	  .help = "Shows monitoring mailboxes: this host has none." },
	{ "Migration", "switch", FIELD(get_mailbox_extra, none[7]),
	  .help = "Shows migration mailboxes: this host has none." },
	{ "GroupMailbox", "switch", FIELD(get_mailbox_extra, none[8]),
	  .help = "Shows group mailboxes: this host has none." },
	{ NULL }
};

static bool asks_for_others(const struct get_mailbox_extra *extra)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(extra->none); i++)
		if (arg_on(extra->none[i]))
			return true;
	return false;
}

static bool keep_mailbox(struct call *call, const void *data, const struct record *record)
{
	const struct get_mailbox_extra *extra = data;
	g_autofree char *plan = NULL, *wanted = NULL;

	if (asks_for_others(extra) || !recipient_details_fit(record, extra->details))
		return false;
	if (!arg_given(extra->plan))
		return true;
	plan = record_text(record, "MailboxPlan");
	wanted = task_text(call, extra->plan);
	return plan && wanted && text_equal_nocase(plan, wanted);
}

#define IGNORED_OF_GET \
	"AuxAuditLog! Credential Database IgnoreDefaultScope! " \
		"IncludeAcceptMessagesOnlyFromDLMembersWithDisplayNames! " \
		"IncludeAcceptMessagesOnlyFromSendersOrMembersWithDisplayNames! " \
		"IncludeAcceptMessagesOnlyFromWithDisplayNames! IncludeEmailAddressDisplayNames! " \
		"IncludeForwardingAddressWithDisplayNames! IncludeGrantSendOnBehalfToWithDisplayNames! " \
		"IncludeInactiveMailbox! OrganizationalUnit ReadFromDomainController! RemoteArchive! " \
		"Server SupervisoryReviewPolicy!"

static const struct record_verb get_mailbox = {
	.kind = "Mailbox", .flags = RECORD_LISTS, .keep = keep_mailbox,
	.extra = get_mailbox_params, .extra_size = sizeof(struct get_mailbox_extra),
	.ignored = IGNORED_OF_GET,
	.refused = "Anr", .refusal = "Use -Filter, as -Filter \"DisplayName -like 'jo*'\".",
};

static const struct cmdlet_example get_mailbox_examples[] = {
	{ "Get-Mailbox -Organization TenantCompany", "The organization's mailboxes." },
	{ "Get-Mailbox -Filter \"Alias -like 'j*'\" -ResultSize Unlimited",
	  "All mailboxes whose alias begins with j." },
	{ NULL }
};

CMDLET(get_mailbox_cmdlet) = {
	.name = "Get-Mailbox", RECORD_GET(get_mailbox), .module = "HostingManagement",
	.synopsis = "Shows mailboxes.", .examples = get_mailbox_examples, .output = "Mailbox",
};

/* Sets of properties are not told apart: every object has all. */
static const struct record_verb get_exo_mailbox = {
	.kind = "Mailbox", .flags = RECORD_LISTS, .keep = keep_mailbox,
	.extra = get_mailbox_params, .extra_size = sizeof(struct get_mailbox_extra),
	.identity_aliases = "ExternalDirectoryObjectId PrimarySmtpAddress UserPrincipalName",
	.ignored = IGNORED_OF_GET " Properties PropertySets IncludeInactiveMailbox! Async!",
	.refused = "Anr", .refusal = "Use -Filter, as -Filter \"DisplayName -like 'jo*'\".",
};

CMDLET(get_exo_mailbox_cmdlet) = {
	.name = "Get-EXOMailbox", RECORD_GET(get_exo_mailbox), .module = "HostingManagement",
	.synopsis = "Shows mailboxes, as Get-Mailbox does.", .output = "Mailbox",
	.description = "An object has all properties, whichever -Properties and -PropertySets ask for.",
};

static const struct fault not_kept = {
	"ParameterNotSupported", "System.NotSupportedException", CATEGORY_NOT_IMPLEMENTED,
	"Leave the parameter out." };

/* -- Set-Mailbox ------------------------------------------------------------------------------- */

struct set_mailbox_extra {
	struct value password, new_password, password_hash, type;
};

static const struct param set_mailbox_params[] = {
	{ "Password", "securestring", FIELD(set_mailbox_extra, password), .flags = PARAM_SECRET,
	  .aliases = "RoomMailboxPassword", .help = "The new password." },
	{ "NewPassword", "securestring", FIELD(set_mailbox_extra, new_password),
	  .flags = PARAM_SECRET, .help = "The new password." },
	{ "PasswordHash", "string", FIELD(set_mailbox_extra, password_hash), .flags = PARAM_SECRET,
	  .help = "The new password as a hash that Dovecot reads, with the scheme in braces." },
	{ "Type", "string", FIELD(set_mailbox_extra, type), .values = "Regular Room Equipment Shared",
	  .help = "Turns it into a mailbox of that kind." },
	{ NULL }
};

static const char *details_of_type(const char *type)
{
	return text_equal_nocase(type, "Room") ? "RoomMailbox"
		: text_equal_nocase(type, "Equipment") ? "EquipmentMailbox"
		: text_equal_nocase(type, "Shared") ? "SharedMailbox" : "UserMailbox";
}

/* References are kept as names, whatever form they were given in. */
static bool resolve_recipients(struct txn *txn, struct record *record, GError **error)
{
	static const char *const properties[] = {
		"ForwardingAddress", "GrantSendOnBehalfTo", "AcceptMessagesOnlyFrom",
		"RejectMessagesFrom", "Manager"
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(properties); i++)
		if (!task_resolve(txn, record, properties[i], error))
			return false;
	return true;
}

/* Rules on senders that nothing enforces yet: only their absence can be promised. */
static bool senders_are_free(const struct record *record, GError **error)
{
	static const char *const rules[] = {
		"RequireSenderAuthenticationEnabled", "AcceptMessagesOnlyFrom", "RejectMessagesFrom"
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(rules); i++) {
		value_auto v = record_get(record, rules[i]);

		if (value_is_null(v) || (v.kind == V_ARRAY ? !v.u.array->len : !value_truth(v)))
			continue;
		fault_set(error, &not_kept, v, "The parameter '%s' cannot be used here: this host does not "
			  "choose among the senders to or as one mailbox yet.", rules[i]);
		return false;
	}
	return true;
}

/* -UseDatabaseQuotaDefaults $true: the plan's limits, from now on and until they are changed. */
static bool take_plan_limits(struct call *call, struct txn *txn, struct record *record,
			     GError **error)
{
	g_autofree char *name = record_text(record, "MailboxPlan");
	g_autoptr(record_auto) plan = NULL;

	if (!call_bound(call, "UseDatabaseQuotaDefaults") ||
	    !record_bool(record, "UseDatabaseQuotaDefaults"))
		return true;
	plan = mailbox_plan_of(txn, record->organization, name);
	return !plan || mailbox_limits_copy(plan, record, error);
}

static bool put_password(struct call *call, struct txn *txn, struct record *record,
			 const struct set_mailbox_extra *extra, GError **error)
{
	GError *failed = NULL;
	g_autoptr(GBytes) secret = mailbox_secret(call, arg_given(extra->password) ? extra->password
						  : extra->new_password, extra->password_hash, &failed);

	if (secret)
		txn_put_secret(txn, record, "PasswordHash", g_bytes_get_data(secret, NULL),
			       g_bytes_get_size(secret));
	if (failed)
		g_propagate_error(error, failed);
	return !failed;
}

static bool set_mailbox_put(struct call *call, struct txn *txn, const void *data,
			    const struct record *old, struct record *record, GError **error)
{
	const struct set_mailbox_extra *extra = data;

	if (arg_given(extra->type) &&
	    !record_set_text(record, "RecipientTypeDetails",
			     details_of_type(arg_text(extra->type, "")), error))
		return false;
	return resolve_recipients(txn, record, error) && senders_are_free(record, error) &&
		take_plan_limits(call, txn, record, error) && task_rename(txn, old, record, error) &&
		put_password(call, txn, record, extra, error);
}

static const struct record_verb set_mailbox = {
	.kind = "Mailbox", .flags = RECORD_FORCE, .without = PERSON_PROPERTIES " " ACCESS_PROPERTIES,
	.extra = set_mailbox_params, .extra_size = sizeof(struct set_mailbox_extra),
	.put = set_mailbox_put,
	.ignored = "AddressBookPolicy ApplyMandatoryProperties! ArbitrationMailbox AttributesToClear "
		"AuditAdmin AuditDelegate AuditEnabled AuditLogAgeLimit AuditOwner CalendarLoggingQuota "
		"CalendarRepairDisabled CalendarVersionStoreDisabled ClearThrottlingPolicyAssignment! "
		"ClientExtensions CreateDTMFMap Database DataEncryptionPolicy DefaultAuditSet "
		"DefaultPublicFolderMailbox DisableThrottling DowngradeHighPriorityMessagesEnabled "
		"DumpsterMessagesPerFolderCountReceiveQuota DumpsterMessagesPerFolderCountWarningQuota "
		"ElcProcessingDisabled EmailAddressDisplayNames EnableRoomMailboxAccount "
		"EnforcedTimestamps ExtendedPropertiesCountQuota "
		"FolderHierarchyChildrenCountReceiveQuota FolderHierarchyChildrenCountWarningQuota "
		"FolderHierarchyDepthReceiveQuota FolderHierarchyDepthWarningQuota "
		"FoldersCountReceiveQuota FoldersCountWarningQuota GMGen IgnoreDefaultScope! "
		"ImListMigrationCompleted ImmutableId IsExchangeCloudManaged "
		"IsExcludedFromServingHierarchy IsHierarchyReady IsHierarchySyncEnabled "
		"MailTipTranslations MailboxMessagesPerFolderCountReceiveQuota "
		"MailboxMessagesPerFolderCountWarningQuota MailboxRegion ManagedFolderMailboxPolicy "
		"ManagedFolderMailboxPolicyAllowed! Management MaxBlockedSenders MaxSafeSenders "
		"MessageTracking MessageTrackingReadStatusEnabled NonCompliantDevices OABGen "
		"OMEncryption OMEncryptionStore OfflineAddressBook OldPassword ProvideConsent! "
		"ProvisionedForOfficeGraph! PstProvider QueryBaseDN RecoverableItemsQuota "
		"RecoverableItemsWarningQuota RemoteRecipientType RemoveMailboxProvisioningConstraint! "
		"RemoveManagedFolderAndPolicy! RemovePicture! RemoveSpokenName! ResourceCustom "
		"RetainDeletedItemsUntilBackup RetentionComment RetentionPolicy RetentionUrl "
		"RoleAssignmentPolicy RulesQuota SchedulerAssistant SecondaryAddress SecondaryDialPlan "
		"SendModerationNotifications SharingPolicy SkipDualWrite! StsRefreshTokensValidFrom "
		"SystemMessageSizeShutoffQuota SystemMessageSizeWarningQuota ThrottlingPolicy "
		"UMDataStorage UMDtmfMap UMGrammar UniqueRecipientsCountLimitLevel "
		"UniqueUnrestrictedGroupsLimitEnabled UpdateEnforcedTimestamp! UserCertificate "
		"UserSMimeCertificate",
	.refused = "AcceptMessagesOnlyFromDLMembers AcceptMessagesOnlyFromSendersOrMembers Arbitration! "
		"ArchiveDatabase ArchiveDomain ArchiveName ArchiveQuota ArchiveStatus "
		"ArchiveWarningQuota AuditLog! AutoArchivingEnabled AuxAuditLog! "
		"BypassModerationFromSendersOrMembers EndDateForRetentionHold ExcludeFromAllHolds! "
		"ExcludeFromAllOrgHolds! ExcludeFromOrgHolds GroupMailbox InactiveMailbox! "
		"JournalArchiveAddress LinkedCredential LinkedDomainController LinkedMasterAccount "
		"LitigationHoldDate LitigationHoldDuration LitigationHoldEnabled LitigationHoldOwner "
		"MessageCopyForSMTPClientSubmissionEnabled MessageCopyForSendOnBehalfEnabled "
		"MessageCopyForSentAsEnabled MicrosoftOnlineServicesID Migration ModeratedBy "
		"ModerationEnabled PublicFolder! RecalculateInactiveMailbox! "
		"RejectMessagesFromDLMembers RejectMessagesFromSendersOrMembers "
		"RemoveComplianceTagHoldApplied! RemoveDelayHoldApplied! "
		"RemoveDelayReleaseHoldApplied! RemoveDisabledArchive! RemoveOrphanedHolds "
		"RetentionHoldEnabled SCLDeleteEnabled SCLDeleteThreshold SCLJunkEnabled "
		"SCLJunkThreshold SCLQuarantineEnabled SCLQuarantineThreshold SCLRejectEnabled "
		"SCLRejectThreshold StartDateForRetentionHold",
	.refusal = "this host has no archives, holds, moderation or spam levels of one mailbox yet, and "
		"would not do what it asks for.",
};

static const struct cmdlet_example set_mailbox_examples[] = {
	{ "Set-Mailbox jsmith@tenant.com -EmailAddresses @{Add='john@tenant.com'}",
	  "Gives the mailbox a further address." },
	{ "Set-Mailbox jsmith@tenant.com -ProhibitSendReceiveQuota 5GB", "Raises its quota." },
	{ NULL }
};

CMDLET(set_mailbox_cmdlet) = {
	.name = "Set-Mailbox", RECORD_SET(set_mailbox), .module = "HostingManagement",
	.synopsis = "Changes a mailbox.", .examples = set_mailbox_examples,
};

/* -- Remove-Mailbox ---------------------------------------------------------------------------- */

static const struct record_verb remove_mailbox = {
	.kind = "Mailbox", .flags = RECORD_FORCE,
	.question = "Removing the mailbox \"%s\" removes its user and makes its mail inaccessible.",
	.ignored = "IgnoreDefaultScope! IgnoreLegalHold! Permanent PermanentlyDelete! "
		"RemoveArbitrationMailboxWithOABsAllowed! RemoveCNFPublicFolderMailboxPermanently! "
		"RemoveLastArbitrationMailboxAllowed!",
	.refused = "Arbitration! AuditLog! AuxAuditLog! Database Migration! PublicFolder! "
		"StoreMailboxIdentity SupervisoryReviewPolicy!",
	.refusal = "name the mailbox with -Identity.",
};

CMDLET(remove_mailbox_cmdlet) = {
	.name = "Remove-Mailbox", RECORD_REMOVE(remove_mailbox), .module = "HostingManagement",
	.synopsis = "Removes a mailbox and its user.",
};

/* -- Users ------------------------------------------------------------------------------------- */

static const char *const user_properties[] = {
	"Name", "RecipientType", "RecipientTypeDetails", "DisplayName", "UserPrincipalName",
	"SamAccountName", "FirstName", "LastName", "Initials", "Office", "Phone", "MobilePhone",
	"HomePhone", "Fax", "Pager", "Title", "Department", "Company", "Manager", "AssistantName",
	"StreetAddress", "City", "StateOrProvince", "PostalCode", "CountryOrRegion", "WebPage", "Notes",
	"PhoneticDisplayName", "SimpleDisplayName", "WindowsEmailAddress", "AccountDisabled",
	"ResetPasswordOnNextLogon",
};

static struct value show_user(struct call *call, struct record *record)
{
	return recipient_show_as(call, record, "Microsoft.Exchange.Data.Directory.Management.User",
				 user_properties, G_N_ELEMENTS(user_properties));
}

static const struct record_verb get_user = {
	.kind = "Mailbox", .flags = RECORD_LISTS, .keep = keep_mailbox, .show = show_user,
	.extra = get_mailbox_params, .extra_size = sizeof(struct get_mailbox_extra),
	.ignored = "AuxAuditLog! Credential IgnoreDefaultScope! IncludeDirectReportsWithDisplayNames! "
		"IncludeManagerWithDisplayName! IsVIP! OrganizationalUnit ReadFromDomainController! "
		"SupervisoryReviewPolicy!",
	.refused = "Anr", .refusal = "Use -Filter, as -Filter \"DisplayName -like 'jo*'\".",
};

CMDLET(get_user_cmdlet) = {
	.name = "Get-User", RECORD_GET(get_user), .module = "HostingManagement",
	.synopsis = "Shows users: the persons who own mailboxes.", .output = "User",
};

static const struct record_verb set_user = {
	.kind = "Mailbox", .flags = RECORD_FORCE, .put = set_mailbox_put,
	.extra = set_mailbox_params, .extra_size = sizeof(struct set_mailbox_extra),
	.only = PERSON_PROPERTIES " Name DisplayName UserPrincipalName SamAccountName Office "
		"SimpleDisplayName WindowsEmailAddress ResetPasswordOnNextLogon",
	.ignored = "AllowUMCallsFromNonUsers AuthenticationPolicy BlockCloudCache CanHaveCloudCache "
		"CertificateSubject ClearDataEncryptionPolicy! CreateDTMFMap DesiredWorkloads "
		"EXOModuleEnabled GeoCoordinates IgnoreDefaultScope! IsShadowMailbox MailboxRegion "
		"MailboxRegionSuffix ManagedOnboardingType OtherFax OtherHomePhone OtherTelephone "
		"PermanentlyClearPreviousMailboxInfo! PostOfficeBox RemotePowerShellEnabled "
		"RemoveMailboxProvisioningConstraint! SeniorityIndex SkipDualWrite! "
		"StsRefreshTokensValidFrom TelephoneAssistant UMCallingLineIds UMDtmfMap VIP",
	.refused = "Arbitration! LinkedCredential LinkedDomainController LinkedMasterAccount "
		"PublicFolder!",
	.refusal = "this host has no such accounts.",
};

CMDLET(set_user_cmdlet) = {
	.name = "Set-User", RECORD_SET(set_user), .module = "HostingManagement",
	.synopsis = "Changes what is known of a person: names, telephone numbers, department.",
};

/* -- Client access ----------------------------------------------------------------------------- */

static const char *const access_properties[] = {
	"Name", "DisplayName", "PrimarySmtpAddress", "EmailAddresses", "SamAccountName", "ServerName",
	"ImapEnabled", "PopEnabled", "SmtpClientAuthenticationDisabled", "OWAEnabled", "ECPEnabled",
	"ActiveSyncEnabled", "OWAforDevicesEnabled", "MAPIEnabled", "EwsEnabled",
};

static struct value show_access(struct call *call, struct record *record)
{
	return recipient_show_as(call, record,
				 "Microsoft.Exchange.Data.Directory.Management.CASMailbox",
				 access_properties, G_N_ELEMENTS(access_properties));
}

#define IGNORED_OF_ACCESS \
	"ActiveSyncDebugLogging! ActiveSyncSuppressReadReceipt! Credential IgnoreDefaultScope! " \
	"Monitoring! OrganizationalUnit ProtocolSettings! ReadFromDomainController! " \
	"ReadIsOptimizedForAccessibility! RecalculateHasActiveSyncDevicePartnership! " \
	"Properties PropertySets"

static const struct record_verb get_access = {
	.kind = "Mailbox", .flags = RECORD_LISTS, .keep = keep_mailbox, .show = show_access,
	.extra = get_mailbox_params, .extra_size = sizeof(struct get_mailbox_extra),
	.identity_aliases = "ExternalDirectoryObjectId PrimarySmtpAddress UserPrincipalName",
	.ignored = IGNORED_OF_ACCESS, .refused = "Anr",
	.refusal = "Use -Filter, as -Filter \"DisplayName -like 'jo*'\".",
};

CMDLET(get_cas_mailbox) = {
	.name = "Get-CASMailbox", RECORD_GET(get_access), .module = "HostingManagement",
	.synopsis = "Shows by which protocols mailboxes may be used.", .output = "CASMailbox",
};

CMDLET(get_exo_cas_mailbox) = {
	.name = "Get-EXOCASMailbox", RECORD_GET(get_access), .module = "HostingManagement",
	.synopsis = "Shows by which protocols mailboxes may be used, as Get-CASMailbox does.",
	.output = "CASMailbox",
};

static const struct record_verb set_access = {
	.kind = "Mailbox", .flags = RECORD_FORCE, .put = set_mailbox_put,
	.extra = set_mailbox_params, .extra_size = sizeof(struct set_mailbox_extra),
	.only = ACCESS_PROPERTIES " DisplayName EmailAddresses Name PrimarySmtpAddress SamAccountName",
	.ignored = "ActiveSyncAllowedDeviceIDs ActiveSyncBlockedDeviceIDs ActiveSyncDebugLogging "
		"ActiveSyncMailboxPolicy ActiveSyncSuppressReadReceipt EwsAllowEntourage EwsAllowList "
		"EwsAllowMacOutlook EwsAllowOutlook EwsApplicationAccessPolicy EwsBlockList "
		"HasActiveSyncDevicePartnership IgnoreDefaultScope! ImapEnableExactRFC822Size "
		"ImapForceICalForCalendarRetrievalOption ImapMessagesRetrievalMimeFormat "
		"ImapSuppressReadReceipt ImapUseProtocolDefaults IsOptimizedForAccessibility "
		"MAPIBlockOutlookExternalConnectivity MAPIBlockOutlookNonCachedMode "
		"MAPIBlockOutlookRpcHttp MAPIBlockOutlookVersions MacOutlookEnabled MapiHttpEnabled "
		"OneWinNativeOutlookEnabled OutlookMobileEnabled OwaMailboxPolicy "
		"PopEnableExactRFC822Size PopForceICalForCalendarRetrievalOption "
		"PopMessagesRetrievalMimeFormat PopSuppressReadReceipt PopUseProtocolDefaults "
		"PublicFolderClientAccess ResetAutoBlockedDevices! ShowGalAsDefaultView "
		"UniversalOutlookEnabled",
};

CMDLET(set_cas_mailbox) = {
	.name = "Set-CASMailbox", RECORD_SET(set_access), .module = "HostingManagement",
	.synopsis = "Says by which protocols a mailbox may be used.",
	.description = "IMAP, POP3 and submission are refused by Dovecot; the others are kept and shown.",
};
