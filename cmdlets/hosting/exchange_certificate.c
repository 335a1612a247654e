/*
 * Certificates of the services: showing, enabling and removing them. One
 * certificate serves each service; enabling another takes the service away
 * from the one that had it.
 */
#include "config.h"
#include "cmdlets/hosting/exchange_certificate.h"
#include "lib/array.h"
#include "lib/exchange.h"
#include "state/kinds/certificate.h"
#include "state/kinds/hosting.h"

static const struct fault not_found = {
	"CertificateNotFound",
	"Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, "Get-ExchangeCertificate shows the certificates."
};

static const struct fault is_pending = {
	"CertificatePending", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	"Import the signed certificate with Import-ExchangeCertificate first."
};

static const struct fault is_expired = {
	"CertificateExpired", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	"New-ExchangeCertificate -GenerateRequest makes a request for a new one."
};

static const struct fault in_use = {
	"CertificateInUse", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	"Enable another certificate for these services first: Enable-ExchangeCertificate."
};

static const struct fault no_key = {
	"CertificateHasNoPrivateKey", "System.InvalidOperationException",
	CATEGORY_INVALID_OPERATION,
	"Import the certificate with its key, or on the host that made the request."
};

#define WARN_DAYS	30
#define SECONDS_A_DAY	86400

static int64_t now_seconds(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

static char *plain_thumbprint(const char *identity)
{
	const char *backslash = strrchr(identity, '\\');
	GString *out = g_string_new(NULL);

	for (const char *p = backslash ? backslash + 1 : identity; *p; p++)
		if (*p != ' ')
			g_string_append_c(out, *p);
	return g_string_free(out, FALSE);
}

struct record *exchange_certificate_find(struct store *store, const char *identity,
					 GError **error)
{
	g_autofree char *thumbprint = plain_thumbprint(identity);
	g_autofree char *upper = g_ascii_strup(thumbprint, -1);
	struct record *record = store_get(store, "ExchangeCertificate", NULL, upper);
	value_auto target = value_text(identity);

	if (!record && strlen(thumbprint) == 36)
		record = store_by_guid(store, thumbprint);
	if (record && record->kind == &exchange_certificate_kind)
		return record;
	record_unref(record);
	fault_set(error, &not_found, target,
		  "The certificate with thumbprint %s was not found.", identity);
	return NULL;
}

enum flow exchange_certificate_warn_expiry(struct call *call, const struct record *record)
{
	int64_t left = certificate_not_after(record) - now_seconds();
	g_autofree char *subject = record_text(record, "Subject");
	const char *mend = "New-ExchangeCertificate -GenerateRequest makes a request for a new one";

	if (certificate_is_pending(record) || left > WARN_DAYS * SECONDS_A_DAY)
		return FLOW_NEXT;
	if (left <= 0)
		return call_warning(call, "The certificate %s (%s) has expired; %s.",
				    record_name(record), subject, mend);
	return call_warning(call, "The certificate %s (%s) expires in %d days; %s.",
			    record_name(record), subject, (int)(left / SECONDS_A_DAY), mend);
}

GBytes *exchange_certificate_bytes(struct value v, GError **error)
{
	const struct array *array = v.kind == V_ARRAY ? v.u.array : NULL;
	g_autoptr(GByteArray) bytes = NULL;

	if (v.kind == V_STRING)
		return g_bytes_new(v.u.str->data, v.u.str->len);
	if (array && array->packed)
		return g_bytes_new(array->u.bytes, array->len);
	bytes = g_byte_array_new();
	for (uint32_t i = 0; array && i < array->len; i++) {
		value_auto item = array_get(array, i);
		guint8 byte = item.u.u;

		if (item.kind == V_STRING) {
			g_byte_array_append(bytes, (guint8 *)item.u.str->data, item.u.str->len);
			byte = '\n';
		}
		g_byte_array_append(bytes, &byte, 1);
	}
	return g_bytes_new(bytes->data, bytes->len);
}

/* -- Services ------------------------------------------------------------ */

struct taking {
	struct txn *txn;
	const struct record *to;
	unsigned services;
	GError **error;
	bool failed;
};

static bool give_up(struct record *record, void *data)
{
	struct taking *taking = data;
	unsigned has = certificate_services(record), left = has & ~taking->services;
	g_autoptr(record_auto) copy = NULL;

	if (has == left || !strcmp(record->guid, taking->to->guid))
		return true;
	copy = record_copy(record);
	if (!certificate_set_services(copy, left, taking->error)) {
		taking->failed = true;
		return false;
	}
	txn_put(taking->txn, copy);
	return true;
}

bool exchange_certificate_take_services(struct txn *txn, struct record *record, unsigned services,
					GError **error)
{
	struct store_query query = { .kind = "ExchangeCertificate" };
	struct taking taking = { .txn = txn, .to = record, .services = services, .error = error };

	if (!store_each(txn_store(txn), &query, give_up, &taking, error) || taking.failed)
		return false;
	return certificate_set_services(record, certificate_services(record) | services, error);
}

static char *expiry_text(const struct record *record)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(certificate_not_after(record));

	return g_date_time_format(time, "%-m/%-d/%Y %-I:%M:%S %p");
}

