/*
 * Formatting: from objects to lines, in two halves that packets connect.
 *
 * A shaper (shaper.c) takes objects, chooses a view (view.c: what a type shows,
 * what -Property asks for) and makes packets: a document's start, its groups,
 * an entry for each object, the ends. Format-* cmdlets emit them.
 *
 * A formatter (formatter.c) takes packets and writes lines; it holds a group
 * back to learn the widths of its columns. What is no packet goes through a
 * shaper of its own first. Out-* cmdlets and the console are formatters.
 *
 * Only here do objects become text for people.
 */
#ifndef HMSH_FORMAT_H
#define HMSH_FORMAT_H

#include "shell/session.h"

enum view_kind { VIEW_ANY, VIEW_TABLE, VIEW_LIST, VIEW_WIDE, VIEW_CUSTOM };
enum align { ALIGN_UNSET, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };
enum expand { EXPAND_UNSET, EXPAND_CORE, EXPAND_ENUM, EXPAND_BOTH };

/* What is shown of an object: a property (wildcards possible at first) or what a block gives. */
struct column {
	struct string *label;		/* NULL: as the object calls the property */
	struct symbol *name;		/* NULL: `block` */
	struct string *given;		/* the name as it was written, or NULL */
	struct value block;		/* script block, or V_UNSET */
	char *format;			/* format string, or NULL */
	uint32_t width;			/* 0: by content */
	int depth;			/* of Format-Custom; -1: not given */
	uint8_t align;
	bool optional;			/* a list leaves it out of objects that lack the property */
};

GArray *columns_new(void);		/* of struct column; owns what they hold */
struct column *columns_add(GArray *columns, const char *label, const char *property);

/* A type's own view, a row of the table in view_table.c. */
struct type_view {
	const char *types;		/* blank-separated names: it is also their subtypes' */
	const char *name;		/* for -View */
	const char *spec;
};

/*
 * The first row for the value's nearest type, of that kind (VIEW_ANY: any) and name (NULL: any).
 * NULL: none.
 */
const struct type_view *type_view_find(struct value v, enum view_kind kind, const char *name);
bool type_view_applies(const struct type_view *row, struct value v);
enum view_kind type_view_kind(const struct type_view *row);
/* Names of the views of a kind for the value's type, ", " between; yours. */
char *type_view_names(struct value v, enum view_kind kind);

/* Counted. How a document is laid out. */
struct view {
	uint32_t refs;
	enum view_kind kind;
	GArray *columns;		/* a table's or a type's; NULL: each object's own */
	const struct type_view *row;	/* that it was made from, or NULL */
	const struct type *record;	/* it shows records of this kind, or NULL */
	const struct layout_row *help;	/* it shows help in this layout, or NULL */
	struct column *group;		/* of a type's view, or NULL; owned */
	uint32_t group_indent;
	bool autosize, wrap, hide_headers, repeat_header;
	uint32_t across;		/* columns of a wide view; 0: two, or what fits */
};

void view_unref(struct view *view);
static inline struct view *view_ref(struct view *view)
{
	view->refs++;
	return view;
}

/* What Format-* was told. */
struct format_params {
	enum view_kind kind;
	GArray *properties;		/* or NULL */
	struct column *group;		/* -GroupBy, or NULL; owned */
	char *view;
	int8_t autosize, wrap, hide_headers;	/* -1: not given */
	bool repeat_header, force, show_error, display_error;
	int across, depth;
	enum expand expand;
};

void format_params_clear(struct format_params *params);
/* -Property and -GroupBy as columns; errors are PowerShell's. `kind` says which keys there are. */
GArray *columns_parse(enum view_kind kind, struct value properties, GError **error);
struct column *column_parse_group(struct value group, GError **error);

/* The view for a first object; errors: no such view. `params` may be NULL. */
struct view *view_for(struct scope *scope, struct value v, const struct format_params *params,
		      GError **error);
/* Whether an object fits into the document that the view began. */
bool view_applies(const struct view *view, struct value v);
/* What a list, a wide or custom view shows of this object. Yours: g_array_unref(). */
GArray *view_expand(struct scope *scope, const struct view *view, struct value v,
		    const struct format_params *params);
/* The one property that stands for an object: its name, its id, its key. Yours; NULL: none. */
struct string *naming_property(struct scope *scope, struct value v);
/* Whether it has properties at all. */
bool has_properties(struct scope *scope, struct value v);
/* The kind of a record of the state, which says what a table shows of it; else NULL. */
const struct type *record_type(struct value v);
/* Strings, numbers, enums and the like: shown as their text wherever they come. */
bool is_plain_text(struct value v);
enum align natural_align(struct value v);

/* The value a column shows; false: it failed, *ret_failed is the record (yours). */
bool column_value(struct scope *scope, const struct column *column, struct value object,
		  struct value *ret, struct value *ret_failed);
