/*
 * X509Certificate2, its collection and stores, over lib/pki.h. Each value has
 * the facts and the key that came with it; a store is the system's list of
 * authorities (Root), or empty.
 */
#include "config.h"

#include "lib/datetime.h"
#include "lib/pki.h"
#include "lib/secret.h"
#include "lib/types/file_types.h"
#include "lib/types/table.h"

struct certificate {
	struct native native;
	struct pki *pki;
	struct pki_certificate *certificate;	/* NULL: an empty one */
	struct pki_key *key;			/* NULL: none */
	char *friendly_name;
};

extern const struct type type_collection_of, type_certificate, type_certificate_collection, type_certificate_store,
	type_distinguished_name;

#define AUTHORITIES	"/etc/ssl/certs/ca-certificates.crt"

static struct certificate *certificate_of(struct value v)
{
	return (struct certificate *)value_base(v).u.native;
}

static void certificate_clear(struct certificate *c)
{
	pki_key_free(c->key);
	pki_certificate_free(c->certificate);
	if (c->pki)
		pki_close(c->pki);
	c->key = NULL;
	c->certificate = NULL;
	c->pki = NULL;
}

static void certificate_free(struct native *native)
{
	certificate_clear((struct certificate *)native);
	g_free(((struct certificate *)native)->friendly_name);
}

/* -- Reading -------------------------------------------------------------------------------------- */

/* Text or a secure string, wiped by the caller; NULL: none. */
static char *password_of(struct value v)
{
	size_t len;
	const char *text = v.kind == V_STRING ? v.u.str->data : securestring_text(value_base(v), &len);

	return text ? g_strdup(text) : NULL;
}

static void throw_crypto(GError **error, const GError *why)
{
	fault_throw(error, "System.Security.Cryptography.CryptographicException", "%s",
		    strstr(why->message, "password")
		    ? "The certificate data cannot be read with the provided password, the password may be incorrect."
		    : why->message);
}

/* The bytes of an argument: an array, or a file by its path. */
static bool source_bytes(struct value v, char **ret, gsize *ret_len, GError **error)
{
	g_autofree char *path = NULL;

	if (v.kind == V_ARRAY && v.u.array->packed) {
		*ret = g_memdup2(v.u.array->u.bytes, v.u.array->len + !v.u.array->len);
		*ret_len = v.u.array->len;
		return true;
	}
	path = file_path_arg(v, error);
	return path && file_load(path, ret, ret_len, error);
}

/* The certificates in the bytes, the holder's first, each with its own handle; the key with the first. */
static bool parse_all(const void *bytes, gsize len, const char *password, GPtrArray *made, bool only_first,
		      GError **error)
{
	g_autoptr(GError) why = NULL;
	struct pki_key *key = NULL;
	struct pki *pki = pki_open(error);
	GPtrArray *all;

	if (!pki)
		return false;
	all = pki_certificates_parse(pki, bytes, len, password, &key, &why);
	if (!all) {
		pki_close(pki);
		throw_crypto(error, why);
		return false;
	}
	for (guint i = 0; i < all->len && !(only_first && i); i++) {
		struct certificate *c = native_new(&type_certificate, sizeof(*c));
		g_autoptr(GBytes) der = pki_certificate_der(all->pdata[i]);
		GPtrArray *one;
		gsize n;
		const void *data = g_bytes_get_data(der, &n);

		c->pki = pki_open(NULL);
		one = pki_certificates_parse(c->pki, data, n, NULL, NULL, NULL);
		if (one && one->len)
			c->certificate = g_ptr_array_steal_index(one, 0);
		if (one)
			g_ptr_array_unref(one);
		if (!i && key) {
			g_autoptr(GBytes) pem = pki_key_pem(key, NULL);

			data = pem ? g_bytes_get_data(pem, &n) : NULL;
			c->key = pem ? pki_key_parse(c->pki, data, n, NULL, NULL) : NULL;
		}
		g_ptr_array_add(made, c);
	}
	g_ptr_array_unref(all);
	pki_key_free(key);
	pki_close(pki);
	return true;
}