bool exchange_certificate_may_take(struct call *call, const struct record *record,
				   unsigned services, bool force, enum flow *flow)
{
	struct store *store = host_store(call_host(call), NULL);
	g_autoptr(record_auto) current = NULL;
	g_autofree char *from = NULL, *to = NULL, *question = NULL;

	if (!(services & SERVICE_SMTP) || force)
		return true;
	current = certificate_for_service(store, SERVICE_SMTP);
	if (!current || record_bool(current, "FromSetup") || !strcmp(current->guid, record->guid))
		return true;
	from = expiry_text(current);
	to = expiry_text(record);
	question = g_strdup_printf("Overwrite the existing default SMTP certificate?\n\n"
				   "Current certificate: '%s' (expires %s)\n"
				   "Replace it with certificate: '%s' (expires %s)",
				   record_name(current), from, record_name(record), to);
	return call_should_continue(call, question, "Confirm", flow);
}

/* -- Get-ExchangeCertificate ------------------------------------------------- */

struct get_args {
	struct value thumbprint, identity, domain_name, instance, server, domain_controller;
};

static const struct param get_params[] = {
	{ "Thumbprint", "string", FIELD(get_args, thumbprint), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = 1, .complete = "ExchangeCertificate",
	  .help = "The certificate's thumbprint." },
	{ "Identity", "string", FIELD(get_args, identity), .sets = 2,
	  .complete = "ExchangeCertificate", .help = "The thumbprint, or Server\\Thumbprint." },
	{ "Instance", "object", FIELD(get_args, instance), .sets = 4, .pipeline = BY_VALUE,
	  .help = "A certificate object." },
	{ "DomainName", "string[]", FIELD(get_args, domain_name),
	  .help = "Only certificates that hold one of these host names." },
	{ "Server", "string", FIELD(get_args, server), .flags = PARAM_IGNORED,
	  .help = SERVER_PARAM_HELP },
	{ "DomainController", "string", FIELD(get_args, domain_controller), .flags = PARAM_IGNORED,
	  .help = DC_PARAM_HELP },
	{ NULL }
};

struct showing {
	struct call *call;
	struct store *store;
	struct value domain_name;
	enum flow flow;
};

static bool wanted(const struct record *record, struct value names)
{
	g_auto(GStrv) holds = NULL;

	if (names.kind != V_ARRAY)
		return true;
	holds = certificate_names(record);
	for (uint32_t i = 0; i < names.u.array->len; i++) {
		value_auto name = array_get(names.u.array, i);

		if (pki_names_cover((const char *const *)holds, arg_text(name, "")))
			return true;
	}
	return false;
}

static bool show_one(struct record *record, void *data)
{
	struct showing *showing = data;

	if (!wanted(record, showing->domain_name))
		return true;
	showing->flow = exchange_certificate_warn_expiry(showing->call, record);
	if (showing->flow == FLOW_NEXT)
		showing->flow = emit_take(showing->call, record_object(showing->store, record));
	return showing->flow == FLOW_NEXT;
}

