/*
 * Certificates into and out of this host: Import- finds the pending request
 * whose key a signed certificate answers, or takes the key that came with it;
 * Export- gives the certificate, with its key only under a password.
 */
#include "config.h"
#include "cmdlets/hosting/exchange_certificate.h"
#include "lib/array.h"
#include "lib/exchange.h"
#include "lib/secret.h"
#include "state/kinds/certificate.h"
#include "state/kinds/hosting.h"

static const struct fault no_key = {
	"CertificateHasNoPrivateKey", "System.InvalidOperationException",
	CATEGORY_INVALID_OPERATION,
	"Import the answer to a request of this host, or a PKCS #12 file that holds the key."
};

static const struct fault key_mismatch = {
	"CertificateKeyMismatch", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	"Submit the request of this host again, and import what the authority answers to it."
};

static const struct fault is_expired = {
	"CertificateExpired", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	"New-ExchangeCertificate -GenerateRequest makes a request for a new one."
};

static const struct fault exists_already = {
	"CertificateAlreadyExists", "System.InvalidOperationException", CATEGORY_RESOURCE_EXISTS,
	"Get-ExchangeCertificate shows it; Enable-ExchangeCertificate makes services use it."
};

static const struct fault not_exportable = {
	"PrivateKeyNotExportable", "System.InvalidOperationException", CATEGORY_PERMISSION_DENIED,
	"Without -Password the certificate is exported without its key."
};

/* -- Passwords ------------------------------------------------------------------- */

GBytes *exchange_certificate_password(struct call *call, struct value v)
{
	size_t len;
	const char *text = securestring_text(value_base(v), &len);

	return text ? pki_secret_bytes(text, len) : NULL;
}

/* -- Import-ExchangeCertificate -------------------------------------------------- */

struct import_args {
	struct value file_data, file_name, instance, password, friendly_name, exportable, server,
		domain_controller;
};

static const struct param import_params[] = {
	{ "FileData", "byte[]", FIELD(import_args, file_data), .flags = PARAM_MANDATORY, .sets = 1,
	  .help = "The certificate's bytes: PEM, DER, PKCS #7 or PKCS #12." },
	{ "FileName", "string", FIELD(import_args, file_name), .flags = PARAM_MANDATORY, .sets = 2,
	  .complete = "File", .help = "The file that holds the certificate." },
	{ "Instance", "string[]", FIELD(import_args, instance), .flags = PARAM_MANDATORY, .sets = 4,
	  .pipeline = BY_VALUE, .help = "The certificate's text, in lines." },
	{ "Password", "SecureString", FIELD(import_args, password), .flags = PARAM_SECRET,
	  .help = "The password of a PKCS #12 file or an encrypted key." },
	{ "FriendlyName", "string", FIELD(import_args, friendly_name),
	  .help = "A name for people." },
	{ "PrivateKeyExportable", "bool", FIELD(import_args, exportable),
	  .help = "Whether Export-ExchangeCertificate may give the key away." },
	{ "Server", "string", FIELD(import_args, server), .flags = PARAM_IGNORED,
	  .help = SERVER_PARAM_HELP },
	{ "DomainController", "string", FIELD(import_args, domain_controller),
	  .flags = PARAM_IGNORED, .help = DC_PARAM_HELP },
	{ NULL }
};

struct importing {
	struct store *store;
	struct pki *pki;
	GPtrArray *certificates;	/* the holder's, then its chain */
	struct pki_key *key;		/* that came with it, or NULL */
	struct record *answers;		/* the record whose key it answers, or NULL */
	struct record *like;		/* a pending request for the same subject */
};

static struct pki_certificate *holder(const struct importing *importing)
{
	return g_ptr_array_index(importing->certificates, 0);
}

static void importing_clear(struct importing *importing)
{
	if (importing->certificates)
		g_ptr_array_unref(importing->certificates);
	pki_key_free(importing->key);
	record_unref(importing->answers);
	record_unref(importing->like);
	pki_close(importing->pki);
}

static bool key_answers(struct importing *importing, const struct record *record)
{
	g_autoptr(GBytes) pem = store_secret(importing->store, record, CERTIFICATE_KEY, NULL);
	pki_key_auto *key = pem ? pki_key_parse(importing->pki, g_bytes_get_data(pem, NULL),
						g_bytes_get_size(pem), NULL, NULL) : NULL;

	return key && pki_certificate_matches(holder(importing), key);
}

