/* The provider's own organization, which setup creates: parent of all tenants. */
#include "config.h"
#include "state/kinds/checks.h"
#include "state/record.h"

static const struct property hosting_organization_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW,
	  .check = check_organization_name, .help = "The hosting organization's name." },
	{ "DomainName", "SmtpDomain", PROPERTY_REQUIRED | PROPERTY_VIEW,
	  .check = check_dotted_domain, .help = "The provider's domain." },
	{ "HostingDeploymentEnabled", "bool", PROPERTY_READONLY, "true",
	  .help = "Whether setup ran with /hosting." },
	{ NULL }
};

RECORD_KIND(hosting_organization_kind) = {
	.name = "HostingOrganization",
	.type_name = "Microsoft.Exchange.Data.Directory.SystemConfiguration.HostingOrganization",
	.scope = SCOPE_PROVIDER, .properties = hosting_organization_properties, .order = 20,
	.help = "The provider's organization.",
};
