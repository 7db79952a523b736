#include "rules/image_findings.h"

namespace plimsoll::rules {

// What keeps the program from being started; empty where nothing is known to.
static std::string fault_of(const image::Started& program, std::string& help) {
  const std::string name = quoted(program.path.empty() ? program.word : program.path);
  if (is_no(program.found)) {
    help = program.word.find('/') == std::string::npos
               ? "install it, or name its path: PATH is that of the image's ENV"
               : "copy it to where it is named; a relative path is taken from WORKDIR";
    return name + " is not in the image";
  }
  if (program.carriage_return) {
    help = "write the script with LF alone: `git config core.autocrlf`, or .gitattributes";
    return name + " begins with a line that ends in CR LF: its interpreter is not found";
  }
  if (!program.missing_interpreter.empty()) {
    help = "install it, or take a base that has it: a program of glibc needs glibc's loader";
    return name + " needs " + quoted(program.missing_interpreter) + ": not in the image";
  }
  if (!program.missing_libraries.empty()) {
    help = "install the packages that have them, or link the program statically";
    return name + " needs " + listed(program.missing_libraries) + ": not in the image";
  }
  // The rights of an account that is not root are user-cannot-access' affair.
  if (is_no(program.executable)) {
    help = "copy it with `COPY --chmod=755`, or set the bit where the file comes from";
    return name + " is not executable";
  }
  return {};
}

static bool executable_by_somebody(const ImageFacts& facts, const image::Started& program) {
  constexpr std::uint16_t any_execute = 0111;
  return program.file.valid() &&
         (facts.tree.at(facts.tree.inode(program.file)).mode & any_execute) != 0;
}

static void check_image(const ImageFacts& facts, Reporter& report) {
  for (const image::Started& program : facts.contents.started()) {
    if (program.field == "Healthcheck") continue;  // healthcheck-tool-missing says it
    if (is_no(program.executable) && executable_by_somebody(facts, program)) continue;
    std::string help;
    const std::string fault = fault_of(program, help);
    if (fault.empty()) continue;
    FindingBuilder finding =
        report.at(facts.place_of(program.field == "Cmd" ? "CMD" : "ENTRYPOINT"), fault);
    finding.help(help);
    if (program.file.valid()) finding.related(facts.in_layer(program.file), "the program");
  }
}

extern constinit const Rule entrypoint_not_executable{
    .name = "entrypoint-not-executable",
    .category = Category::Correctness,
    .severity = Severity::Error,
    .summary = "what the image starts is missing, not executable, or lacks its interpreter",
    .why =
        "No container of this image starts. The file is not where ENTRYPOINT or CMD looks for it, "
        "lost its executable bit on the way, has a first line with CR LF, or was built for a C "
        "library that the base does not have: then the kernel says \"no such file or directory\" "
        "of a file that is there.",
    .bad = R"(FROM golang:1.23 AS build
COPY . /src
RUN cd /src && go build -o /app .

FROM alpine:3.20
COPY --from=build /app /app
ENTRYPOINT ["/app"]
)",
    .good = R"(FROM golang:1.23 AS build
COPY . /src
RUN cd /src && CGO_ENABLED=0 go build -o /app .

FROM alpine:3.20
COPY --from=build /app /app
ENTRYPOINT ["/app"]
)",
    .references = {"https://man7.org/linux/man-pages/man2/execve.2.html",
                   "https://man7.org/linux/man-pages/man8/ld.so.8.html"},
    .check_image = check_image};

}  // namespace plimsoll::rules
