/*
 * Packets: what Format-* cmdlets emit and formatters write, as values. Their
 * types carry PowerShell's names, which scripts test to find out that an object
 * was formatted already.
 */
#include "config.h"

#include "lib/types/table.h"
#include "shell/format.h"

#define PACKET_NAMESPACE "Microsoft.PowerShell.Commands.Internal.Format."

static void packet_free(struct native *native)
{
	struct packet *packet = (struct packet *)native;

	for (uint32_t i = 0; i < packet->n; i++) {
		str_unref(packet->texts[i]);
		if (packet->labels)
			str_unref(packet->labels[i]);
	}
	g_free(packet->texts);
	g_free(packet->labels);
	g_free(packet->indents);
	value_unref(packet->help);
	view_unref(packet->view);
}

/* -- What a script sees of them: the columns of packets exported by mistake ------------------- */

static const char *const class_ids[] = {
	[PACKET_START] = "033ecb2bc07a4d43b5ef94ed5a35d280",
	[PACKET_GROUP] = "9e210fe47d09416682b841769c78b8a3",
	[PACKET_ENTRY] = "27c87ef9bbda4f709f6b4002fa4af63c",
	[PACKET_GROUP_END] = "4ec4f0187cb04f4cb6973460dfe252df",
	[PACKET_END] = "cf522b78d86c486691226b40aa69e95c",
};

static struct packet *self_of(struct value v)
{
	return (struct packet *)v.u.native;
}

static struct value shape_name(const struct view *view)
{
	static const char *const names[] = {
		[VIEW_TABLE] = PACKET_NAMESPACE "TableHeaderInfo",
		[VIEW_LIST] = PACKET_NAMESPACE "ListViewHeaderInfo",
		[VIEW_WIDE] = PACKET_NAMESPACE "WideViewHeaderInfo",
		[VIEW_CUSTOM] = PACKET_NAMESPACE "ComplexViewHeaderInfo",
	};

	return view ? value_text(names[view->kind]) : VALUE_NULL;
}

MEMBER_IS(packet_class, value_text(class_ids[self_of(self)->kind]))
MEMBER_IS(packet_null, VALUE_NULL)
MEMBER_IS(packet_shape, shape_name(self_of(self)->view))
MEMBER_IS(packet_out_of_band, value_bool(self_of(self)->out_of_band))

#define CLASS_ID PROPERTY("string ClassId2e4f51ef21dd47e99d3c952918aff9cd {get;}", packet_class)

static const struct type_member start_properties[] = {
	CLASS_ID,
	PROPERTY("System.Object pageHeaderEntry {get;}", packet_null),
	PROPERTY("System.Object pageFooterEntry {get;}", packet_null),
	PROPERTY("System.Object autosizeInfo {get;}", packet_null),
	PROPERTY("System.Object shapeInfo {get;}", packet_shape),
	PROPERTY("System.Object groupingEntry {get;}", packet_null),
	END_OF_MEMBERS
};

static const struct type_member entry_properties[] = {
	CLASS_ID,
	PROPERTY("bool outOfBand {get;}", packet_out_of_band),
	END_OF_MEMBERS
};

static const struct type_member group_properties[] = {
	CLASS_ID,
	PROPERTY("System.Object shapeInfo {get;}", packet_shape),
	PROPERTY("System.Object groupingEntry {get;}", packet_null),
	END_OF_MEMBERS
};

#define PACKET_TYPE(type_name, own_properties)						\
	{ .name = PACKET_NAMESPACE type_name, .kind = V_NATIVE, .free = packet_free,	\
	  .properties = own_properties }

static const struct type packet_types[] = {
	[PACKET_START] = PACKET_TYPE("FormatStartData", start_properties),
	[PACKET_GROUP] = PACKET_TYPE("GroupStartData", group_properties),
	[PACKET_ENTRY] = PACKET_TYPE("FormatEntryData", entry_properties),
	[PACKET_GROUP_END] = PACKET_TYPE("GroupEndData", group_properties),
	[PACKET_END] = PACKET_TYPE("FormatEndData", group_properties),
};

struct packet *packet_new(enum packet_kind kind)
{
	struct packet *packet = native_new(&packet_types[kind], sizeof(*packet));

	packet->kind = kind;
	return packet;
}

struct packet *packet_texts(enum packet_kind kind, enum entry_kind entry, uint32_t n)
{
	struct packet *packet = packet_new(kind);

	packet->entry = entry;
	packet->n = n;
	packet->texts = g_new0(struct string *, n + 1);
	if (entry == ENTRY_LIST)
		packet->labels = g_new0(struct string *, n + 1);
	if (entry == ENTRY_LINES)
		packet->indents = g_new0(uint32_t, n + 1);
	return packet;
}

struct packet *packet_entry(enum entry_kind entry, uint32_t n)
{
	return packet_texts(PACKET_ENTRY, entry, n);
}

struct packet *packet_of(struct value v)
{
	const struct type *type;

	v = value_base(v);
	type = v.kind == V_NATIVE ? v.u.native->type : NULL;
	if (!type || type < packet_types || type >= packet_types + G_N_ELEMENTS(packet_types))
		return NULL;
	return (struct packet *)v.u.native;
}

const char *packet_type_name(const struct packet *packet)
{
	return packet->native.type->name;
}
