/*
 * Two rtnetlink requests, each with its acknowledgement: no program has to be
 * started, and none has to be installed, to give a namespace its addresses.
 */
#include "render/loopback.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOOPBACK_INDEX	1	/* of lo, in every network namespace */

struct request {
	struct nlmsghdr header;
	union {
		struct ifinfomsg link;
		struct ifaddrmsg address;
	} body;
	char attributes[64];
};

/* Sends one request and returns the errno of its acknowledgement. */
static int transact(struct request *request)
{
	struct {
		struct nlmsghdr header;
		struct nlmsgerr error;
		char rest[512];
	} reply;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), why = EIO;

	request->header.nlmsg_flags |= NLM_F_REQUEST | NLM_F_ACK;
	if (fd < 0 || send(fd, request, request->header.nlmsg_len, 0) < 0)
		why = errno;
	else if (recv(fd, &reply, sizeof(reply), 0) < 0)
		why = errno;
	else if (reply.header.nlmsg_type == NLMSG_ERROR)
		why = -reply.error.error;
	if (fd >= 0)
		close(fd);
	return why;
}

static void add_attribute(struct request *request, unsigned short type, const void *data, size_t n)
{
	struct rtattr *at = (struct rtattr *)((char *)request + NLMSG_ALIGN(request->header.nlmsg_len));

	at->rta_type = type;
	at->rta_len = RTA_LENGTH(n);
	memcpy(RTA_DATA(at), data, n);
	request->header.nlmsg_len = NLMSG_ALIGN(request->header.nlmsg_len) + RTA_LENGTH(n);
}

static bool done(int why, const char *what, const char *about, GError **error)
{
	if (why == 0)
		return true;
	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(why), "cannot %s%s: %s%s", what,
		    about, g_strerror(why), why == EPERM ? " (is CAP_NET_ADMIN held back?)" : "");
	return false;
}

bool loopback_up(GError **error)
{
	struct request request = {
		.header = { .nlmsg_len = NLMSG_LENGTH(sizeof(request.body.link)),
			    .nlmsg_type = RTM_NEWLINK },
		.body.link = { .ifi_index = LOOPBACK_INDEX, .ifi_flags = IFF_UP,
			       .ifi_change = IFF_UP },
	};

	return done(transact(&request), "bring up the loopback interface", "", error);
}

bool loopback_add(const char *address, GError **error)
{
	struct request request = {
		.header = { .nlmsg_len = NLMSG_LENGTH(sizeof(request.body.address)),
			    .nlmsg_type = RTM_NEWADDR, .nlmsg_flags = NLM_F_CREATE },
		.body.address = { .ifa_index = LOOPBACK_INDEX, .ifa_scope = RT_SCOPE_UNIVERSE },
	};
	struct ifaddrmsg *body = &request.body.address;
	unsigned char bytes[sizeof(struct in6_addr)];
	size_t n;
	int why = EINVAL;

	body->ifa_family = strchr(address, ':') != NULL ? AF_INET6 : AF_INET;
	n = body->ifa_family == AF_INET6 ? sizeof(struct in6_addr) : sizeof(struct in_addr);
	body->ifa_prefixlen = n * 8;
	if (body->ifa_family == AF_INET6)
		body->ifa_flags = IFA_F_NODAD;
	if (inet_pton(body->ifa_family, address, bytes) == 1) {
		add_attribute(&request, IFA_LOCAL, bytes, n);
		add_attribute(&request, IFA_ADDRESS, bytes, n);
		why = transact(&request);
	}
	return done(why == EEXIST ? 0 : why, "give the sandbox the address ", address, error);
}
