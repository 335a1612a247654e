/*
 * What must hold before anything is written: the kinds' own rules, required
 * properties, unique values, references to what exists, and nothing left
 * behind that refers to what goes.
 */
#include "config.h"
#include "state/keyhash.h"
#include "state/kind.h"
#include "state/txn_private.h"
#include "lib/array.h"
#include "lib/str.h"

static const struct fault missing_value = {
	"PropertyRequired", "Microsoft.Exchange.Data.DataValidationException",
	CATEGORY_INVALID_DATA, NULL };
static const struct fault exists = {
	"ADObjectAlreadyExistsException",
	"Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException",
	CATEGORY_RESOURCE_EXISTS, NULL };
static const struct fault in_use = {
	"ProxyAddressExists", "Microsoft.Exchange.Data.Directory.ProxyAddressExistsException",
	CATEGORY_RESOURCE_EXISTS, NULL };
static const struct fault no_referent = {
	"ManagementObjectNotFoundException",
	"Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, NULL };
static const struct fault is_referred_to = {
	"ObjectInUse", "System.InvalidOperationException", CATEGORY_RESOURCE_BUSY, NULL };

/* -- Required ------------------------------------------------------------------------- */

static bool check_required(const struct record *record, GError **error)
{
	for (const uint16_t *i = record->info->required; *i < record->n; i++) {
		const struct property_info *info = &record->info->properties[*i];

		if (record->values[*i].kind != V_UNSET)
			continue;
		fault_set(error, &missing_value, VALUE_NULL,
			  "The property \"%s\" of the %s \"%s\" must have a value.",
			  info->property->name, record->kind->name, record_name(record));
		return false;
	}
	return true;
}

/* -- Unique --------------------------------------------------------------------------- */

static bool report_name(struct txn *txn, const struct record *record, GError **error)
{
	g_autofree char *server = store_server(txn->store);

	fault_set(error, &exists, VALUE_NULL,
		  "The operation couldn't be performed because the %s '%s' already exists on '%s'.",
		  record->kind->name, record_name(record), server);
	return false;
}

/* Names the other record only to its own organization. */
static bool report_taken(const struct property_info *info, const char *text, size_t len,
			 const struct record *record, const struct record *other, GError **error)
{
	bool ours = other->organization && record->organization &&
		    text_equal_nocase(other->organization, record->organization);
	g_autofree char *by = ours ? g_strdup_printf(" by \"%s\"", record_name(other)) : g_strdup("");

	fault_set(error, &in_use, VALUE_NULL, "The %s \"%.*s\" is already in use%s. Choose another one.",
		  info->class == CLASS_ADDRESS ? "address"
		  : info->class == CLASS_DOMAIN ? "domain" : info->property->name,
		  (int)len, text, by);
	return false;
}

struct unique {
	struct txn *txn;
	const struct record *record;
	const struct property_info *info;
	const char *text;
	size_t len;
	bool changes_only;
	struct record *other;		/* borrowed */
};

static unsigned namespace_of(const struct property_info *info)
{
	if (info->property->flags & PROPERTY_UNIQUE_EVERYWHERE)
		return info->class == CLASS_ADDRESS ? KEY_ADDRESS
		       : info->class == CLASS_DOMAIN ? KEY_DOMAIN : KEY_EVERYWHERE;
	return info->property->flags & PROPERTY_KEY ? KEY_NAME : KEY_UNIQUE;
}

/* Whether the other record has this text in this very property. */
static bool has_value(const struct record *other, const struct property_info *info,
		      const char *text, size_t len)
{
	struct value v = other->values[info - other->info->properties];
	uint32_t n = v.kind == V_ARRAY ? v.u.array->len : v.kind == V_UNSET ? 0 : 1;
	bool found = false;

	for (uint32_t i = 0; i < n && !found; i++) {
		struct string *str =
			property_text(v.kind == V_ARRAY ? v.u.array->u.items[i] : v);
		struct string *ours = str_new(text, len), *theirs;
		size_t their_len;
		const char *their = key_text(str, &their_len);

		theirs = str_new(their, their_len);
		found = str_equal_nocase(ours, theirs);
		str_unref(ours);
		str_unref(theirs);
		str_unref(str);
	}
	return found;
}

static bool collides(struct unique *u, struct record *other)
{
	bool everywhere = u->info->property->flags & PROPERTY_UNIQUE_EVERYWHERE;

	if (!strcmp(other->guid, u->record->guid))
		return false;
	if (everywhere && u->info->class != CLASS_NAME)
		return record_answers(other, u->text, u->len, namespace_of(u->info));
	if (other->kind != u->record->kind || !has_value(other, u->info, u->text, u->len))
		return false;
	return everywhere || !other->organization || !u->record->organization ||
	       text_equal_nocase(other->organization, u->record->organization);
}

static bool visit_candidate(struct record *other, void *data)
{
	struct unique *u = data;

	if (txn_change(u->txn, other->guid) || !collides(u, other))
		return true;
	u->other = other;
	return false;
}

static void find_collision(struct unique *u)
{
	GArray *changes = u->txn->commit->changes;
	struct backend *backend = u->txn->store->backend;
	uint64_t hash = key_hash(u->text, u->len);

	for (guint i = 0; i < changes->len; i++) {
		struct record *other = g_array_index(changes, struct record_change, i).new;

		if (other && other != u->record &&
		    record_has_key(other, hash, namespace_of(u->info)) && collides(u, other)) {
			u->other = other;
			return;
		}
	}
	backend->ops->find(backend, hash, namespace_of(u->info),
			   u->info->property->flags & PROPERTY_UNIQUE_EVERYWHERE ?
			   NULL : u->record->organization, visit_candidate, u);
}

static bool check_unique_value(struct txn *txn, const struct record *record,
			       const struct property_info *info, struct value v, GError **error)
{
	struct string *str = property_text(v);
	struct unique u = { .txn = txn, .record = record, .info = info };
	bool ok = true;

	u.text = key_text(str, &u.len);
	if (u.len)
		find_collision(&u);
	if (u.other)
		ok = info->property->flags & PROPERTY_KEY && info->class == CLASS_NAME
			     ? report_name(txn, record, error)
			     : report_taken(info, u.text, u.len, record, u.other, error);
	str_unref(str);
	return ok;
}

static bool same_value(struct value a, struct value b)
{
	if (a.kind != b.kind)
		return false;
	if (a.kind == V_STRING)
		return a.u.str == b.u.str || str_equal(a.u.str, b.u.str);
	return value_counted(a) ? a.u.block == b.u.block : a.u.u == b.u.u;
}

static bool check_unique(struct txn *txn, const struct record *old, const struct record *record,
			 GError **error)
{
	for (const uint16_t *i = record->info->unique; *i < record->n; i++) {
		const struct property_info *info = &record->info->properties[*i];
		struct value v = record->values[*i];
		uint32_t n = v.kind == V_ARRAY ? v.u.array->len : 1;

		if (v.kind == V_UNSET || (old && same_value(old->values[*i], v)))
			continue;
		for (uint32_t j = 0; j < n; j++)
			if (!check_unique_value(txn, record, info,
						v.kind == V_ARRAY ? v.u.array->u.items[j] : v,
						error))
				return false;
	}
	return true;
}

/* -- References ----------------------------------------------------------------------- */

static struct record *referent(struct txn *txn, const struct record *record,
			       const struct property_info *info, const char *text)
{
	g_auto(GStrv) kinds = g_strsplit(info->property->reference, " ", -1);
	struct record *found = NULL;

	for (char **kind = kinds; *kind && !found; kind++)
		found = txn_get(txn, *kind, record->organization, text);
	if (found || strlen(text) != 36)
		return found;
	found = txn_by_guid(txn, text);
	if (found && property_refers_to(info->property, found->kind->name))
		return found;
	record_unref(found);
	return NULL;
}

static bool check_reference(struct txn *txn, const struct record *record,
			    const struct property_info *info, struct value v, GError **error)
{
	struct string *str = property_text(v);
	struct record *found = referent(txn, record, info, str->data);

	if (!found)
		fault_set(error, &no_referent, v,
			  "The property \"%s\" of the %s \"%s\" names the %s \"%s\", which does not exist.",
			  info->property->name, record->kind->name, record_name(record),
			  strchr(info->property->reference, ' ') ? "recipient"
								 : info->property->reference,
			  str->data);
	str_unref(str);
	record_unref(found);
	return found;
}

static bool check_references(struct txn *txn, const struct record *old, const struct record *record,
			     GError **error)
{
	for (const uint16_t *i = record->info->references; *i < record->n; i++) {
		const struct property_info *info = &record->info->properties[*i];
		struct value v = record->values[*i];
		uint32_t n = v.kind == V_ARRAY ? v.u.array->len : 1;

		if (v.kind == V_UNSET || (old && same_value(old->values[*i], v)))
			continue;
		for (uint32_t j = 0; j < n; j++)
			if (!check_reference(txn, record, info,
					     v.kind == V_ARRAY ? v.u.array->u.items[j] : v, error))
				return false;
	}
	return true;
}

static bool check_organization(struct txn *txn, const struct record *record, GError **error)
{
	struct record *organization;
	g_autofree char *server = NULL;

	if (!record->organization || !record_kind_find(STORE_ORGANIZATION))
		return true;
	organization = txn_get(txn, STORE_ORGANIZATION, record->organization, record->organization);
	if (organization) {
		record_unref(organization);
		return true;
	}
	server = store_server(txn->store);
	fault_set(error, &no_referent, VALUE_NULL,
		  "The operation couldn't be performed because the organization '%s' couldn't be found "
		  "on '%s'.", record->organization, server);
	return false;
}

/* -- What refers to a removed record -------------------------------------------------- */

struct referrer {
	struct record *record;
	const struct property_info *info;
};

struct referrers {
	const struct record *gone;
	GPtrArray *properties;		/* of struct property_info: those of one kind that may name it */
	GArray *found;			/* of struct referrer */
};

static void referrer_clear(gpointer data)
{
	record_unref(((struct referrer *)data)->record);
}

static bool refers(const struct record *record, const struct property_info *info,
		   const struct record *gone)
{
	struct value v = record->values[info - record->info->properties];
	uint32_t n = v.kind == V_ARRAY ? v.u.array->len : v.kind == V_UNSET ? 0 : 1;
	bool yes = false;

	for (uint32_t i = 0; i < n && !yes; i++) {
		struct string *str = property_text(v.kind == V_ARRAY ? v.u.array->u.items[i] : v);

		yes = text_equal_nocase(str->data, record_name(gone)) ||
		      text_equal_nocase(str->data, gone->guid);
		str_unref(str);
	}
	return yes;
}

static bool gather_referrer(struct record *record, void *data)
{
	struct referrers *r = data;

	for (guint i = 0; i < r->properties->len; i++) {
		struct referrer referrer = { .record = record, .info = r->properties->pdata[i] };

		if (!refers(record, referrer.info, r->gone))
			continue;
		record_ref(record);
		g_array_append_val(r->found, referrer);
	}
	return true;
}

static bool names(const struct record *gone, struct value v)
{
	struct string *str = property_text(v);
	bool yes = text_equal_nocase(str->data, record_name(gone)) ||
		   text_equal_nocase(str->data, gone->guid);

	str_unref(str);
	return yes;
}

/* The property without what names the record that goes. */
static struct value without(struct value v, const struct record *gone)
{
	struct array *left;
	uint32_t n = 0;

	if (v.kind != V_ARRAY)
		return VALUE_NULL;
	left = array_new(NULL, v.u.array->len);
	for (uint32_t i = 0; i < v.u.array->len; i++)
		if (!names(gone, v.u.array->u.items[i]))
			array_set(left, n++, value_ref(v.u.array->u.items[i]));
	left->len = n;
	return value_of(left);
}

static bool let_go(struct txn *txn, const struct referrer *referrer, const struct record *gone,
		   GError **error)
{
	const char *property = referrer->info->property->name;
	g_autoptr(record_auto) now = txn_by_guid(txn, referrer->record->guid);
	g_autoptr(record_auto) changed = now ? record_copy(now) : NULL;
	value_auto v = changed ? record_get(changed, property) : VALUE_NULL;
	value_auto left = without(v, gone);

	if (!changed)
		return true;
	if (!record_set(changed, property, left, error))
		return false;
	txn_put(txn, changed);
	return true;
}

static bool remove_or_refuse(struct txn *txn, const struct referrers *r, GError **error)
{
	for (guint i = 0; i < r->found->len; i++) {
		const struct referrer *referrer = &g_array_index(r->found, struct referrer, i);

		if (referrer->info->property->flags & PROPERTY_DELETE_WITH) {
			txn_remove(txn, referrer->record);
			continue;
		}
		if (referrer->info->property->flags & PROPERTY_LETS_GO) {
			if (!let_go(txn, referrer, r->gone, error))
				return false;
			continue;
		}
		fault_set(error, &is_referred_to, VALUE_NULL,
			  "The %s \"%s\" cannot be removed: the property \"%s\" of the %s \"%s\" names it.",
			  r->gone->kind->name, record_name(r->gone), referrer->info->property->name,
			  referrer->record->kind->name, record_name(referrer->record));
		return false;
	}
	return true;
}

/* The properties of a kind that name records of another; NULL when there are none. Yours. */
static GPtrArray *references_to(const struct record_kind *kind, const struct record_kind *to)
{
	const struct kind_info *info = kind_info(kind);
	GPtrArray *properties = NULL;

	for (unsigned i = 0; i < info->n; i++) {
		if (!info->properties[i].stored ||
		    !property_refers_to(info->properties[i].property, to->name))
			continue;
		if (!properties)
			properties = g_ptr_array_new();
		g_ptr_array_add(properties, (gpointer)&info->properties[i]);
	}
	return properties;
}

/* One walk over each kind that may name the record. */
static bool check_referrers_of_kind(struct txn *txn, const struct record *gone,
				    const struct record_kind *kind, GError **error)
{
	struct referrers r = { .gone = gone, .properties = references_to(kind, gone->kind) };
	struct store_query query = {
		.kind = kind->name,
		.organization = kind->scope == SCOPE_ORGANIZATION ? gone->organization : NULL,
	};
	bool ok;

	if (!r.properties)
		return true;
	r.found = g_array_new(FALSE, FALSE, sizeof(struct referrer));
	g_array_set_clear_func(r.found, referrer_clear);
	ok = txn_each(txn, &query, gather_referrer, &r, error) && remove_or_refuse(txn, &r, error);
	g_array_unref(r.found);
	g_ptr_array_unref(r.properties);
	return ok;
}

static bool check_referrers(struct txn *txn, const struct record *gone, GError **error)
{
	for (const struct record_kind *const *kind = record_kinds(); *kind; kind++)
		if (!check_referrers_of_kind(txn, gone, *kind, error))
			return false;
	return true;
}

static bool gather_all(struct record *record, void *data)
{
	g_ptr_array_add(data, record_ref(record));
	return true;
}

/* An organization takes all of its objects along. */
static bool remove_members(struct txn *txn, const struct record *gone, GError **error)
{
	g_autoptr(GPtrArray) members = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);

	if (strcmp(gone->kind->name, STORE_ORGANIZATION) || !gone->organization)
		return true;
	for (const struct record_kind *const *k = record_kinds(); *k; k++) {
		struct store_query query = { .kind = (*k)->name, .organization = gone->organization };

		if ((*k)->scope == SCOPE_ORGANIZATION &&
		    !txn_each(txn, &query, gather_all, members, error))
			return false;
	}
	for (guint i = 0; i < members->len; i++)
		txn_remove(txn, members->pdata[i]);
	return true;
}

