#pragma once

// Reads the rows of one table out of a SQLite 3 data base, without SQL: the file format is public,
// small and stable (sqlite.org/fileformat2.html), and the file is whatever an image has.

#include <functional>
#include <string>
#include <string_view>

namespace plimsoll::image {

[[nodiscard]] bool is_sqlite(std::string_view file);

// Hands over the first BLOB of each row, in the order of the rows' keys; `take` returns false to
// stop. False where the table is not there or a page of it cannot be read; what could be read has
// then been handed over. Every page is visited at most once: time and memory are linear in the
// file.
[[nodiscard]] bool read_sqlite_blobs(std::string_view file, std::string_view table,
                                     const std::function<bool(std::string blob)>& take);

}  // namespace plimsoll::image
