/*
 * PSStyle and its parts. A part is an object whose properties are escape
 * sequences that a script may replace; the style itself has the sequences that
 * it may not.
 */
#include "config.h"

#include "lib/types/styles.h"

#include "lib/object.h"
#include "lib/types/table.h"

#define ESCAPE "\x1b["
#define STYLE_NAME "System.Management.Automation.PSStyle"

enum part { PART_FORMATTING, PART_PROGRESS, PART_FILES, PART_FOREGROUND, PART_BACKGROUND,
	    PART_COUNT };
enum rendering { RENDERING_HOST, RENDERING_PLAIN_TEXT };

struct style {
	struct native native;
	int64_t rendering;
	struct value parts[PART_COUNT];
};

/* -- Parts --------------------------------------------------------------------------------- */

/* ESC [ 38 or 48 ; 2 ; red ; green ; blue m */
static bool from_rgb(struct type_call *call, unsigned red, unsigned green, unsigned blue,
		     struct value *ret)
{
	bool background = g_str_has_suffix(call->type->name, "BackgroundColor");

	*ret = value_str(str_printf(ESCAPE "%d;2;%u;%u;%um", background ? 48 : 38, red, green,
				    blue));
	return true;
}

MEMBER(colour_from_bytes)
{
	return from_rgb(call, args[0].u.i, args[1].u.i, args[2].u.i, ret);
}

MEMBER(colour_from_number)
{
	uint32_t rgb = args[0].u.i;

	return from_rgb(call, rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff, ret);
}

static const struct type_member colour_methods[] = {
	METHOD("string FromRgb(byte red, byte green, byte blue)", colour_from_bytes),
	METHOD("string FromRgb(uint rgb)", colour_from_number),
	END_OF_MEMBERS
};

#define PART_TYPE(symbol, part, own_methods)				\
	const struct type symbol = {					\
		.name = STYLE_NAME "+" part, .kind = V_OBJECT, .methods = own_methods,	\
	}

TYPE(type_style_formatting);
PART_TYPE(type_style_formatting, "FormattingData", NULL);
TYPE(type_style_progress);
PART_TYPE(type_style_progress, "ProgressConfiguration", NULL);
TYPE(type_style_files);
PART_TYPE(type_style_files, "FileInfoFormatting", NULL);
TYPE(type_style_foreground);
PART_TYPE(type_style_foreground, "ForegroundColor", colour_methods);
TYPE(type_style_background);
PART_TYPE(type_style_background, "BackgroundColor", colour_methods);

static const struct sequence {
	enum part part;
	const char *name, *text;
} part_sequences[] = {
	{ PART_FORMATTING, "FormatAccent", ESCAPE "32;1m" },
	{ PART_FORMATTING, "TableHeader", ESCAPE "32;1m" },
	{ PART_FORMATTING, "CustomTableHeaderLabel", ESCAPE "32;1;3m" },
	{ PART_FORMATTING, "ErrorAccent", ESCAPE "36;1m" },
	{ PART_FORMATTING, "Error", ESCAPE "31;1m" },
	{ PART_FORMATTING, "Warning", ESCAPE "33;1m" },
	{ PART_FORMATTING, "Verbose", ESCAPE "33;1m" },
	{ PART_FORMATTING, "Debug", ESCAPE "33;1m" },
	{ PART_PROGRESS, "Style", ESCAPE "33;1m" },
	{ PART_PROGRESS, "View", "Minimal" },
	{ PART_FILES, "Directory", ESCAPE "44;1m" },
	{ PART_FILES, "SymbolicLink", ESCAPE "36;1m" },
	{ PART_FILES, "Executable", ESCAPE "32;1m" },
};

/* The colours in the order of their properties, by the digit of their sequence. */
static const struct { const char *name; int digit; } colours[] = {
	{ "Black", 0 }, { "White", 7 }, { "Red", 1 }, { "Magenta", 5 },
	{ "Blue", 4 }, { "Cyan", 6 }, { "Green", 2 }, { "Yellow", 3 },
};

static void put(struct object *part, const char *name, struct value v)
{
	struct string *text = str_new(name, -1);

	object_add(part, text, MEMBER_PROPERTY, 0, v);
	str_unref(text);
}

/* Each colour, and its bright form. */
static void put_colours(struct object *part, int first)
{
	for (size_t i = 0; i < G_N_ELEMENTS(colours); i++) {
		g_autofree char *bright = g_strconcat("Bright", colours[i].name, NULL);
		int code = first + colours[i].digit;

		put(part, colours[i].name, value_str(str_printf(ESCAPE "%dm", code)));
		put(part, bright, value_str(str_printf(ESCAPE "%dm", code + 60)));
	}
}

static struct value part_new(enum part which)
{
	static const struct type *const types[] = {
		[PART_FORMATTING] = &type_style_formatting, [PART_PROGRESS] = &type_style_progress,
		[PART_FILES] = &type_style_files, [PART_FOREGROUND] = &type_style_foreground,
		[PART_BACKGROUND] = &type_style_background,
	};
	struct shape *shape = shape_empty(types[which]);
	struct object *part = object_new(shape);

