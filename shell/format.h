/*
 * Formatting: from objects to lines. A view says how (a table, a list, wide,
 * custom) and what (columns); a formatter applies it to one object after the
 * other. Only here do objects become text for people.
 */
#ifndef HMSH_FORMAT_H
#define HMSH_FORMAT_H

#include "shell/session.h"

enum view_kind { VIEW_TEXT, VIEW_TABLE, VIEW_LIST, VIEW_WIDE, VIEW_CUSTOM };
enum align { ALIGN_UNSET, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct column {
	struct string *label;
	struct symbol *name;		/* of the property; NULL: `block` */
	struct value block;		/* script block, or V_UNSET */
	uint32_t width;			/* 0: by content */
	uint8_t align;
	char *format;			/* format string, or NULL */
};

/* Counted; what Format-* was told, or what a type's default view is. */
struct view {
	uint32_t refs;
	enum view_kind kind;
	GArray *columns;		/* struct column; NULL: from the first object */
	const struct type *type;	/* that it is the view of; NULL: of any object */
	const void *row;		/* of the table of type views, or NULL */
	struct column *group;		/* -GroupBy, or NULL */
	bool wrap, autosize, hide_headers, force_all;
	uint32_t across;		/* columns of a wide view; 0: two */
};

struct view *view_new(enum view_kind kind);
struct view *view_ref(struct view *view);
void view_unref(struct view *view);
struct column *view_add(struct view *view, const char *label, const char *property);
/* Adds what -Property says: names, wildcards, calculated properties; `object` resolves wildcards. */
bool view_add_properties(struct view *view, struct scope *scope, struct value properties,
			 struct value object, GError **error);
/* The default view of a value (yours). */
struct view *view_default(struct scope *scope, struct value v, enum view_kind wanted);
/* Whether the next object can be shown in a view that is under way. */
bool view_default_is_text(struct scope *scope, struct value v);
bool view_continues(const struct view *view, struct scope *scope, struct value v);

/* The text of a value in a cell of a column. Yours. */
struct string *cell_text(struct scope *scope, const struct column *column, struct value object,
			 enum align *ret_align, bool in_table);
struct string *cell_of(struct scope *scope, struct value v, const char *format, bool in_table);

/* Width of text on a terminal. */
uint32_t display_width(const char *text, size_t len);

/* Lines out: text is written with its newlines. */
struct format_out {
	void (*write)(struct format_out *out, const char *text, size_t len);
	uint32_t width;
};

/* One run of objects under one view after another. */
struct formatter;
struct formatter *formatter_new(struct scope *scope, struct format_out *out);
void formatter_add(struct formatter *f, struct value v);
/* Writes what is held back. */
void formatter_end(struct formatter *f);
/* Writes the rows held back to learn widths: before a question. */
void formatter_flush(struct formatter *f);
void formatter_free(struct formatter *f);

/* What Format-* emits: a view and the objects shown under it. Yours. */
struct value format_data_new(struct view *view, struct list *objects);
bool format_data_get(struct value v, struct view **ret_view, struct list **ret_objects);

/* table.c and list.c */
struct grid;
struct grid *grid_new(struct view *view, struct scope *scope, struct format_out *out);
void grid_add(struct grid *table, struct value object);
void grid_flush(struct grid *table);
void grid_end(struct grid *table);
void list_add_object(struct view *view, struct scope *scope, struct format_out *out, struct value object,
		     bool first);
void wide_write(struct view *view, struct scope *scope, struct format_out *out, struct list *objects);

#endif