static bool try_record(struct record *record, void *data)
{
	struct importing *importing = data;
	g_autofree char *subject = record_text(record, "Subject");

	if (!key_answers(importing, record)) {
		if (!importing->like && certificate_is_pending(record) &&
		    !g_strcmp0(subject, pki_certificate_facts(holder(importing))->subject))
			importing->like = record_ref(record);
		return true;
	}
	record_unref(importing->answers);
	importing->answers = record_ref(record);
	return !certificate_is_pending(record);
}

static bool check_date(const struct pki_facts *facts, GError **error)
{
	g_autoptr(GDateTime) end = g_date_time_new_from_unix_utc(facts->not_after);
	g_autofree char *text = g_date_time_format(end, "%Y-%m-%d %H:%M:%S");
	value_auto target = value_text(facts->thumbprint);

	if (facts->not_after > g_get_real_time() / G_USEC_PER_SEC)
		return true;
	fault_set(error, &is_expired, target, "The certificate %s (%s) expired on %s UTC.",
		  facts->thumbprint, facts->subject, text);
	return false;
}

static bool check_new(struct importing *importing, const struct pki_facts *facts, GError **error)
{
	g_autoptr(record_auto) same =
		store_get(importing->store, "ExchangeCertificate", NULL, facts->thumbprint);
	value_auto target = value_text(facts->thumbprint);

	if (!same)
		return true;
	fault_set(error, &exists_already, target,
		  "The certificate %s (%s) is on this host already.", facts->thumbprint,
		  facts->subject);
	return false;
}

/* Whose key it is: that of the file, of a pending request, or of a certificate being renewed. */
static bool find_key(struct importing *importing, const struct pki_facts *facts, GError **error)
{
	struct store_query query = { .kind = "ExchangeCertificate" };
	value_auto target = value_text(facts->thumbprint);

	if (importing->key) {
		if (pki_certificate_matches(holder(importing), importing->key))
			return true;
		fault_set(error, &key_mismatch, target,
			  "The certificate %s (%s) and the private key "
			  "beside it do not belong together.",
			  facts->thumbprint, facts->subject);
		return false;
	}
	if (!store_each(importing->store, &query, try_record, importing, error))
		return false;
	if (importing->answers)
		return true;
	if (importing->like)
		fault_set(error, &key_mismatch, target,
			  "The certificate %s (%s) is for the subject of "
			  "the pending request %s, but for another key.",
			  facts->thumbprint, facts->subject, record_name(importing->like));
	else
		fault_set(error, &no_key, target,
			  "The certificate %s (%s) has no private key here: it "
			  "answers no pending request, and no key came with it.",
			  facts->thumbprint, facts->subject);
	return false;
}

static bool is_from_own_authority(struct importing *importing)
{
	struct store_query query = { .kind = "CertificationAuthority" };
	g_autoptr(GPtrArray) all = store_list(importing->store, &query, NULL);

	for (guint i = 0; all && i < all->len; i++) {
		g_autofree char *pem = certificate_pem(g_ptr_array_index(all, i));
		g_autoptr(GPtrArray) roots = pem ? pki_certificates_parse(
			importing->pki, pem, strlen(pem), NULL, NULL, NULL) : NULL;

		if (roots &&
		    pki_certificate_issued_by(holder(importing), g_ptr_array_index(roots, 0)))
			return true;
	}
	return false;
}

/* What was asked when the request was made stays, unless it is asked otherwise now. */
static bool set_choices(struct record *record, const struct import_args *args, bool own,
			GError **error)
{
	const char *name = arg_text(args->friendly_name, NULL);

	return (!name || record_set_text(record, "FriendlyName", name, error)) &&
		(!arg_given(args->exportable) ||
		 record_set(record, "PrivateKeyExportable", args->exportable, error)) &&
		record_set(record, "HasPrivateKey", value_bool(true), error) &&
		record_set(record, "Pending", value_bool(false), error) &&
		record_set(record, "FromOwnAuthority", value_bool(own), error);
}

static GPtrArray *chain_of(const struct importing *importing)
{
	GPtrArray *chain = g_ptr_array_new();

	for (guint i = 1; i < importing->certificates->len; i++)
		g_ptr_array_add(chain, g_ptr_array_index(importing->certificates, i));
	return chain;
}

static struct record *imported_record(struct importing *importing, const struct import_args *args,
				      GError **error)
{
	g_autoptr(GPtrArray) chain = chain_of(importing);
	g_autoptr(record_auto) server = hosting_server(importing->store);
	bool pending = importing->answers && certificate_is_pending(importing->answers);
	g_autoptr(record_auto) record = pending ? record_copy(importing->answers) :
		record_new(&exchange_certificate_kind, NULL);

	if (!certificate_record_fill(record, holder(importing), chain, error) ||
	    !set_choices(record, args, is_from_own_authority(importing), error) ||
	    (server && !record_set_text(record, "Server", record_name(server), error)))
		return NULL;
	return g_steal_pointer(&record);
}

