#include "analyzer/image/contents/sqlite_table.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "analyzer/image/contents/byte_reader.h"

// Why not libsqlite3? It would bring a megabyte of SQL to run one full scan over one table of a
// file that an attacker may have written, with its schema (which SQLite parses and believes) and
// its write-ahead log. The format of what is needed here is three kinds of pages: inner and leaf
// pages of a table's b-tree, and chains of overflow pages.
//
// Every page has one owner in a sound file. So each may be visited once, over the whole reading:
// that alone bounds cycles, shared subtrees and chains without an end.

namespace plimsoll::image {

static constexpr std::size_t header_bytes = 100;
static constexpr std::uint32_t inner_table_page = 5, leaf_table_page = 13;
static constexpr std::string_view magic{"SQLite format 3\0", 16};

bool is_sqlite(std::string_view file) {
  return file.size() >= header_bytes && file.starts_with(magic);
}

namespace {

struct Varint {
  std::uint64_t value = 0;
  std::size_t size = 0;  // 0: it has no end
};

struct Column {
  std::uint64_t type = 0;  // serial type
  std::string_view bytes;
  [[nodiscard]] bool is_blob() const { return type >= 12 && type % 2 == 0; }
  [[nodiscard]] bool is_text() const { return type >= 13 && type % 2 == 1; }
};

}  // namespace

static Varint varint(std::string_view bytes) {
  Varint result;
  for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 9); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (i == 8) {
      result.value = (result.value << 8) | byte;
      result.size = 9;
      return result;
    }
    result.value = (result.value << 7) | (byte & 0x7FU);
    if ((byte & 0x80U) == 0) {
      result.size = i + 1;
      return result;
    }
  }
  return {};
}

