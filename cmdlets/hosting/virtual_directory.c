/*
 * Virtual directories and Outlook Anywhere: which URLs clients are given. The
 * directories differ in their tables alone, so one row here is one verb.
 */
#include "config.h"
#include "cmdlets/hosting/task.h"
#include "cmdlets/record_cmdlets.h"

#define READ_IGNORED "ADPropertiesOnly! Server ShowMailboxVirtualDirectories!"

static const struct record_verb get_autodiscover = { .kind = "AutodiscoverVirtualDirectory",
	.ignored = READ_IGNORED };

CMDLET(get_autodiscover_virtual_directory_cmdlet) = {
	.name = "Get-AutodiscoverVirtualDirectory", RECORD_GET(get_autodiscover),
	.module = "HostingManagement", .synopsis = "Shows the URLs of autodiscovery.",
	.output = "ADAutodiscoverVirtualDirectory",
};

static const struct record_verb set_autodiscover = { .kind = "AutodiscoverVirtualDirectory",
	.without = "Name" };

static const struct cmdlet_example set_autodiscover_examples[] = {
	{ "Set-AutodiscoverVirtualDirectory 'EX01\\Autodiscover (Default Web Site)' -ExternalUrl "
	  "https://mail.provider.com/Microsoft-Server-ActiveSync",
	  "The URL that clients outside are given." },
	{ NULL }
};

CMDLET(set_autodiscover_virtual_directory_cmdlet) = {
	.name = "Set-AutodiscoverVirtualDirectory", RECORD_SET(set_autodiscover),
	.module = "HostingManagement", .synopsis = "Sets the URLs of autodiscovery.",
	.examples = set_autodiscover_examples,
};

/* "Autodiscover (SITE)" on the one server. */
static bool new_directory_put(struct call *call, struct txn *txn, const void *extra,
			      const struct record *old, struct record *record, GError **error)
{
	g_autofree char *site = record_text(record, "WebSiteName");
	g_autofree char *given = record_text(record, "Server");
	g_autofree char *name = g_strdup_printf("Autodiscover (%s)", site);
	g_autoptr(record_auto) server = task_server(txn_store(txn), error);

	if (!server || !record_set_text(record, "Name", name, error))
		return false;
	return given ? task_resolve(txn, record, "Server", error)
		: record_set_text(record, "Server", record_name(server), error);
}

static const struct record_verb new_autodiscover = { .kind = "AutodiscoverVirtualDirectory",
	.without = "Name", .put = new_directory_put, .ignored = "AppPoolId ApplicationRoot Role" };

CMDLET(new_autodiscover_virtual_directory_cmdlet) = {
	.name = "New-AutodiscoverVirtualDirectory", RECORD_NEW(new_autodiscover),
	.module = "HostingManagement", .synopsis = "Makes the directory of autodiscovery again.",
	.output = "ADAutodiscoverVirtualDirectory",
};

static const struct record_verb remove_autodiscover = { .kind = "AutodiscoverVirtualDirectory" };

CMDLET(remove_autodiscover_virtual_directory_cmdlet) = {
	.name = "Remove-AutodiscoverVirtualDirectory", RECORD_REMOVE(remove_autodiscover),
	.module = "HostingManagement", .synopsis = "Removes the directory of autodiscovery.",
};

/* -- The other directories that setup makes ---------------------------------------------------- */

static const struct record_verb get_owa = { .kind = "OwaVirtualDirectory",
	.ignored = READ_IGNORED };
