#include "analyzer/bases/variants.h"

#include <algorithm>
#include <cstddef>

namespace plimsoll {

namespace {

constexpr Codename codenames[] = {
    {"debian", "wheezy", "7"},      {"debian", "jessie", "8"},
    {"debian", "stretch", "9"},     {"debian", "buster", "10"},
    {"debian", "bullseye", "11"},   {"debian", "bookworm", "12"},
    {"debian", "trixie", "13"},     {"debian", "sid", ""},
    {"debian", "forky", "14"},      {"ubuntu", "precise", "12.04"},
    {"ubuntu", "trusty", "14.04"},  {"ubuntu", "xenial", "16.04"},
    {"ubuntu", "bionic", "18.04"},  {"ubuntu", "eoan", "19.10"},
    {"ubuntu", "focal", "20.04"},   {"ubuntu", "groovy", "20.10"},
    {"ubuntu", "hirsute", "21.04"}, {"ubuntu", "impish", "21.10"},
    {"ubuntu", "jammy", "22.04"},   {"ubuntu", "kinetic", "22.10"},
    {"ubuntu", "lunar", "23.04"},   {"ubuntu", "mantic", "23.10"},
    {"ubuntu", "noble", "24.04"},   {"ubuntu", "oracular", "24.10"},
    {"ubuntu", "plucky", "25.04"},  {"ubuntu", "questing", "25.10"},
};

// A word of a tag that begins with one of these names the distribution; what follows is the
// release.
struct Word {
  std::string_view prefix;
  std::string_view distribution;
};
constexpr Word words[] = {
    {"alpine", "alpine"},
    {"debian", "debian"},
    {"ubuntu", "ubuntu"},
    {"oraclelinux", "oraclelinux"},
    {"oracle", "oraclelinux"},
    {"centos", "centos"},
    {"rockylinux", "rocky"},
    {"almalinux", "almalinux"},
    {"fedora", "fedora"},
    {"ubi", "ubi"},
    {"amazonlinux", "amazonlinux"},
    {"al", "amazonlinux"},
    {"windowsservercore", "windows"},
    {"nanoserver", "windows"},
    {"windowsserver", "windows"},
    {"servercore", "windows"},
    {"azurelinux", "azurelinux"},
    {"mariner", "azurelinux"},
    {"wolfi", "wolfi"},
    {"busybox", "busybox"},
    {"leap", "leap"},
};

bool is_release(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

bool is_version(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

// "3.12" of "3.12.0rc1", "8" of "8u292", "21" of "21_35".
std::string_view leading_version(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  const auto end = std::find_if(text.begin(), text.end(),
                                [](char c) { return !((c >= '0' && c <= '9') || c == '.'); });
  std::string_view version = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  while (version.ends_with('.')) version.remove_suffix(1);
  return version;
}

void name_distribution(Variant& variant, std::string_view distribution, std::string_view release) {
  variant.distribution = std::string(distribution);
  variant.release = std::string(release);
}

void read_word(Variant& variant, std::string_view word) {
  if (word == "slim") variant.slim = true;
  if (word == "minimal") variant.minimal = true;
  if (word == "distroless" || word == "chiseled" || word == "micro" || word == "static") {
    variant.shell_less = true;
  }
  if (word == "debug") variant.debug = true;
  if (word == "nonroot") variant.nonroot = true;
  if (const Codename* codename = find_codename(word)) {
    name_distribution(variant, codename->distribution, codename->release);
    return;
  }
  for (const Word& known : words) {
    if (!word.starts_with(known.prefix)) continue;
    const std::string_view release = word.substr(known.prefix.size());
    const bool needs_release = known.prefix == "al";  // "al2023", not "alpha"
    if (!is_release(release) || (needs_release && release.empty())) continue;
    name_distribution(variant, known.distribution, release);
    return;
  }
}

}  // namespace

const Codename* find_codename(std::string_view name) {
  for (const Codename& codename : codenames) {
    if (codename.name == name) return &codename;
  }
  return nullptr;
}

Variant read_tag(std::string_view tag) {
  Variant variant;
  bool first = true;
  const bool single = tag.find('-') == std::string_view::npos;
  for (;;) {
    const std::size_t dash = tag.find('-');
    const std::string_view word = tag.substr(0, dash);
    if (word.find('*') != std::string_view::npos) {
      // `*-alpine` has a version there; `*` and `3.12-*` may name anything.
      if (!first || single) variant.unknown = true;
    } else if (first && is_version(word)) {
      variant.version = std::string(leading_version(word));
    } else {
      read_word(variant, word);
    }
    first = false;
    if (dash == std::string_view::npos) break;
    tag.remove_prefix(dash + 1);
  }
  return variant;
}

}  // namespace plimsoll
