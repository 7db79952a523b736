// How an overlay is made where the kernel knows no list of lower layers (before 6.8).

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>

#include "builder/sandbox/mounting.h"
#include "builder/sandbox/sharing.h"
#include "rig.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using test::Rig;

namespace {

struct Trial {
  sandbox::Overlay overlay;
  const char* point = nullptr;
  int error = -1;
  char read[8] = {};
};

// Between clone and exit: system calls alone.
int mount_and_read(void* argument) {
  Trial& trial = *static_cast<Trial*>(argument);
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return trial.error = errno;
  const sandbox::Handle root = sandbox::old_overlay(trial.overlay, trial.point, 0);
  if (!root.ok()) return trial.error = errno;
  const sandbox::Handle file(::openat(root.get(), "who", O_RDONLY | O_CLOEXEC));
  const sandbox::Handle made(::openat(root.get(), "new", O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  const ssize_t got = ::read(file.get(), trial.read, sizeof trial.read - 1);
  return trial.error = got > 0 && made.ok() ? 0 : errno;
}

}  // namespace

TEST_CASE("a hundred layers fit into the one page of options of old kernels") {
  if (!test::can_run()) return;
  Rig rig;
  constexpr int count = 100;
  std::vector<std::string> layers;
  for (int i = 0; i < count; ++i) {
    layers.push_back(rig.layer());
    Rig::write(layers.back() + "/who", std::to_string(i));
  }
  std::vector<const char*> lower;
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    lower.push_back(layer->c_str());
  }
  const std::string upper = rig.layer();
  const std::string work = rig.layer();
  const std::string point = rig.layer();
  Trial trial;
  trial.overlay = {lower.data(), lower.size(), upper.c_str(), work.c_str()};
  trial.point = point.c_str();
  REQUIRE(sandbox::try_in_namespaces(CLONE_NEWNS, mount_and_read, &trial) == 0);
  CHECK(trial.error == 0);
  CHECK(std::string(trial.read) == "99");
  CHECK(test::fs::exists(upper + "/new"));
}