static bool load(const struct value *args, unsigned n, GPtrArray *made, bool only_first, GError **error)
{
	char *bytes = NULL, *password = n > 1 ? password_of(args[1]) : NULL;
	gsize len = 0;
	bool ok = source_bytes(args[0], &bytes, &len, error) &&
		  parse_all(bytes, len, password, made, only_first, error);

	secret_free(password);
	g_free(bytes);
	return ok;
}

MEMBER(certificate_construct)
{
	g_autoptr(GPtrArray) made = g_ptr_array_new();

	if (!n) {
		*ret = value_of(native_new(&type_certificate, sizeof(struct certificate)));
		return true;
	}
	if (!load(args, n, made, true, error))
		return false;
	*ret = value_of(made->pdata[0]);
	return true;
}

/* Import(source[, password[, flags]]): becomes what is read. */
MEMBER(certificate_import)
{
	g_autoptr(GPtrArray) made = g_ptr_array_new();
	struct certificate *self_ = certificate_of(self), *other;
	value_auto read = VALUE_UNSET;

	if (!load(args, n, made, true, error))
		return false;
	other = made->pdata[0];
	read = value_of(other);
	certificate_clear(self_);
	self_->pki = g_steal_pointer(&other->pki);
	self_->certificate = g_steal_pointer(&other->certificate);
	self_->key = g_steal_pointer(&other->key);
	return true;
}

MEMBER(certificate_from_pem)
{
	g_autoptr(GPtrArray) made = g_ptr_array_new();
	g_autofree char *both = g_strconcat(text_arg(args[0]), "\n", n > 1 ? text_arg(args[1]) : "", NULL);

	if (!parse_all(both, strlen(both), NULL, made, true, error))
		return false;
	*ret = value_of(made->pdata[0]);
	return true;
}

/* -- Facts ------------------------------------------------------------------------------------------ */

/* NULL + error when it is empty. */
static const struct pki_facts *facts_of(struct value self, GError **error)
{
	struct certificate *c = certificate_of(self);

	if (c->certificate)
		return pki_certificate_facts(c->certificate);
	fault_throw(error, "System.Security.Cryptography.CryptographicException", "m_safeCertContext is an invalid handle.");
	return NULL;
}

static struct value local_time(int64_t seconds)
{
	return date_to_local(date_value(DATE_UNIX_EPOCH + seconds * TICKS_PER_SECOND, DATE_UTC));
}

#define FACT(name, expression)							\
	MEMBER(name)								\
	{									\
		const struct pki_facts *f = facts_of(self, error);		\
										\
		if (!f)								\
			return false;						\
		*ret = (expression);						\
		return true;							\
	}

/* A name as an object with its text. */
struct name {
	struct native native;
	char *text;
};

static void name_free(struct native *native)
{
	g_free(((struct name *)native)->text);
}

static struct string *name_text(struct value self)
{
	return str_new(((struct name *)self.u.native)->text, -1);
}

static struct value name_new(const char *text)
{
	struct name *name = native_new(&type_distinguished_name, sizeof(*name));

	name->text = g_strdup(text);
	return value_of(name);
}

static struct value names_of(const struct pki_facts *f)
{
	guint n = f->names ? g_strv_length(f->names) : 0;
	struct array *names = array_new(&type_string, n);

	for (guint i = 0; i < n; i++)
		array_set(names, i, value_text(f->names[i]));
	return value_of(names);
}

static struct value hash_bytes(const struct pki_facts *f)
{
	uint8_t bytes[20];

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = g_ascii_xdigit_value(f->thumbprint[2 * i]) * 16 +
			   g_ascii_xdigit_value(f->thumbprint[2 * i + 1]);
	return value_of(array_of_bytes(bytes, sizeof(bytes)));
}

