/*
 * New-ExchangeCertificate: a request for an authority, whose key waits here
 * for the answer, or a self-signed certificate. A request is kept as a record
 * of its own, with a placeholder certificate that gives it a thumbprint.
 */
#include "config.h"
#include "cmdlets/hosting/exchange_certificate.h"
#include "lib/array.h"
#include "lib/exchange.h"
#include "state/kinds/certificate.h"
#include "state/kinds/hosting.h"

static const struct fault no_server = {
	"ServerNotInitialized", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	"Initialize-HostingServer names the server."
};

static const struct fault key_size = {
	"KeySizeNotValid", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Use 2048 or 4096."
};

static const struct fault file_fault = {
	"CertificateFileError", "System.IO.IOException", CATEGORY_WRITE_ERROR, NULL
};

#define SELF_SIGNED_DAYS	(5 * 365)
#define DEFAULT_KEY_SIZE	2048

struct new_args {
	struct value generate_request, binary_encoded, request_file, subject_name, domain_name,
		friendly_name, key_size, exportable, services, force, include_accepted,
		include_autodiscover, include_fqdn, include_netbios, instance, key_identifier,
		server, domain_controller;
};

static const struct param new_params[] = {
	{ "GenerateRequest", "switch", FIELD(new_args, generate_request), .sets = 1,
	  .help = "Makes a request for an authority instead of a self-signed certificate." },
	{ "BinaryEncoded", "switch", FIELD(new_args, binary_encoded), .sets = 1,
	  .help = "Gives the request as DER bytes in FileData, not as text." },
	{ "RequestFile", "string", FIELD(new_args, request_file), .sets = 1, .complete = "File",
	  .help = "Also writes the request into this file." },
	{ "Services", "AllowedServices", FIELD(new_args, services), .sets = 2,
	  .help = "What is to use the self-signed certificate; IMAP, POP and SMTP when not "
		  "given." },
	{ "SubjectName", "string", FIELD(new_args, subject_name),
	  .help = "As \"c=US, s=California, o=Company, cn=host\"; the server's name when not "
		  "given." },
	{ "DomainName", "string[]", FIELD(new_args, domain_name),
	  .help = "Host names for the certificate to hold, in this order." },
	{ "FriendlyName", "string", FIELD(new_args, friendly_name), .help = "A name for people." },
	{ "KeySize", "int", FIELD(new_args, key_size), .help = "1024, 2048 or 4096 bits (RSA)." },
	{ "PrivateKeyExportable", "bool", FIELD(new_args, exportable),
	  .help = "Whether Export-ExchangeCertificate may give the key away." },
	{ "Force", "switch", FIELD(new_args, force),
	  .help = "Does not ask before it replaces the certificate of SMTP." },
	{ "IncludeAcceptedDomains", "switch", FIELD(new_args, include_accepted),
	  .help = "Adds every accepted domain." },
	{ "IncludeAutoDiscover", "switch", FIELD(new_args, include_autodiscover),
	  .help = "Adds autodiscover.<domain> for every accepted domain." },
	{ "IncludeServerFQDN", "switch", FIELD(new_args, include_fqdn),
	  .help = "Adds the server's full name." },
	{ "IncludeServerNetBIOSName", "switch", FIELD(new_args, include_netbios),
	  .help = "Adds the server's short name." },
	{ "Instance", "object", FIELD(new_args, instance), .pipeline = BY_VALUE,
	  .help = "A certificate to renew: its subject and names are taken over." },
	{ "SubjectKeyIdentifier", "string", FIELD(new_args, key_identifier),
	  .help = "The key identifier in hexadecimal, unique among the certificates." },
	{ "Server", "string", FIELD(new_args, server), .flags = PARAM_IGNORED,
	  .help = SERVER_PARAM_HELP },
	{ "DomainController", "string", FIELD(new_args, domain_controller), .flags = PARAM_IGNORED,
	  .help = DC_PARAM_HELP },
	{ NULL }
};

/* What a certificate or request is made from, gathered from the arguments and the state. */
struct order {
	struct store *store;
	struct record *server;		/* NULL before Initialize-HostingServer */
	char *subject;
	GPtrArray *names;		/* NULL-terminated when gathered */
	unsigned key_size;
};

static void order_clear(struct order *order)
{
	record_unref(order->server);
	g_free(order->subject);
	if (order->names)
		g_ptr_array_unref(order->names);
}

static void add_name(GPtrArray *names, const char *name)
{
	for (guint i = 0; i < names->len; i++)
		if (!g_ascii_strcasecmp(g_ptr_array_index(names, i), name))
			return;
	g_ptr_array_add(names, g_strdup(name));
}

struct accepted {
	GPtrArray *names;
	bool plain, autodiscover;
};

