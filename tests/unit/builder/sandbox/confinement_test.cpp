// What a command must not reach, asked for from inside.

#include <elf.h>

#include <cstring>

#include "rig.h"

using namespace plimsoll;
using namespace plimsoll::builder;
using test::Rig;

namespace {

// The probe is a static program that the build makes beside the tests.
std::string probe(Rig& rig, const std::string& what, std::uint32_t uid = 0) {
  test::fs::copy_file(PLIMSOLL_SANDBOX_PROBE, rig.base + "/bin/probe",
                      test::fs::copy_options::overwrite_existing);
  SandboxPlan plan = rig.plan("");
  plan.argv = {"probe", what};
  plan.account.uid = uid;
  plan.account.gid = uid;
  const auto done = rig.run(plan);
  REQUIRE((done ? "" : done.error().message) == "");
  INFO(rig.err);
  CHECK(done->exit_code == 0);
  return rig.out;
}

}  // namespace

TEST_CASE("system calls that reach out of a container are refused, as docker refuses them") {
  if (!test::can_run()) return;
  Rig rig;
  const std::string expected =
      "mount EPERM\numount2 EPERM\npivot_root EPERM\nfsopen EPERM\nopen_tree EPERM\n"
      "unshare EPERM\nclone EPERM\nclone3 ENOSYS\nsetns EPERM\nopen_by_handle_at EPERM\n"
      "bpf EPERM\nperf_event_open EPERM\nuserfaultfd EPERM\nio_uring_setup EPERM\n"
      "kexec_load EPERM\ninit_module EPERM\nkeyctl EPERM\nadd_key EPERM\nreboot EPERM\n"
      "sethostname EPERM\npersonality done\npersonality-no-random EPERM\nsocket-vsock EPERM\n"
      "socket-inet done\nnewer ENOSYS\nptrace done\nchroot done\n";
  const std::string said = probe(rig, "calls");
  CHECK(said.substr(0, expected.size()) == expected);
#if defined(__x86_64__)
  CHECK(said.substr(expected.size(), 16) == "x32-mount ENOSYS");
  if (said.find("i386-getpid done") != std::string::npos) {  // this kernel runs 32-bit code
    CHECK(said.find("i386-mount EPERM\ni386-unshare EPERM\n") != std::string::npos);
  }
#endif
}

TEST_CASE("device nodes can be made and not opened, but for the six in /dev") {
  if (!test::can_run()) return;
  Rig rig;
  CHECK(probe(rig, "devices") ==
        "mknod done\nopen-disk EACCES\nmknod-null done\nopen-own-null EACCES\nmknod-dev done\n"
        "open-dev EACCES\nmknod-shm done\nopen-shm EACCES\nopen-null done\nopen-ptmx done\n");
}

TEST_CASE("root has docker's 14 capabilities, others have none") {
  if (!test::can_run()) return;
  Rig rig;
  CHECK(probe(rig, "capabilities") ==
        "bounding a80425fb\neffective a80425fb\npermitted a80425fb\ninheritable 0\n"
        "no_new_privs 0\n");
  CHECK(probe(rig, "capabilities", 1000) ==
        "bounding a80425fb\neffective 0\npermitted 0\ninheritable 0\nno_new_privs 0\n");
}

TEST_CASE("a setuid program of another user's command has what root has") {
  if (!test::can_run()) return;
  Rig rig;
  (void)probe(rig, "");
  namespace fs = test::fs;
  fs::copy_file(rig.base + "/bin/probe", rig.base + "/bin/raised");
  fs::permissions(rig.base + "/bin/raised", fs::perms::set_uid, fs::perm_options::add);
  SandboxPlan plan = rig.plan("");
  plan.argv = {"raised", "capabilities"};
  plan.account.uid = plan.account.gid = 1000;
  REQUIRE(rig.run(plan));
  CHECK(rig.out ==
        "bounding a80425fb\neffective a80425fb\npermitted a80425fb\ninheritable 0\n"
        "no_new_privs 0\n");
}

TEST_CASE("a command starts with three descriptors and no signal ignored or blocked") {
  if (!test::can_run()) return;
  Rig rig;
  CHECK(probe(rig, "descriptors") == "0\n1\n2\n");
  CHECK(probe(rig, "signals") == "");
}