static GBytes *key_bytes(struct importing *importing, GError **error)
{
	if (importing->key)
		return pki_key_pem(importing->key, error);
	return store_secret(importing->store, importing->answers, CERTIFICATE_KEY, error);
}

static bool commit_import(struct importing *importing, struct record *record, GError **error)
{
	g_autoptr(GBytes) key = key_bytes(importing, error);
	struct txn *txn = key ? txn_begin(importing->store, error) : NULL;

	if (!txn)
		return false;
	txn_put(txn, record);
	txn_put_secret(txn, record, CERTIFICATE_KEY, g_bytes_get_data(key, NULL),
		       g_bytes_get_size(key));
	return txn_commit(txn, error) != 0;
}

static bool parse_import(struct importing *importing, struct call *call,
			 const struct import_args *args, GError **error)
{
	const char *file = arg_text(args->file_name, NULL);
	g_autoptr(GBytes) password = exchange_certificate_password(call, args->password);
	g_autoptr(GBytes) bytes = NULL;

	bytes = file ? exchange_certificate_read(call, file, error) :
		exchange_certificate_bytes(arg_given(args->file_data) ? args->file_data :
					   args->instance, error);
	importing->pki = bytes ? pki_open(error) : NULL;
	if (!importing->pki)
		return false;
	importing->certificates = pki_certificates_parse(
		importing->pki, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes),
		password ? g_bytes_get_data(password, NULL) : NULL, &importing->key, error);
	return importing->certificates != NULL;
}

static enum flow run_import(struct call *call, struct importing *importing,
			    const struct import_args *args)
{
	const struct pki_facts *facts;
	g_autoptr(record_auto) record = NULL;
	enum flow flow = FLOW_NEXT;
	GError *error = NULL;

	if (!parse_import(importing, call, args, &error))
		return call_error(call, error);
	facts = pki_certificate_facts(holder(importing));
	if (!check_date(facts, &error) || !check_new(importing, facts, &error) ||
	    !find_key(importing, facts, &error))
		return call_error(call, error);
	if (!call_should_process(call, facts->thumbprint, &flow))
		return flow;
	record = imported_record(importing, args, &error);
	if (!record || !commit_import(importing, record, &error))
		return call_error(call, error);
	return emit_take(call, record_object(importing->store, record));
}

static enum flow import_certificate(struct call *call, void *arguments)
{
	struct importing importing = { 0 };
	GError *error = NULL;
	enum flow flow;

	importing.store = host_store(call_host(call), &error);
	if (!importing.store)
		return call_throw(call, error);
	flow = run_import(call, &importing, arguments);
	importing_clear(&importing);
	return flow;
}

static const struct cmdlet_example import_examples[] = {
	{ "Import-ExchangeCertificate -FileData ([Byte[]]$(Get-Content -Path C:\\provider.cer "
	  "-Encoding Byte -ReadCount 0)) | Enable-ExchangeCertificate -Services IIS,POP,IMAP,SMTP",
	  "Imports what the authority sent, and makes the services use it." },
	{ NULL }
};

CMDLET(import_exchange_certificate) = {
	.name = "Import-ExchangeCertificate", .module = "HostingManagement",
	.params = import_params,
	.sets = "FileData Instance FileName",
	.default_set = "FileData",
	.args_size = sizeof(struct import_args),
	.process = import_certificate,
	.flags = CMDLET_SHOULD_PROCESS,
	.examples = import_examples,
	.output = "ExchangeCertificate",
	.synopsis = "Imports the certificate that answers a request, or one with its key.",
};

/* -- Export-ExchangeCertificate ---------------------------------------------------- */

struct export_args {
	struct value thumbprint, identity, binary_encoded, file_name, password, server,
		domain_controller;
};

