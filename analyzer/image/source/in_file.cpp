#include "analyzer/image/source/in_file.h"

#include "analyzer/base/input.h"
#include "analyzer/image/manifest.h"

namespace plimsoll::image {

InFile in_file(std::string_view text) {
  InFile in;
  in.path = text;
  if (text == "-" || kind_at(in.path) != FileKind::Missing) return in;
  const std::size_t at = in.path.rfind('@');
  if (at != std::string::npos && is_digest(std::string_view(in.path).substr(at + 1))) {
    in.digest = in.path.substr(at + 1);
    in.path.resize(at);
  }
  if (in.path == "-" || kind_at(in.path) != FileKind::Missing) return in;
  for (std::size_t colon = in.path.find(':'); colon != std::string::npos;
       colon = in.path.find(':', colon + 1)) {
    const std::string path = in.path.substr(0, colon);
    if (path != "-" && kind_at(path) == FileKind::Missing) continue;
    in.tag = in.path.substr(colon + 1);
    in.path = path;
    break;
  }
  return in;
}

}  // namespace plimsoll::image