/* What the webmail of Exchange lets its users see and do. */
static const struct record_verb set_owa = { .kind = "OwaVirtualDirectory", .without = "Name",
	.ignored =
		"ActionForUnknownFileAndMIMETypes ActiveSyncIntegrationEnabled "
		"AdfsAuthentication AllAddressListsEnabled "
		"AllowCopyContactsToDeviceAddressBook AllowedFileTypes AllowedMimeTypes "
		"AllowOfflineOn AnonymousFeaturesEnabled BlockedFileTypes BlockedMimeTypes "
		"BoxAttachmentsEnabled CalendarEnabled CalendarPublishingEnabled "
		"ChangePasswordEnabled ClassicAttachmentsEnabled ClientAuthCleanupLevel "
		"ContactsEnabled CrossSiteRedirectType DefaultClientLanguage DefaultDomain "
		"DefaultTheme DelegateAccessEnabled "
		"DirectFileAccessOnPrivateComputersEnabled "
		"DirectFileAccessOnPublicComputersEnabled DisplayPhotosEnabled "
		"DropboxAttachmentsEnabled Exchange2003Url ExchwebProxyDestination "
		"ExplicitLogonEnabled ExternalAuthenticationMethods "
		"ExternalDownloadHostName ExternalSPMySiteHostURL FailbackUrl "
		"FilterWebBeaconsAndHtmlForms ForceSaveAttachmentFilteringEnabled "
		"ForceSaveFileTypes ForceSaveMimeTypes "
		"ForceWacViewingFirstOnPrivateComputers "
		"ForceWacViewingFirstOnPublicComputers "
		"ForceWebReadyDocumentViewingFirstOnPrivateComputers "
		"ForceWebReadyDocumentViewingFirstOnPublicComputers FreCardsEnabled "
		"GlobalAddressListEnabled GoogleDriveAttachmentsEnabled GzipLevel "
		"InstantMessagingCertificateThumbprint InstantMessagingEnabled "
		"InstantMessagingServerName InstantMessagingType IntegratedFeaturesEnabled "
		"InternalDownloadHostName InternalSPMySiteHostURL IRMEnabled IsPublic "
		"JournalEnabled JunkEmailEnabled LegacyRedirectType LogonAndErrorLanguage "
		"LogonPageLightSelectionEnabled LogonPagePublicPrivateSelectionEnabled "
		"NotesEnabled NotificationInterval OneDriveAttachmentsEnabled "
		"OrganizationEnabled OutboundCharset OWALightEnabled OWAMiniEnabled "
		"PremiumClientEnabled PublicFoldersEnabled RecoverDeletedItemsEnabled "
		"RedirectToOptimalOWAServer ReferenceAttachmentsEnabled "
		"RemindersAndNotificationsEnabled RemoteDocumentsActionForUnknownServers "
		"RemoteDocumentsAllowedServers RemoteDocumentsBlockedServers "
		"RemoteDocumentsInternalDomainSuffixList ReportJunkEmailEnabled "
		"RulesEnabled SaveAttachmentsToCloudEnabled SearchFoldersEnabled "
		"SetPhotoEnabled SetPhotoURL SignaturesEnabled SilverlightEnabled "
		"SMimeEnabled SpellCheckerEnabled TasksEnabled TextMessagingEnabled "
		"ThemeSelectionEnabled UMIntegrationEnabled "
		"UNCAccessOnPrivateComputersEnabled UNCAccessOnPublicComputersEnabled "
		"UseGB18030 UseISO885915 UserContextTimeout VirtualDirectoryType "
		"WacEditingEnabled WacViewingOnPrivateComputersEnabled "
		"WacViewingOnPublicComputersEnabled WebPartsFrameOptionsType "
		"WebReadyDocumentViewingForAllSupportedTypes "
		"WebReadyDocumentViewingOnPrivateComputersEnabled "
		"WebReadyDocumentViewingOnPublicComputersEnabled "
		"WebReadyDocumentViewingSupportedFileTypes "
		"WebReadyDocumentViewingSupportedMimeTypes WebReadyFileTypes "
		"WebReadyMimeTypes WSSAccessOnPrivateComputersEnabled "
		"WSSAccessOnPublicComputersEnabled" };

CMDLET(get_owa_virtual_directory_cmdlet) = {
	.name = "Get-OwaVirtualDirectory", RECORD_GET(get_owa), .module = "HostingManagement",
	.synopsis = "Shows the URLs of webmail.", .output = "ADOwaVirtualDirectory",
};

