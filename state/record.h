/*
 * Records: what the hosting state is made of. A kind of record (Mailbox,
 * AcceptedDomain, SendConnector ...) is one const table of properties; YAML,
 * validation, Get- output, the parameters of New- and Set-, -Filter,
 * completion, rendering and help are read from it.
 *
 * A kind's table stands in state/kinds/<noun>.c and is announced by a line
 * RECORD_KIND(symbol) in column 0, from which the build derives the registry.
 */
#ifndef HMSH_RECORD_H
#define HMSH_RECORD_H

#include "lib/object.h"
#include "lib/type.h"

struct record;
struct record_kind;
struct kind_info;
struct store;
struct txn;

enum {		/* struct property: flags */
	PROPERTY_KEY = 1,		/* Name: identifies within its organization (or the provider) */
	PROPERTY_REQUIRED = 2,
	PROPERTY_UNIQUE = 4,		/* within the organization */
	PROPERTY_UNIQUE_EVERYWHERE = 8,
	PROPERTY_SECRET = 16,		/* kept under keys/, never shown, never in YAML */
	PROPERTY_READONLY = 32,		/* no parameter of New- or Set- */
	PROPERTY_NEW_ONLY = 64,		/* a parameter of New- alone */
	PROPERTY_SET_ONLY = 128,	/* a parameter of Set- alone */
	PROPERTY_MULTI = 256,		/* a list; Set- takes @{Add=...; Remove=...} too */
	PROPERTY_VIEW = 512,		/* a column of the default view, in the table's order */
	PROPERTY_HIDDEN = 1024,		/* stored, not shown */
	PROPERTY_IDENTITY = 2048,	/* may be used as -Identity besides key and GUID (addresses, aliases, domains, UPN) */
	PROPERTY_COMPUTED = 4096,	/* made by `compute` when shown; not stored */
	PROPERTY_INERT = 16384,		/* kept and shown, without effect on this host: -Verbose says so */
	PROPERTY_DELETE_WITH = 8192,	/* a reference: removing what it names removes this record too */
	PROPERTY_LETS_GO = 32768,	/* a reference: removing what it names takes it out of here */
};

struct property {
	const char *name;		/* Exchange's name */
	const char *type;		/* type name: "string", "bool", "int", "SmtpAddress", "ByteQuantifiedSize", "Unlimited", an enum's name ... */
	unsigned flags;
	const char *fallback;		/* default as text, or NULL */
	/* The kinds, blank-separated, whose records it names (stored as that record's key or GUID), or NULL. */
	const char *reference;
	const char *values;		/* the words allowed, blank-separated, or NULL */
	const char *ldap;		/* attribute, or NULL */
	const char *help;
	/* Refuses a value beyond what its type refuses; may replace *v. NULL: none. */
	bool (*check)(struct value *v, GError **error);
	/* PROPERTY_COMPUTED: yours. */
	struct value (*compute)(struct store *store, const struct record *record);
	/*
	 * PROPERTY_COMPUTED that New- and Set- take all the same (PrimarySmtpAddress): changes the
	 * stored properties it stands for. `v` is of the type, checked and borrowed. record_set()
	 * calls it. NULL: not settable.
	 */
	bool (*assign)(struct record *record, struct value v, GError **error);
};

enum record_scope {
	SCOPE_PROVIDER,			/* hosting.yaml */
	SCOPE_ORGANIZATION,		/* organizations/<Name>.yaml */
};

struct record_kind {
	const char *name;		/* "Mailbox" */
	const char *type_name;		/* "Microsoft.Exchange.Data.Directory.Management.Mailbox": first of PSTypeNames */
	enum record_scope scope;
	const struct property *properties;	/* ends with name NULL */
	const char *help;		/* one sentence on what it is */
	unsigned order;			/* place of its documents in the file, lowest first */
	/* Columns of the default view, blank-separated, when not the PROPERTY_VIEW ones ("Identity Enabled"). */
	const char *view;
	/*
	 * Rules across properties and records, run at commit on what the transaction puts (`old` NULL:
	 * new) or removes (`new` NULL), in the transaction's view; may put further records.
	 */
	bool (*validate)(struct txn *txn, const struct record *old, struct record *new, GError **error);
	/* The Identity shown: by default "Name", or "Organization\Name"... yours. */
	struct string *(*identity)(struct store *store, const struct record *record);
};

