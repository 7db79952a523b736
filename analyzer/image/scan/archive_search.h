#pragma once

// Secrets in the files of a zip (jar, war, whl) that lies in a layer: looked for while it passes,
// one level deep, as in any other file.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/zip.h"
#include "analyzer/secrets/secret_scanner.h"

namespace plimsoll::image {

struct InnerSecret {
  // Its name in the archive, as it stands there; empty: in the archive's own bytes, that is in its
  // headers, behind it, or in what cannot be unpacked.
  std::string inner;
  SecretHit hit;  // offset and line are of that file
};

class ArchiveSearch final : private ZipReader::Visitor {
 public:
  // `scanner` must outlive it.
  explicit ArchiveSearch(const SecretScanner& scanner);
  ~ArchiveSearch() override;

  // Whether an archive begins at the first bytes of a file (four suffice), or may stand behind a
  // script, as in a jar or a zipapp that can be started.
  enum class Begins : std::uint8_t { No, Here, Later };
  [[nodiscard]] static Begins begins(std::string_view path, std::string_view first_bytes);

  // An archive of that size, of which `plain_bytes` may be unpacked at most.
  void begin(std::string_view path, std::uint64_t size, std::uint64_t plain_bytes, Begins where);
  // Returns how many of the bytes stand in front of the archive: those are not searched.
  std::size_t feed(std::string_view bytes);
  // Appends what was found, at most SecretReader::most_hits in files and in its own bytes.
  void finish(std::vector<InnerSecret>& found);

  // Of the archive that was finished: a limit was reached; of one of its files not all is told.
  [[nodiscard]] bool limited() const;
  [[nodiscard]] bool cut_short() const { return cut_short_; }
  [[nodiscard]] std::uint64_t plain_bytes() const;

 private:
  [[nodiscard]] bool entry(std::string_view name) override;
  void content(std::string_view bytes) override;
  void end(bool sound) override;
  std::size_t find(std::string_view bytes);
  void start(std::uint64_t at);
  void read(std::string_view bytes);
  void add_own();

  SecretReader reader_, own_;
  std::unique_ptr<ZipReader> zip_;  // null: it has not begun
  std::string path_, name_;
  std::string plain_;  // of a file that may still end within whole_bytes
  std::string tail_;   // the last bytes in front of the archive
  std::uint64_t size_ = 0, plain_limit_ = 0;
  std::uint64_t front_ = 0;  // bytes in front of it, as far as that is known
  std::size_t mark_ = 0;     // bytes of its magic that are still to be passed over
  bool searching_ = false;   // for the archive's begin
  bool streams_ = false;     // the file is longer than that: it is handed on as it comes
  bool cut_short_ = false;
  std::vector<InnerSecret> found_;
  std::vector<SecretHit> hits_;
};

}  // namespace plimsoll::image