CMDLET(set_owa_virtual_directory_cmdlet) = {
	.name = "Set-OwaVirtualDirectory", RECORD_SET(set_owa), .module = "HostingManagement",
	.synopsis = "Sets the URLs of webmail.",
};

static const struct record_verb get_ecp = { .kind = "EcpVirtualDirectory",
	.ignored = READ_IGNORED };
static const struct record_verb set_ecp = { .kind = "EcpVirtualDirectory", .without = "Name",
	.ignored = "AdfsAuthentication AdminEnabled ExternalAuthenticationMethods GzipLevel "
		"OwaOptionsEnabled" };

CMDLET(get_ecp_virtual_directory_cmdlet) = {
	.name = "Get-EcpVirtualDirectory", RECORD_GET(get_ecp), .module = "HostingManagement",
	.synopsis = "Shows the URLs of the control panel.", .output = "ADEcpVirtualDirectory",
};

CMDLET(set_ecp_virtual_directory_cmdlet) = {
	.name = "Set-EcpVirtualDirectory", RECORD_SET(set_ecp), .module = "HostingManagement",
	.synopsis = "Sets the URLs of the control panel.",
};

static const struct record_verb get_oab = { .kind = "OabVirtualDirectory",
	.ignored = READ_IGNORED };
static const struct record_verb set_oab = { .kind = "OabVirtualDirectory", .without = "Name",
	.ignored = "PollInterval" };

CMDLET(get_oab_virtual_directory_cmdlet) = {
	.name = "Get-OabVirtualDirectory", RECORD_GET(get_oab), .module = "HostingManagement",
	.synopsis = "Shows the URLs of the offline address book.", .output = "ADOabVirtualDirectory",
};

CMDLET(set_oab_virtual_directory_cmdlet) = {
	.name = "Set-OabVirtualDirectory", RECORD_SET(set_oab), .module = "HostingManagement",
	.synopsis = "Sets the URLs of the offline address book.",
};

static const struct record_verb get_services = { .kind = "WebServicesVirtualDirectory",
	.ignored = READ_IGNORED };
static const struct record_verb set_services = { .kind = "WebServicesVirtualDirectory",
	.flags = RECORD_FORCE, .without = "Name",
	.ignored = "CertificateAuthentication GzipLevel InternalNLBBypassUrl MRSProxyMaxConnections" };

CMDLET(get_web_services_virtual_directory_cmdlet) = {
	.name = "Get-WebServicesVirtualDirectory", RECORD_GET(get_services),
	.module = "HostingManagement", .synopsis = "Shows the URLs of Exchange Web Services.",
	.output = "ADWebServicesVirtualDirectory",
};

CMDLET(set_web_services_virtual_directory_cmdlet) = {
	.name = "Set-WebServicesVirtualDirectory", RECORD_SET(set_services),
	.module = "HostingManagement", .synopsis = "Sets the URLs of Exchange Web Services.",
};

static const struct record_verb get_activesync = { .kind = "ActiveSyncVirtualDirectory",
	.ignored = READ_IGNORED };
static const struct record_verb set_activesync = { .kind = "ActiveSyncVirtualDirectory",
	.without = "Name",
	.ignored = "BadItemReportingEnabled ClientCertAuth ExternalAuthenticationMethods "
		"InstallIsapiFilter InternalAuthenticationMethods MobileClientCertTemplateName "
		"MobileClientCertificateAuthorityURL MobileClientCertificateProvisioningEnabled "
		"RemoteDocumentsActionForUnknownServers RemoteDocumentsAllowedServers "
		"RemoteDocumentsBlockedServers RemoteDocumentsInternalDomainSuffixList "
		"SendWatsonReport" };

CMDLET(get_active_sync_virtual_directory_cmdlet) = {
	.name = "Get-ActiveSyncVirtualDirectory", RECORD_GET(get_activesync),
	.module = "HostingManagement", .synopsis = "Shows the URLs of ActiveSync.",
	.output = "ADActiveSyncVirtualDirectory",
};

