/*
 * Exchange's enumerations: a table of names each. The numbers are Exchange's
 * where scripts can meet them (flags), else the order of the names.
 */
#include "config.h"
#include "lib/exchange.h"

TYPE(type_accepted_domain_type);
TYPE(type_auth_mechanisms);
TYPE(type_permission_groups);
TYPE(type_smart_host_auth);
TYPE(type_tls_auth_level);
TYPE(type_protocol_logging_level);
TYPE(type_connector_usage);
TYPE(type_size_mode);
TYPE(type_message_rate_source);
TYPE(type_extended_protection_policy);
TYPE(type_extended_protection_checking);
TYPE(type_error_policies);
TYPE(type_authentication_method);
TYPE(type_allowed_services);
TYPE(type_certificate_status);
TYPE(type_server_roles);
TYPE(type_recipient_type);
TYPE(type_recipient_type_details);
TYPE(type_moderation_notifications);
TYPE(type_oof_options);
TYPE(type_service_startup);
TYPE(type_service_status);
TYPE(type_website_state);
TYPE(type_http_response_status);

#define ENUM(symbol, full_name, short_name, names_table, enum_flags) \
	const struct type symbol = { \
		.name = full_name "." short_name, .alias = short_name, .base = &type_enum, \
		.kind = V_ENUM, .names = names_table, .flags = TYPE_IS_VALUETYPE | (enum_flags), \
	}

#define DATA		"Microsoft.Exchange.Data"
#define DIRECTORY	"Microsoft.Exchange.Data.Directory"
#define RECIPIENT	"Microsoft.Exchange.Data.Directory.Recipient"

static const struct type_enum_name accepted_domain_names[] = {
	{ "Authoritative", 0 }, { "ExternalRelay", 1 }, { "InternalRelay", 2 }, { NULL }
};
ENUM(type_accepted_domain_type, DIRECTORY ".SystemConfiguration", "AcceptedDomainType",
     accepted_domain_names, 0);

static const struct type_enum_name auth_names[] = {
	{ "None", 0 }, { "Tls", AUTH_TLS }, { "Integrated", AUTH_INTEGRATED },
	{ "BasicAuth", AUTH_BASIC }, { "BasicAuthRequireTLS", AUTH_BASIC_REQUIRE_TLS },
	{ "ExchangeServer", AUTH_EXCHANGE_SERVER },
	{ "ExternalAuthoritative", AUTH_EXTERNAL_AUTHORITATIVE }, { NULL }
};
ENUM(type_auth_mechanisms, DIRECTORY ".SystemConfiguration", "AuthMechanisms", auth_names,
     TYPE_IS_FLAGS);

static const struct type_enum_name permission_names[] = {
	{ "None", 0 }, { "AnonymousUsers", PERMISSION_ANONYMOUS },
	{ "ExchangeUsers", PERMISSION_EXCHANGE_USERS },
	{ "ExchangeServers", PERMISSION_EXCHANGE_SERVERS },
	{ "ExchangeLegacyServers", PERMISSION_LEGACY_SERVERS },
	{ "Partners", PERMISSION_PARTNERS }, { "Custom", PERMISSION_CUSTOM }, { NULL }
};
ENUM(type_permission_groups, DIRECTORY ".SystemConfiguration", "PermissionGroups",
     permission_names, TYPE_IS_FLAGS);

static const struct type_enum_name smart_host_auth_names[] = {
	{ "None", 0 }, { "BasicAuth", 1 }, { "BasicAuthRequireTLS", 2 }, { "ExchangeServer", 3 },
	{ "ExternalAuthoritative", 4 }, { NULL }
};
ENUM(type_smart_host_auth, DIRECTORY ".SystemConfiguration", "SmartHostAuthMechanisms",
     smart_host_auth_names, 0);

static const struct type_enum_name tls_auth_names[] = {
	{ "EncryptionOnly", 1 }, { "CertificateValidation", 2 }, { "DomainValidation", 3 }, { NULL }
};
ENUM(type_tls_auth_level, DATA, "TlsAuthLevel", tls_auth_names, 0);

