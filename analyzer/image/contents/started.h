#pragma once

// What the configuration starts, and whether the kernel and the loader could.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/contents/contents.h"

namespace plimsoll::image {

class ProgramFinder {
 public:
  // All must outlive it.
  ProgramFinder(const ImageTree& tree, const ImageConfig& config, const Contents& contents)
      : tree_(tree), config_(config), contents_(contents) {}

  [[nodiscard]] std::vector<Started> started() const;
  [[nodiscard]] Started look_up(std::string_view word) const;

 private:
  void find(Started& program) const;
  void examine(Started& program, int depth) const;
  void examine_script(Started& program, std::string_view line, int depth) const;
  void examine_elf(Started& program, const ElfHead& elf) const;
  void add(std::vector<Started>& list, const std::vector<std::string>& argv, std::string_view field,
           bool first) const;
  // Whether the effective user may execute the file, and enter every directory that leads to it.
  [[nodiscard]] Answer may_execute(PathId path, std::string& blocked_by) const;
  [[nodiscard]] Answer permits(PathId path) const;
  [[nodiscard]] std::string from_working_directory(std::string_view path) const;

  const ImageTree& tree_;
  const ImageConfig& config_;
  const Contents& contents_;
};

// The first command's program in the script of `sh -c`, where it is certain: no variable, no
// builtin, nothing quoted. Empty otherwise.
[[nodiscard]] std::string_view first_program(std::string_view script);

}  // namespace plimsoll::image