	shape_unref(shape);
	for (size_t i = 0; i < G_N_ELEMENTS(part_sequences); i++)
		if (part_sequences[i].part == which)
			put(part, part_sequences[i].name, value_text(part_sequences[i].text));
	if (which == PART_FOREGROUND || which == PART_BACKGROUND)
		put_colours(part, which == PART_FOREGROUND ? 30 : 40);
	if (which == PART_PROGRESS) {
		put(part, "MaxWidth", value_i32(120));
		put(part, "UseOSCIndicator", value_bool(false));
	}
	return value_of(part);
}

/* -- The style ----------------------------------------------------------------------------- */

static struct style *style_of(struct value v)
{
	return (struct style *)v.u.native;
}

static void style_free(struct native *native)
{
	for (int i = 0; i < PART_COUNT; i++)
		value_unref(((struct style *)native)->parts[i]);
}

static const struct { const char *name; int number; } codes[] = {
	{ "Reset", 0 }, { "BlinkOff", 25 }, { "Blink", 5 }, { "BoldOff", 22 }, { "Bold", 1 },
	{ "DimOff", 22 }, { "Dim", 2 }, { "Hidden", 8 }, { "HiddenOff", 28 }, { "Reverse", 7 },
	{ "ReverseOff", 27 }, { "ItalicOff", 23 }, { "Italic", 3 }, { "UnderlineOff", 24 },
	{ "Underline", 4 },
	{ "StrikethroughOff", 29 }, { "Strikethrough", 9 },
};

MEMBER(style_code)
{
	size_t len;
	const char *name = type_member_name(call->member, &len);

	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (strlen(codes[i].name) == len && !memcmp(codes[i].name, name, len))
			*ret = value_str(str_printf(ESCAPE "%dm", codes[i].number));
	return true;
}

MEMBER_IS(style_get_rendering,
	  value_enum(type_find("System.Management.Automation.OutputRendering", -1),
		     style_of(self)->rendering))

MEMBER(style_set_rendering)
{
	style_of(self)->rendering = args[0].u.i;
	return true;
}

MEMBER_IS(style_formatting, value_ref(style_of(self)->parts[PART_FORMATTING]))
MEMBER_IS(style_progress, value_ref(style_of(self)->parts[PART_PROGRESS]))
MEMBER_IS(style_files, value_ref(style_of(self)->parts[PART_FILES]))
MEMBER_IS(style_foreground, value_ref(style_of(self)->parts[PART_FOREGROUND]))
MEMBER_IS(style_background, value_ref(style_of(self)->parts[PART_BACKGROUND]))

MEMBER(style_link)
{
	struct string *link = value_to_string(args[1], NULL);

	*ret = value_str(str_printf("\x1b]8;;%s\x1b\\%s\x1b]8;;\x1b\\", link->data,
				    args[0].u.str->data));
	str_unref(link);
	return true;
}

#define CODE(name) PROPERTY("string " name " {get;}", style_code)

static const struct type_member style_properties[] = {
	CODE("Reset"), CODE("BlinkOff"), CODE("Blink"), CODE("BoldOff"), CODE("Bold"),
	CODE("DimOff"), CODE("Dim"), CODE("Hidden"), CODE("HiddenOff"), CODE("Reverse"),
	CODE("ReverseOff"),
	CODE("ItalicOff"), CODE("Italic"), CODE("UnderlineOff"), CODE("Underline"),
	CODE("StrikethroughOff"), CODE("Strikethrough"),
	SETTABLE("System.Management.Automation.OutputRendering OutputRendering {get;set;}",
		 style_get_rendering, style_set_rendering),
	PROPERTY(STYLE_NAME "+FormattingData Formatting {get;}", style_formatting),
	PROPERTY(STYLE_NAME "+ProgressConfiguration Progress {get;}", style_progress),
	PROPERTY(STYLE_NAME "+FileInfoFormatting FileInfo {get;}", style_files),
	PROPERTY(STYLE_NAME "+ForegroundColor Foreground {get;}", style_foreground),
	PROPERTY(STYLE_NAME "+BackgroundColor Background {get;}", style_background),
	END_OF_MEMBERS
};

static const struct type_member style_methods[] = {
	METHOD("string FormatHyperlink(string text, uri link)", style_link),
	END_OF_MEMBERS
};

TYPE(type_style);
const struct type type_style = {
	.name = STYLE_NAME, .kind = V_NATIVE, .properties = style_properties,
	.methods = style_methods, .free = style_free,
};

struct value style_new(bool plain)
{
	struct style *style = native_new(&type_style, sizeof(*style));

	style->rendering = plain ? RENDERING_PLAIN_TEXT : RENDERING_HOST;
	for (int i = 0; i < PART_COUNT; i++)
		style->parts[i] = part_new(i);
	return value_of(style);
}
