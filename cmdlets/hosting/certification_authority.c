/*
 * The certification authority of this host, for those who have no public one:
 * its root key signs requests of certreq; its root certificate is exported for
 * clients to trust.
 */
#include "config.h"
#include "cmdlets/hosting/exchange_certificate.h"
#include "lib/array.h"
#include "state/kinds/certificate.h"
#include "state/kinds/hosting.h"

static const struct fault installed_already = {
	"CertificationAuthorityExists", "System.InvalidOperationException",
	CATEGORY_RESOURCE_EXISTS,
	"Use it with certreq -submit, or replace it with -OverwriteExistingKey."
};

static const struct fault not_installed = {
	"CertificationAuthorityNotFound", "System.InvalidOperationException",
	CATEGORY_OBJECT_NOT_FOUND, "Install-AdcsCertificationAuthority makes one."
};

static const struct fault not_a_root = {
	"CATypeNotSupported", "System.NotSupportedException", CATEGORY_INVALID_ARGUMENT,
	"Use StandaloneRootCA or EnterpriseRootCA."
};

static const struct fault period_invalid = {
	"ValidityPeriodNotValid", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Use a period between one day and 50 years."
};

static const struct fault usage = {
	"CertreqUsage", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"certreq -submit request.txt certificate.cer"
};

#define ISSUED_DAYS	730

/* The one authority, or NULL + error; yours. */
static struct record *authority_find(struct store *store, GError **error)
{
	struct store_query query = { .kind = "CertificationAuthority" };
	g_autoptr(GPtrArray) all = store_list(store, &query, error);

	if (!all)
		return NULL;
	if (all->len)
		return record_ref(g_ptr_array_index(all, 0));
	fault_set(error, &not_installed, VALUE_NULL,
		  "This host has no certification authority yet.");
	return NULL;
}

/* -- Install-AdcsCertificationAuthority ------------------------------------------- */

struct install_args {
	struct value type, common_name, suffix, key_length, hash, period, units, overwrite, force,
		provider, database, log, credential;
};

static const struct param install_params[] = {
	{ "CAType", "string", FIELD(install_args, type),
	  .values = "EnterpriseRootCA StandaloneRootCA EnterpriseSubordinateCA "
		    "StandaloneSubordinateCA",
	  .help = "StandaloneRootCA or EnterpriseRootCA: a root of its own." },
	{ "CACommonName", "string", FIELD(install_args, common_name),
	  .help = "The authority's name; <NetBIOS>-<server>-CA when not given." },
	{ "CADistinguishedNameSuffix", "string", FIELD(install_args, suffix),
	  .help = "What follows the common name in its subject, as \"o=Company, c=US\"." },
	{ "KeyLength", "int", FIELD(install_args, key_length),
	  .help = "Bits of its RSA key; 2048 when not given." },
	{ "HashAlgorithmName", "string", FIELD(install_args, hash), .values = "SHA256",
	  .help = "SHA256." },
	{ "ValidityPeriod", "string", FIELD(install_args, period),
	  .values = "Years Months Weeks Days", .help = "The unit of -ValidityPeriodUnits." },
	{ "ValidityPeriodUnits", "int", FIELD(install_args, units),
	  .help = "How long the root is valid; 10 years when not given." },
	{ "OverwriteExistingKey", "switch", FIELD(install_args, overwrite),
	  .help = "Replaces an authority that is there: clients must trust the new root." },
	{ "Force", "switch", FIELD(install_args, force), .help = "Asks nothing." },
	{ "CryptoProviderName", "string", FIELD(install_args, provider), .flags = PARAM_IGNORED,
	  .help = "The key is made by OpenSSL." },
	{ "DatabaseDirectory", "string", FIELD(install_args, database), .flags = PARAM_IGNORED,
	  .help = "The authority is kept in the hosting state." },
	{ "LogDirectory", "string", FIELD(install_args, log), .flags = PARAM_IGNORED,
	  .help = "The authority is kept in the hosting state." },
	{ "Credential", "object", FIELD(install_args, credential), .flags = PARAM_IGNORED,
	  .help = "The authority is installed as the user that runs this shell." },
	{ NULL }
};

