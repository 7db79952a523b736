#pragma once

// Bytes of our own files, packed with zstd behind a hash that tells of damage. In pieces both ways:
// the plain bytes are never in memory as a whole.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "analyzer/base/row.h"

namespace plimsoll::image {

class TextPacker {
 public:
  // `front` is put in front of all, as it is.
  explicit TextPacker(std::string_view front = {});
  ~TextPacker();
  TextPacker(const TextPacker&) = delete;
  TextPacker& operator=(const TextPacker&) = delete;

  void add(std::string_view plain);
  // All of it; lives as long as this.
  [[nodiscard]] std::string_view finish();

 private:
  struct State;
  void pack(std::string_view plain, bool last);
  std::unique_ptr<State> state_;
};

class TextUnpacker {
 public:
  // Nothing where no packer made `packed` (without its front), or it would be bigger than
  // `limit_bytes`. It must outlive this.
  [[nodiscard]] static std::optional<TextUnpacker> open(std::string_view packed,
                                                        std::uint64_t limit_bytes);
  TextUnpacker(TextUnpacker&&) noexcept;
  TextUnpacker& operator=(TextUnpacker&&) noexcept;
  ~TextUnpacker();

  // How many bytes are still to come.
  [[nodiscard]] std::uint64_t left() const;
  // The next bytes, as many as there is room for; fewer at the end alone, or of a hostile text.
  std::size_t read(char* into, std::size_t room);

 private:
  struct State;
  explicit TextUnpacker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace plimsoll::image
