/*
 * Format-Table, Format-List, Format-Wide, Format-Custom: a shaper each, whose
 * packets they emit.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "shell/format.h"
#include "shell/pipeline.h"

struct format_args {
	struct value property, autosize, wrap, hide_headers, group_by, input, column, force, view,
		expand, show_error, display_error, depth, repeat;
};

struct format_state {
	struct packet_sink sink;
	struct call *call;
	struct format_params params;
	struct shaper *shaper;
};

static enum flow put_packet(struct packet_sink *sink, struct packet *packet)
{
	return emit_take(((struct format_state *)sink)->call, value_of(packet));
}

static const struct fault view_and_property = {
	"FormatCannotSpecifyViewAndProperty", "System.IO.InvalidDataException",
	CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault autosize_and_column = {
	"FormatCannotSpecifyAutosizeAndColumns", "System.IO.InvalidDataException",
	CATEGORY_INVALID_ARGUMENT, NULL };

static bool check_exclusive(const struct format_args *args, GError **error)
{
	if (*arg_text(args->view, "") && arg_given(args->property) &&
	    !value_is_null(args->property)) {
		fault_set(error, &view_and_property, VALUE_NULL,
			  "Cmdlet parameters View and Property are mutually exclusive.");
		return false;
	}
	if (arg_on(args->autosize) && arg_given(args->column)) {
		fault_set(error, &autosize_and_column, VALUE_NULL,
			  "Cmdlet parameters AutoSize and Column are mutually exclusive.");
		return false;
	}
	return true;
}

static int8_t tristate(struct value v)
{
	return arg_given(v) ? arg_on(v) : -1;
}

static enum expand expand_of(const char *text)
{
	static const char *const names[] = { "", "CoreOnly", "EnumOnly", "Both" };

	for (size_t i = 1; i < G_N_ELEMENTS(names); i++)
		if (text_equal_nocase(names[i], text))
			return i;
	return EXPAND_UNSET;
}

static int number_of(struct value v)
{
	int32_t n = 0;

	return arg_given(v) && value_to_i32(v, &n, NULL) ? n : 0;
}

static bool read_params(struct format_params *params, enum view_kind kind,
			const struct format_args *args, GError **error)
{
	*params = (struct format_params){
		.kind = kind, .autosize = tristate(args->autosize), .wrap = tristate(args->wrap),
		.hide_headers = tristate(args->hide_headers), .repeat_header = arg_on(args->repeat),
		.force = arg_on(args->force), .show_error = arg_on(args->show_error),
		.display_error = arg_on(args->display_error), .across = number_of(args->column),
		.depth = number_of(args->depth), .expand = expand_of(arg_text(args->expand, "")),
	};
	if (!check_exclusive(args, error))
		return false;
	if (*arg_text(args->view, ""))
		params->view = g_strdup(args->view.u.str->data);
	if (arg_given(args->property) && !value_is_null(args->property)) {
		params->properties = columns_parse(kind, args->property, error);
		if (!params->properties)
			return false;
		if (params->properties->len == 0)
			g_clear_pointer(&params->properties, g_array_unref);
	}
	if (arg_given(args->group_by) && !value_is_null(args->group_by)) {
		params->group = column_parse_group(args->group_by, error);
		return params->group != NULL;
	}
	return true;
}

static enum view_kind kind_of(struct call *call)
{
	return GPOINTER_TO_INT(call_cmdlet(call)->data);
}

static enum flow format_begin(struct call *call, void *data)
{
	struct format_state *state = call_state(call);
	GError *error = NULL;

	state->sink.put = put_packet;
	state->call = call;
	if (!read_params(&state->params, kind_of(call), data, &error))
		return call_throw(call, error);
	state->shaper = shaper_new(call->scope, &state->params, &state->sink);
	return FLOW_NEXT;
}

static enum flow format_process(struct call *call, void *data)
{
	struct format_args *args = data;
	struct format_state *state = call_state(call);
	GError *error = NULL;
	enum flow flow;

	if (!arg_given(args->input))
		return FLOW_NEXT;
	flow = shaper_add(state->shaper, args->input, &error);
	return error ? call_throw(call, error) : flow;
}

static enum flow format_end(struct call *call, void *data)
{
	struct format_state *state = call_state(call);

	return shaper_end(state->shaper);
}

static void format_clean(struct call *call)
{
	struct format_state *state = call_state(call);

	shaper_free(state->shaper);
	format_params_clear(&state->params);
}

#define COMMON_PARAMS \
	{ "Property", "object[]", FIELD(format_args, property), .position = POSITION(0), \
	  .flags = PARAM_NO_CONVERT, \
	  .help = "The properties to show: names, wildcards, calculated ones." }, \
	{ "GroupBy", "object", FIELD(format_args, group_by), \
	  .help = "Starts a new part when this value changes." }, \
	{ "View", "string", FIELD(format_args, view), .help = "The name of a view." }, \
	{ "ShowError", "switch", FIELD(format_args, show_error), \
	  .help = "Shows errors of calculated properties." }, \
	{ "DisplayError", "switch", FIELD(format_args, display_error), \
	  .help = "Shows #ERR in their place." }, \
	{ "Force", "switch", FIELD(format_args, force), \
	  .help = "Shows the properties of strings, errors and other plain text too." }, \
	{ "Expand", "string", FIELD(format_args, expand), .values = "CoreOnly EnumOnly Both", \
	  .help = "Whether a collection is shown itself or by its elements." }, \
	{ "InputObject", "object", FIELD(format_args, input), .pipeline = BY_VALUE, \
	  .help = "What to show; as a rule from the pipeline." }

#define FORMAT_CMDLET(kind_) \
	.args_size = sizeof(struct format_args), .state_size = sizeof(struct format_state), \
	.begin = format_begin, .process = format_process, .end = format_end, \
	.clean = format_clean, .data = GINT_TO_POINTER(kind_)

static const struct param format_table_params[] = {
	COMMON_PARAMS,
	{ "AutoSize", "switch", FIELD(format_args, autosize),
	  .help = "Fits the columns to all rows." },
	{ "RepeatHeader", "switch", FIELD(format_args, repeat),
	  .help = "Shows the header again on every screen." },
	{ "HideTableHeaders", "switch", FIELD(format_args, hide_headers),
	  .help = "Leaves the header out." },
	{ "Wrap", "switch", FIELD(format_args, wrap),
	  .help = "Continues long text on the next line." },
	{ NULL }
};

CMDLET(format_table_cmdlet) = {
	.name = "Format-Table", .params = format_table_params, FORMAT_CMDLET(VIEW_TABLE),
	.synopsis = "Shows objects as a table.",
};

static const struct param format_list_params[] = {
	COMMON_PARAMS,
	{ NULL }
};

CMDLET(format_list_cmdlet) = {
	.name = "Format-List", .params = format_list_params, FORMAT_CMDLET(VIEW_LIST),
	.synopsis = "Shows objects as lists, a property a line.",
};

static const struct param format_wide_params[] = {
	COMMON_PARAMS,
	{ "AutoSize", "switch", FIELD(format_args, autosize), .help = "As many columns as fit." },
	{ "Column", "int", FIELD(format_args, column), .min = 1, .max = G_MAXINT32,
	  .help = "The number of columns." },
	{ NULL }
};

CMDLET(format_wide_cmdlet) = {
	.name = "Format-Wide", .params = format_wide_params, FORMAT_CMDLET(VIEW_WIDE),
	.synopsis = "Shows one property of each object, several a line.",
};

static const struct param format_custom_params[] = {
	COMMON_PARAMS,
	{ "Depth", "int", FIELD(format_args, depth), .min = 1, .max = G_MAXINT32,
	  .help = "How deep what an object holds is shown; 5 as a rule." },
	{ NULL }
};

CMDLET(format_custom_cmdlet) = {
	.name = "Format-Custom", .params = format_custom_params, FORMAT_CMDLET(VIEW_CUSTOM),
	.synopsis = "Shows objects as a tree of what they hold.",
};