static const struct type_enum_name logging_names[] = {
	{ "None", 0 }, { "Verbose", 1 }, { NULL }
};
ENUM(type_protocol_logging_level, DATA, "ProtocolLoggingLevel", logging_names, 0);

static const struct type_enum_name usage_names[] = {
	{ "Custom", 0 }, { "Internet", 1 }, { "Internal", 2 }, { "Client", 3 }, { "Partner", 4 },
	{ NULL }
};
ENUM(type_connector_usage, "Microsoft.Exchange.Management.SystemConfigurationTasks", "UsageType",
     usage_names, 0);

static const struct type_enum_name size_mode_names[] = {
	{ "Disabled", 0 }, { "Enabled", 1 }, { "EnabledWithoutValue", 2 }, { NULL }
};
ENUM(type_size_mode, DIRECTORY ".SystemConfiguration", "SizeMode", size_mode_names, 0);

static const struct type_enum_name rate_names[] = {
	{ "None", 0 }, { "IPAddress", 1 }, { "User", 2 }, { "All", 3 }, { NULL }
};
ENUM(type_message_rate_source, DATA, "MessageRateSourceFlags", rate_names, TYPE_IS_FLAGS);

static const struct type_enum_name protection_names[] = {
	{ "None", 0 }, { "Allow", 1 }, { "Require", 2 }, { NULL }
};
ENUM(type_extended_protection_policy, DIRECTORY ".SystemConfiguration",
     "ExtendedProtectionPolicySetting", protection_names, 0);
ENUM(type_extended_protection_checking, DIRECTORY ".SystemConfiguration",
     "ExtendedProtectionTokenCheckingMode", protection_names, 0);

static const struct type_enum_name error_policy_names[] = {
	{ "Default", 0 }, { "DowngradeDnsFailures", 1 }, { "DowngradeCustomFailures", 2 },
	{ "UpgradeCustomFailures", 4 }, { NULL }
};
ENUM(type_error_policies, DATA, "ErrorPolicies", error_policy_names, TYPE_IS_FLAGS);

static const struct type_enum_name authentication_names[] = {
	{ "Basic", 0 }, { "Digest", 1 }, { "Ntlm", 2 }, { "Fba", 3 }, { "WindowsIntegrated", 4 },
	{ "LiveIdFba", 5 }, { "LiveIdBasic", 6 }, { "WSSecurity", 7 }, { "Certificate", 8 },
	{ "NegoEx", 9 }, { "OAuth", 10 }, { "Adfs", 11 }, { "Kerberos", 12 }, { "Negotiate", 13 },
	{ "LiveIdNegotiate", 14 }, { "Misconfigured", 15 }, { NULL }
};
ENUM(type_authentication_method, DIRECTORY ".SystemConfiguration", "AuthenticationMethod",
     authentication_names, 0);

static const struct type_enum_name service_names[] = {
	{ "None", 0 }, { "IMAP", SERVICE_IMAP }, { "POP", SERVICE_POP }, { "UM", SERVICE_UM },
	{ "IIS", SERVICE_IIS }, { "SMTP", SERVICE_SMTP }, { "Federation", SERVICE_FEDERATION },
	{ NULL }
};
ENUM(type_allowed_services, "Microsoft.Exchange.Management.SystemConfigurationTasks",
     "AllowedServices", service_names, TYPE_IS_FLAGS);

static const struct type_enum_name certificate_status_names[] = {
	{ "Unknown", 0 }, { "Valid", 1 }, { "Revoked", 2 }, { "DateInvalid", 3 }, { "Untrusted", 4 },
	{ "Invalid", 5 }, { "RevocationCheckFailure", 6 }, { "PendingRequest", 7 }, { NULL }
};
ENUM(type_certificate_status, "Microsoft.Exchange.Management.SystemConfigurationTasks",
     "CertificateStatus", certificate_status_names, 0);

static const struct type_enum_name role_names[] = {
	{ "None", 0 }, { "Mailbox", ROLE_MAILBOX }, { "ClientAccess", ROLE_CLIENT_ACCESS },
	{ "UnifiedMessaging", ROLE_UNIFIED_MESSAGING }, { "HubTransport", ROLE_HUB_TRANSPORT },
	{ "Edge", ROLE_EDGE }, { NULL }
};
ENUM(type_server_roles, DIRECTORY ".SystemConfiguration", "ServerRole", role_names, TYPE_IS_FLAGS);

