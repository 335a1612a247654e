/*
 * libFuzzer calls LLVMFuzzerTestOneInput() on a thread whose stack is small; each input runs on one
 * whose stack is the session's.
 */
#include "tests/fuzz/fuzz.h"

#include <glib.h>
#include <pthread.h>

#define STACK_SIZE (256u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const uint8_t *data;
	size_t size;
};

static void *run(void *data)
{
	const struct input *input = data;

	fuzz_one(input->data, input->size);
	return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	g_assert_cmpint(pthread_create(&thread, &attributes, run, &input), ==, 0);
	pthread_join(thread, NULL);
	pthread_attr_destroy(&attributes);
	return 0;
}
