/* The program: reads the command line, makes a session and runs it. */
#include "config.h"
#include "lib/value.h"

int main(int argc, char **argv)
{
	return 0;
}
