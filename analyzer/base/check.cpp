#include "analyzer/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace plimsoll {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr,
               "plimsoll: internal error at %s:%d: %s does not hold\n"
               "This is a defect of plimsoll, not of your file; please report it with the input.\n",
               file, line, condition);
  std::abort();
}

}  // namespace plimsoll