static const char *identity_argument(struct value thumbprint, struct value identity,
				     struct value instance)
{
	struct record *record = record_of(value_base(instance));

	if (record)
		return record_name(record);
	return arg_text(thumbprint, arg_text(identity, NULL));
}

static enum flow get_certificate(struct call *call, void *arguments)
{
	struct get_args *args = arguments;
	const char *identity = identity_argument(args->thumbprint, args->identity, args->instance);
	struct store_query query = { .kind = "ExchangeCertificate" };
	GError *error = NULL;
	struct showing showing = { .call = call, .domain_name = args->domain_name };
	g_autoptr(record_auto) record = NULL;

	showing.store = host_store(call_host(call), &error);
	if (!showing.store)
		return call_throw(call, error);
	if (!identity) {
		if (!store_each(showing.store, &query, show_one, &showing, &error))
			return call_throw(call, error);
		return showing.flow;
	}
	record = exchange_certificate_find(showing.store, identity, &error);
	if (!record)
		return call_error(call, error);
	show_one(record, &showing);
	return showing.flow;
}

CMDLET(get_exchange_certificate) = {
	.name = "Get-ExchangeCertificate", .module = "HostingManagement", .params = get_params,
	.sets = "Thumbprint Identity Instance", .default_set = "Thumbprint",
	.args_size = sizeof(struct get_args), .process = get_certificate,
	.synopsis = "Shows certificates and open requests.", .output = "ExchangeCertificate",
	.description = "Warns of a certificate that expires within 30 days.",
};

/* -- Enable-ExchangeCertificate ------------------------------------------------ */

struct enable_args {
	struct value thumbprint, identity, services, do_not_require_ssl, force, network, server,
		domain_controller;
};

static const struct param enable_params[] = {
	{ "Thumbprint", "string", FIELD(enable_args, thumbprint), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .sets = 1,
	  .complete = "ExchangeCertificate", .help = "The certificate's thumbprint." },
	{ "Identity", "string", FIELD(enable_args, identity), .sets = 2,
	  .complete = "ExchangeCertificate", .help = "The thumbprint, or Server\\Thumbprint." },
	{ "Services", "AllowedServices", FIELD(enable_args, services), .flags = PARAM_MANDATORY,
	  .help = "What is to use it: IIS, POP, IMAP, SMTP. Services are added, never taken "
		  "away." },
	{ "Force", "switch", FIELD(enable_args, force),
	  .help = "Does not ask before it replaces another certificate." },
	{ "DoNotRequireSsl", "switch", FIELD(enable_args, do_not_require_ssl),
	  .flags = PARAM_REFUSED,
	  .help = "The web sites of this host are served over HTTPS only." },
	{ "NetworkServiceAllowed", "switch", FIELD(enable_args, network), .flags = PARAM_IGNORED,
	  .help = "The key is readable by the daemons' masters alone." },
	{ "Server", "string", FIELD(enable_args, server), .flags = PARAM_IGNORED,
	  .help = SERVER_PARAM_HELP },
	{ "DomainController", "string", FIELD(enable_args, domain_controller),
	  .flags = PARAM_IGNORED, .help = DC_PARAM_HELP },
	{ NULL }
};

static bool may_serve(const struct record *record, GError **error)
{
	value_auto target = value_text(record_name(record));

	if (certificate_is_pending(record))
		fault_set(error, &is_pending, target,
			  "The certificate %s is a request that has not "
			  "been answered: it cannot be used yet.",
			  record_name(record));
	else if (certificate_not_after(record) <= now_seconds())
		fault_set(error, &is_expired, target,
			  "The certificate %s has expired and cannot be enabled.",
			  record_name(record));
	else if (!record_bool(record, "HasPrivateKey"))
		fault_set(error, &no_key, target, "The certificate %s has no private key here: no "
			  "service can use it.", record_name(record));
	else
		return true;
	return false;
}

static bool enable(struct store *store, struct record *record, unsigned services, GError **error)
{
	struct txn *txn = txn_begin(store, error);

	if (!txn)
		return false;
	if (!exchange_certificate_take_services(txn, record, services, error)) {
		txn_abort(txn);
		return false;
	}
	txn_put(txn, record);
	return txn_commit(txn, error) != 0;
}

