/*
 * The certificate of each service with its key, in one file that its daemon
 * reads: tls/smtp.pem, imap.pem, pop3.pem, web.pem.
 */
#include "config.h"
#include "lib/exchange.h"
#include "render/facts.h"
#include "render/renderer.h"
#include "state/kinds/certificate.h"

static const struct {
	unsigned service;
	const char *path;
} files[] = {
	{ SERVICE_SMTP, "tls/smtp.pem" },
	{ SERVICE_IMAP, "tls/imap.pem" },
	{ SERVICE_POP, "tls/pop3.pem" },
	{ SERVICE_IIS, "tls/web.pem" },
};

#define WARN_DAYS	30

static void warn_expiry(struct rendering *rendering, const struct record *certificate)
{
	int64_t left = certificate_not_after(certificate) - g_get_real_time() / G_USEC_PER_SEC;
	g_autofree char *subject = record_text(certificate, "Subject");

	if (left <= 0)
		rendering_warn(rendering,
			       "The certificate %s (%s) has expired. Make a request for a "
			       "new one with New-ExchangeCertificate -GenerateRequest.",
			       record_name(certificate), subject);
	else if (left < WARN_DAYS * 86400)
		rendering_warn(rendering,
			       "The certificate %s (%s) expires in %d days. Make a request "
			       "for a new one with New-ExchangeCertificate -GenerateRequest.",
			       record_name(certificate), subject, (int)(left / 86400));
}

static bool render_files(struct rendering *rendering, GError **error)
{
	const struct record *warned = NULL;

	tree_claim(rendering->tree, "tls/");
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		struct record *certificate = facts_certificate(rendering->facts, files[i].service);
		GBytes *bundle;

		if (!certificate)
			continue;
		bundle = certificate_bundle(rendering->store, certificate, error);
		if (!bundle)
			return false;
		tree_add(rendering->tree, files[i].path, bundle, TREE_SECRET);
		if (certificate != warned)
			warn_expiry(rendering, certificate);
		warned = certificate;
	}
	return true;
}

static const struct render_part parts[] = {
	{ "ExchangeCertificate", render_files },
	{ NULL }
};

RENDERER(certificates_renderer) = { .name = "tls", .parts = parts };