CMDLET(set_active_sync_virtual_directory_cmdlet) = {
	.name = "Set-ActiveSyncVirtualDirectory", RECORD_SET(set_activesync),
	.module = "HostingManagement", .synopsis = "Sets the URLs of ActiveSync.",
};

static const struct record_verb get_powershell = { .kind = "PowerShellVirtualDirectory",
	.ignored = READ_IGNORED };
static const struct record_verb set_powershell = { .kind = "PowerShellVirtualDirectory",
	.without = "Name", .ignored = "CertificateAuthentication RequireSSL LimitMaximumMemory" };

CMDLET(get_powershell_virtual_directory_cmdlet) = {
	.name = "Get-PowerShellVirtualDirectory", RECORD_GET(get_powershell),
	.module = "HostingManagement", .synopsis = "Shows the URLs of remote management.",
	.output = "ADPowerShellVirtualDirectory",
};

CMDLET(set_powershell_virtual_directory_cmdlet) = {
	.name = "Set-PowerShellVirtualDirectory", RECORD_SET(set_powershell),
	.module = "HostingManagement", .synopsis = "Sets the URLs of remote management.",
};

static const struct record_verb get_mapi = { .kind = "MapiVirtualDirectory",
	.ignored = READ_IGNORED };
static const struct record_verb set_mapi = { .kind = "MapiVirtualDirectory", .without = "Name",
	.ignored = "ApplyDefaults IISAuthenticationMethods" };

CMDLET(get_mapi_virtual_directory_cmdlet) = {
	.name = "Get-MapiVirtualDirectory", RECORD_GET(get_mapi), .module = "HostingManagement",
	.synopsis = "Shows the URLs of MAPI over HTTP.", .output = "ADMapiVirtualDirectory",
};

CMDLET(set_mapi_virtual_directory_cmdlet) = {
	.name = "Set-MapiVirtualDirectory", RECORD_SET(set_mapi), .module = "HostingManagement",
	.synopsis = "Sets the URLs of MAPI over HTTP.",
};

/* -- Outlook Anywhere -------------------------------------------------------------------------- */

static const struct record_verb get_outlook_anywhere = { .kind = "OutlookAnywhere",
	.ignored = READ_IGNORED };

CMDLET(get_outlook_anywhere_cmdlet) = {
	.name = "Get-OutlookAnywhere", RECORD_GET(get_outlook_anywhere),
	.module = "HostingManagement", .synopsis = "Shows Outlook Anywhere.",
	.output = "ADRpcHttpVirtualDirectory",
};

struct set_anywhere_extra { struct value method; };

static const struct param set_anywhere_params[] = {
	{ "DefaultAuthenticationMethod", "AuthenticationMethod", FIELD(set_anywhere_extra, method),
	  .help = "How clients authenticate, inside and outside." },
	{ NULL }
};

static bool set_anywhere_put(struct call *call, struct txn *txn, const void *data,
			     const struct record *old, struct record *record, GError **error)
{
	const struct set_anywhere_extra *extra = data;

	return task_set(record, "ClientAuthenticationMethod", extra->method, error) &&
		task_set(record, "ExternalClientAuthenticationMethod", extra->method, error) &&
		task_set(record, "InternalClientAuthenticationMethod", extra->method, error);
}

static const struct record_verb set_outlook_anywhere = { .kind = "OutlookAnywhere",
	.without = "Name", .put = set_anywhere_put, .extra = set_anywhere_params,
	.extra_size = sizeof(struct set_anywhere_extra), .ignored = "Name" };

CMDLET(set_outlook_anywhere_cmdlet) = {
	.name = "Set-OutlookAnywhere", RECORD_SET(set_outlook_anywhere),
	.module = "HostingManagement", .synopsis = "Changes Outlook Anywhere.",
};