static char *authority_name(struct store *store, const struct install_args *args)
{
	const char *given = arg_text(args->common_name, NULL);
	g_autoptr(record_auto) server = hosting_server(store);
	g_autofree char *netbios = server ? record_text(server, "NetBIOSName") : NULL;

	if (given)
		return g_strdup(given);
	if (!server)
		return g_strdup("Hosting-CA");
	return netbios ? g_strdup_printf("%s-%s-CA", netbios, record_name(server)) :
		g_strdup_printf("%s-CA", record_name(server));
}

static char *authority_subject(const char *name, const struct install_args *args)
{
	const char *suffix = arg_text(args->suffix, NULL);
	GString *out = g_string_new("cn=\"");

	for (const char *p = name; *p; p++) {
		if (*p == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *p);
	}
	g_string_append_c(out, '"');
	if (suffix && *suffix)
		g_string_append_printf(out, ", %s", suffix);
	return g_string_free(out, FALSE);
}

static unsigned validity_days(const struct install_args *args, GError **error)
{
	const char *period = arg_text(args->period, "Years");
	int64_t n = args->units.kind == V_I32 ? args->units.u.i : 10;
	int64_t unit = !g_ascii_strcasecmp(period, "Years") ? 365 :
		!g_ascii_strcasecmp(period, "Months") ? 30 :
		!g_ascii_strcasecmp(period, "Weeks") ? 7 : 1;

	if (n >= 1 && n * unit <= 50 * 366)
		return n * unit;
	fault_set(error, &period_invalid, args->units, "A validity of %d %s is not possible.",
		  (int)n, period);
	return 0;
}

static bool check_install(struct store *store, const struct install_args *args, GError **error)
{
	const char *type = arg_text(args->type, "StandaloneRootCA");
	g_autoptr(record_auto) old = authority_find(store, NULL);
	value_auto target = value_text(old ? record_name(old) : "");

	if (strstr(type, "Subordinate")) {
		fault_set(error, &not_a_root, args->type,
			  "The type %s is not possible: this host's authority is a root.", type);
		return false;
	}
	if (!old || arg_on(args->overwrite))
		return true;
	fault_set(error, &installed_already, target,
		  "The certification authority \"%s\" is installed already.", record_name(old));
	return false;
}

static bool put_authority(struct store *store, struct record *record, const struct pki_key *key,
			  GError **error)
{
	g_autoptr(record_auto) old = authority_find(store, NULL);
	g_autoptr(GBytes) pem = pki_key_pem(key, error);
	struct txn *txn = pem ? txn_begin(store, error) : NULL;

	if (!txn)
		return false;
	if (old)
		txn_remove(txn, old);
	txn_put(txn, record);
	txn_put_secret(txn, record, CERTIFICATE_KEY, g_bytes_get_data(pem, NULL),
		       g_bytes_get_size(pem));
	return txn_commit(txn, error) != 0;
}

static bool make_authority(struct store *store, const char *name, const struct install_args *args,
			   unsigned days, GError **error)
{
	unsigned bits = args->key_length.kind == V_I32 ? args->key_length.u.i : 2048;
	g_autofree char *subject = authority_subject(name, args);
	struct pki_template template = { .subject = subject, .days = days, .authority = true };
	pki_auto *pki = pki_open(error);
	pki_key_auto *key = pki && pki_subject_check(pki, subject, error) ?
		pki_key_generate(pki, PKI_RSA, bits, error) : NULL;
	pki_certificate_auto *root = key ? pki_self_signed(key, &template, error) : NULL;
	g_autoptr(record_auto) record = NULL;

	if (!root)
		return false;
	record = record_new(&certification_authority_kind, NULL);
	return record_set_text(record, "Name", name, error) &&
		certificate_record_fill(record, root, NULL, error) &&
		put_authority(store, record, key, error);
}

static enum flow emit_result(struct call *call)
{
	struct object *object = object_custom();

	object_set(object, "ErrorId", value_i32(0));
	object_set(object, "ErrorString", value_text(""));
	return emit_take(call, value_of(object));
}

