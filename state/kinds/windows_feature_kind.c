/*
 * What Add-WindowsFeature and Set-Service left on this host. What a feature
 * or service is stands in the cmdlets' tables; the state keeps that it was
 * asked for and how it is to start.
 */
#include "config.h"
#include "state/kinds/checks.h"
#include "state/record.h"

static const struct property feature_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name,
	  .help = "The feature's name, as Web-Server." },
	{ NULL }
};

RECORD_KIND(windows_feature_kind) = {
	.name = "WindowsFeature", .type_name = "Microsoft.Windows.ServerManager.Commands.Feature",
	.scope = SCOPE_PROVIDER, .properties = feature_properties, .order = 30,
	.help = "A Windows feature that was installed.",
};

static const struct property service_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name,
	  .help = "The service's Windows name, as W3SVC." },
	{ "StartupType", "ServiceStartupType", PROPERTY_VIEW, "Automatic",
	  .help = "Whether the daemon starts with the machine." },
	{ "Stopped", "bool", 0, "false", .help = "Whether it was stopped by hand." },
	{ NULL }
};

RECORD_KIND(hosting_service_kind) = {
	.name = "HostingService", .type_name = "System.ServiceProcess.ServiceController",
	.scope = SCOPE_PROVIDER, .properties = service_properties, .order = 31,
	.help = "How a service is to start.",
};