static const struct param export_params[] = {
	{ "Thumbprint", "string", FIELD(export_args, thumbprint), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .sets = 1,
	  .complete = "ExchangeCertificate", .help = "The certificate's thumbprint." },
	{ "Identity", "string", FIELD(export_args, identity), .sets = 2,
	  .complete = "ExchangeCertificate", .help = "The thumbprint, or Server\\Thumbprint." },
	{ "BinaryEncoded", "switch", FIELD(export_args, binary_encoded),
	  .help = "Gives bytes in FileData, not text." },
	{ "FileName", "string", FIELD(export_args, file_name), .complete = "File",
	  .help = "Writes into this file instead." },
	{ "Password", "SecureString", FIELD(export_args, password), .flags = PARAM_SECRET,
	  .help = "Exports PKCS #12 with the private key, under this password." },
	{ "Server", "string", FIELD(export_args, server), .flags = PARAM_IGNORED,
	  .help = SERVER_PARAM_HELP },
	{ "DomainController", "string", FIELD(export_args, domain_controller),
	  .flags = PARAM_IGNORED, .help = DC_PARAM_HELP },
	{ NULL }
};

static GBytes *export_with_key(struct store *store, const struct record *record,
			       GPtrArray *certificates, struct pki *pki, const char *password,
			       GError **error)
{
	g_autoptr(GBytes) pem = store_secret(store, record, CERTIFICATE_KEY, error);
	pki_key_auto *key = pem ? pki_key_parse(pki, g_bytes_get_data(pem, NULL),
						g_bytes_get_size(pem), NULL, error) : NULL;
	g_autofree char *name = record_text(record, "FriendlyName");
	g_autoptr(GPtrArray) chain = g_ptr_array_new();

	for (guint i = 1; i < certificates->len; i++)
		g_ptr_array_add(chain, g_ptr_array_index(certificates, i));
	return key ? pki_pkcs12(g_ptr_array_index(certificates, 0), key, chain, password, name,
				error)
		   : NULL;
}

/* PKCS #12 under a password; else the certificate alone, DER or PEM. */
static GBytes *export_bytes(struct store *store, const struct record *record, bool binary,
			    GBytes *password, GError **error)
{
	g_autofree char *pem = certificate_pem(record);
	pki_auto *pki = pki_open(error);
	g_autoptr(GPtrArray) certificates = NULL;
	value_auto target = value_text(record_name(record));

	if (!pki)
		return NULL;
	certificates = pki_certificates_parse(pki, pem, strlen(pem), NULL, NULL, error);
	if (!certificates)
		return NULL;
	if (!password)
		return binary ? pki_certificate_der(g_ptr_array_index(certificates, 0)) :
			g_bytes_new(pem, strlen(pem));
	if (!record_bool(record, "PrivateKeyExportable")) {
		fault_set(error, &not_exportable, target,
			  "The private key of the certificate %s is "
			  "not exportable.",
			  record_name(record));
		return NULL;
	}
	return export_with_key(store, record, certificates, pki,
			       g_bytes_get_data(password, NULL), error);
}

static enum flow emit_export(struct call *call, GBytes *bytes, bool binary, bool secret)
{
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);
	g_autofree char *base64 = NULL;
	struct object *object;

	if (binary) {
		object = object_custom();
		object_set(object, "FileData", value_of(array_of_bytes(data, len)));
		return emit_take(call, value_of(object));
	}
	if (!secret)
		return emit_take(call, value_str(str_new(data, len - 1)));
	base64 = g_base64_encode((const guchar *)data, len);
	return emit_take(call, value_text(base64));
}

static enum flow export_certificate(struct call *call, void *arguments)
{
	struct export_args *args = arguments;
	const char *identity = arg_text(args->thumbprint, arg_text(args->identity, ""));
	const char *file = arg_text(args->file_name, NULL);
	g_autoptr(GBytes) password = exchange_certificate_password(call, args->password);
	g_autoptr(GBytes) bytes = NULL;
	bool binary = arg_on(args->binary_encoded);
	g_autoptr(record_auto) record = NULL;
	enum flow flow = FLOW_NEXT;
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);

	if (!store)
		return call_throw(call, error);
	record = exchange_certificate_find(store, identity, &error);
	if (!record)
		return call_error(call, error);
	if (!call_should_process(call, record_name(record), &flow))
		return flow;
	bytes = export_bytes(store, record, binary, password, &error);
	if (!bytes || (file && !exchange_certificate_write(call, file, bytes,
							   password ? 0600 : 0666, &error)))
		return call_error(call, error);
	return file ? FLOW_NEXT : emit_export(call, bytes, binary, password != NULL);
}

CMDLET(export_exchange_certificate) = {
	.name = "Export-ExchangeCertificate", .module = "HostingManagement", .params = export_params,
	.sets = "Thumbprint Identity", .default_set = "Thumbprint",
	.args_size = sizeof(struct export_args), .process = export_certificate,
	.flags = CMDLET_SHOULD_PROCESS, .output = "string",
	.synopsis = "Gives a certificate as PEM, or with its key as PKCS #12 under a password.",
};