struct string *column_label(struct scope *scope, const struct column *column, struct value object);
/* The same as the object itself spells it. */
struct string *column_label_in(struct scope *scope, const struct column *column, struct value v);
/* How many elements of a collection are shown: $FormatEnumerationLimit. */
int enumeration_limit(struct scope *scope);
/* Text of a value in a cell. `format` may be NULL; false: it does not suit the value. */
struct string *cell_text(struct scope *scope, struct value v, bool in_table);
bool cell_format(struct scope *scope, struct value v, const char *format, struct string **ret);

/* -- Text on a terminal (format_text.c) ----------------------------------------------------- */

/* Escape sequences take no place, wide characters two. */
uint32_t display_width(const char *text, size_t len);
/* How many bytes from the start fit; where the longest end that fits begins. */
size_t text_head(const char *text, uint32_t width);
size_t text_tail(const char *text, uint32_t width);
/* Breaks at newlines, then at blanks, into strings added to `lines`. */
void text_wrap(const char *text, uint32_t first, uint32_t next, GPtrArray *lines);
void text_pad(GString *out, uint32_t n);	/* blanks */
/* Without escape sequences; yours. */
char *text_plain(const char *text, size_t len);

/* -- Packets (packet.c) --------------------------------------------------------------------- */

enum packet_kind { PACKET_START, PACKET_GROUP, PACKET_ENTRY, PACKET_GROUP_END, PACKET_END };
enum entry_kind { ENTRY_TEXT, ENTRY_ROW, ENTRY_LIST, ENTRY_WIDE, ENTRY_LINES, ENTRY_HELP };

/* A value (native): what Format-* emit. */
struct packet {
	struct native native;
	uint8_t kind;
	uint8_t entry;			/* what `texts` are */
	bool out_of_band;		/* shown where it comes, in no document */
	bool wrap;
	struct view *view;		/* of a start */
	uint32_t n;
	struct string **texts;		/* cells, values, lines, or the one text */
	struct string **labels;		/* of a list's values */
	uint32_t *indents;		/* of lines */
	struct value help;		/* the object itself, or V_UNSET */
};

struct packet *packet_new(enum packet_kind kind);
/* With room for `n` texts, to be filled in: a group's heading, an entry. */
struct packet *packet_texts(enum packet_kind kind, enum entry_kind entry, uint32_t n);
struct packet *packet_entry(enum entry_kind entry, uint32_t n);
/* NULL: no packet. */
struct packet *packet_of(struct value v);
/* The name of its type, and of the command that makes such. */
const char *packet_type_name(const struct packet *packet);

/* -- Shaper ------------------------------------------------------------------------------- */

struct packet_sink {
	enum flow (*put)(struct packet_sink *sink, struct packet *packet);	/* takes it over */
};

struct shaper;
/* `params` (may be NULL) and `sink` outlive it. */
struct shaper *shaper_new(struct scope *scope, const struct format_params *params,
			  struct packet_sink *sink);
/* One object of the pipeline; a collection is opened. FLOW_ERROR with `error` set: no such view. */
enum flow shaper_add(struct shaper *shaper, struct value v, GError **error);
enum flow shaper_end(struct shaper *shaper);
void shaper_free(struct shaper *shaper);

/* Format-Custom: an object and what it holds, as indented lines. */
struct packet *custom_entry(struct scope *scope, struct value v,
			    const struct format_params *params);

/* -- Formatter ---------------------------------------------------------------------------- */

/* Lines out: text is written with its newlines. */
struct format_out {
	void (*write)(struct format_out *out, const char *text, size_t len);
	/* A plain text as a whole, its newline not included; NULL: as write() of both. */
	void (*write_plain)(struct format_out *out, struct string *text);
	uint32_t width;			/* where lists and text are broken */
	uint32_t table_width;		/* what tables have to fit in */
	bool colour;			/* it can show escape sequences */
};

struct formatter;
struct formatter *formatter_new(struct scope *scope, struct format_out *out);
/* False: a packet out of order. */
bool formatter_add(struct formatter *f, struct value v, GError **error);
/* Writes what is held back. */
void formatter_end(struct formatter *f);
/* Writes the rows held back to learn widths: before a question. */
void formatter_flush(struct formatter *f);
void formatter_free(struct formatter *f);

/* A table's or wide view's layout: format_table.c. `hint`: widths by content, or NULL. */
struct grid;
struct grid *grid_new(const struct view *view, const uint32_t *hint, uint32_t width);
struct grid *grid_new_wide(uint32_t across, uint32_t width);
/* `style`: the escape sequence of a header, or NULL. */
void grid_header(struct grid *grid, struct string *const *labels, GString *out, const char *style);
void grid_row(struct grid *grid, struct string *const *cells, uint32_t n, bool wrap, GString *out);
void grid_free(struct grid *grid);
/* Items a line, for the widest text. */
uint32_t wide_fit(uint32_t widest, uint32_t width);
/* An entry of a list. */
void list_entry(const struct packet *packet, uint32_t width, GString *out, const char *style);

#endif