static bool add_accepted(struct record *record, void *data)
{
	struct accepted *accepted = data;
	g_autofree char *domain = record_text(record, "DomainName");
	g_autofree char *autodiscover = NULL;

	if (accepted->plain)
		add_name(accepted->names, domain);
	autodiscover = g_strconcat("autodiscover.",
				   domain + (g_str_has_prefix(domain, "*.") ? 2 : 0), NULL);
	if (accepted->autodiscover)
		add_name(accepted->names, autodiscover);
	return true;
}

static bool add_asked(struct order *order, const struct new_args *args, GError **error)
{
	struct accepted accepted = {
		order->names, arg_on(args->include_accepted), arg_on(args->include_autodiscover)
	};
	struct store_query query = { .kind = "AcceptedDomain" };
	struct value list = args->domain_name;
	g_autofree char *fqdn = NULL;

	for (uint32_t i = 0; list.kind == V_ARRAY && i < list.u.array->len; i++) {
		value_auto name = array_get(list.u.array, i);

		add_name(order->names, arg_text(name, ""));
	}
	fqdn = hosting_server_fqdn(order->store);
	if (fqdn && arg_on(args->include_fqdn))
		add_name(order->names, fqdn);
	if (order->server && arg_on(args->include_netbios))
		add_name(order->names, record_name(order->server));
	return !(accepted.plain || accepted.autodiscover) ||
		store_each(order->store, &query, add_accepted, &accepted, error);
}

static bool includes(const struct new_args *args)
{
	return arg_on(args->include_accepted) || arg_on(args->include_autodiscover) ||
		arg_on(args->include_fqdn) || arg_on(args->include_netbios);
}

/* The server's own names, when no other are asked for. */
static bool add_default(struct order *order, GError **error)
{
	g_autofree char *fqdn = hosting_server_fqdn(order->store);

	if (!order->server) {
		fault_set(error, &no_server, VALUE_NULL, "The server has no name yet, which a "
			  "certificate without -SubjectName and -DomainName is made for.");
		return false;
	}
	add_name(order->names, record_name(order->server));
	if (fqdn)
		add_name(order->names, fqdn);
	return true;
}

static void take_over(struct order *order, const struct record *old)
{
	g_auto(GStrv) names = certificate_names(old);

	order->subject = certificate_subject(old);
	for (char **name = names; *name; name++)
		add_name(order->names, *name);
}

static bool gather_size(struct order *order, const struct new_args *args, GError **error)
{
	int64_t size = args->key_size.kind == V_I32 ? args->key_size.u.i : DEFAULT_KEY_SIZE;

	if (size != 1024 && size != 2048 && size != 4096) {
		fault_set(error, &key_size, args->key_size, "The key size %d is not valid: it is "
			  "1024, 2048 or 4096.", (int)size);
		return false;
	}
	order->key_size = size;
	return true;
}

static bool gather(struct order *order, const struct new_args *args, GError **error)
{
	const struct record *old = record_of(value_base(args->instance));
	const char *subject = arg_text(args->subject_name, NULL);

	order->names = g_ptr_array_new_with_free_func(g_free);
	order->server = hosting_server(order->store);
	if (old)
		take_over(order, old);
	if (!gather_size(order, args, error) || !add_asked(order, args, error))
		return false;
	if (!order->names->len && !includes(args) && !(subject && arg_on(args->generate_request)) &&
	    !add_default(order, error))
		return false;
	if (subject) {
		g_free(order->subject);
		order->subject = g_strdup(subject);
	} else if (!order->subject) {
		order->subject = order->server && !arg_on(args->generate_request) ?
			g_strdup_printf("cn=%s", record_name(order->server)) :
			g_strdup_printf("cn=%s", (char *)g_ptr_array_index(order->names, 0));
	}
	g_ptr_array_add(order->names, NULL);
	return true;
}

static bool put_with_key(struct txn *txn, struct record *record, const struct pki_key *key,
			 GError **error)
{
	g_autoptr(GBytes) pem = pki_key_pem(key, error);

	if (!pem)
		return false;
	txn_put(txn, record);
	txn_put_secret(txn, record, CERTIFICATE_KEY, g_bytes_get_data(pem, NULL),
		       g_bytes_get_size(pem));
	return true;
}

static struct pki_template order_template(const struct order *order, const struct new_args *args)
{
	return (struct pki_template) {
		.subject = order->subject, .days = SELF_SIGNED_DAYS,
		.names = (const char *const *)order->names->pdata,
		.key_identifier = arg_text(args->key_identifier, NULL),
	};
}

static bool set_flag(struct record *record, const char *property, bool on, GError **error)
{
	return record_set(record, property, value_bool(on), error);
}

