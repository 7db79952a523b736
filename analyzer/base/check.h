#pragma once

// CHECK states what must hold whatever the input was; a failure is a defect of Plimsoll and ends
// the process with the place. DCHECK is the same in builds without NDEBUG and costs nothing in
// others.

namespace plimsoll {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace plimsoll

#define CHECK(condition) \
  ((condition) ? (void)0 : ::plimsoll::check_failed(#condition, __FILE__, __LINE__))

#ifdef NDEBUG
#define DCHECK(condition) ((void)0)
#else
#define DCHECK(condition) CHECK(condition)
#endif