static const struct type_enum_name recipient_names[] = {
	{ "Invalid", 0 }, { "User", 1 }, { "UserMailbox", 2 }, { "MailUser", 3 }, { "Contact", 4 },
	{ "MailContact", 5 }, { "Group", 6 }, { "MailUniversalDistributionGroup", 7 },
	{ "MailUniversalSecurityGroup", 8 }, { "MailNonUniversalGroup", 9 },
	{ "DynamicDistributionGroup", 10 }, { "PublicFolder", 11 }, { NULL }
};
ENUM(type_recipient_type, RECIPIENT, "RecipientType", recipient_names, 0);

static const struct type_enum_name recipient_detail_names[] = {
	{ "None", 0 }, { "UserMailbox", 1 }, { "LinkedMailbox", 2 }, { "SharedMailbox", 4 },
	{ "LegacyMailbox", 8 }, { "RoomMailbox", 16 }, { "EquipmentMailbox", 32 },
	{ "MailContact", 64 }, { "MailUser", 128 }, { "MailUniversalDistributionGroup", 256 },
	{ "MailNonUniversalGroup", 512 }, { "MailUniversalSecurityGroup", 1024 },
	{ "DynamicDistributionGroup", 2048 }, { "PublicFolder", 4096 },
	{ "SystemAttendantMailbox", 8192 }, { "SystemMailbox", 16384 },
	{ "MailForestContact", 32768 }, { "User", 65536 }, { "Contact", 131072 },
	{ "UniversalDistributionGroup", 262144 }, { "UniversalSecurityGroup", 524288 },
	{ "NonUniversalGroup", 1048576 }, { "DisabledUser", 2097152 },
	{ "MicrosoftExchange", 4194304 }, { "ArbitrationMailbox", 8388608 },
	{ "MailboxPlan", 16777216 }, { "LinkedUser", 33554432 },
	{ "RoomList", 268435456 }, { "DiscoveryMailbox", 536870912 }, { NULL }
};
ENUM(type_recipient_type_details, RECIPIENT, "RecipientTypeDetails", recipient_detail_names, 0);

static const struct type_enum_name moderation_names[] = {
	{ "Never", 0 }, { "Internal", 2 }, { "Always", 6 }, { NULL }
};
ENUM(type_moderation_notifications, DIRECTORY, "TransportModerationNotificationFlags",
     moderation_names, 0);

static const struct type_enum_name oof_names[] = {
	{ "External", 0 }, { "InternalOnly", 1 }, { NULL }
};
ENUM(type_oof_options, RECIPIENT, "ExternalOofOptions", oof_names, 0);

static const struct type_enum_name startup_names[] = {
	{ "Automatic", 2 }, { "Manual", 3 }, { "Disabled", 4 }, { "AutomaticDelayedStart", 10 },
	{ NULL }
};
ENUM(type_service_startup, "Microsoft.PowerShell.Commands", "ServiceStartupType", startup_names, 0);

static const struct type_enum_name service_status_names[] = {
	{ "Stopped", 1 }, { "StartPending", 2 }, { "StopPending", 3 }, { "Running", 4 },
	{ "ContinuePending", 5 }, { "PausePending", 6 }, { "Paused", 7 }, { NULL }
};
ENUM(type_service_status, "System.ServiceProcess", "ServiceControllerStatus", service_status_names,
     0);

static const struct type_enum_name website_state_names[] = {
	{ "Started", 1 }, { "Stopped", 3 }, { NULL }
};
ENUM(type_website_state, "Microsoft.Web.Administration", "ObjectState", website_state_names, 0);

static const struct type_enum_name redirect_names[] = {
	{ "Permanent", 301 }, { "Found", 302 }, { "Temporary", 307 }, { "PermRedirect", 308 }, { NULL }
};
ENUM(type_http_response_status, "Microsoft.Web.Administration", "HttpResponseStatus",
     redirect_names, 0);
