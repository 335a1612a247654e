/*
 * Types as tables. Member look-up, Get-Member, completion, casts, -is,
 * New-Object, overload choice and help read these tables and nothing else.
 *
 * A family of types is one file under lib/types/ that defines const tables and
 * announces each with a line `TYPE(symbol);` in column 0; the build derives
 * the registry (type_registry.c) from those lines.
 *
 * A method is one row an overload. Its signature is the text that Get-Member
 * shows ("string Substring(int startIndex, int length)"); parameter types are
 * read from it, arguments are converted to them before the call, and `params`,
 * `ref`, `out` mean what they mean in C#.
 */
#ifndef HMSH_TYPE_H
#define HMSH_TYPE_H

#include "lib/fault.h"
#include "lib/str.h"

struct type_call;
struct symbol;
struct native;

/*
 * A method, constructor or property accessor. `self` is the instance (V_UNSET
 * for static members), args are already converted to the signature's types.
 * *ret is V_NOTHING on entry (void). Errors by fault_throw().
 */
typedef bool (*type_fn)(struct type_call *call, struct value self, const struct value *args,
			unsigned n, struct value *ret, GError **error);

struct type_call {
	const struct type *type;
	const struct type_member *member;
	void *host;			/* struct host *, for members that call script blocks (cmdlet.h) */
};

enum {
	TYPE_STATIC = 1,		/* of a member */
	TYPE_HIDDEN_MEMBER = 2,		/* works, but is not shown */
	TYPE_PARAMETERIZED = 4,		/* among the methods: a property with arguments, Item(int index) {get;} */
};

struct type_member {
	const char *signature;		/* method: "string Trim(char trimChar)"; property: "int Length {get;}"; ctor: "new(int capacity)" */
	type_fn get;			/* the method, constructor, or property's getter */
	type_fn set;			/* property's setter, or NULL */
	unsigned flags;
};

struct type_enum_name {
	const char *name;
	int64_t number;
};

struct type {
	const char *name;		/* "System.Int32" */
	const char *alias;		/* accelerators, blank-separated: "int int32", or NULL */
	const struct type *base;	/* NULL = System.Object */
	const struct type *const *interfaces;	/* NULL-terminated, or NULL */
	enum value_kind kind;
	const struct type *element;	/* of array types and closed generics (first argument) */
	const struct type *element2;	/* second argument of a closed generic */
	const struct type *open;	/* of a closed generic: what it was made from; of T[]: &type_array */
	unsigned flags;			/* TYPE_IS_* */
	const struct type_member *properties;	/* ends with signature NULL */
	const struct type_member *methods;
	const struct type_member *constructors;
	const struct type_enum_name *names;	/* of an enum, ends with name NULL */
	/* The text of a value, as ToString() without arguments; NULL: the type's name. */
	struct string *(*to_string)(struct value self);
	/* What "$v" and [string] give where that differs (the invariant culture's text); NULL: the same. */
	struct string *(*to_invariant)(struct value self);
	/* Natives: v.ToString(format), appended, as -f asks for it; NULL: not formattable. */
	bool (*format)(GString *out, struct value self, const char *format, size_t len, GError **error);
	/* Natives: `op` of enum operator with one of them on a side; false without an error: not defined. */
	bool (*operate)(int op, struct value a, struct value b, struct value *ret, GError **error);
	/*
	 * Conversion to this type of a value that the general rules do not know; false without an
	 * error = "not mine".
	 */
	bool (*convert_from)(struct value v, struct value *ret, GError **error);
	/* Natives: release, equality, order, hash; may be NULL. */
	void (*free)(struct native *native);
	void (*traverse)(struct native *native, void (*visit)(struct value, void *), void *data);
	bool (*equals)(struct value a, struct value b);
	int (*compare)(struct value a, struct value b);
	/* Natives that can be enumerated: next element or false at the end. */
	bool (*next)(struct enumerator *e, struct value *ret, GError **error);
	void (*next_clear)(struct enumerator *e);
	/*
	 * v[key] of a native, and its assignment; NULL: not indexable. A missing element is V_NULL
	 * without an error.
	 */
	bool (*index)(struct value self, struct value key, struct value *ret, GError **error);
	bool (*index_set)(struct value self, struct value key, struct value to, GError **error);
	/*
	 * Properties that depend on the value (elements of an XML node): false = no such property
	 * (without an error) or failed. each() visits their names.
	 */
	bool (*member_get)(struct value self, const struct symbol *name, struct value *ret);
	bool (*member_set)(struct value self, const struct symbol *name, struct value to, GError **error);
	void (*member_each)(struct value self, void (*visit)(struct string *name, void *data), void *data);
	/* Names of the properties a default view shows, blank-separated, or NULL. */
	const char *default_properties;
	void (*free_hidden)(void *hidden);	/* of objects of this type */
	uint32_t id;			/* filled for dynamic types; see type_id() */
};

enum {
	TYPE_IS_FLAGS = 1,		/* a [Flags] enum */
	TYPE_IS_INTERFACE = 2,
	TYPE_IS_ABSTRACT = 4,
	TYPE_IS_STATIC = 8,		/* only static members */
	TYPE_IS_SCRIPT = 16,		/* class or enum of a script */
	TYPE_IS_VALUETYPE = 32,
	TYPE_IS_GENERIC = 64,		/* an open generic: List`1 */
	TYPE_IS_EXCEPTION = 128,
	TYPE_IS_REVERSED = 256,		/* a list that is walked from its end: a stack */
	TYPE_IS_SET = 512,		/* a table of keys alone */
	TYPE_IS_SORTED = 1024,		/* a table in the order of its keys */
};

#define TYPE(symbol) extern const struct type symbol

