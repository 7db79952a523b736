#pragma once

// Images described in text, bottom layer first, made into the very bytes of their tars: what reads
// real images reads these. A line says one thing; "#" begins a comment, at the begin of a line.
//
//   platform linux/arm64       of the configuration; linux/amd64 where nothing is said
//   name app:1.0               under which the source knows it; again for more
//   source oci-layout          where it was read from; docker-archive where nothing is said
//   config {"User": "app"}     the configuration's "config", as JSON
//   annotation KEY=VALUE       of the manifest
//   note media-type-disagrees  what the source noted (SourceNote::kind)
//   base 1                     the lowest layers are those of a known base image
//   stored debian:12 1         what that name means here: the lowest layers; 0 is another image
//   setting ENV A=b            an entry of the history that made no layer
//   layer RUN make             a layer and its entry; the next lines, indented, are its tar:
//
//     usr/                        a directory
//     usr/a = text                a file; "text*100" is the text a hundred times; "\n", "\r", "\0",
//     "\1" etc/passwd <<               a file of the lines below that begin with "|" and a blank
//     usr/b -> a                  a symlink
//     usr/c == usr/a              a hardlink
//     dev/n c 1 3                 a device (c or b)
//     usr/.wh.a =                 a whiteout
//     bin/x elf needed=libc.so.6  a program: also interpreter=, runpath=, machine=, debug=BYTES,
//                                 symbols
//
//   Behind any of them: mode=4755 uid=7 gid=8 mtime=9 cap=13 (the bit of a file capability)

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::harness {

struct ImageText {
  std::vector<std::string> layers;  // plain tars
  std::string config;               // the whole document
  std::vector<std::string> names;
  std::vector<std::string> notes;
  std::map<std::string, std::string> annotations;
  std::string source = "docker-archive";
  std::size_t base_layers = 0;
  std::string stored_name;  // of the base at hand; empty: none
  std::size_t stored_layers = 0;
  std::vector<std::string> mistakes;  // lines that could not be read
};

[[nodiscard]] ImageText read_image_text(std::string_view text);

}  // namespace plimsoll::harness