TEST_CASE("a command ends with its parent, as root and as another") {
  if (!test::can_run()) return;
  Rig rig;
  CHECK(probe(rig, "death") == "9\n");
  CHECK(probe(rig, "death", 1000) == "9\n");
}

TEST_CASE("no path leads to the program that makes the sandbox, not even /proc/self/exe") {
  if (!test::can_run()) return;
  Rig rig;
  // A program whose loader is /proc/self/exe: the probe's kind and machine, one segment PT_INTERP.
  std::ifstream file(PLIMSOLL_SANDBOX_PROBE, std::ios::binary);
  std::string loaded(sizeof(Elf64_Ehdr), '\0');
  REQUIRE(file.read(loaded.data(), static_cast<std::streamsize>(loaded.size())));
  Elf64_Ehdr header{};
  std::memcpy(&header, loaded.data(), sizeof header);
  const std::string loader("/proc/self/exe\0", 15);
  Elf64_Phdr part{};
  part.p_type = PT_INTERP;
  part.p_offset = sizeof header + sizeof part;
  part.p_filesz = part.p_memsz = loader.size();
  header.e_phoff = sizeof header;
  header.e_phnum = 1;
  header.e_shnum = header.e_shstrndx = 0;
  loaded.assign(reinterpret_cast<const char*>(&header), sizeof header);
  loaded.append(reinterpret_cast<const char*>(&part), sizeof part);
  Rig::write(rig.base + "/bin/loaded", loaded + loader);
  Rig::write(rig.base + "/bin/script", "#!/proc/self/exe\n");
  test::fs::create_symlink("/proc/self/exe", rig.base + "/bin/link");
  test::fs::create_symlink("/proc/1/exe", rig.base + "/bin/first");
  for (const char* name : {"loaded", "script"}) {
    test::fs::permissions(rig.base + "/bin/" + name, test::fs::perms::all);
  }
  for (const char* program : {"/proc/self/exe", "/proc/thread-self/exe", "/proc/1/exe", "link",
                              "first", "script", "loaded"}) {
    for (const std::uint32_t user : {0U, 1000U}) {
      SandboxPlan plan = rig.plan("");
      plan.argv = {program, "rules"};
      plan.account.uid = plan.account.gid = user;
      const auto done = rig.run(plan);
      REQUIRE((done ? "" : done.error().message) == "");
      INFO(program);
      CHECK(done->exit_code == 127);
      CHECK(rig.out == "");
      CHECK(rig.err == "/proc/self/exe leads to no program of the image\n");
    }
  }
  SandboxPlan plan = rig.plan("");
  plan.argv = {"/proc/self/fd/3"};
  REQUIRE(rig.run(plan));
  CHECK(rig.err == "/proc/self/fd/3: no such file in the image\n");
}

TEST_CASE("what starts a command is a file of its sandbox alone, and is gone when it runs") {
  if (!test::can_run()) return;
  Rig rig;
  CHECK(rig.say("readlink /proc/1/exe; wc -c < /proc/1/cmdline; true") == "/bin/busybox\n63\n");
  CHECK(rig.say("find / -xdev -name 'starter*'; find /dev -name 'starter*'") == "");
}

TEST_CASE("/proc and /sys show nothing that can be changed") {
  if (!test::can_run()) return;
  Rig rig;
  CHECK(rig.say("for f in /proc/sys/kernel/hostname /proc/sysrq-trigger /proc/irq/x /sys/x; do "
                "  (echo 1 > $f) 2>/dev/null && echo $f; done; true") == "");
  CHECK(rig.say("cat /proc/kcore /proc/keys /proc/timer_list /proc/interrupts 2>/dev/null; "
                "ls /sys/firmware; ls -d /proc/[0-9]*") == "/proc/1\n");
  CHECK(rig.say("cut -d' ' -f5 /proc/self/mountinfo | head -1; grep -c -e /tmp -e layer "
                "/proc/self/mountinfo; true") == "/\n0\n");
}

TEST_CASE("without a network there is the loopback alone, and it is up") {
  if (!test::can_run()) return;
  Rig rig;
  CHECK(rig.say("ls /sys/class/net; cat /sys/class/net/lo/flags; cat /etc/resolv.conf") ==
        "lo\n0x9\n");
  CHECK(rig.say("cat /etc/hosts") ==
        "127.0.0.1\tlocalhost buildkitsandbox\n::1\tlocalhost ip6-localhost ip6-loopback\n");
}
