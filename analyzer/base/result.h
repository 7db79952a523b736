#pragma once

// The one way in which the world's failures travel: a value or an Error, never an exception.
//
// Three kinds of trouble are never mixed. What is wrong in the user's file becomes a Finding and
// analysis goes on; what the world refuses (a file, a process, a server) becomes a Result; what is
// wrong with us stops at a CHECK.

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace plimsoll {

// Says what failed and, outermost first, while doing what: "while reading a.txt: permission
// denied".
struct Error {
  std::string message;
  int code = 0;  // errno where there is one, else 0

  // Adds the context of the caller in front; `doing` is a phrase such as "reading Dockerfile".
  [[nodiscard]] Error while_doing(const std::string& doing) && {
    return Error{"while " + doing + ": " + message, code};
  }
};

template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(std::string message, int code = 0) {
  return tl::unexpected<Error>(Error{std::move(message), code});
}

}  // namespace plimsoll