static std::uint64_t column_bytes(std::uint64_t type) {
  static constexpr std::uint64_t fixed[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
  return type < 12 ? fixed[type] : (type - 12) / 2;
}

// A record: the length of its header, a type for each column, then the columns.
static std::optional<std::vector<Column>> columns_of(std::string_view record) {
  constexpr std::size_t most_columns = 64;
  const Varint header = varint(record);
  if (header.size == 0 || header.value > record.size() || header.value < header.size) return {};
  std::vector<Column> columns;
  std::uint64_t body = header.value;
  for (std::size_t at = header.size; at < header.value;) {
    const Varint type = varint(record.substr(at, header.value - at));
    if (type.size == 0 || columns.size() >= most_columns) return {};
    at += type.size;
    const std::uint64_t size = column_bytes(type.value);
    if (size > record.size() - body) return {};
    columns.push_back({type.value, record.substr(body, size)});
    body += size;
  }
  return columns;
}

static std::uint64_t integer(const Column& column) {
  std::uint64_t value = column.type == 9 ? 1 : 0;
  for (const char each : column.bytes) value = (value << 8) | static_cast<unsigned char>(each);
  return value;
}

namespace {

class TableReader {
 public:
  explicit TableReader(std::string_view file) : file_(file), reader_(file) {
    const std::uint32_t size = reader_.u16(16);
    page_bytes_ = size == 1 ? 65536 : size;
    const std::uint32_t reserved = reader_.u8(20);
    const bool sound = page_bytes_ >= 512 && (page_bytes_ & (page_bytes_ - 1)) == 0 &&
                       reserved + 480 <= page_bytes_;
    if (!sound) return;
    usable_ = page_bytes_ - reserved;
    visited_.resize(file.size() / page_bytes_ + 1);
  }

  // False: a page could not be read. `take` gets each record, and returns false to stop.
  bool walk(std::uint32_t root, const std::function<bool(std::string)>& take) {
    if (usable_ == 0) return false;
    std::vector<std::uint32_t> pages{root};
    bool good = true;
    while (!pages.empty()) {
      const std::uint32_t page = pages.back();
      pages.pop_back();
      bool stopped = false;
      good = visit(page, pages, take, stopped) && good;
      if (stopped) return good;
    }
    return good;
  }

 private:
  // The page's bytes, once; empty for one that is not there or was visited before.
  std::string_view take_page(std::uint32_t number) {
    if (number == 0 || number > file_.size() / page_bytes_ || visited_[number]) return {};
    visited_[number] = true;
    return file_.substr(std::size_t{number - 1} * page_bytes_, page_bytes_);
  }

  bool visit(std::uint32_t number, std::vector<std::uint32_t>& pages,
             const std::function<bool(std::string)>& take, bool& stopped) {
    const std::string_view page = take_page(number);
    if (page.empty()) return false;
    ByteReader at(page);
    const std::size_t begin = number == 1 ? header_bytes : 0;
    const std::uint32_t kind = at.u8(begin);
    const std::uint32_t cells = at.u16(begin + 3);
    if (kind == inner_table_page) {
      // The stack gives the last one first.
      pages.push_back(at.u32(begin + 8));
      for (std::uint32_t i = cells; i-- > 0;) {
        pages.push_back(at.u32(at.u16(begin + 12 + 2 * std::size_t{i})));
      }
      return at.good();
    }
    if (kind != leaf_table_page) return false;
    bool good = true;
    for (std::uint32_t i = 0; i < cells && !stopped; ++i) {
      std::optional<std::string> record = payload(page, at.u16(begin + 8 + 2 * std::size_t{i}));
      good = good && record.has_value();
      if (record) stopped = !take(std::move(*record));
    }
    return good && at.good();
  }

  std::optional<std::string> payload(std::string_view page, std::size_t cell) {
    if (cell >= usable_) return {};
    const Varint size = varint(page.substr(cell));
    if (size.size == 0 || size.value > file_.size()) return {};
    const Varint key = varint(page.substr(cell + size.size));
    if (key.size == 0) return {};
    const std::size_t begin = cell + size.size + key.size;
    const std::uint64_t local = local_bytes(size.value);
    if (begin > usable_ || local > usable_ - begin) return {};
    std::string bytes(page.substr(begin, local));
    if (local == size.value) return bytes;
    ByteReader at(page);
    std::uint32_t next = at.u32(begin + local);
    bytes.reserve(size.value);
    while (bytes.size() < size.value) {
      const std::string_view more = take_page(next);
      if (more.empty()) return {};
      bytes += more.substr(4, std::min<std::uint64_t>(usable_ - 4, size.value - bytes.size()));
      ByteReader link(more);
      next = link.u32(0);
    }
    return at.good() ? std::optional(std::move(bytes)) : std::nullopt;
  }

  // How much of a payload lies in the leaf: "Cell Payload Overflow Pages" of the format.
  [[nodiscard]] std::uint64_t local_bytes(std::uint64_t size) const {
    const std::uint64_t most = usable_ - 35;
    if (size <= most) return size;
    const std::uint64_t least = (usable_ - 12) * 32 / 255 - 23;
    const std::uint64_t kept = least + (size - least) % (usable_ - 4);
    return kept <= most ? kept : least;
  }

  std::string_view file_;
  ByteReader reader_;
  std::uint64_t page_bytes_ = 0, usable_ = 0;
  std::vector<bool> visited_;
};

}  // namespace

bool read_sqlite_blobs(std::string_view file, std::string_view table,
                       const std::function<bool(std::string)>& take) {
  if (!is_sqlite(file)) return false;
  TableReader reader(file);
  std::uint64_t root = 0;
  // The schema: type, name, tbl_name, rootpage, sql.
  bool good = reader.walk(1, [&](const std::string& record) {
    const auto columns = columns_of(record);
    if (!columns || columns->size() < 4) return true;
    if ((*columns)[0].bytes == "table" && (*columns)[1].bytes == table) {
      root = integer((*columns)[3]);
    }
    return root == 0;
  });
  if (root == 0 || root > 0xFFFF'FFFFU) return false;
  const bool read = reader.walk(static_cast<std::uint32_t>(root), [&](const std::string& record) {
    const auto columns = columns_of(record);
    if (!columns) return good = false, true;
    for (const Column& column : *columns) {
      if (column.is_blob()) return take(std::string(column.bytes));
    }
    return true;
  });
  return good && read;
}

}  // namespace plimsoll::image
