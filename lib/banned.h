/* Calls that no file of ours may make: included before everything else by the build. */
#ifndef HMSH_BANNED_H
#define HMSH_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets system popen

#endif
