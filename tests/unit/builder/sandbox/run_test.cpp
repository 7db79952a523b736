#include "rig.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using test::Rig;

TEST_CASE("a command runs in its own root and tells its exit code") {
  if (!test::can_run()) return;
  Rig rig;
  CHECK(rig.say("echo hello; pwd; echo $$; hostname; ls /") ==
        "hello\n/\n1\nbuildkitsandbox\nbin\ndev\netc\nproc\nsys\ntmp\n");
  const auto done = rig.run(rig.plan("echo bad >&2; exit 7"));
  REQUIRE(done);
  CHECK(done->exit_code == 7);
  CHECK(rig.err == "bad\n");
}
