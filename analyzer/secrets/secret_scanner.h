#pragma once

// Finds secrets in files and short texts.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace plimsoll {

struct SecretClass {
  std::string_view id;    // kebab-case: "github-token"
  std::string_view what;  // "a GitHub token"
  bool certain = false;   // the shape alone proves it
};

struct SecretHit {
  std::uint16_t secret_class = 0;  // index into classes()
  std::uint64_t offset = 0;        // of the value in the file
  std::uint32_t length = 0;        // bytes
  std::uint32_t line = 0;          // from 1
  std::string redacted;            // never the value
  std::array<std::uint8_t, 16> fingerprint{};  // equal for the same secret elsewhere
  bool encrypted = false, expired = false;
};

// Made once; const and shared by threads.
class SecretScanner {
 public:
  [[nodiscard]] static Result<std::unique_ptr<SecretScanner>> make();
  ~SecretScanner();
  [[nodiscard]] std::span<const SecretClass> classes() const;
  // Of the table: part of the key of cached results.
  [[nodiscard]] std::string_view version() const;

 private:
  friend class SecretReader;
  struct State;
  explicit SecretScanner(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// One file at a time, one thread; its memory is bounded and reused.
class SecretReader {
 public:
  explicit SecretReader(const SecretScanner& scanner);
  ~SecretReader();
  void begin(std::string_view path, std::uint64_t size);
  void feed(std::string_view bytes);
  [[nodiscard]] bool wants_more() const;
  void finish(std::vector<SecretHit>& hits);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// ENV, LABEL, ARG ("NAME=value"), history, commands.
[[nodiscard]] std::vector<SecretHit> find_in_text(const SecretScanner& scanner,
                                                  std::string_view text);

}  // namespace plimsoll