static struct value der_value(struct value self)
{
	g_autoptr(GBytes) der = pki_certificate_der(certificate_of(self)->certificate);
	gsize len;
	const void *data = g_bytes_get_data(der, &len);

	return value_of(array_of_bytes(data, len));
}

static struct value date_text(int64_t seconds)
{
	GString *out = g_string_new(NULL);

	datetime_format(out, local_time(seconds), "G", 1, &date_en_us, NULL);
	return value_str(str_from_gstring(out));
}

FACT(certificate_subject, value_text(f->subject))
FACT(certificate_issuer, value_text(f->issuer))
FACT(certificate_subject_name, name_new(f->subject))
FACT(certificate_issuer_name, name_new(f->issuer))
FACT(certificate_thumbprint, value_text(f->thumbprint))
FACT(certificate_serial, value_text(f->serial))
FACT(certificate_not_before, local_time(f->not_before))
FACT(certificate_not_after, local_time(f->not_after))
FACT(certificate_hash, hash_bytes(f))
FACT(certificate_names, names_of(f))
FACT(certificate_raw, ((void)f, der_value(self)))
FACT(certificate_effective, date_text(f->not_before))
FACT(certificate_expiration, date_text(f->not_after))
FACT(certificate_bits, value_i32(f->bits))
MEMBER_IS(certificate_version, value_i32(3))
MEMBER_IS(certificate_has_key, value_bool(certificate_of(self)->key != NULL))
MEMBER_IS(certificate_false, value_bool(false))
MEMBER_IS(certificate_friendly, value_text(certificate_of(self)->friendly_name ? certificate_of(self)->friendly_name : ""))

MEMBER(certificate_set_friendly)
{
	g_free(certificate_of(self)->friendly_name);
	certificate_of(self)->friendly_name = g_strdup(text_arg(args[0]));
	return true;
}

/* GetNameInfo(nameType, forIssuer): 0 and 3 the simple and DNS names, else the whole one. */
MEMBER(certificate_name_info)
{
	const struct pki_facts *f = facts_of(self, error);
	const char *text, *start;

	if (!f)
		return false;
	text = args[1].u.b ? f->issuer : f->subject;
	if (!args[1].u.b && args[0].u.i >= 3 && f->names && f->names[0]) {
		*ret = value_text(f->names[0]);
		return true;
	}
	start = strstr(text, "CN=");
	*ret = start ? value_str(str_new(start + 3, strcspn(start + 3, ","))) : value_text(text);
	return true;
}

/* Whether one of the system's authorities has signed it. */
static bool has_authority(const struct certificate *c)
{
	g_autoptr(GPtrArray) made = g_ptr_array_new();
	g_autofree char *bytes = NULL;
	gsize len;
	bool found = false;

	if (!g_file_get_contents(AUTHORITIES, &bytes, &len, NULL) ||
	    !parse_all(bytes, len, NULL, made, false, NULL))
		return false;
	for (guint i = 0; i < made->len; i++) {
		struct certificate *authority = made->pdata[i];

		found |= authority->certificate &&
			 pki_certificate_issued_by(c->certificate, authority->certificate);
		value_unref(value_of(authority));
	}
	return found;
}

/* Within its time, and signed by an authority of the system itself. */
MEMBER(certificate_verify)
{
	const struct pki_facts *f = facts_of(self, error);
	int64_t now = g_get_real_time() / G_USEC_PER_SEC;

	if (!f)
		return false;
	*ret = value_bool(f->not_before <= now && now <= f->not_after && has_authority(certificate_of(self)));
	return true;
}

MEMBER(certificate_dispose)
{
	certificate_clear(certificate_of(self));
	return true;
}

