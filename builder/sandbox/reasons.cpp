// Reports of the child in words: what, where, what to do.

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "builder/sandbox/prepare.h"
#include "builder/sandbox/starter.h"

namespace plimsoll::builder::sandbox {
namespace {

constexpr int not_found = 127;
constexpr int not_executable = 126;

std::string words(int error) { return std::generic_category().message(error); }

// The program that a "#!" line names; nothing where there is no such line.
std::optional<std::string> interpreter_of_script(std::string_view head) {
  if (head.substr(0, 2) != "#!") return std::nullopt;
  head =
      head.substr(2, head.find('\n') == std::string_view::npos ? head.npos : head.find('\n') - 2);
  const std::size_t begin = head.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return std::nullopt;
  return std::string(head.substr(begin, head.find_first_of(" \t", begin) - begin));
}

// The loader that an ELF program asks for (PT_INTERP), where its header says so within `head`.
template <class Header, class Part>
std::optional<std::string> loader_in(std::string_view head) {
  Header header{};
  if (head.size() < sizeof header) return std::nullopt;
  std::memcpy(&header, head.data(), sizeof header);
  for (std::size_t i = 0; i < header.e_phnum; ++i) {
    Part part{};
    const std::size_t at = header.e_phoff + i * sizeof part;
    if (at > head.size() || head.size() - at < sizeof part) return std::nullopt;
    std::memcpy(&part, head.data() + at, sizeof part);
    if (part.p_type != PT_INTERP) continue;
    if (part.p_offset > head.size()) return std::nullopt;
    const std::string_view rest = head.substr(part.p_offset, part.p_filesz);
    return std::string(rest.substr(0, rest.find('\0')));
  }
  return std::nullopt;
}

std::optional<std::string> loader_of(std::string_view head) {
  if (head.size() <= EI_CLASS || head.substr(0, SELFMAG) != std::string_view(ELFMAG, SELFMAG)) {
    return std::nullopt;
  }
  return head[EI_CLASS] == ELFCLASS64 ? loader_in<Elf64_Ehdr, Elf64_Phdr>(head)
                                      : loader_in<Elf32_Ehdr, Elf32_Phdr>(head);
}

std::string_view machine_of(std::string_view head) {
  Elf32_Half machine = EM_NONE;
  constexpr std::size_t at = offsetof(Elf32_Ehdr, e_machine);
  if (head.size() < at + sizeof machine) return "";
  std::memcpy(&machine, head.data() + at, sizeof machine);
  switch (machine) {
    case EM_X86_64:
      return "amd64";
    case EM_386:
      return "386";
    case EM_AARCH64:
      return "arm64";
    case EM_ARM:
      return "arm";
    case EM_RISCV:
      return "riscv64";
    case EM_S390:
      return "s390x";
    case EM_PPC64:
      return "ppc64le";
    default:
      return "another machine";
  }
}

std::string what_of(Stage stage, const std::string& detail) {
  switch (stage) {
    case Stage::Namespaces:
      return "cannot make the sandbox's namespaces (" + detail + ")";
    case Stage::Overlay:
      return "cannot join the layers with overlayfs" + (detail.empty() ? "" : " (" + detail + ")");
    case Stage::Proc:
      return "cannot mount /proc";
    case Stage::Devices:
      return "cannot set up /dev";
    case Stage::System:
      return "cannot mount /sys";
    case Stage::MountSource:
      return "cannot take what is to be mounted on " + detail;
    case Stage::MountTarget:
      return "cannot make the place to mount on, " + detail;
    case Stage::MountInProc:
      return detail + " is inside of /proc, where nothing may be mounted";
    case Stage::Mounting:
      return "cannot mount on " + detail;
    case Stage::Pivot:
      return "cannot enter the new root";
    case Stage::Workdir:
      return "cannot enter the working directory " + detail;
    case Stage::Limits:
      return "cannot set limits";
    case Stage::Filter:
      return "cannot install the filter of system calls (seccomp)";
    case Stage::Account:
      return "cannot change to the user of the command";
    case Stage::Starting:
      return "cannot start a program in the sandbox";
    case Stage::Exec:
      return "cannot run " + detail;
  }
  return detail;
}

}  // namespace

Error failure_of(const Report& report) {
  const std::string detail = report.detail ? report.detail : "";
  std::string message = what_of(report.stage, detail);
  if (report.stage != Stage::MountInProc) message += ": " + words(report.error);
  const std::string_view kernel(report.words.data());
  if (!kernel.empty()) message += fmt::format(" (the kernel says: {})", kernel);
  return Error{message, report.error};
}

void take_report(const Job& job, std::string_view told, Report& report) {
  constexpr std::size_t fixed = offsetof(StarterReport, head);
  StarterReport from;
  if (told.size() < fixed || told.size() > sizeof from) return;
  std::memcpy(&from, told.data(), told.size());
  for (std::uint32_t i = 0; i <= from.program; ++i) {
    if (!job.programs[i]) return;
  }
  report.stage = Stage::Exec;
  report.error = from.error;
  report.detail = job.programs[from.program];
  report.exists = from.exists != 0;
  report.head_size = std::min(report.head.size(), told.size() - fixed);
  std::memcpy(report.head.data(), from.head, report.head_size);
}

NotRun not_run(const Report& report, const SandboxPlan& plan) {
  const std::string& name = plan.argv.front();
  const std::string program = report.detail ? report.detail : name;
  const std::string_view head(report.head.data(), report.head_size);
  if (report.error == ENOENT && report.exists) {
    if (const auto interpreter = interpreter_of_script(head)) {
      return {not_found, fmt::format("{}: the script's interpreter {} is not in the image", program,
                                     *interpreter)};
    }
    if (const auto loader = loader_of(head)) {
      return {not_found, fmt::format("{}: the program's loader {} is not in the image (it was made "
                                     "for another C library or machine)",
                                     program, *loader)};
    }
    return {not_found, fmt::format("{}: its interpreter is not in the image", program)};
  }
  if (report.error == ENOENT || report.error == ENOTDIR) {
    if (name.find('/') != std::string::npos) {
      return {not_found, fmt::format("{}: no such file in the image", name)};
    }
    return {not_found, fmt::format("{}: not found in the PATH of the image", name)};
  }
  if (report.error == ENOEXEC && head.substr(0, SELFMAG) == std::string_view(ELFMAG, SELFMAG)) {
    return {not_executable, fmt::format("{}: a program for {}, which cannot be run here", program,
                                        machine_of(head))};
  }
  if (report.error == ENOEXEC) {
    return {not_executable,
            fmt::format("{}: neither a program nor a script that begins with #!", program)};
  }
  return {not_executable, fmt::format("{}: {}", program, words(report.error))};
}

}  // namespace plimsoll::builder::sandbox