static enum flow enable_certificate(struct call *call, void *arguments)
{
	struct enable_args *args = arguments;
	const char *identity = identity_argument(args->thumbprint, args->identity, VALUE_UNSET);
	unsigned services = args->services.kind == V_ENUM ? args->services.u.i : 0;
	g_autoptr(record_auto) record = NULL, copy = NULL;
	enum flow flow = FLOW_NEXT;
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);

	if (!store)
		return call_throw(call, error);
	record = exchange_certificate_find(store, identity, &error);
	if (!record || !may_serve(record, &error))
		return call_error(call, error);
	if (!call_should_process(call, record_name(record), &flow) ||
	    !exchange_certificate_may_take(call, record, services, arg_on(args->force), &flow))
		return flow;
	copy = record_copy(record);
	if (!enable(store, copy, services, &error))
		return call_error(call, error);
	return exchange_certificate_warn_expiry(call, record);
}

CMDLET(enable_exchange_certificate) = {
	.name = "Enable-ExchangeCertificate", .module = "HostingManagement",
	.params = enable_params,
	.sets = "Thumbprint Identity",
	.default_set = "Thumbprint",
	.args_size = sizeof(struct enable_args),
	.process = enable_certificate,
	.flags = CMDLET_SHOULD_PROCESS,
	.synopsis = "Makes services use a certificate.",
	.description =
		"nginx serves IIS, Dovecot POP and IMAP, Postfix SMTP. Asks before it replaces "
		"another certificate for SMTP, except the one that setup made.",
};

/* -- Remove-ExchangeCertificate -------------------------------------------------- */

struct remove_args {
	struct value thumbprint, identity, server, domain_controller;
};

static const struct param remove_params[] = {
	{ "Thumbprint", "string", FIELD(remove_args, thumbprint), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .sets = 1,
	  .complete = "ExchangeCertificate", .help = "The certificate's thumbprint." },
	{ "Identity", "string", FIELD(remove_args, identity), .sets = 2,
	  .complete = "ExchangeCertificate", .help = "The thumbprint, or Server\\Thumbprint." },
	{ "Server", "string", FIELD(remove_args, server), .flags = PARAM_IGNORED,
	  .help = SERVER_PARAM_HELP },
	{ "DomainController", "string", FIELD(remove_args, domain_controller),
	  .flags = PARAM_IGNORED, .help = DC_PARAM_HELP },
	{ NULL }
};

static bool may_go(const struct record *record, GError **error)
{
	g_autofree char *services = record_text(record, "Services");
	value_auto target = value_text(record_name(record));

	if (!certificate_services(record))
		return true;
	fault_set(error, &in_use, target, "The certificate %s is used by %s and cannot be removed.",
		  record_name(record), services);
	return false;
}

static bool remove_record(struct store *store, struct record *record, GError **error)
{
	struct txn *txn = txn_begin(store, error);

	if (!txn)
		return false;
	txn_remove(txn, record);
	return txn_commit(txn, error) != 0;
}

static enum flow remove_certificate(struct call *call, void *arguments)
{
	struct remove_args *args = arguments;
	const char *identity = identity_argument(args->thumbprint, args->identity, VALUE_UNSET);
	g_autoptr(record_auto) record = NULL;
	enum flow flow = FLOW_NEXT;
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);

	if (!store)
		return call_throw(call, error);
	record = exchange_certificate_find(store, identity, &error);
	if (!record || !may_go(record, &error))
		return call_error(call, error);
	if (!call_should_process(call, record_name(record), &flow))
		return flow;
	if (!remove_record(store, record, &error))
		return call_error(call, error);
	return FLOW_NEXT;
}

CMDLET(remove_exchange_certificate) = {
	.name = "Remove-ExchangeCertificate", .module = "HostingManagement", .params = remove_params,
	.sets = "Thumbprint Identity", .default_set = "Thumbprint",
	.args_size = sizeof(struct remove_args), .process = remove_certificate,
	.flags = CMDLET_SHOULD_PROCESS | CMDLET_CONFIRM_HIGH,
	.synopsis = "Removes a certificate and its key, or gives up a request.",
};
