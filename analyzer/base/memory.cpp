#include "analyzer/base/memory.h"

#include <malloc.h>
#include <unistd.h>

#include <cstdlib>
#include <new>
#include <string_view>

namespace plimsoll {

namespace {

void* never_null(void* memory, std::size_t bytes) {
  if (memory == nullptr && bytes > 0) end_out_of_memory();
  return memory;
}

}  // namespace

void end_out_of_memory() {
  constexpr std::string_view text = "plimsoll: error: the machine has no more memory to give\n";
  constexpr int failure = 2;
  const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
  static_cast<void>(written);
  ::_exit(failure);
}

void end_when_out_of_memory() { std::set_new_handler(end_out_of_memory); }

void give_big_blocks_back() {
#ifdef M_MMAP_THRESHOLD
  constexpr int big_bytes = 1 << 20;
  ::mallopt(M_MMAP_THRESHOLD, big_bytes);
#endif
}

void* allocate(std::size_t bytes) { return never_null(std::malloc(bytes), bytes); }

void* allocate_zeroed(std::size_t count, std::size_t bytes) {
  return never_null(std::calloc(count, bytes), count * bytes);
}

void* reallocate(void* old, std::size_t bytes) {
  return never_null(std::realloc(old, bytes), bytes);
}

}  // namespace plimsoll
