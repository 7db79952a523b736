#pragma once

// What is in an image, as facts: accounts, packages, programs and what they need, leftovers with
// their bytes. Made from the stacked layers and the small files that were kept; nothing is run.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/answer.h"
#include "analyzer/image/config.h"
#include "analyzer/image/scan/scan.h"
#include "analyzer/image/tree/image_tree.h"

namespace plimsoll::image {

// Which files are kept for this, see ScanOptions::interest. Static storage.
[[nodiscard]] const FileInterest& file_interest();

struct Account {  // a line of /etc/passwd with what /etc/shadow adds
  std::string name;
  std::uint64_t uid = 0, gid = 0;
  std::string home, shell;
  bool empty_password = false;  // anyone may log in
  std::uint32_t line = 0;       // of the file that says so, from 1
};
struct AccountGroup {
  std::string name;
  std::uint64_t gid = 0;
  std::vector<std::string> members;
  std::uint32_t line = 0;
};

enum class PackageManager : std::uint8_t { Dpkg, Apk, Rpm };
struct Package {
  PackageManager manager = PackageManager::Dpkg;
  std::string name, version, architecture;
  std::uint64_t installed_bytes = 0;  // as the data base says
};

// Caches of package managers, indexes, documentation, version control, editors' files ...
struct Leftover {
  std::string_view
      kind;          // "apt-lists", "apt-archives", "apk-cache", "pip-cache", "git-directory" ...
  std::string path;  // the directory or file that as a whole is left over: absolute
  Bytes bytes;       // of what is live below it
  std::vector<Culprit> by_layer;  // wrote = the layer, bytes[Live]
  EntryRef example;               // the biggest file
};

// What USER means in this image.
struct EffectiveUser {
  std::string text;                  // as the configuration has it
  std::optional<std::uint64_t> uid;  // absent: the name is in no passwd
  std::optional<std::uint64_t> gid;
  [[nodiscard]] Answer root() const;
};

// A program that the configuration starts (ENTRYPOINT, else CMD; HEALTHCHECK), looked up as the
// kernel and the shell would.
struct Started {
  std::string word;   // as written
  std::string field;  // "Entrypoint", "Cmd", "Healthcheck"
  EntryRef file;      // not valid: not found, or not known
  Answer found = Answer::Unknown;
  Answer executable = Answer::Unknown;         // by the effective user
  std::string missing_interpreter;             // of "#!" or ELF; empty = none is missing
  std::vector<std::string> missing_libraries;  // by the loader's own search path
  bool carriage_return = false;                // "#!/bin/sh\r"
};

class Contents {
 public:
  // All must outlive it.
  Contents(const ImageTree& tree, const ImageConfig& config);
  ~Contents();
  Contents(const Contents&) = delete;
  Contents& operator=(const Contents&) = delete;

  [[nodiscard]] const std::vector<Account>& accounts() const;
  [[nodiscard]] const std::vector<AccountGroup>& groups() const;
  [[nodiscard]] const EffectiveUser& user() const;
  [[nodiscard]] const std::vector<Package>& packages() const;  // by manager and name
  // Whether a live file is a package's, with the content that the package brought. Unknown where
  // the data base names no digest or could not be read.
  [[nodiscard]] Answer owned_unmodified(EntryRef file) const;
  // The package that a path belongs to; empty = none, or not known.
  [[nodiscard]] std::string owner(std::string_view clean_path) const;
  [[nodiscard]] const std::vector<Leftover>& leftovers() const;  // biggest first
  [[nodiscard]] const std::vector<Started>& started() const;
  // ID, VERSION_ID, PRETTY_NAME of os-release; empty where there is none.
  [[nodiscard]] std::string os_release(std::string_view key) const;
  // The content of a kept file that is live.
  [[nodiscard]] std::optional<std::string_view> text(std::string_view clean_path) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plimsoll::image