static struct record *order_record(const struct order *order, const struct new_args *args,
				   const struct pki_certificate *certificate, bool pending,
				   GError **error)
{
	g_autoptr(record_auto) record = certificate_record_new(certificate, NULL, error);
	const char *name = arg_text(args->friendly_name, NULL);

	if (!record ||
	    (name && !record_set_text(record, "FriendlyName", name, error)) ||
	    (order->server &&
	     !record_set_text(record, "Server", record_name(order->server), error)) ||
	    !set_flag(record, "PrivateKeyExportable", arg_on(args->exportable), error) ||
	    !set_flag(record, "Pending", pending, error) ||
	    !set_flag(record, "HasPrivateKey", true, error))
		return NULL;
	return g_steal_pointer(&record);
}

/* -- A request ------------------------------------------------------------------- */

static enum flow emit_request(struct call *call, const struct new_args *args, GBytes *request)
{
	gsize len;
	const char *data = g_bytes_get_data(request, &len);

	if (arg_on(args->binary_encoded)) {
		struct object *object = object_custom();

		object_set(object, "FileData", value_of(array_of_bytes(data, len)));
		return emit_take(call, value_of(object));
	}
	while (len && data[len - 1] == '\n')
		len--;
	return emit_take(call, value_str(str_new(data, len)));
}

static bool commit_with_key(struct store *store, struct record *record, const struct pki_key *key,
			    GError **error)
{
	struct txn *txn = txn_begin(store, error);

	if (!txn)
		return false;
	if (!put_with_key(txn, record, key, error)) {
		txn_abort(txn);
		return false;
	}
	return txn_commit(txn, error) != 0;
}

static GBytes *make_request(struct pki *pki, const struct order *order,
			    const struct new_args *args, GError **error)
{
	struct pki_template template = order_template(order, args);
	g_autoptr(GBytes) request = NULL;
	pki_key_auto *key = pki_key_generate(pki, PKI_RSA, order->key_size, error);
	pki_certificate_auto *placeholder = NULL;
	g_autoptr(record_auto) record = NULL;

	if (!key)
		return NULL;
	request = pki_request(key, &template, arg_on(args->binary_encoded), error);
	if (!request)
		return NULL;
	placeholder = pki_self_signed(key, &template, error);
	if (!placeholder)
		return NULL;
	record = order_record(order, args, placeholder, true, error);
	if (!record || !commit_with_key(order->store, record, key, error))
		return NULL;
	return g_steal_pointer(&request);
}

static enum flow new_request(struct call *call, struct pki *pki, const struct order *order,
			     const struct new_args *args)
{
	const char *file = arg_text(args->request_file, NULL);
	g_autoptr(GBytes) request = NULL;
	GError *error = NULL;

	request = make_request(pki, order, args, &error);
	if (!request)
		return call_error(call, error);
	if (file && !exchange_certificate_write(call, file, request, 0666, &error))
		return call_error(call, error);
	return emit_request(call, args, request);
}

/* -- Self-signed ------------------------------------------------------------------ */

static bool commit_self_signed(const struct order *order, struct record *record,
			       const struct pki_key *key, unsigned services, GError **error)
{
	struct txn *txn = txn_begin(order->store, error);

	if (!txn)
		return false;
	if (!exchange_certificate_take_services(txn, record, services, error) ||
	    !put_with_key(txn, record, key, error)) {
		txn_abort(txn);
		return false;
	}
	return txn_commit(txn, error) != 0;
}

static unsigned default_services(const struct new_args *args)
{
	if (args->services.kind == V_ENUM)
		return args->services.u.i;
	return includes(args) ? SERVICE_SMTP : SERVICE_IMAP | SERVICE_POP | SERVICE_SMTP;
}

static enum flow new_self_signed(struct call *call, struct pki *pki, const struct order *order,
				 const struct new_args *args)
{
	struct pki_template template = order_template(order, args);
	GError *error = NULL;
	pki_key_auto *key = pki_key_generate(pki, PKI_RSA, order->key_size, &error);
	pki_certificate_auto *certificate = key ? pki_self_signed(key, &template, &error) : NULL;
	g_autoptr(record_auto) record = NULL;
	unsigned services = default_services(args);
	enum flow flow = FLOW_NEXT;

	if (certificate)
		record = order_record(order, args, certificate, false, &error);
	if (!record)
		return call_error(call, error);
	if (!exchange_certificate_may_take(call, record, services, arg_on(args->force), &flow)) {
		if (flow != FLOW_NEXT)
			return flow;
		services &= ~SERVICE_SMTP;
	}
	if (!commit_self_signed(order, record, key, services, &error))
		return call_error(call, error);
	return emit_take(call, record_object(order->store, record));
}

/* Clients look for a host name among the alternative names alone. */
static void name_from_subject(struct pki *pki, const struct order *order)
{
	g_autofree char *common = pki_subject_common(pki, order->subject);

	if (order->names->len == 1 && common && pki_host_name_check(common, NULL))
		g_ptr_array_insert(order->names, 0, g_steal_pointer(&common));
}