static enum flow install_authority(struct call *call, void *arguments)
{
	struct install_args *args = arguments;
	g_autofree char *name = NULL;
	enum flow flow = FLOW_NEXT;
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);
	unsigned days;

	if (!store)
		return call_throw(call, error);
	days = validity_days(args, &error);
	if (!days || !check_install(store, args, &error))
		return call_error(call, error);
	name = authority_name(store, args);
	if (!call_should_process(call, name, &flow))
		return flow;
	if (!make_authority(store, name, args, days, &error))
		return call_error(call, error);
	return emit_result(call);
}

CMDLET(install_adcs_certification_authority) = {
	.name = "Install-AdcsCertificationAuthority", .module = "ADCSDeployment",
	.params = install_params,
	.args_size = sizeof(struct install_args),
	.process = install_authority,
	.flags = CMDLET_SHOULD_PROCESS,
	.synopsis = "Makes this host's own certification authority.",
	.description =
		"For those who have no public authority: certreq -submit has it sign requests, "
		"Export-CertificationAuthority gives its root for clients to trust.",
};

/* -- Get- and Export-CertificationAuthority ------------------------------------------ */

struct no_args {
	struct value unused;
};

static const struct param no_params[] = { { NULL } };

static enum flow get_authority(struct call *call, void *arguments)
{
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);
	g_autoptr(record_auto) authority = NULL;

	if (!store)
		return call_throw(call, error);
	authority = authority_find(store, NULL);
	return authority ? emit_take(call, record_object(store, authority)) : FLOW_NEXT;
}

CMDLET(get_certification_authority) = {
	.name = "Get-CertificationAuthority", .module = "HostingManagement",
	.params = no_params,
	.args_size = sizeof(struct no_args),
	.process = get_authority,
	.synopsis = "Shows this host's certification authority.",
	.output = "CertificationAuthority",
};

struct export_args {
	struct value file_name;
};

static const struct param export_params[] = {
	{ "FileName", "string", FIELD(export_args, file_name), .position = POSITION(0),
	  .aliases = "Path FilePath", .complete = "File",
	  .help = "Writes into this file instead of giving text." },
	{ NULL }
};

/* The root as PEM, into a file or as text. */
static enum flow give_root(struct call *call, const char *file)
{
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);
	g_autoptr(record_auto) authority = store ? authority_find(store, &error) : NULL;
	g_autofree char *pem = authority ? certificate_pem(authority) : NULL;
	g_autoptr(GBytes) bytes = pem ? g_bytes_new(pem, strlen(pem)) : NULL;
	enum flow flow = FLOW_NEXT;

	if (!bytes)
		return call_error(call, error);
	if (!file)
		return emit_take(call, value_str(str_new(pem, strlen(pem) - 1)));
	if (!call_should_process(call, file, &flow))
		return flow;
	if (!exchange_certificate_write(call, file, bytes, 0666, &error))
		return call_error(call, error);
	return FLOW_NEXT;
}

static enum flow export_authority(struct call *call, void *arguments)
{
	struct export_args *args = arguments;

	return give_root(call, arg_text(args->file_name, NULL));
}

CMDLET(export_certification_authority) = {
	.name = "Export-CertificationAuthority", .module = "HostingManagement", .params = export_params,
	.args_size = sizeof(struct export_args), .process = export_authority,
	.flags = CMDLET_SHOULD_PROCESS, .output = "string",
	.synopsis = "Gives the authority's root certificate (PEM) for clients to trust.",
};

/* -- certreq and certutil --------------------------------------------------------------- */

struct certreq_args {
	struct value submit, config, attrib, request, certificate;
};

static const struct param certreq_params[] = {
	{ "Submit", "switch", FIELD(certreq_args, submit), .help = "Has a request signed." },
	{ "Config", "string", FIELD(certreq_args, config), .flags = PARAM_IGNORED,
	  .help = "The authority; this host's own is the only one." },
	{ "Attrib", "string", FIELD(certreq_args, attrib), .flags = PARAM_IGNORED,
	  .help = "Attributes of the request; certificates of this authority are for servers." },
	{ "RequestFile", "string", FIELD(certreq_args, request), .position = POSITION(0),
	  .complete = "File", .help = "The request that New-ExchangeCertificate made." },
	{ "CertificateFile", "string", FIELD(certreq_args, certificate), .position = POSITION(1),
	  .complete = "File", .help = "Where the signed certificate goes." },
	{ NULL }
};

