#include <memory>
#include <string>
#include <vector>

#include "analyzer/base/host.h"
#include "analyzer/base/memory.h"
#include "app/cli/cli.h"

int main(int count, char** words) {
  plimsoll::give_big_blocks_back();
  plimsoll::end_when_out_of_memory();
  const std::unique_ptr<plimsoll::Host> host = plimsoll::make_system_host();
  const std::vector<std::string> arguments(words + (count > 0 ? 1 : 0), words + count);
  return static_cast<int>(plimsoll::app::run(*host, arguments));
}