static struct string *certificate_text(struct value self)
{
	const struct pki_facts *f = certificate_of(self)->certificate
				    ? pki_certificate_facts(certificate_of(self)->certificate) : NULL;
	value_auto before = VALUE_UNSET, after = VALUE_UNSET;

	if (!f)
		return str_new("System.Security.Cryptography.X509Certificates.X509Certificate2", -1);
	before = date_text(f->not_before);
	after = date_text(f->not_after);
	return str_printf("[Subject]\n  %s\n\n[Issuer]\n  %s\n\n[Serial Number]\n  %s\n\n[Not Before]\n  %s\n\n"
			  "[Not After]\n  %s\n\n[Thumbprint]\n  %s\n", f->subject, f->issuer, f->serial,
			  before.u.str->data, after.u.str->data, f->thumbprint);
}

static bool certificate_equal(struct value a, struct value b)
{
	struct certificate *x = certificate_of(a), *y = certificate_of(b);

	return x->certificate && y->certificate &&
	       g_str_equal(pki_certificate_facts(x->certificate)->thumbprint,
			   pki_certificate_facts(y->certificate)->thumbprint);
}

MEMBER_IS(certificate_to_string, value_str(certificate_text(self)))
MEMBER_IS(certificate_equals, value_bool(native_of(args[0], &type_certificate) && certificate_equal(self, args[0])))

/* -- Writing ---------------------------------------------------------------------------------------- */

enum { CONTENT_CERT = 1, CONTENT_PFX = 3 };	/* X509ContentType */

MEMBER(certificate_export)
{
	struct certificate *c = certificate_of(self);
	g_autoptr(GError) why = NULL;
	g_autoptr(GBytes) bytes = NULL;
	char *password;
	gsize len;
	const void *data;

	if (!facts_of(self, error))
		return false;
	if (args[0].u.i != CONTENT_PFX) {
		*ret = der_value(self);
		return true;
	}
	password = n > 1 ? password_of(args[1]) : NULL;
	bytes = pki_pkcs12(c->certificate, c->key, NULL, password ? password : "", c->friendly_name, &why);
	secret_free(password);
	if (!bytes) {
		throw_crypto(error, why);
		return false;
	}
	data = g_bytes_get_data(bytes, &len);
	*ret = value_of(array_of_bytes(data, len));
	return true;
}

MEMBER(certificate_export_pem)
{
	g_autoptr(GBytes) pem = NULL;
	gsize len;
	const char *data;

	if (!facts_of(self, error))
		return false;
	pem = pki_certificate_pem(certificate_of(self)->certificate);
	data = g_bytes_get_data(pem, &len);
	while (len && g_ascii_isspace(data[len - 1]))
		len--;
	*ret = value_str(str_new(data, len));
	return true;
}

#define X509		"System.Security.Cryptography.X509Certificates."
#define CERTIFICATE	X509 "X509Certificate2"
#define FLAGS		X509 "X509KeyStorageFlags keyStorageFlags"