static enum flow run_order(struct call *call, const struct order *order,
			   const struct new_args *args)
{
	bool request = arg_on(args->generate_request);
	GError *error = NULL;
	pki_auto *pki = pki_open(&error);
	enum flow flow = FLOW_NEXT;

	if (!pki)
		return call_throw(call, error);
	for (guint i = 0; i + 1 < order->names->len; i++)
		if (!pki_host_name_check(g_ptr_array_index(order->names, i), &error))
			return call_error(call, error);
	if (!pki_subject_check(pki, order->subject, &error))
		return call_error(call, error);
	name_from_subject(pki, order);
	if (!call_should_process(call, order->subject, &flow))
		return flow;
	return request ? new_request(call, pki, order, args)
		       : new_self_signed(call, pki, order, args);
}

static enum flow new_certificate(struct call *call, void *arguments)
{
	struct new_args *args = arguments;
	struct order order = { 0 };
	GError *error = NULL;
	enum flow flow;

	order.store = host_store(call_host(call), &error);
	if (!order.store)
		return call_throw(call, error);
	if (gather(&order, args, &error))
		flow = run_order(call, &order, args);
	else
		flow = call_error(call, error);
	order_clear(&order);
	return flow;
}

static const struct cmdlet_example new_examples[] = {
	{ "New-ExchangeCertificate -GenerateRequest -SubjectName 'c=US, o=Company, "
	  "cn=mail.provider.com' "
	  "-DomainName mail.provider.com, autodiscover.provider.com",
	  "Gives a request for an authority; its key waits for Import-ExchangeCertificate." },
	{ NULL }
};

CMDLET(new_exchange_certificate) = {
	.name = "New-ExchangeCertificate", .module = "HostingManagement", .params = new_params, .sets = "Request Certificate",
	.default_set = "Certificate", .args_size = sizeof(struct new_args),
	.process = new_certificate, .flags = CMDLET_SHOULD_PROCESS, .examples = new_examples,
	.synopsis = "Makes a certificate request, or a self-signed certificate.",
	.output = "string ExchangeCertificate",
};

/* -- For setup ---------------------------------------------------------------------- */

static struct record *setup_record(const struct pki_certificate *certificate, const char *server,
				   GError **error)
{
	g_autoptr(record_auto) record = certificate_record_new(certificate, NULL, error);

	if (!record || !record_set_text(record, "Server", server, error) ||
	    !set_flag(record, "FromSetup", true, error) ||
	    !certificate_set_services(
		    record, SERVICE_IMAP | SERVICE_POP | SERVICE_IIS | SERVICE_SMTP, error))
		return NULL;
	return g_steal_pointer(&record);
}

struct record *exchange_certificate_self_signed(struct txn *txn, const char *server,
						const char *const *names, GError **error)
{
	g_autofree char *subject = g_strdup_printf("cn=%s", server);
	struct pki_template template = {
		.subject = subject, .names = names, .days = SELF_SIGNED_DAYS,
	};
	pki_auto *pki = pki_open(error);
	pki_key_auto *key = pki ? pki_key_generate(pki, PKI_EC, 256, error) : NULL;
	pki_certificate_auto *certificate = key ? pki_self_signed(key, &template, error) : NULL;
	g_autoptr(record_auto) record = NULL;

	if (certificate)
		record = setup_record(certificate, server, error);
	if (!record || !put_with_key(txn, record, key, error))
		return NULL;
	return g_steal_pointer(&record);
}

/* -- Files -------------------------------------------------------------------------- */

bool exchange_certificate_write(struct call *call, const char *path, GBytes *bytes, mode_t mode,
				GError **error)
{
	g_autofree char *native = host_native_path(call_host(call), path, error);
	g_autoptr(GError) problem = NULL;
	value_auto target = value_text(path);
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);

	if (!native)
		return false;
	if (g_file_set_contents_full(native, data, len, G_FILE_SET_CONTENTS_CONSISTENT, mode,
				     &problem))
		return true;
	fault_set(error, &file_fault, target, "The file %s could not be written: %s", path,
		  problem->message);
	return false;
}

GBytes *exchange_certificate_read(struct call *call, const char *path, GError **error)
{
	g_autofree char *native = host_native_path(call_host(call), path, error);
	g_autoptr(GError) problem = NULL;
	value_auto target = value_text(path);
	GMappedFile *file;
	GBytes *bytes;

	if (!native)
		return NULL;
	file = g_mapped_file_new(native, FALSE, &problem);
	if (!file) {
		fault_set(error, &file_fault, target, "The file %s could not be read: %s", path,
			  problem->message);
		return NULL;
	}
	bytes = g_mapped_file_get_bytes(file);
	g_mapped_file_unref(file);
	return bytes;
}
