/*
 * Test-Connection, Test-NetConnection: whether a host answers, by ICMP echo
 * over a datagram socket of that protocol (which needs no privilege where the
 * system allows it, else a raw one), or a port, by connecting to it.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/object.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <unistd.h>

#define PING_EXCEPTION "System.Net.NetworkInformation.PingException"

static const struct fault
	no_host = { "TestConnectionException", PING_EXCEPTION, CATEGORY_RESOURCE_UNAVAILABLE,
		    NULL },
	no_echo = { "TestConnectionException", PING_EXCEPTION, CATEGORY_RESOURCE_UNAVAILABLE,
		    "Give the group a place in net.ipv4.ping_group_range, or run as root." };

/* -- Addresses ------------------------------------------------------------------------- */

struct target {
	struct sockaddr_storage address;
	socklen_t len;
	int family;
	char text[INET6_ADDRSTRLEN];
};

static bool resolve(const char *host, const char *port, int family, struct target *ret,
		    const char **ret_why)
{
	struct addrinfo hints = { .ai_family = family, .ai_socktype = SOCK_STREAM }, *list;
	int code = getaddrinfo(host, port, &hints, &list);

	if (code) {
		*ret_why = gai_strerror(code);
		return false;
	}
	memcpy(&ret->address, list->ai_addr, list->ai_addrlen);
	ret->len = list->ai_addrlen;
	ret->family = list->ai_family;
	getnameinfo(list->ai_addr, list->ai_addrlen, ret->text, sizeof(ret->text), NULL, 0,
		    NI_NUMERICHOST);
	freeaddrinfo(list);
	return true;
}

/* -- Echo -------------------------------------------------------------------------------- */

static uint16_t checksum(const unsigned char *bytes, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += (uint32_t)bytes[i] << 8 | bytes[i + 1];
	if (len & 1)
		sum += (uint32_t)bytes[len - 1] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

static int echo_socket(int family, bool *ret_raw)
{
	int protocol = family == AF_INET6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
	int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, protocol);

	*ret_raw = fd < 0;
	return fd < 0 ? socket(family, SOCK_RAW | SOCK_CLOEXEC, protocol) : fd;
}

static size_t echo_request(unsigned char *packet, int family, uint16_t sequence, size_t size)
{
	size_t len = 8 + size;
	uint16_t sum;

	memset(packet, 0, 8);
	packet[0] = family == AF_INET6 ? ICMP6_ECHO_REQUEST : ICMP_ECHO;
	packet[4] = (unsigned char)(getpid() >> 8);
	packet[5] = (unsigned char)getpid();
	packet[6] = (unsigned char)(sequence >> 8);
	packet[7] = (unsigned char)sequence;
	for (size_t i = 0; i < size; i++)
		packet[8 + i] = (unsigned char)('a' + i % 23);
	sum = checksum(packet, len);
	packet[2] = (unsigned char)(sum >> 8);
	packet[3] = (unsigned char)sum;
	return len;
}

/* Whether a packet answers our request; a raw IPv4 socket gives the IP header as well. */
static bool is_answer(const unsigned char *packet, ssize_t n, int family, bool raw,
		      uint16_t sequence)
{
	size_t skip = raw && family == AF_INET && n > 0 ? (size_t)(packet[0] & 15) * 4 : 0;
	const unsigned char *icmp = packet + skip;

	if (n < (ssize_t)skip + 8 ||
	    icmp[0] != (family == AF_INET6 ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY))
		return false;
	return icmp[6] == sequence >> 8 && icmp[7] == (sequence & 0xff) &&
	       (!raw || (icmp[4] == (getpid() >> 8 & 0xff) && icmp[5] == (getpid() & 0xff)));
}

/* Milliseconds until the answer; -1: none in time; -2: no socket. */
static int64_t echo(const struct target *target, uint16_t sequence, size_t size, int timeout_ms)
{
	unsigned char packet[8 + 65500], answer[65536];
	bool raw;
	int fd = echo_socket(target->family, &raw);
	gint64 start = g_get_monotonic_time(), end = start + timeout_ms * 1000LL;
	int64_t took = -1;

	if (fd < 0)
		return -2;
	if (sendto(fd, packet, echo_request(packet, target->family, sequence, size), 0,
		   (const struct sockaddr *)&target->address, target->len) < 0)
		end = start;
	while (took < 0 && g_get_monotonic_time() < end) {
		struct pollfd wait = { fd, POLLIN, 0 };
		ssize_t n;

		if (poll(&wait, 1, (int)((end - g_get_monotonic_time()) / 1000) + 1) <= 0)
			break;
		n = recv(fd, answer, sizeof(answer), 0);
		if (is_answer(answer, n, target->family, raw, sequence))
			took = (g_get_monotonic_time() - start) / 1000;
	}
	close(fd);
	return took;
}

