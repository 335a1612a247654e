/*
 * Format-Table, Format-List, Format-Wide: they gather objects under a view and
 * emit both as one thing that every Out- cmdlet can render.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "shell/format.h"
#include "shell/pipeline.h"

struct format_args {
	struct value property, autosize, wrap, hide_headers, group_by, input, column, force, view, expand,
		show_error, display_error, depth, repeat;
};

struct format_state {
	struct list *objects;
};

static enum flow format_process(struct call *call, void *data)
{
	struct format_args *args = data;
	struct format_state *state = call_state(call);
	struct enumerator e;
	struct value item;

	if (!state->objects)
		state->objects = list_new(NULL, NULL);
	if (args->input.kind == V_UNSET || value_is_null(args->input))
		return FLOW_NEXT;
	enumerator_init(&e, args->input);
	while (enumerator_next(&e, &item, NULL))
		list_add(state->objects, item);
	enumerator_clear(&e);
	return FLOW_NEXT;
}

static enum view_kind kind_of(struct call *call)
{
	const char *name = call_cmdlet(call)->name;

	return strstr(name, "Table") ? VIEW_TABLE : strstr(name, "Wide") ? VIEW_WIDE : VIEW_LIST;
}

static struct view *make_view(struct call *call, struct format_args *args, struct value first)
{
	struct scope *scope = call->scope;
	struct view *view;
	int32_t across = 0;

	if (arg_given(args->property) && !value_is_null(args->property)) {
		view = view_new(kind_of(call));
		view_add_properties(view, scope, args->property, first, NULL);
	} else {
		view = view_default(scope, first, kind_of(call));
	}
	view->wrap = arg_on(args->wrap);
	view->autosize = arg_on(args->autosize);
	view->hide_headers = arg_on(args->hide_headers);
	if (arg_given(args->column) && value_to_i32(args->column, &across, NULL))
		view->across = across;
	if (view->kind == VIEW_WIDE && view->columns->len > 1 && !arg_given(args->property))
		g_array_set_size(view->columns, 1);
	if (arg_given(args->group_by)) {
		struct view *group = view_new(VIEW_TABLE);

		view_add_properties(group, scope, args->group_by, first, NULL);
		if (group->columns->len) {
			view->group = g_memdup2(&g_array_index(group->columns, struct column, 0),
						sizeof(struct column));
			g_array_set_clear_func(group->columns, NULL);
		}
		view_unref(group);
	}
	return view;
}

static enum flow format_end(struct call *call, void *data)
{
	struct format_state *state = call_state(call);
	struct view *view;
	enum flow flow;

	if (!state->objects || state->objects->len == 0)
		return FLOW_NEXT;
	view = make_view(call, data, state->objects->items[0]);
	flow = emit_take(call, format_data_new(view, state->objects));
	view_unref(view);
	return flow;
}

static void format_clean(struct call *call)
{
	struct format_state *state = call_state(call);

	if (state->objects)
		value_unref(value_of(state->objects));
}

#define COMMON_PARAMS \
	{ "Property", "object[]", FIELD(format_args, property), .position = POSITION(0), \
	  .flags = PARAM_NO_CONVERT, .help = "The properties to show: names, wildcards, calculated ones." }, \
	{ "GroupBy", "object", FIELD(format_args, group_by), .help = "Starts a new part when this value changes." }, \
	{ "View", "string", FIELD(format_args, view), .help = "The name of a view." }, \
	{ "ShowError", "switch", FIELD(format_args, show_error), .help = "Shows errors of calculated properties." }, \
	{ "DisplayError", "switch", FIELD(format_args, display_error), .help = "Shows #ERR in their place." }, \
	{ "Force", "switch", FIELD(format_args, force), .help = "Shows all of an error." }, \
	{ "Expand", "string", FIELD(format_args, expand), .values = "CoreOnly EnumOnly Both", \
	  .help = "Whether a collection is shown itself or by its elements." }, \
	{ "InputObject", "object", FIELD(format_args, input), .pipeline = BY_VALUE, \
	  .help = "What to show; as a rule from the pipeline." }

static const struct param format_table_params[] = {
	COMMON_PARAMS,
	{ "AutoSize", "switch", FIELD(format_args, autosize), .help = "Fits the columns to all rows." },
	{ "RepeatHeader", "switch", FIELD(format_args, repeat), .help = "Accepted; the header is shown once." },
	{ "HideTableHeaders", "switch", FIELD(format_args, hide_headers), .help = "Leaves the header out." },
	{ "Wrap", "switch", FIELD(format_args, wrap), .help = "Continues long text on the next line." },
	{ NULL }
};

CMDLET(format_table_cmdlet) = {
	.name = "Format-Table", .params = format_table_params, .args_size = sizeof(struct format_args),
	.state_size = sizeof(struct format_state), .process = format_process, .end = format_end,
	.clean = format_clean, .synopsis = "Shows objects as a table.",
};

static const struct param format_list_params[] = {
	COMMON_PARAMS,
	{ NULL }
};

CMDLET(format_list_cmdlet) = {
	.name = "Format-List", .params = format_list_params, .args_size = sizeof(struct format_args),
	.state_size = sizeof(struct format_state), .process = format_process, .end = format_end,
	.clean = format_clean, .synopsis = "Shows objects as lists, a property a line.",
};

static const struct param format_wide_params[] = {
	COMMON_PARAMS,
	{ "AutoSize", "switch", FIELD(format_args, autosize), .help = "As many columns as fit." },
	{ "Column", "int", FIELD(format_args, column), .help = "The number of columns." },
	{ NULL }
};

CMDLET(format_wide_cmdlet) = {
	.name = "Format-Wide", .params = format_wide_params, .args_size = sizeof(struct format_args),
	.state_size = sizeof(struct format_state), .process = format_process, .end = format_end,
	.clean = format_clean, .synopsis = "Shows one property of each object, several a line.",
};