static const struct type_member certificate_methods[] = {
	METHOD("void Dispose()", certificate_dispose),
	METHOD("bool Equals(System.Object obj)", certificate_equals),
	METHOD("byte[] Export(" X509 "X509ContentType contentType)", certificate_export),
	METHOD("byte[] Export(" X509 "X509ContentType contentType, string password)", certificate_export),
	METHOD("byte[] Export(" X509 "X509ContentType contentType, securestring password)", certificate_export),
	METHOD("string ExportCertificatePem()", certificate_export_pem),
	METHOD("byte[] GetCertHash()", certificate_hash),
	METHOD("string GetCertHashString()", certificate_thumbprint),
	METHOD("string GetEffectiveDateString()", certificate_effective),
	METHOD("string GetExpirationDateString()", certificate_expiration),
	METHOD("string GetIssuerName()", certificate_issuer),
	METHOD("string GetName()", certificate_subject),
	METHOD("string GetNameInfo(" X509 "X509NameType nameType, bool forIssuer)", certificate_name_info),
	METHOD("byte[] GetRawCertData()", certificate_raw),
	METHOD("string GetSerialNumberString()", certificate_serial),
	METHOD("void Import(byte[] rawData)", certificate_import),
	METHOD("void Import(byte[] rawData, string password, " FLAGS ")", certificate_import),
	METHOD("void Import(byte[] rawData, securestring password, " FLAGS ")", certificate_import),
	METHOD("void Import(string fileName)", certificate_import),
	METHOD("void Import(string fileName, string password, " FLAGS ")", certificate_import),
	METHOD("void Import(string fileName, securestring password, " FLAGS ")", certificate_import),
	METHOD("void Reset()", certificate_dispose),
	METHOD("string ToString()", certificate_to_string),
	METHOD("bool Verify()", certificate_verify),
	STATIC(CERTIFICATE " CreateFromPem(string certPem)", certificate_from_pem),
	STATIC(CERTIFICATE " CreateFromPem(string certPem, string keyPem)", certificate_from_pem),
	END_OF_MEMBERS
};

static const struct type_member certificate_properties[] = {
	PROPERTY("bool Archived {get;}", certificate_false),
	PROPERTY("string[] DnsNameList {get;}", certificate_names),
	SETTABLE("string FriendlyName {get;set;}", certificate_friendly, certificate_set_friendly),
	PROPERTY("bool HasPrivateKey {get;}", certificate_has_key),
	PROPERTY("string Issuer {get;}", certificate_issuer),
	PROPERTY(X509 "X500DistinguishedName IssuerName {get;}", certificate_issuer_name),
	PROPERTY("datetime NotAfter {get;}", certificate_not_after),
	PROPERTY("datetime NotBefore {get;}", certificate_not_before),
	PROPERTY("byte[] RawData {get;}", certificate_raw),
	PROPERTY("string SerialNumber {get;}", certificate_serial),
	PROPERTY("string Subject {get;}", certificate_subject),
	PROPERTY(X509 "X500DistinguishedName SubjectName {get;}", certificate_subject_name),
	PROPERTY("string Thumbprint {get;}", certificate_thumbprint),
	PROPERTY("int Version {get;}", certificate_version),
	{ "int KeySize {get;}", certificate_bits, NULL, TYPE_HIDDEN_MEMBER },
	END_OF_MEMBERS
};

#define SOURCE(text)								\
	CONSTRUCTOR("new(" text ")", certificate_construct),			\
	CONSTRUCTOR("new(" text ", string password)", certificate_construct),	\
	CONSTRUCTOR("new(" text ", securestring password)", certificate_construct), \
	CONSTRUCTOR("new(" text ", string password, " FLAGS ")", certificate_construct), \
	CONSTRUCTOR("new(" text ", securestring password, " FLAGS ")", certificate_construct)

static const struct type_member certificate_constructors[] = {
	CONSTRUCTOR("new()", certificate_construct),
	SOURCE("byte[] rawData"), SOURCE("string fileName"),
	END_OF_MEMBERS
};

TYPE(type_certificate);
const struct type type_certificate = {
	.name = CERTIFICATE, .alias = "X509Certificate", .kind = V_NATIVE, .methods = certificate_methods,
	.properties = certificate_properties, .constructors = certificate_constructors,
	.free = certificate_free, .to_string = certificate_text, .equals = certificate_equal,
	.default_properties = "Thumbprint Subject",
};

MEMBER_IS(name_name, value_str(name_text(self)))

static const struct type_member name_properties[] = {
	PROPERTY("string Name {get;}", name_name), END_OF_MEMBERS
};

TYPE(type_distinguished_name);
const struct type type_distinguished_name = {
	.name = X509 "X500DistinguishedName", .kind = V_NATIVE, .properties = name_properties,
	.free = name_free, .to_string = name_text,
};

/* -- Collections -------------------------------------------------------------------------------------- */

