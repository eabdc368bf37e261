/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_BANNED_H
#define SUPPORT_BANNED_H

/* Functions that lose data, follow the locale or the clock of the machine, or
 * write past their buffer. Included by err.h, so every file of ours sees it;
 * using one is a compile error that names it. Library headers come first. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok
#pragma GCC poison localtime gmtime ctime asctime mktime
#pragma GCC poison atoi atol atof strtod strtof

#endif
