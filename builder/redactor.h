#pragma once

// Takes secrets out of what a command prints, also where they come in two pieces.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::builder {

class Redactor {
 public:
  // Secrets shorter than 4 bytes are let through: they stand in every text. A secret of several
  // lines is also known by its lines.
  explicit Redactor(const std::vector<std::string>& secrets);

  // Hands on what surely holds no secret; what may be the beginning of one is kept back.
  void feed(std::string_view bytes, const std::function<void(std::string_view)>& out);
  // The rest.
  void finish(const std::function<void(std::string_view)>& out);

 private:
  [[nodiscard]] std::size_t kept_back() const;

  std::vector<std::string> secrets_;
  std::string pending_;
};

}  // namespace plimsoll::builder
