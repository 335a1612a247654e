/*
 * Packets: what Format-* cmdlets emit and formatters write, as values. Their
 * types carry PowerShell's names, which scripts test to find out that an object
 * was formatted already.
 */
#include "config.h"

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

static const struct type packet_types[] = {
	[PACKET_START] = { .name = PACKET_NAMESPACE "FormatStartData", .kind = V_NATIVE, .free = packet_free },
	[PACKET_GROUP] = { .name = PACKET_NAMESPACE "GroupStartData", .kind = V_NATIVE, .free = packet_free },
	[PACKET_ENTRY] = { .name = PACKET_NAMESPACE "FormatEntryData", .kind = V_NATIVE, .free = packet_free },
	[PACKET_GROUP_END] = { .name = PACKET_NAMESPACE "GroupEndData", .kind = V_NATIVE, .free = packet_free },
	[PACKET_END] = { .name = PACKET_NAMESPACE "FormatEndData", .kind = V_NATIVE, .free = packet_free },
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
