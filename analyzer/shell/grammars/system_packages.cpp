// Package managers of distributions. How to read and add lines: analyzer/shell/grammar.h.

#include "analyzer/shell/grammar.h"

namespace plimsoll {

namespace {

using enum Operands;

constexpr Subcommand apt_commands[] = {
    {.names = "update", .does = refreshes_index},
    {.names = "install,reinstall,satisfy",
     .options = "--no-install-recommends --install-recommends --no-install-suggests "
                "--install-suggests --reinstall --only-upgrade --no-upgrade -b --build",
     .operands = Packages},
    {.names = "upgrade", .does = upgrades_packages},
    {.names = "dist-upgrade|full-upgrade", .does = upgrades_packages},
    {.names = "build-dep", .operands = Packages},
    {.names = "remove", .options = "--purge --auto-remove --autoremove", .operands = OldPackages},
    {.names = "purge", .options = "--auto-remove --autoremove", .operands = OldPackages},
    {.names = "autoremove|auto-remove", .options = "--purge"},
    {.names = "autopurge"},
    {.names = "clean", .cleans = "/var/cache/apt/archives /var/cache/apt"},
    {.names = "autoclean|auto-clean"},
    {.names = "distclean|dist-clean",
     .cleans = "/var/cache/apt/archives /var/cache/apt /var/lib/apt/lists"},
    {.names = "edit-sources"},
    {.names = "add-repository"},
};

constexpr std::string_view apt_options =
    "-y --yes --assume-yes --assume-no -q --quiet -f --fix-broken -m --ignore-missing "
    "--fix-missing -d --download-only -s --simulate --just-print --dry-run -u --show-upgraded "
    "-V --verbose-versions -a= --host-architecture= -P= --build-profiles= -t= --target-release= "
    "--default-release= -o= --option= -c=r --config-file=r --force-yes --trivial-only --no-remove "
    "--print-uris --no-download --ignore-hold --allow-unauthenticated --allow-downgrades "
    "--allow-remove-essential --allow-change-held-packages --allow-insecure-repositories "
    "--allow-releaseinfo-change --allow-releaseinfo-change-suite "
    "--allow-weak-repositories --no-allow-insecure-repositories --no-install-recommends "
    "--install-recommends --no-install-suggests --install-suggests --purge --auto-remove "
    "--autoremove --reinstall --only-upgrade --no-upgrade -U --update --with-source=r "
    "--show-progress --no-show-progress --solver= --color --no-color --error-on=";

constexpr Subcommand apk_commands[] = {
    {.names = "add",
     .options = "-t= --virtual= -U --update-cache --update -u --upgrade -l --latest "
                "--initdb --no-chown --no-check-certificate",
     .operands = Packages},
    {.names = "del", .options = "-r --rdepends", .operands = OldPackages},
    {.names = "update", .does = refreshes_index},
    {.names = "upgrade",
     .options = "-a --available -l --latest --no-self-upgrade --self-upgrade-only --prune "
                "--ignore -U --update-cache --update",
     .does = upgrades_packages},
    {.names = "cache clean", .cleans = "/etc/apk/cache /var/cache/apk"},
    {.names = "cache"},
    {.names = "fix"},
    {.names = "fetch", .options = "-o=d --output=d -R --recursive -s --stdout -L --link"},
};

constexpr Subcommand dnf_commands[] = {
    {.names = "install,localinstall,install-n,install-na,install-nevra", .operands = Packages},
    {.names = "reinstall", .operands = Packages},
    {.names = "groupinstall,group", .operands = None},
    {.names = "downgrade", .operands = Packages},
    {.names = "builddep|build-dep", .operands = None},
    {.names = "update,upgrade,update-minimal,upgrade-minimal", .does = upgrades_packages},
    {.names = "distro-sync|distrosync|dsync,system-upgrade", .does = upgrades_packages},
    {.names = "remove|erase,autoremove|autoerase", .operands = OldPackages},
    {.names = "makecache", .does = refreshes_index},
    {.names = "check-update|check-upgrade", .does = refreshes_index},
    {.names = "clean all",
     .cleans = "/var/cache/yum /var/cache/dnf /var/cache/libdnf5 /var/cache/tdnf"},
    {.names = "clean packages"},
    {.names = "clean"},
    {.names = "config-manager",
     .options = "--add-repo=u --enable --disable --set-enabled --set-disabled --save"},
    {.names = "copr"},
    {.names = "module"},
};

constexpr std::string_view dnf_options =
    "-y --assumeyes --assumeno --nobest -b --best -q --quiet -v --verbose -C --cacheonly "
    "-R= --randomwait= -d= --debuglevel= -e= --errorlevel= -x= --exclude= --excludepkgs= "
    "-c=r --config=r --installroot= --releasever= --setopt= --enablerepo= --disablerepo= --repo= "
    "--repoid= --enableplugin= --disableplugin= --disableexcludes= --forcearch= --nogpgcheck "
    "--no-gpgchecks --nodocs --allowerasing --skip-broken --skip-unavailable --refresh --nobest "
    "--noplugins --best --security --bugfix --advisory= --downloadonly --downloaddir=d "
    "--destdir=d --obsoletes --showduplicates --rpmverbosity= -4 -6 --color= --tsflags= "
    "--use-host-config --noautoremove --setopt= --arch= --install --enhancement";

constexpr Subcommand zypper_commands[] = {
    {.names = "install|in",
     .options = "-l --auto-agree-with-licenses --no-recommends --recommends -f --force "
                "--oldpackage -C --capability -n --name -D --dry-run --details -d --download-only "
                "--download= -t= --type= -r= --repo= --from= --force-resolution "
                "--no-force-resolution --allow-unsigned-rpm --allow-vendor-change --replacefiles "
                "-y --no-confirm --solver-focus= --capability",
     .operands = Packages},
    {.names = "remove|rm",
     .options = "-u --clean-deps -U --no-clean-deps -t= --type= -y",
     .operands = OldPackages},
    {.names = "refresh|ref",
     .options = "-f --force -s --services -r= --repo=",
     .does = refreshes_index},
    {.names = "update|up",
     .options = "-l --auto-agree-with-licenses -y --no-recommends -t= -r=",
     .does = upgrades_packages},
    {.names = "dist-upgrade|dup",
     .options = "-l --auto-agree-with-licenses -y --from= --no-allow-vendor-change "
                "--allow-vendor-change -r=",
     .does = upgrades_packages},
    {.names = "patch", .options = "-l -y --category= --no-recommends", .does = upgrades_packages},
    {.names = "clean|cc",
     .options = "-a --all -m --metadata -M --raw-metadata -r= --repo=",
     .cleans = "/var/cache/zypp /var/cache/zypp/packages"},
    {.names = "addrepo|ar",
     .options = "-c --check -C --no-check -n= --name= -d --disable -f --refresh -F --no-refresh "
                "-g --gpgcheck -G --no-gpgcheck -p= --priority= -k --keep-packages"},
    {.names = "source-install|si", .operands = Packages},
};

constexpr Grammar table[] = {
    {.programs = "apt-get|apt|aptitude",
     .options = apt_options,
     .subcommands = apt_commands,
     .manager = "apt"},
    {.programs = "apt-key", .options = "--keyring=r --keyserver=u --recv-keys= --fetch-keys=u"},
    {.programs = "apt-mark"},
    {.programs = "apt-cache", .options = "-q --quiet -n -f -o= --option= -c="},
    {.programs = "add-apt-repository|apt-add-repository",
     .options = "-y --yes -r --remove -n --no-update -u --update -s --enable-source -m "
                "--massive-debug -k= --keyserver= -P= --ppa= -c= --component= -U= --uri= -S= "
                "--sourceslist="},
    {.programs = "apk",
     .options = "--no-cache -t= --virtual= --update -q --quiet -v --verbose -X= --repository= -p= "
                "--root= -f --force "
                "-i --interactive --no-interactive --no-progress --progress --purge --wait= "
                "--keys-dir= --repositories-file= --cache-dir= --cache-max-age= --arch= "
                "--allow-untrusted --force-broken-world --force-overwrite --force-refresh "
                "--force-old-apk --force-non-repository --force-binary-stdout --no-network "
                "--print-arch -U --update-cache --timeout= -s --simulate --clean-protected "
                "--overlay-from-stdin --no-scripts --no-logfile --no-commit-hooks --preserve-env",
     .subcommands = apk_commands,
     .manager = "apk"},
    {.programs = "yum|dnf|dnf5|microdnf|tdnf|dnf-3",
     .options = dnf_options,
     .subcommands = dnf_commands,
     .manager = "dnf"},
    {.programs = "yum-config-manager|dnf-config-manager",
     .options = "--add-repo=u --enable --disable --save --setopt= --nogpgcheck"},
    {.programs = "yum-builddep|debuginfo-install", .options = "-y --assumeyes --nogpgcheck -q"},
    {.programs = "zypper",
     .options = "-n --non-interactive --non-interactive-include-reboot-patches -q --quiet "
                "-v --verbose -c=r --config=r --userdata= --no-refresh --no-cd --no-remote "
                "--gpg-auto-import-keys --no-gpg-checks --ignore-unknown -i -R= --root= -C= "
                "--cache-dir= --releasever= -p= --plus-repo= -D= --reposd-dir= -A --no-color "
                "--xmlout -x --disable-repositories --installroot=",
     .subcommands = zypper_commands,
     .manager = "zypper"},
    {.programs = "pacman",
     .options = "-S -R -Q -U -F -T -D -y -u -c -s -i -g -w -q -v -n -d -k -l -m -o -p -t -a "
                "--sync --remove --upgrade --query --refresh --sysupgrade --clean --noconfirm "
                "--confirm --needed --asdeps --asexplicit --overwrite= --ignore= --ignoregroup= "
                "-b= --dbpath= -r= --root= --arch= --cachedir= --config= --noprogressbar "
                "--nodeps --noscriptlet --disable-download-timeout --recursive --nosave --cascade",
     .operands = Packages,
     .manager = "pacman"},
    {.programs = "rpm",
     .options = "-i --install -U --upgrade -F --freshen -e --erase -q --query -V --verify "
                "-h --hash -v --verbose -K --checksig --import= --nodeps --force --replacepkgs "
                "--replacefiles --nosignature --nodigest --noscripts --excludedocs --oldpackage "
                "--root= -r= --dbpath= --prefix= --relocate= -a --all -f --file -p --package "
                "-l --list --qf= --queryformat= -E= --eval= --rebuilddb --initdb --test -D= "
                "--define= -R --requires --nogpgcheck --allfiles --justdb --percent",
     .operands = Packages,
     .manager = "rpm"},
    {.programs = "dpkg",
     .options = "-i --install --unpack -r --remove -P --purge -l --list -L --listfiles -s --status "
                "-S --search -x -X -c --contents -I --info -a --pending -R --recursive "
                "--configure --add-architecture= --remove-architecture= --print-architecture "
                "--print-foreign-architectures --force-all --force-depends --force-confold "
                "--force-confdef --force-confnew --force-overwrite --force-architecture "
                "--force-not-root --force-bad-path --root= --instdir= --admindir= --get-selections "
                "--set-selections --clear-selections --compare-versions -E -G -O -B "
                "--force-unsafe-io --path-exclude= --path-include= --no-triggers --no-debsig",
     .operands = Packages,
     .manager = "dpkg"},
    {.programs = "dpkg-reconfigure", .options = "-f= --frontend= -p= --priority= -u -a --all"},
    {.programs = "dpkg-deb", .options = "-x -X -b --build -c -I -f -e -W"},
    {.programs = "dpkg-divert", .options = "--add --remove --rename --local --package= --divert="},
    {.programs = "update-alternatives",
     .options = "--install --set --remove --auto --config --slave --display --force --quiet"},
    {.programs = "debconf-set-selections", .options = "-c --checkonly -v --verbose"},
    {.programs = "update-ca-certificates", .options = "-f --fresh -v --verbose --certsconf="},
    {.programs = "gdebi",
     .options = "-n --non-interactive -q --quiet -o= --root=",
     .operands = Packages,
     .manager = "dpkg"},
};

}  // namespace

constinit const std::span<const Grammar> grammars::system_packages = table;

}  // namespace plimsoll
