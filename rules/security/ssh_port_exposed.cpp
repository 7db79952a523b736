#include <charconv>

#include "rules/image_findings.h"

namespace plimsoll::rules {

static std::optional<int> port_number(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

// `22`, `22/tcp`, `20-30`, `2222:22`.
static bool covers_ssh(std::string_view word) {
  const std::size_t slash = word.find('/');
  if (slash != std::string_view::npos && word.substr(slash) != "/tcp" &&
      word.substr(slash) != "/TCP")
    return false;
  word = word.substr(0, slash);
  if (const std::size_t colon = word.rfind(':'); colon != std::string_view::npos) {
    word = word.substr(colon + 1);
  }
  const std::size_t dash = word.find('-');
  const std::optional<int> first = port_number(word.substr(0, dash));
  const std::optional<int> last =
      dash == std::string_view::npos ? first : port_number(word.substr(dash + 1));
  return first && last && *first <= 22 && 22 <= *last;
}

// The image is there to serve ssh: its command starts the server itself.
static bool serves_ssh(const Facts& facts, const Stage& stage) {
  for (const Instruction* instruction : stage.instructions) {
    if (instruction->keyword != Keyword::Cmd && instruction->keyword != Keyword::Entrypoint) {
      continue;
    }
    const CommandList& commands = facts.commands(*instruction);
    if (commands.find("sshd") || commands.find("dropbear")) return true;
  }
  return false;
}

static void check(const Facts& facts, Reporter& report) {
  for (const Placed<Expose>& expose : facts.every<Expose>()) {
    if (!expose.stage || !facts.ships(expose)) continue;
    for (const Text& word : expose->arguments) {
      const Value value = facts.value(expose, word);
      if (!value.known() || !covers_ssh(value.text())) continue;
      FindingBuilder finding = report.at(word.span(), "port 22 is exposed: ssh into a container");
      finding.help("`docker exec` gives a shell without a server, keys and an open port");
      if (serves_ssh(facts, *expose.stage)) finding.severity(Severity::Info);
    }
  }
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const std::string& port : facts.description.config.exposed_ports) {
    if (!covers_ssh(port)) continue;
    report.at(facts.place_of("EXPOSE", "22"), "port 22 is exposed: ssh into a container")
        .help("`docker exec` gives a shell without a server, keys and an open port");
    return;
  }
}

extern constinit const Rule ssh_port_exposed{
    .name = "ssh-port-exposed",
    .aliases = {"DS-0004", "CKV_DOCKER_1", "5907595b"},
    .category = Category::Security,
    .severity = Severity::Warning,
    .summary = "port 22 is exposed",
    .why =
        "A second way into the container, with keys and passwords of its own that no orchestrator "
        "rotates. Whoever may run containers may also open a shell in them without it.",
    .bad = R"(FROM nginx:1.27
EXPOSE 22 80
)",
    .good = R"(FROM nginx:1.27
EXPOSE 80
)",
    .references = {"https://docs.docker.com/reference/dockerfile/#expose"},
    .looks_at = {.keywords = {Keyword::Expose}},
    .check = check,
    .check_image = check_image};

}  // namespace plimsoll::rules
