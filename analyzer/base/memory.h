#pragma once

// The end of memory is the one failure of the world that cannot be handed up as a Result: to say
// more would take memory. The process says it and ends with exit code 2, as after every failure.

#include <cstddef>

namespace plimsoll {

[[noreturn]] void end_out_of_memory();

// What `new` cannot get ends the process so, from here on. For main.
void end_when_out_of_memory();
// Big blocks go back to the system as soon as they are freed, and grow without a copy, from here
// on; the C library would come to keep them. For main, before anything else.
void give_big_blocks_back();

// As malloc, calloc and realloc, but never null: for libraries that take an allocator. Freed by
// std::free.
[[nodiscard]] void* allocate(std::size_t bytes);
[[nodiscard]] void* allocate_zeroed(std::size_t count, std::size_t bytes);
[[nodiscard]] void* reallocate(void* old, std::size_t bytes);

}  // namespace plimsoll
