#pragma once

// Finds secrets in files, environment, labels and history: in two stages. A prefilter finds where
// literals of the table of classes stand, at the speed of memory; only there the shape, the check
// sum, the entropy and the lists of what is allowed are looked at.

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace plimsoll {

namespace secrets {
class Hints;
}

struct SecretClass {
  std::string_view id;       // kebab-case: "github-token"
  std::string_view what;     // "a GitHub token"
  bool certain = false;      // the shape alone proves it
  bool in_binaries = false;  // looked for in binaries, too
};

struct SecretHit {
  std::uint16_t secret_class = 0;  // index into SecretScanner::classes()
  std::uint64_t offset = 0;        // of the value in the file, in bytes
  std::uint32_t length = 0;        // of the value, in bytes
  std::uint32_t line = 0;          // from 1; 0 in a binary
  // What may be printed: at most four letters of the value, less of a short one, and its length; or
  // what kind of key it is. Printable ASCII.
  std::string redacted;
  // Of the value, by SHA-256: the same secret has the same everywhere, however it is wrapped.
  std::array<std::uint8_t, 16> fingerprint{};
  bool encrypted = false;  // a key with a passphrase
  // Seconds since 1970; 0 where nothing says so. Results are kept for longer than a token lives:
  // who reports compares with the clock.
  std::int64_t expires_s = 0;
};

// The compiled table. Const and shared by threads; must outlive its readers.
class SecretScanner {
 public:
  // Takes no time: tables and expressions are made when first needed, some milliseconds for all.
  [[nodiscard]] static Result<std::unique_ptr<SecretScanner>> make();
  ~SecretScanner();
  SecretScanner(const SecretScanner&) = delete;
  SecretScanner& operator=(const SecretScanner&) = delete;

  [[nodiscard]] std::span<const SecretClass> classes() const;
  // A hash of the table and of the rules around it: part of the key under which results are kept.
  [[nodiscard]] std::string version() const;
  // False: find_in_text finds nothing in it, nor in a part of it. Quick to answer for the first
  // short texts, which most often have nothing.
  [[nodiscard]] bool may_be_in(std::string_view text) const;

  struct Compiled;
  [[nodiscard]] const Compiled& compiled() const;

 private:
  SecretScanner();
  mutable std::once_flag compiled_once_, hints_once_;
  mutable std::unique_ptr<const Compiled> compiled_;
  mutable std::unique_ptr<const secrets::Hints> hints_;
};

// Reads one file at a time, on one thread, in one pass, in time linear in the bytes. Holds at most
// 160 KiB, which are kept from file to file.
class SecretReader {
 public:
  explicit SecretReader(const SecretScanner& scanner);
  ~SecretReader();
  SecretReader(SecretReader&&) noexcept;
  SecretReader& operator=(SecretReader&&) noexcept;

  // A new file. The path is relative, as in the layer; with the size it says before a byte is seen
  // whether the content is looked at, and how.
  void begin(std::string_view path, std::uint64_t size);
  // The file's next bytes, in pieces of any size.
  void feed(std::string_view bytes);
  // Appends what was found, by offset. The same secret twice in a file is said once.
  void finish(std::vector<SecretHit>& hits);
  // False: the rest of this file need not be fed.
  [[nodiscard]] bool wants_more() const;
  // More was found in the last file than most_hits; the rest is not said.
  [[nodiscard]] bool cut_short() const;

  static constexpr std::size_t most_hits = 256;  // in a file

  struct State;

 private:
  std::unique_ptr<State> state_;
};

// Short texts: ENV, LABEL and ARG (`NAME=value`), commands, lines of the history. Looks at the
// first MiB.
[[nodiscard]] std::vector<SecretHit> find_in_text(const SecretScanner& scanner,
                                                  std::string_view text);

}  // namespace plimsoll