static struct value collection_new(void)
{
	return value_of(list_new(&type_certificate_collection, &type_certificate));
}

static void add_all(struct list *list, GPtrArray *made)
{
	for (guint i = 0; i < made->len; i++)
		list_add(list, value_of(made->pdata[i]));
}

MEMBER(collection_construct)
{
	*ret = collection_new();
	if (n && native_of(args[0], &type_certificate))
		list_add(ret->u.list, value_ref(value_base(args[0])));
	return true;
}

MEMBER(collection_import)
{
	g_autoptr(GPtrArray) made = g_ptr_array_new();

	if (!load(args, n, made, false, error))
		return false;
	add_all(self.u.list, made);
	return true;
}

MEMBER(collection_import_pem)
{
	g_autoptr(GPtrArray) made = g_ptr_array_new();
	const char *text = text_arg(args[0]);

	if (!parse_all(text, strlen(text), NULL, made, false, error))
		return false;
	add_all(self.u.list, made);
	return true;
}

enum { FIND_THUMBPRINT, FIND_SUBJECT, FIND_SUBJECT_WHOLE, FIND_ISSUER, FIND_ISSUER_WHOLE, FIND_SERIAL };

static bool found_by(const struct pki_facts *f, int64_t type, const char *text)
{
	g_autofree char *wanted = g_utf8_casefold(text, -1);
	const char *of = type == FIND_THUMBPRINT ? f->thumbprint : type == FIND_SERIAL ? f->serial
			 : type <= FIND_SUBJECT_WHOLE ? f->subject : f->issuer;
	g_autofree char *have = g_utf8_casefold(of, -1);

	if (type == FIND_SUBJECT || type == FIND_ISSUER)
		return strstr(have, wanted) != NULL;
	return g_str_equal(have, wanted);
}

/* Find(type, value, validOnly); what cannot be looked for finds nothing. */
MEMBER(collection_find)
{
	struct string *text = value_to_string(args[1], NULL);
	int64_t now = g_get_real_time() / G_USEC_PER_SEC;

	*ret = collection_new();
	for (uint32_t i = 0; i < self.u.list->len; i++) {
		struct certificate *c = certificate_of(self.u.list->items[i]);
		const struct pki_facts *f = c->certificate ? pki_certificate_facts(c->certificate) : NULL;

		if (!f || args[0].u.i > FIND_SERIAL || !found_by(f, args[0].u.i, text->data))
			continue;
		if (!args[2].u.b || (f->not_before <= now && now <= f->not_after))
			list_add(ret->u.list, value_ref(self.u.list->items[i]));
	}
	str_unref(text);
	return true;
}

MEMBER(collection_add)
{
	list_add(self.u.list, value_ref(value_base(args[0])));
	*ret = value_i32(self.u.list->len - 1);
	return true;
}

static const struct type_member collection_methods[] = {
	METHOD("int Add(" CERTIFICATE " certificate)", collection_add),
	METHOD(X509 "X509Certificate2Collection Find(" X509 "X509FindType findType, System.Object findValue, bool validOnly)", collection_find),
	METHOD("void Import(byte[] rawData)", collection_import),
	METHOD("void Import(byte[] rawData, string password, " FLAGS ")", collection_import),
	METHOD("void Import(string fileName)", collection_import),
	METHOD("void Import(string fileName, string password, " FLAGS ")", collection_import),
	METHOD("void ImportFromPem(string certPem)", collection_import_pem),
	END_OF_MEMBERS
};

static const struct type_member collection_constructors[] = {
	CONSTRUCTOR("new()", collection_construct),
	CONSTRUCTOR("new(" CERTIFICATE " certificate)", collection_construct),
	END_OF_MEMBERS
};

