#pragma once

// Maps of files with holes (GNU tar manual, "Storing Sparse Files"; star's old form is refused), as
// Go's archive/tar reads them. Only what of a file is stored matters here: a map is checked, not
// kept, so that one of a billion pieces takes no memory.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/image/tar_fields.h"

namespace plimsoll::image {

enum class SparseForm : std::uint8_t {
  None,      // no sparse file, whatever records there are
  InHeader,  // versions 0.0 and 0.1
  InContent  // version 1.0: decimal lines in front of the content, in whole blocks
};
[[nodiscard]] SparseForm sparse_form(const PaxSparse& pax);
// Decimal, not negative.
[[nodiscard]] std::optional<std::int64_t> sparse_number(std::string_view text);

class SparseMap {
 public:
  explicit SparseMap(std::int64_t real_size) : real_size_(real_size) {}
  // Pieces lie one behind the other within the file. False: this one does not.
  [[nodiscard]] bool add(std::int64_t offset, std::int64_t length);
  // Fields of 12 and 12 bytes, of a header or of a block behind it; the first empty one ends them.
  [[nodiscard]] bool add_old(std::string_view fields);
  [[nodiscard]] bool add_all(const PaxSparse& pax);
  // One more block of version 1.0.
  [[nodiscard]] bool add_text(std::string_view block);
  [[nodiscard]] bool whole() const { return numbers_left_ == 0; }
  // Bytes of all pieces.
  [[nodiscard]] std::uint64_t stored() const { return static_cast<std::uint64_t>(stored_); }

 private:
  [[nodiscard]] bool take_line(std::string_view line);

  std::int64_t real_size_;
  std::int64_t end_ = 0;  // of the last piece
  std::int64_t stored_ = 0;
  std::string line_;  // of version 1.0, not whole yet
  std::int64_t offset_ = 0;
  std::optional<std::int64_t> numbers_left_;
};

}  // namespace plimsoll::image
