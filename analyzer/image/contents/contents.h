#pragma once

// What is in an image, as facts: accounts, packages, programs and what they need, leftovers with
// their bytes. Made from the stacked layers and the small files that were kept; nothing is run.
// Where a layer is missing, what is absent may be in it: answers are then unknown instead of no.

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
  bool empty_password = false;    // anyone may log in
  bool sound = false;             // all fields are there, and the numbers are numbers
  std::uint32_t line = 0;         // of /etc/passwd, from 1
  std::uint32_t shadow_line = 0;  // of /etc/shadow; 0 = it has none for this name
};
struct AccountGroup {
  std::string name;
  std::uint64_t gid = 0;
  std::vector<std::string> members;
  std::uint32_t line = 0;  // of /etc/group
  bool sound = false;      // as above
};

enum class PackageManager : std::uint8_t { Dpkg, Apk, Rpm };
[[nodiscard]] std::string_view to_string(PackageManager manager);  // "dpkg", "apk", "rpm"
struct Package {
  PackageManager manager = PackageManager::Dpkg;
  std::string name, version, architecture;
  std::uint64_t installed_bytes = 0;  // as the data base says
};

// Caches of package managers, indexes, documentation, version control, editors' files ...
struct Leftover {
  std::string_view kind;          // "apt-lists", "pip-cache", "git-directory" ...: leftovers.cpp
  std::string path;               // the directory or file that as a whole is left over: absolute
  Bytes bytes;                    // of what is live in it, its own entry included
  std::vector<Culprit> by_layer;  // ascending; wrote = hid = the layer, bytes[Live]
  EntryRef example;               // the biggest file, else the entry at `path`
};

// What USER means in this image, as runc and containerd read it.
struct EffectiveUser {
  std::string text;                   // as the configuration has it
  std::string name;                   // of the account, where there is one
  std::optional<std::uint64_t> uid;   // absent: the name is in no passwd, or that is not known
  std::optional<std::uint64_t> gid;   // the same for the group
  std::vector<std::uint64_t> groups;  // supplementary
  std::string home;
  Answer defined = Answer::Unknown;  // no: the container does not start
  [[nodiscard]] Answer root() const;
};

// A program that the configuration starts (ENTRYPOINT, else CMD; HEALTHCHECK), looked up as the
// kernel and the shell would.
struct Started {
  std::string word;       // as written
  std::string field;      // "Entrypoint", "Cmd", "Healthcheck"
  bool first = false;     // becomes process 1, or would if its shell called exec
  bool in_shell = false;  // the first command of `sh -c`; that shell is told before it
  std::string path;       // where it was found, absolute and with links as they are; else empty
  EntryRef file;          // not valid: not found, or not known
  Answer found = Answer::Unknown;
  Answer executable = Answer::Unknown;         // by the effective user
  std::string blocked_by;                      // the path whose mode forbids it, where one does
  std::string missing_interpreter;             // of "#!" or ELF; empty = none is missing
  std::vector<std::string> missing_libraries;  // by the loader's own search path
  bool carriage_return = false;                // "#!/bin/sh\r"
};

// Whether the kernel of a platform runs such a file. Unknown for machines that have no name here.
[[nodiscard]] Answer runs_on(const ElfHead& elf, const Platform& platform);
// "x86-64", "AArch64"; a number where there is no name.
[[nodiscard]] std::string machine_name(std::uint16_t machine);

// For one thread; what is asked for the first time is computed then.
class Contents {
 public:
  // Both must outlive it.
  Contents(const ImageTree& tree, const ImageConfig& config);
  ~Contents();
  Contents(const Contents&) = delete;
  Contents& operator=(const Contents&) = delete;

  // Whether every layer was read to its end.
  [[nodiscard]] bool whole() const;

  [[nodiscard]] const std::vector<Account>& accounts() const;
  [[nodiscard]] const std::vector<AccountGroup>& groups() const;
  [[nodiscard]] const EffectiveUser& user() const;

  // By manager and name. The data base of a manager that could not be read is told of in
  // `packages_known`: yes (also without any manager), or unknown.
  [[nodiscard]] const std::vector<Package>& packages() const;
  [[nodiscard]] Answer packages_known() const;
  // Whether a live file is a package's, with the content that the package brought. Unknown where
  // the data base names no digest, could not be read, or the file's digest was not taken.
  [[nodiscard]] Answer owned_unmodified(EntryRef file) const;
  // The package that a path belongs to; empty = none, or not known.
  [[nodiscard]] std::string owner(std::string_view clean_path) const;

  // Biggest first, then by path. Beyond ten thousand, the rest of each kind is one, at "/".
  [[nodiscard]] const std::vector<Leftover>& leftovers() const;
  [[nodiscard]] const std::vector<Started>& started() const;
  // As execvp in the container would: a path as it is, a name by PATH. For words that are not
  // known, found is unknown.
  [[nodiscard]] Started look_up(std::string_view word) const;

  // ID, VERSION_ID, PRETTY_NAME of os-release; empty where there is none.
  [[nodiscard]] std::string os_release(std::string_view key) const;
  // The content of a kept file that is live; links are followed. It stays until texts of 4 MiB
  // more have been asked for.
  [[nodiscard]] std::optional<std::string_view> text(std::string_view path) const;
  [[nodiscard]] std::optional<std::string_view> text(EntryRef file) const;
  // Whether there is anything at a path; links are followed.
  [[nodiscard]] Answer exists(std::string_view path) const;
  // A variable of the configuration; nothing where it is not set.
  [[nodiscard]] std::optional<std::string_view> env(std::string_view name) const;

  // What was seen of the file's first bytes; null: it is none.
  [[nodiscard]] const ElfHead* elf(EntryRef file) const;
  // The first line of a script, without "#!", "\r" kept; nothing: it is none.
  [[nodiscard]] std::optional<std::string_view> script(EntryRef file) const;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace plimsoll::image