/* -- Connecting ------------------------------------------------------------------------------ */

static bool connects(const struct target *target, int timeout_ms)
{
	int fd = socket(target->family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct pollfd wait = { fd, POLLOUT, 0 };
	int failed = 0;
	socklen_t len = sizeof(failed);
	bool ok;

	if (fd < 0)
		return false;
	ok = connect(fd, (const struct sockaddr *)&target->address, target->len) == 0 ||
	     (errno == EINPROGRESS && poll(&wait, 1, timeout_ms) == 1 &&
	      getsockopt(fd, SOL_SOCKET, SO_ERROR, &failed, &len) == 0 && failed == 0);
	close(fd);
	return ok;
}

/* -- Test-Connection ---------------------------------------------------------------------------- */

struct test_args {
	struct value target, ping, v4, v6, source, hops, count, delay, size, fragment, repeat,
		quiet, timeout, port, trace, mtu, resolve, detailed;
};

enum { SET_PING = 1, SET_REPEAT = 2, SET_PORT = 4, SET_TRACE = 8, SET_MTU = 16 };

static const struct param test_params[] = {
	{ "TargetName", "string[]", FIELD(test_args, target), POSITION(0), .flags = PARAM_MANDATORY,
	  .pipeline = BY_VALUE | BY_NAME, .aliases = "ComputerName", .help = "The hosts." },
	{ "Ping", "switch", FIELD(test_args, ping), .sets = SET_PING, .help = "By echo requests." },
	{ "Count", "int", FIELD(test_args, count), .sets = SET_PING, .min = 1, .max = INT32_MAX,
	  .help = "How many requests; 4 if not given." },
	{ "Repeat", "switch", FIELD(test_args, repeat), .sets = SET_REPEAT,
	  .mandatory_sets = SET_REPEAT, .aliases = "Continuous",
	  .help = "Until it is interrupted." },
	{ "TcpPort", "int", FIELD(test_args, port), .sets = SET_PORT, .mandatory_sets = SET_PORT,
	  .min = 0, .max = 65535, .help = "By connecting to this port." },
	{ "Detailed", "switch", FIELD(test_args, detailed), .sets = SET_PORT,
	  .help = "Says more than whether it connects." },
	{ "Traceroute", "switch", FIELD(test_args, trace), .sets = SET_TRACE,
	  .mandatory_sets = SET_TRACE, .flags = PARAM_REFUSED,
	  .help = "The way of a packet is not traced." },
	{ "MtuSize", "switch", FIELD(test_args, mtu), .sets = SET_MTU, .mandatory_sets = SET_MTU,
	  .aliases = "MtuSizeDetect", .flags = PARAM_REFUSED,
	  .help = "The size of packets is not probed." },
	{ "IPv4", "switch", FIELD(test_args, v4), .help = "Over IPv4 only." },
	{ "IPv6", "switch", FIELD(test_args, v6), .help = "Over IPv6 only." },
	{ "ResolveDestination", "switch", FIELD(test_args, resolve),
	  .help = "Names of addresses." },
	{ "Source", "string", FIELD(test_args, source), .flags = PARAM_REFUSED,
	  .help = "Requests go out from this host." },
	{ "MaxHops", "int", FIELD(test_args, hops), .aliases = "Ttl TimeToLive Hops",
	  .flags = PARAM_IGNORED, .help = "The system's number of hops counts." },
	{ "Delay", "int", FIELD(test_args, delay), .min = 1, .max = INT32_MAX,
	  .help = "The seconds between requests." },
	{ "BufferSize", "int", FIELD(test_args, size), .aliases = "Size Bytes BS", .min = 0,
	  .max = 65500, .help = "The bytes of a request; 32 if not given." },
	{ "DontFragment", "switch", FIELD(test_args, fragment), .flags = PARAM_IGNORED,
	  .help = "The system decides on fragments." },
	{ "Quiet", "switch", FIELD(test_args, quiet), .help = "Says only whether all answered." },
	{ "TimeoutSeconds", "int", FIELD(test_args, timeout), .min = 1, .max = INT32_MAX,
	  .help = "The seconds an answer may take; 5 if not given." },
	{ NULL }
};

static enum flow no_such_host(struct call *call, struct value name)
{
	return call_fail(call, &no_host, name,
			 "Testing connection to computer '%s' failed: Cannot resolve the "
			 "target name.",
			 arg_text(name, ""));
}

/* The name of an address, or the address; yours. */
static char *name_of(const struct target *target)
{
	char name[NI_MAXHOST];

	if (getnameinfo((const struct sockaddr *)&target->address, target->len, name, sizeof(name),
			NULL, 0, 0))
		return g_strdup(target->text);
	return g_strdup(name);
}

static struct value ping_status(const char *name, const struct test_args *args,
				const struct target *target, int n, int64_t took)
{
	struct object *status = object_custom();
	struct string *type = str_new(
		"Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus", -1);
	struct shape *shape = shape_named(status->shape, type);
	g_autofree char *shown = arg_on(args->resolve) ? name_of(target) : g_strdup(name);

	str_unref(type);
	shape_unref(status->shape);
	status->shape = shape;
	object_set(status, "Ping", value_i32(n));
	object_set(status, "Source", value_text(g_get_host_name()));
	object_set(status, "Destination", value_text(shown));
	object_set(status, "Address", took < 0 ? VALUE_NULL : value_text(target->text));
	object_set(status, "DisplayAddress", value_text(took < 0 ? "*" : target->text));
	object_set(status, "Latency", value_i64(took < 0 ? 0 : took));
	object_set(status, "Status", value_text(took < 0 ? "TimedOut" : "Success"));
	object_set(status, "BufferSize", value_i32((int32_t)arg_int(args->size, 32)));
	return value_of(status);
}

static void pause_between(struct call *call, const struct test_args *args)
{
	gint64 end = g_get_monotonic_time() + arg_int(args->delay, 1) * G_USEC_PER_SEC;

	while (g_get_monotonic_time() < end && !host_interrupted(call_host(call)))
		g_usleep(10000);
}

static enum flow ping(struct call *call, const struct test_args *args, struct value name,
		      const struct target *target, bool *all)
{
	int64_t count = arg_on(args->repeat) ? INT64_MAX : arg_int(args->count, 4);
	enum flow flow = FLOW_NEXT;

	for (int64_t n = 1; n <= count && flow == FLOW_NEXT && !host_interrupted(call_host(call));
	     n++) {
		int64_t took = echo(target, (uint16_t)n, (size_t)arg_int(args->size, 32),
				    (int)arg_int(args->timeout, 5) * 1000);

		if (took == -2)
			return call_fail(call, &no_echo, name,
					 "Testing connection to computer '%s' failed: "
					 "echo requests may not be sent.",
					 arg_text(name, ""));
		*all &= took >= 0;
		if (!arg_on(args->quiet))
			flow = emit_take(
				call, ping_status(arg_text(name, ""), args, target, (int)n, took));
		if (n < count)
			pause_between(call, args);
	}
	return flow;
}

static enum flow test_port(struct call *call, const struct test_args *args, struct value name,
			   const struct target *target)
{
	gint64 start = g_get_monotonic_time();
	bool ok = connects(target, (int)arg_int(args->timeout, 5) * 1000);
	struct object *status;

	if (!arg_on(args->detailed))
		return emit(call, value_bool(ok));
	status = object_custom();
	object_set(status, "Id", value_i32(1));
	object_set(status, "Source", value_text(g_get_host_name()));
	object_set(status, "Target", value_ref(name));
	object_set(status, "TargetAddress", value_text(target->text));
	object_set(status, "Port", value_i32((int32_t)arg_int(args->port, 0)));
	object_set(status, "Latency", value_i64((g_get_monotonic_time() - start) / 1000));
	object_set(status, "Connected", value_bool(ok));
	object_set(status, "Status", value_text(ok ? "Success" : "ConnectionRefused"));
	return emit_take(call, value_of(status));
}

static enum flow test_one(struct call *call, struct test_args *args, struct value name)
{
	int family = arg_on(args->v4) ? AF_INET : arg_on(args->v6) ? AF_INET6 : AF_UNSPEC;
	g_autofree char *port = g_strdup_printf("%d", (int)arg_int(args->port, 0));
	struct target target;
	const char *why = "";
	bool all = true;
	enum flow flow;

	if (!resolve(arg_text(name, ""), arg_given(args->port) ? port : NULL, family, &target,
		     &why)) {
		if (arg_on(args->quiet) || arg_given(args->port))
			return emit(call, value_bool(false));
		return no_such_host(call, name);
	}
	if (arg_given(args->port))
		return test_port(call, args, name, &target);
	flow = ping(call, args, name, &target, &all);
	return flow == FLOW_NEXT && arg_on(args->quiet) ? emit(call, value_bool(all)) : flow;
}

static enum flow test_connection(struct call *call, void *data)
{
	struct test_args *args = data;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < arg_count(args->target) && flow == FLOW_NEXT; i++) {
		value_auto name = arg_at(args->target, i);

		flow = test_one(call, args, name);
	}
	return flow;
}