#define RECORD_KIND(symbol)	extern const struct record_kind symbol; const struct record_kind symbol

/*
 * One record: counted, immutable once committed. `values` has one value a property, in the
 * table's order; V_UNSET = the default (and always for computed and secret ones). A
 * multi-valued property holds an array.
 */
struct record {
	uint32_t refs;
	uint32_t n;
	const struct record_kind *kind;
	const struct kind_info *info;	/* what was derived from the kind's table (kind.h) */
	uint64_t sequence;		/* of the commit that wrote it last */
	char guid[37];			/* lower case */
	uint32_t n_keys;		/* sums of what it is looked up by (table.h), made on first use */
	struct record_key *keys;
	uint32_t n_yaml;		/* its document, once written (record_yaml.h) */
	char *yaml;
	char *organization;		/* its organization's Name; NULL for the provider's */
	uint64_t organization_sum;	/* key_hash() of it: another sum is another organization */
	int64_t created, changed;	/* ticks, UTC */
	struct value values[];
};

const struct record_kind *record_kind_find(const char *name);
/* All kinds, NULL-terminated, by `order`. */
const struct record_kind *const *record_kinds(void);

/* A new record with a fresh GUID, all values V_UNSET. */
struct record *record_new(const struct record_kind *kind, const char *organization);
/* The same with the same GUID and values, to be changed and put. */
struct record *record_copy(const struct record *record);
struct record *record_ref(struct record *record);
void record_unref(struct record *record);

typedef struct record record_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(record_auto, record_unref)	/* g_autoptr(record_auto) */

int record_property_index(const struct record_kind *kind, const char *property);	/* -1 */
/* Whether the property's values name records of that kind. */
bool property_refers_to(const struct property *property, const char *kind);
const struct property *record_property(const struct record_kind *kind, const char *property);
/* The value, defaults applied; yours. V_NULL when there is neither. */
struct value record_get(const struct record *record, const char *property);
/* Conveniences on it; the text is yours. */
char *record_text(const struct record *record, const char *property);
bool record_bool(const struct record *record, const char *property);
int64_t record_int(const struct record *record, const char *property, int64_t fallback);
/* Converts to the property's type and checks it; V_NULL resets to the default. `v` is borrowed. */
bool record_set(struct record *record, const char *property, struct value v, GError **error);
bool record_set_text(struct record *record, const char *property, const char *text, GError **error);
/* Set- semantics of a multi-valued property: @{Add=; Remove=} or a whole list. */
bool record_set_multi(struct record *record, const char *property, struct value v, GError **error);
const char *record_name(const struct record *record);	/* the PROPERTY_KEY value's text; borrowed */

/* The object that a cmdlet emits: every shown property, computed ones included, plus Identity, Guid, WhenCreated, WhenChanged, OrganizationId. Yours. */
struct value record_object(struct store *store, struct record *record);
/* The record behind such an object, borrowed; NULL when it is none. */
struct record *record_of(struct value v);
/* One member of that object, by name, without making it: V_UNSET when there is none. Yours. */
struct value record_member(struct store *store, const struct record *record, const char *name);
bool record_has_member(const struct record_kind *kind, const char *name);
/* The Identity shown; yours. */
struct string *record_identity(struct store *store, const struct record *record);
/* The same as an ADObjectId, which knows the record's other names too. */
extern const struct type type_ad_object_id;
struct value record_identity_value(struct store *store, const struct record *record);
/* "CN=John Smith,OU=TenantCompany,OU=Microsoft Exchange Hosted Organizations"; yours. */
char *record_distinguished_name(const struct record *record);
/* Whether both have the same values in every property. */
bool record_equal(const struct record *a, const struct record *b);

#endif