TYPE(type_certificate_collection);
const struct type type_certificate_collection = {
	.name = X509 "X509Certificate2Collection", .kind = V_LIST, .base = &type_collection_of,
	.element = &type_certificate, .methods = collection_methods, .constructors = collection_constructors,
	.interfaces = (const struct type *const[]){ &type_ilist, NULL },
};

/* -- Stores --------------------------------------------------------------------------------------------- */

struct store {
	struct native native;
	char *name;
	int64_t location;
	bool is_open;
};

static struct store *store_of(struct value v)
{
	return (struct store *)value_base(v).u.native;
}

static void store_free(struct native *native)
{
	g_free(((struct store *)native)->name);
}

MEMBER(store_construct)
{
	struct store *store = native_new(&type_certificate_store, sizeof(*store));

	store->location = 1;
	store->name = g_strdup("My");
	for (unsigned i = 0; i < n; i++) {
		if (type_of(args[i]) == type_find(X509 "StoreLocation", -1)) {
			store->location = args[i].u.i;
		} else {
			struct string *text = value_to_string(args[i], NULL);

			g_free(store->name);
			store->name = g_strdup(text->data);
			str_unref(text);
		}
	}
	*ret = value_of(store);
	return true;
}

MEMBER(store_open)
{
	store_of(self)->is_open = true;
	return true;
}

MEMBER(store_close)
{
	store_of(self)->is_open = false;
	return true;
}

MEMBER(store_certificates)
{
	g_autoptr(GPtrArray) made = g_ptr_array_new();
	g_autofree char *bytes = NULL;
	gsize len;

	*ret = collection_new();
	if (!store_of(self)->is_open || !g_str_equal(store_of(self)->name, "Root") ||
	    !g_file_get_contents(AUTHORITIES, &bytes, &len, NULL))
		return true;
	if (parse_all(bytes, len, NULL, made, false, NULL))
		add_all(ret->u.list, made);
	return true;
}

MEMBER(store_refuse)
{
	fault_throw(error, NOT_SUPPORTED,
		    "The certificate stores of this system are read only here. Import-ExchangeCertificate imports a certificate for the services.");
	return false;
}

MEMBER_IS(store_name, value_text(store_of(self)->name))
MEMBER_IS(store_location, value_enum(type_find(X509 "StoreLocation", -1), store_of(self)->location))
MEMBER_IS(store_is_open, value_bool(store_of(self)->is_open))

static const struct type_member store_methods[] = {
	METHOD("void Add(" CERTIFICATE " certificate)", store_refuse),
	METHOD("void Close()", store_close),
	METHOD("void Dispose()", store_close),
	METHOD("void Open(" X509 "OpenFlags flags)", store_open),
	METHOD("void Remove(" CERTIFICATE " certificate)", store_refuse),
	END_OF_MEMBERS
};

static const struct type_member store_properties[] = {
	PROPERTY(X509 "X509Certificate2Collection Certificates {get;}", store_certificates),
	PROPERTY("bool IsOpen {get;}", store_is_open),
	PROPERTY(X509 "StoreLocation Location {get;}", store_location),
	PROPERTY("string Name {get;}", store_name),
	END_OF_MEMBERS
};

static const struct type_member store_constructors[] = {
	CONSTRUCTOR("new()", store_construct),
	CONSTRUCTOR("new(string storeName)", store_construct),
	CONSTRUCTOR("new(" X509 "StoreName storeName)", store_construct),
	CONSTRUCTOR("new(" X509 "StoreLocation storeLocation)", store_construct),
	CONSTRUCTOR("new(string storeName, " X509 "StoreLocation storeLocation)", store_construct),
	CONSTRUCTOR("new(" X509 "StoreName storeName, " X509 "StoreLocation storeLocation)", store_construct),
	END_OF_MEMBERS
};

TYPE(type_certificate_store);
const struct type type_certificate_store = {
	.name = X509 "X509Store", .kind = V_NATIVE, .methods = store_methods,
	.properties = store_properties, .constructors = store_constructors, .free = store_free,
};