static const struct cmdlet_example test_examples[] = {
	{ "Test-Connection mail.example.com -TcpPort 25", "Whether a mail server can be reached." },
	{ "Test-Connection localhost -Count 1 -Quiet", "Whether a host answers." },
	{ NULL }
};

CMDLET(test_connection_cmdlet) = {
	.name = "Test-Connection", .module = MODULE_MANAGE,
	.synopsis = "Tests whether hosts can be reached.",
	.params = test_params, .examples = test_examples,
	.sets = "DefaultPing RepeatPing TcpPort TraceRoute MtuSizeDetect", .default_set = "DefaultPing",
	.args_size = sizeof(struct test_args), .process = test_connection,
};

/* -- Test-NetConnection --------------------------------------------------------------------------- */

struct net_args {
	struct value name, common, port, level, trace, hops;
};

static const struct param net_params[] = {
	{ "ComputerName", "string", FIELD(net_args, name), POSITION(0), .pipeline = BY_VALUE | BY_NAME,
	  .aliases = "RemoteAddress cn", .help = "The host." },
	{ "CommonTCPPort", "string", FIELD(net_args, common), POSITION(1), .values = "HTTP RDP SMB WINRM",
	  .help = "A port by its name." },
	{ "Port", "int", FIELD(net_args, port), .aliases = "RemotePort", .min = 1, .max = 65535,
	  .help = "The port that is connected to." },
	{ "InformationLevel", "string", FIELD(net_args, level), .values = "Detailed Quiet",
	  .help = "How much is said." },
	{ "TraceRoute", "switch", FIELD(net_args, trace), .flags = PARAM_REFUSED,
	  .help = "The way of a packet is not traced." },
	{ "Hops", "int", FIELD(net_args, hops), .flags = PARAM_REFUSED,
	  .help = "The way of a packet is not traced." },
	{ NULL }
};