/* A payload with a table: Regex, Match, StringBuilder, Guid, XmlElement, ... */
struct native {
	struct block block;
	struct gc_link link;		/* linked only when type->traverse is set */
	const struct type *type;
};

/* A zeroed struct of `size` bytes whose first member is struct native. */
void *native_new(const struct type *type, size_t size);
/* The payload when `v` is a native of that type (or a subtype), else NULL. */
void *native_of(struct value v, const struct type *type);

/* The type of any value (never NULL). */
const struct type *type_of(struct value v);
/* By name or accelerator, "System." optional, generics and arrays included; NULL when unknown. */
const struct type *type_find(const char *name, ssize_t len);
const struct type *type_array_of(const struct type *element);
/* Closed generic: List`1 and its arguments. */
const struct type *type_generic(const struct type *open, const struct type *const *args, unsigned n);
/* A name like "System.Collections.Generic.List`1[[...]]" for display: "List[int]" is type_short(). */
const char *type_short(const struct type *type);	/* as [string] of a type gives: "int", "string", "datetime" */
const char *type_simple_name(const struct type *type);	/* .Name: "Int32", "List`1" */
bool type_is(const struct type *type, const struct type *base);	/* same, derived or implements */
bool value_is(struct value v, const struct type *type);		/* -is */
uint32_t type_id(const struct type *type);
const struct type *type_by_id(uint32_t id);
/* Dynamic types (script classes, enums, record kinds): registers; never freed before shutdown. */
void type_register(const struct type *type);

/* An enum's value from its number; the text of one ("A, B" for flags). */
struct value value_enum(const struct type *type, int64_t number);
struct string *enum_text(const struct type *type, int64_t number);
/*
 * By PowerShell's rules: names without case, unique prefixes, "A, B", numbers (not checked against
 * the names). The message is the inner one of a failed cast.
 */
bool enum_parse(const struct type *type, const char *text, int64_t *ret, GError **error);
/* Whether the number is a name's, or a combination of flags. */
bool enum_defined(const struct type *type, int64_t number);
/* All names in the order of their numbers; yours. */
char *enum_names(const struct type *type, const char *separator);

/* Member look-up along the bases, ignoring case; NULL when there is none. `what`: properties or methods. */
const struct type_member *type_property(const struct type *type, const struct symbol *name, bool is_static);
/* The name of a member, from its signature: where it starts, and its length in *ret_len. */
const char *type_member_name(const struct type_member *member, size_t *ret_len);

/*
 * The overloads of one name along the bases (NULL when there is none), the choice among them for
 * some arguments, and the call: apart, so that a call site can keep what it found. The choice
 * depends only on the number and the types of the arguments. type_call_member() converts them and
 * wraps what the method throws. All live as long as the program.
 */
struct type_group;
struct type_overload;
const struct type_group *type_methods(const struct type *type, const struct symbol *name, bool is_static);
const struct type_group *type_constructors(const struct type *type);
const struct type_overload *type_select(const struct type_group *group, const struct value *args,
					unsigned n, GError **error);
bool type_call_member(const struct type_overload *overload, struct value self,
		      const struct value *args, unsigned n, void *host, struct value *ret,
		      GError **error);
/*
 * Whether the arguments are of exactly the parameters' types, so that others of the same kinds (`ret_kinds`, n of
 * them; V_UNSET: any) are as well; such arguments need no choice and no conversion.
 */
bool type_fits_exactly(const struct type_group *group, const struct type_overload *overload,
		       const struct value *args, unsigned n, uint8_t *ret_kinds);
/* type_call_member() with arguments known to fit exactly. */
bool type_call_exact(const struct type_overload *overload, struct value self, const struct value *args,
		     unsigned n, void *host, struct value *ret, GError **error);
/* Sets a property; `to` is converted to the type in its signature first. */
bool type_set_property(const struct type *type, const struct type_member *property, struct value self,
		       struct value to, void *host, GError **error);
/* The signature as Get-Member shows it: type arguments filled in, "static " before; yours. */
char *type_signature(const struct type *type, const struct type_member *member);
/* Visits properties (the type's own first) or methods; overloads apart, hidden ones left out. */
void type_each_property(const struct type *type, bool is_static,
			void (*visit)(const struct type_member *member, void *data), void *data);
void type_each_method(const struct type *type, bool is_static,
		      void (*visit)(const struct type_member *member, void *data), void *data);

/* Releases what was made at run time: closed generics, parsed signatures. At exit. */
void types_shutdown(void);

/*
 * Calls the best overload. Errors: MethodNotFound, MethodCountCouldNotFindBest,
 * MethodArgumentConversionInvalidCastArgument, or what the method threw, wrapped as
 * MethodInvocationException.
 */
bool type_invoke(const struct type *type, struct value self, const char *name,
		 const struct value *args, unsigned n, void *host, struct value *ret, GError **error);
bool type_construct(const struct type *type, const struct value *args, unsigned n, void *host,
		    struct value *ret, GError **error);

/* The built-in types that C code names. Defined in lib/types/. */
extern const struct type type_object, type_bool, type_switch, type_char, type_sbyte, type_byte,
	type_int16, type_uint16, type_int32, type_uint32, type_int64, type_uint64, type_single,
	type_double, type_decimal, type_bigint, type_string, type_datetime, type_timespan, type_guid,
	type_array, type_arraylist, type_list, type_hashtable, type_ordered, type_dictionary,
	type_hashset, type_scriptblock, type_type, type_error_record, type_pscustomobject,
	type_psobject, type_regex, type_version, type_securestring, type_pscredential, type_void,
	type_psreference, type_exception, type_nullable, type_uri, type_ipaddress, type_enum, type_xml_node;

#endif
