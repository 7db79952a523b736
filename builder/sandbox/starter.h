#pragma once

/* What starter.c is given and what it tells: words of the command line, and one of these through a
   pipe when none of the programs could be run. C, since the starter is. */

#include <stdint.h>

/* Its descriptors: itself, and where it reports. Both are gone when the command runs. */
enum { starter_self = 3, starter_pipe = 4, starter_descriptors_end = 5 };

/* Its words: one that nobody reads, the programs to try in turn, an empty one, and the command's
   own. The environment is the command's. */

struct StarterReport {
  int32_t error;      /* errno, never 0 */
  uint32_t program;   /* which of those to try it is about */
  uint32_t exists;    /* 1 = the file is there, whatever exec said */
  uint32_t head_size; /* of the file, how it begins: what a script's #! says */
  char head[4096];
};