static int net_port(const struct net_args *args)
{
	static const struct { const char *name; int port; } ports[] = {
		{ "HTTP", 80 }, { "RDP", 3389 }, { "SMB", 445 }, { "WINRM", 5985 },
	};

	for (size_t i = 0; arg_given(args->common) && i < G_N_ELEMENTS(ports); i++)
		if (text_equal_nocase(arg_text(args->common, ""), ports[i].name))
			return ports[i].port;
	return (int)arg_int(args->port, 0);
}

static enum flow test_netconnection(struct call *call, void *data)
{
	struct net_args *args = data;
	const char *name = arg_text(args->name, "localhost"), *why = "";
	int port = net_port(args);
	g_autofree char *port_text = g_strdup_printf("%d", port);
	struct target target = { .text = "" };
	bool found = resolve(name, port ? port_text : NULL, AF_UNSPEC, &target, &why);
	bool connected = found && port && connects(&target, 5000);
	bool answered = found && !connected && echo(&target, 1, 32, 4000) >= 0;
	struct object *result;
	enum flow flow = FLOW_NEXT;

	if (text_equal_nocase(arg_text(args->level, ""), "Quiet"))
		return emit(call, value_bool(port ? connected : answered));
	if (!found)
		flow = call_warning(call, "Name resolution of %s failed: %s", name, why);
	else if (port && !connected)
		flow = call_warning(call, "TCP connect to (%s : %d) failed", target.text, port);
	if (flow != FLOW_NEXT)
		return flow;
	result = object_custom();
	object_set(result, "ComputerName", value_text(name));
	object_set(result, "RemoteAddress", found ? value_text(target.text) : VALUE_NULL);
	if (port)
		object_set(result, "RemotePort", value_i32(port));
	object_set(result, "PingSucceeded", value_bool(answered || connected));
	if (port)
		object_set(result, "TcpTestSucceeded", value_bool(connected));
	return emit_take(call, value_of(result));
}

static const struct cmdlet_example net_examples[] = {
	{ "Test-NetConnection mail.example.com -Port 587", "Whether a port can be reached." },
	{ NULL }
};

CMDLET(test_netconnection_cmdlet) = {
	.name = "Test-NetConnection", .aliases = "tnc", .module = MODULE_MANAGE,
	.synopsis = "Shows whether a host, or a port of it, can be reached.",
	.params = net_params, .examples = net_examples,
	.args_size = sizeof(struct net_args), .process = test_netconnection,
};