/* -- All of it ------------------------------------------------------------------------ */

/* What goes with its organization is named by nothing that stays. */
static bool goes_with_organization(struct txn *txn, const struct record *gone)
{
	struct record *organization;

	if (!gone->organization || !record_kind_find(STORE_ORGANIZATION))
		return false;
	organization = txn_get(txn, STORE_ORGANIZATION, gone->organization, gone->organization);
	record_unref(organization);
	return !organization;
}

/* The kinds' rules may put and remove more, which are then checked in turn. */
static bool run_rules(struct txn *txn, GError **error)
{
	for (guint i = 0; i < txn->commit->changes->len; i++) {
		struct record_change c =
			g_array_index(txn->commit->changes, struct record_change, i);
		struct record *record = record_ref(c.new ? c.new : c.old);
		bool ok = true;

		if (!c.new)
			ok = remove_members(txn, record, error);
		if (ok && record->kind->validate)
			ok = record->kind->validate(txn, c.old, c.new, error);
		if (ok && !c.new && !goes_with_organization(txn, record))
			ok = check_referrers(txn, record, error);
		record_unref(record);
		if (!ok)
			return false;
	}
	return true;
}

bool txn_check_all(struct txn *txn, GError **error)
{
	GArray *changes = txn->commit->changes;

	if (!run_rules(txn, error))
		return false;
	for (guint i = 0; i < changes->len; i++) {
		const struct record_change *c = &g_array_index(changes, struct record_change, i);

		if (c->new && (!check_required(c->new, error) ||
			       !check_organization(txn, c->new, error) ||
			       !check_unique(txn, c->old, c->new, error) ||
			       !check_references(txn, c->old, c->new, error)))
			return false;
	}
	return true;
}