static struct pki_certificate *authority_sign(struct pki *pki, struct store *store,
					      const struct record *authority, GBytes *request,
					      GError **error)
{
	g_autofree char *pem = certificate_pem(authority);
	g_autoptr(GBytes) secret = store_secret(store, authority, CERTIFICATE_KEY, error);
	pki_key_auto *key = secret ? pki_key_parse(pki, g_bytes_get_data(secret, NULL),
						   g_bytes_get_size(secret), NULL, error) : NULL;
	g_autoptr(GPtrArray) roots = key ? pki_certificates_parse(pki, pem, strlen(pem), NULL, NULL,
								  error) : NULL;

	if (!roots)
		return NULL;
	return pki_issue(g_ptr_array_index(roots, 0), key, g_bytes_get_data(request, NULL),
			 g_bytes_get_size(request), ISSUED_DAYS, error);
}

/* The signed certificate as PEM; NULL + error. */
static GBytes *sign_request(struct store *store, GBytes *request, GError **error)
{
	g_autoptr(record_auto) authority = authority_find(store, error);
	pki_auto *pki = authority ? pki_open(error) : NULL;
	pki_certificate_auto *issued = pki ?
		authority_sign(pki, store, authority, request, error) : NULL;

	return issued ? pki_certificate_pem(issued) : NULL;
}

static enum flow certreq(struct call *call, void *arguments)
{
	struct certreq_args *args = arguments;
	const char *request = arg_text(args->request, NULL);
	const char *file = arg_text(args->certificate, NULL);
	g_autoptr(GBytes) bytes = NULL, pem = NULL;
	enum flow flow = FLOW_NEXT;
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);

	if (!store)
		return call_throw(call, error);
	if (!arg_on(args->submit) || !request || !file)
		return call_throw_fault(call, &usage, VALUE_NULL,
					"certreq needs -submit, the file of "
					"the request and the file for the certificate.");
	bytes = exchange_certificate_read(call, request, &error);
	if (!bytes)
		return call_throw(call, error);
	pem = sign_request(store, bytes, &error);
	if (!pem)
		return call_throw(call, error);
	if (!call_should_process(call, file, &flow))
		return flow;
	if (!exchange_certificate_write(call, file, pem, 0666, &error))
		return call_throw(call, error);
	return emit_take(call, value_text("Certificate retrieved(Issued) Issued"));
}

CMDLET(certreq_command) = {
	.name = "certreq", .module = "HostingManagement", .aliases = "certreq.exe", .params = certreq_params,
	.args_size = sizeof(struct certreq_args), .process = certreq,
	.flags = CMDLET_SHOULD_PROCESS, .output = "string",
	.synopsis = "Has this host's certification authority sign a request.",
};

struct certutil_args {
	struct value root, file, after;
};

static const struct param certutil_params[] = {
	{ "ca.cert", "switch", FIELD(certutil_args, root), .aliases = "ca",
	  .help = "Writes the authority's root certificate." },
	{ "FileName", "string", FIELD(certutil_args, file), .position = POSITION(0),
	  .complete = "File", .help = "The file it goes to." },
	{ "After", "string", FIELD(certutil_args, after), .position = POSITION(1),
	  .flags = PARAM_HIDDEN, .help = "The file, when the dot of -ca.cert began a word." },
	{ NULL }
};

static enum flow certutil(struct call *call, void *arguments)
{
	struct certutil_args *args = arguments;
	const char *file = arg_text(args->after, arg_text(args->file, NULL));

	if (!arg_on(args->root))
		return call_throw_fault(call, &usage, VALUE_NULL, "Of certutil, this host knows "
					"\"certutil -ca.cert FILE\".");
	return give_root(call, file);
}

CMDLET(certutil_command) = {
	.name = "certutil", .module = "HostingManagement", .aliases = "certutil.exe", .params = certutil_params,
	.args_size = sizeof(struct certutil_args), .process = certutil,
	.flags = CMDLET_SHOULD_PROCESS, .output = "string",
	.synopsis = "Writes the root certificate of this host's certification authority.",
};
