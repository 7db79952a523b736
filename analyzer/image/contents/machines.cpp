#include <algorithm>
#include <array>

#include "analyzer/image/contents/contents.h"

namespace plimsoll::image {

namespace {
struct Machine {
  std::uint16_t number = 0;  // e_machine
  std::string_view name;
  std::uint8_t bits = 0;
  bool big_endian = false;
  std::string_view architecture;  // as images name it
};
}  // namespace

static constexpr std::array machines = {
    Machine{62, "x86-64", 64, false, "amd64"},
    Machine{3, "x86", 32, false, "386"},
    Machine{183, "AArch64", 64, false, "arm64"},
    Machine{40, "ARM", 32, false, "arm"},
    Machine{243, "RISC-V", 64, false, "riscv64"},
    Machine{21, "PowerPC 64", 64, false, "ppc64le"},
    Machine{21, "PowerPC 64", 64, true, "ppc64"},
    Machine{22, "s390x", 64, true, "s390x"},
    Machine{258, "LoongArch", 64, false, "loong64"},
    Machine{8, "MIPS", 64, false, "mips64le"},
    Machine{8, "MIPS", 64, true, "mips64"},
    Machine{8, "MIPS", 32, false, "mipsle"},
    Machine{8, "MIPS", 32, true, "mips"},
};

std::string machine_name(std::uint16_t machine) {
  const auto found = std::find_if(machines.begin(), machines.end(),
                                  [&](const Machine& each) { return each.number == machine; });
  return found == machines.end() ? "machine " + std::to_string(machine) : std::string(found->name);
}

// Kernels of 64 bits run the programs of their 32-bit sister: amd64 those of 386, arm64 (mostly)
// those of arm.
Answer runs_on(const ElfHead& elf, const Platform& platform) {
  const auto matches = [&](const Machine& each) {
    return each.number == elf.machine && each.big_endian == elf.big_endian;
  };
  const auto own = std::find_if(machines.begin(), machines.end(), matches);
  const bool named = std::any_of(machines.begin(), machines.end(), [&](const Machine& each) {
    return each.architecture == platform.architecture;
  });
  if (own == machines.end() || !named || platform.os != "linux") return Answer::Unknown;
  const bool same = std::any_of(machines.begin(), machines.end(), [&](const Machine& each) {
    return matches(each) && each.architecture == platform.architecture;
  });
  if (same || (platform.architecture == "amd64" && own->architecture == "386")) return Answer::Yes;
  if (platform.architecture == "arm64" && own->architecture == "arm") return Answer::Unknown;
  return Answer::No;
}

}  // namespace plimsoll::image
