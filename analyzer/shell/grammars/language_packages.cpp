// Package managers of languages. How to read and add lines: analyzer/shell/grammar.h.

#include "analyzer/shell/grammar.h"

namespace plimsoll {

namespace {

using enum Operands;

constexpr std::string_view pip_install_options =
    "-r=l --requirement=l -c=r --constraint=r -e= --editable= --no-deps --pre -t=d --target=d "
    "--dry-run --platform= --python-version= --implementation= --abi= --user --root= --prefix= "
    "--src= -U --upgrade --upgrade-strategy= --force-reinstall -I --ignore-installed "
    "--ignore-requires-python --no-build-isolation --use-pep517 --no-use-pep517 "
    "--check-build-dependencies --break-system-packages -C= --config-settings= --global-option= "
    "--install-option= --build-option= --compile --no-compile --no-warn-script-location "
    "--no-warn-conflicts --no-binary= --only-binary= --prefer-binary --require-hashes "
    "--progress-bar= --root-user-action= --report= --no-clean -i=u --index-url=u --pypi-url=u "
    "--extra-index-url=u --no-index -f= --find-links= --process-dependency-links -d=d --download=d "
    "-b= --build= --allow-external= --allow-unverified= --allow-all-external --egg --system "
    "--group= --no-use-wheel --use-wheel --use-feature=";

constexpr Subcommand pip_commands[] = {
    {.names = "install", .options = pip_install_options, .operands = Packages},
    {.names = "uninstall",
     .options = "-r=l --requirement=l -y --yes --root-user-action= "
                "--break-system-packages",
     .operands = OldPackages},
    {.names = "download", .options = pip_install_options},
    {.names = "wheel",
     .options = "-w=d --wheel-dir=d -r=l --requirement=l -c=r --constraint=r "
                "--no-deps -e= --editable= --no-build-isolation"},
    {.names = "cache purge", .cleans = "~/.cache/pip"},
    {.names = "cache"},
    {.names = "config"},
};

constexpr Subcommand uv_commands[] = {
    {.names = "pip install", .options = pip_install_options, .operands = Packages},
    {.names = "pip uninstall", .options = "-r=l --requirement=l --system", .operands = OldPackages},
    {.names = "pip sync", .options = "--system --require-hashes -p= --python="},
    {.names = "pip"},
    {.names = "sync",
     .options =
         "--frozen --locked --no-dev --dev --no-install-project --no-install-workspace "
         "--all-extras --extra= --group= --no-group= --no-editable --inexact --compile-bytecode "
         "--no-default-groups --all-groups --only-dev -p= --python="},
    {.names = "tool install",
     .options = "--with= --from= -p= --python= --force -U --upgrade",
     .operands = Packages},
    {.names = "add",
     .options = "--dev --group= --optional= -r=l --frozen --locked",
     .operands = Packages},
    {.names = "cache clean", .cleans = "~/.cache/uv"},
    {.names = "cache prune"},
};

constexpr Subcommand pipx_commands[] = {
    {.names = "install",
     .options = "--python= --include-deps -f --force --pip-args= --global "
                "--suffix= -e --editable -i= --index-url= --preinstall=",
     .operands = Packages},
    {.names = "inject", .operands = None},
};

constexpr std::string_view npm_install_options =
    "-S --save --no-save -P --save-prod -D --save-dev -O --save-optional -B --save-bundle "
    "-E --save-exact --omit= --include= --strict-peer-deps --legacy-peer-deps --no-package-lock "
    "--package-lock-only --package-lock= --foreground-scripts --ignore-scripts --no-audit --audit= "
    "--no-bin-links --no-fund --fund= --dry-run -w= --workspace= --workspaces --install-links "
    "--production --only= --also= --dev --no-optional --prefer-offline --prefer-online --offline "
    "--force -f --unsafe-perm? --build-from-source? --no-shrinkwrap";

constexpr Subcommand npm_commands[] = {
    {.names = "install|i|add|in|ins|inst|insta|instal|isntall",
     .options = npm_install_options,
     .operands = Packages},
    {.names = "ci|clean-install|ic|install-clean", .options = npm_install_options},
    {.names = "uninstall|remove|rm|r|un|unlink", .operands = OldPackages},
    {.names = "update|up|upgrade|udpate",
     .options = npm_install_options,
     .does = upgrades_packages},
    {.names = "cache clean|cache clear|cache rm",
     .options = "-f --force",
     .cleans = "~/.npm ~/.npm/_cacache"},
    {.names = "cache"},
    {.names = "config set|set|c set", .options = "-g --global -L= --location="},
    {.names = "config get|get|c get"},
    {.names = "config|c", .options = "-g --global -L= --location="},
    {.names = "run|run-script|rum|urn"},
    {.names = "exec|x", .options = "-p= --package= -c= --call="},
    {.names = "prune", .options = "--production --omit= --dry-run --json"},
    {.names = "dedupe|ddp"},
    {.names = "install-test|it", .options = npm_install_options, .operands = Packages},
};

constexpr Subcommand yarn_commands[] = {
    {.names = "install",
     .options = "--frozen-lockfile --immutable --immutable-cache --check-cache --pure-lockfile "
                "--no-lockfile --inline-builds --check-files --flat --ignore-optional "
                "--no-bin-links --link-duplicates --focus --update-checksums"},
    {.names = "global add", .operands = Packages},
    {.names = "global"},
    {.names = "add",
     .options = "-D --dev -P --peer -O --optional -E --exact -T --tilde -W "
                "--ignore-workspace-root-check --audit",
     .operands = Packages},
    {.names = "remove", .operands = OldPackages},
    {.names = "upgrade|up", .does = upgrades_packages},
    {.names = "cache clean",
     .options = "--all --mirror",
     .cleans = "~/.cache/yarn /usr/local/share/.cache/yarn /usr/local/share/.cache ~/.yarn/cache"},
    {.names = "cache"},
    {.names = "config set", .options = "-g --global -H --home"},
    {.names = "config"},
    {.names = "workspaces focus", .options = "--production -A --all"},
    {.names = "dlx"},
};

constexpr Subcommand pnpm_commands[] = {
    {.names = "install|i",
     .options = "-P --prod --production -D --dev --no-optional --frozen-lockfile "
                "--no-frozen-lockfile --prefer-frozen-lockfile --lockfile-only --fix-lockfile "
                "--ignore-scripts --shamefully-hoist --offline --prefer-offline --force"},
    {.names = "add",
     .options = "-P --save-prod -D --save-dev -O --save-optional -E --save-exact -w "
                "--workspace-root --workspace --ignore-scripts --allow-build=",
     .operands = Packages},
    {.names = "remove|rm|uninstall|un", .operands = OldPackages},
    {.names = "update|up|upgrade", .does = upgrades_packages},
    {.names = "fetch", .options = "-P --prod -D --dev"},
    {.names = "deploy", .options = "--prod --legacy -P"},
    {.names = "store prune", .cleans = "~/.local/share/pnpm/store"},
    {.names = "store"},
    {.names = "dlx"},
    {.names = "config set", .options = "-g --global"},
};

constexpr Subcommand gem_commands[] = {
    {.names = "install|i",
     .options = "-v= --version= -N --no-document --no-doc --no-ri --no-rdoc --document= "
                "-i=d --install-dir=d -n=d --bindir=d -f --force --prerelease --pre -E "
                "--env-shebang --user-install --no-user-install --conservative --minimal-deps "
                "-P= --trust-policy= -l --local -r --remote -b --both -B= --bulk-threshold= "
                "--clear-sources -s=u --source=u -p= --http-proxy= --platform= -g=l --file=l "
                "--no-wrappers --without= --default --explain --ignore-dependencies",
     .operands = Packages},
    {.names = "update",
     .options = "--system? --no-document -N --no-ri --no-rdoc",
     .does = upgrades_packages},
    {.names = "uninstall",
     .options = "-a --all -v= --version= -x --executables -I --force",
     .operands = OldPackages},
    {.names = "cleanup"},
    {.names = "sources", .options = "-a= --add= -r= --remove= -l --list -c --clear-all -u"},
};

constexpr Subcommand bundle_commands[] = {
    {.names = "install|i",
     .options = "--deployment --frozen --without= --with= --path= -j= --jobs= --retry= "
                "--gemfile= --system --no-cache --no-prune --quiet --full-index --local --clean "
                "--binstubs? --standalone? --shebang= --trust-policy= --redownload --force "
                "--prefer-local"},
    {.names = "config", .options = "--global --local --delete"},
    {.names = "update", .does = upgrades_packages},
};

constexpr Subcommand composer_commands[] = {
    {.names = "install|i",
     .options = "--no-dev --dev --prefer-dist --prefer-source --prefer-install= --no-scripts "
                "--no-autoloader -o --optimize-autoloader -a --classmap-authoritative "
                "--apcu-autoloader --no-progress --no-suggest --dry-run --ignore-platform-reqs "
                "--ignore-platform-req= --no-install --download-only"},
    {.names = "update|u|upgrade",
     .options = "--no-dev --dev --prefer-dist --no-scripts --no-autoloader -o "
                "--optimize-autoloader --no-progress --no-suggest -W -w --with-all-dependencies "
                "--with-dependencies --lock --prefer-stable --prefer-lowest "
                "--ignore-platform-reqs --ignore-platform-req= --no-install",
     .does = upgrades_packages},
    {.names = "require|req",
     .options = "--dev --no-update --update-no-dev --prefer-dist --no-scripts --no-progress "
                "--no-suggest -W -w --with-all-dependencies --update-with-dependencies "
                "--update-with-all-dependencies --ignore-platform-reqs --ignore-platform-req= "
                "-o --optimize-autoloader -a --prefer-source --no-install",
     .operands = Packages},
    {.names = "global require",
     .options = "--dev --no-update --prefer-dist --no-scripts --no-progress --no-suggest "
                "--update-no-dev -W",
     .operands = Packages},
    {.names = "global"},
    {.names = "create-project",
     .options = "-s= --stability= --prefer-dist --no-dev --no-scripts --no-install --no-progress "
                "--keep-vcs --remove-vcs --repository= --prefer-source --no-secure-http"},
    {.names = "remove", .operands = OldPackages},
    {.names = "clear-cache|clearcache|cc", .cleans = "~/.composer/cache ~/.cache/composer"},
    {.names = "dump-autoload|dumpautoload",
     .options = "-o --optimize -a --classmap-authoritative --no-dev --apcu --no-scripts"},
    {.names = "self-update|selfupdate"},
};

constexpr Subcommand go_commands[] = {
    {.names = "install,run", .operands = Packages},
    {.names = "get", .options = "-u -d -t -v -fix -insecure", .operands = Packages},
    {.names = "mod download"},
    {.names = "mod"},
    {.names = "build", .options = "-o=w -a -i -race -trimpath"},
    {.names = "clean",
     .options = "-cache -modcache -testcache -i -r -n -x",
     .cleans = "/go/pkg ~/.cache/go-build"},
};

constexpr Subcommand cargo_commands[] = {
    {.names = "install",
     .options = "--version= --vers= --git=u --branch= --tag= --rev= --path= --locked --root= "
                "--force -f --no-track --bin= --bins --debug --profile= --index= --registry= "
                "--list --no-default-features",
     .operands = Packages},
    {.names = "build|b",
     .options = "-r --release -p= --package= --workspace --all --bin= --bins --lib --target-dir= "
                "--manifest-path=r --no-default-features --all-features --profile="},
    {.names = "fetch", .options = "--manifest-path="},
};

constexpr Subcommand conda_commands[] = {
    {.names = "install",
     .options = "-n= --name= -p= --prefix= -c= --channel= --override-channels --file=l -f "
                "--force-reinstall --no-deps --only-deps --freeze-installed --update-deps "
                "--update-all --no-pin --copy --offline -d --dry-run --download-only "
                "--strict-channel-priority --no-channel-priority -m --mkdir --no-update-deps "
                "--use-local --update-specs --solver= --revision= --experimental-solver=",
     .operands = Packages},
    {.names = "create",
     .options = "-n= --name= -p= --prefix= -c= --channel= --override-channels --file=l --clone= "
                "--no-default-packages --no-deps --only-deps --copy --offline --solver= "
                "--strict-channel-priority --download-only",
     .operands = Packages},
    {.names = "env create", .options = "-f=l --file=l -n= --name= -p= --prefix= --force"},
    {.names = "env update", .options = "-f=l --file=l -n= --name= -p= --prefix= --prune"},
    {.names = "env"},
    {.names = "update|upgrade",
     .options = "-n= --name= -p= --prefix= -c= --channel= --all --update-all --file=l",
     .does = upgrades_packages},
    {.names = "remove|uninstall",
     .options = "-n= --name= -p= --prefix= --all --force -c=",
     .operands = OldPackages},
    {.names = "clean",
     .options = "-a --all -t --tarballs -p --packages -i --index-cache -s --source-cache "
                "-f --force-pkgs-dirs -l --logfiles -c --tempfiles?",
     .cleans = "/opt/conda/pkgs ~/.conda/pkgs ~/miniconda3/pkgs ~/anaconda3/pkgs"},
    {.names = "config",
     .options = "--add= --append --prepend --set= --remove --system --env "
                "--file= --get= --show --show-sources"},
    {.names = "run", .options = "-n= --name= -p= --prefix= --no-capture-output --live-stream"},
};

constexpr Subcommand poetry_commands[] = {
    {.names = "install",
     .options = "--no-dev --no-root --only= --without= --with= --sync --all-extras -E= --extras= "
                "--only-root --dry-run --compile --no-directory"},
    {.names = "add",
     .options = "-D --dev -G= --group= -E= --extras= --optional --python= "
                "--source= --allow-prereleases --dry-run --lock",
     .operands = Packages},
    {.names = "update", .does = upgrades_packages},
    {.names = "cache clear", .cleans = "~/.cache/pypoetry"},
    {.names = "cache"},
    {.names = "config", .options = "--local --unset --list"},
};

constexpr Subcommand dotnet_commands[] = {
    {.names = "restore",
     .options = "-r= --runtime= -s=u --source=u --packages= --no-cache --locked-mode -v= "
                "--verbosity= --configfile= --force --disable-parallel --ignore-failed-sources "
                "--no-dependencies --use-lock-file -a= --arch="},
    {.names = "publish,build",
     .options = "-c= --configuration= -o=d --output=d -r= --runtime= -f= --framework= --no-restore "
                "--no-build --self-contained? -v= --verbosity= -p= -a= --arch= --os= --nologo "
                "--no-self-contained --sc? --version-suffix= --no-dependencies --source="},
    {.names = "tool install",
     .options = "-g --global --tool-path= --version= --add-source= --configfile= --framework= "
                "--prerelease",
     .operands = Packages},
    {.names = "tool"},
    {.names = "add", .operands = None},
    {.names = "nuget locals", .options = "-c --clear -l --list", .cleans = "~/.nuget/packages"},
    {.names = "nuget"},
};

constexpr Grammar table[] = {
    {.programs = "pip",
     .options = "-h --help --debug --isolated --require-virtualenv --python= -v --verbose -q "
                "--quiet -V --version --log=w --no-input --keyring-provider= --proxy= --retries= "
                "--timeout= --default-timeout= --exists-action= --trusted-host= --cert=r "
                "--client-cert=r --cache-dir=d --no-cache-dir --disable-pip-version-check "
                "--no-color --no-python-version-warning --use-feature= --use-deprecated= "
                "--no-cache -i=u --index-url=u --extra-index-url=u",
     .subcommands = pip_commands,
     .manager = "pip"},
    {.programs = "uv",
     .options = "-q --quiet -v --verbose --no-cache -n --cache-dir=d --system --offline "
                "--directory= --project= --native-tls --no-progress --color= -p= --python= "
                "--allow-insecure-host= --link-mode= --index-strategy= --index-url=u "
                "--extra-index-url=u --no-config",
     .subcommands = uv_commands,
     .manager = "pip"},
    {.programs = "pipx",
     .options = "--quiet --verbose --global",
     .subcommands = pipx_commands,
     .manager = "pip"},
    {.programs = "pipenv",
     .options = "--python= --system --deploy --dev -d --ignore-pipfile "
                "--site-packages --three --two --bare -r= --keep-outdated"},
    {.programs = "poetry",
     .options = "-n --no-interaction -q --quiet -v --verbose -vv -vvv --no-ansi --ansi --no-cache "
                "-C= --directory= -P= --project= --no-plugins",
     .subcommands = poetry_commands,
     .manager = "pip"},
    {.programs = "easy_install",
     .options = "-U --upgrade -d= -i= -f= -Z -z --user --prefix=",
     .operands = Packages,
     .manager = "pip"},
    {.programs = "python|python2|python3|pypy|pypy3",
     .options = "-m= -c= -u -B -b -d -E -i -I -O -OO -q -s -S -v -V -W= -X= -x --version",
     .style = options_before_operands},
    {.programs = "npm",
     .options =
         "-g --global --prefix= -C= --registry=u --loglevel= -s --silent -q --quiet "
         "-d --verbose --production --cache=d --unsafe-perm? --no-progress --progress= "
         "--location= --userconfig= --strict-ssl= --no-strict-ssl --fetch-retries= "
         "--fetch-timeout= --network-timeout= --cache-min= -y --yes --no-color --omit= "
         "--ignore-scripts --proxy= --https-proxy= --ca= --cafile= --allow-root --if-present "
         "--no-update-notifier --update-notifier=",
     .subcommands = npm_commands,
     .manager = "npm"},
    {.programs = "npx",
     .options = "-y --yes --no -p= --package= -c= --call= -q --quiet --no-install "
                "--ignore-existing --prefer-offline -n= --cache= --userconfig=",
     .style = options_before_operands},
    {.programs = "yarn|yarnpkg",
     .options = "--cwd= --prod? --production? --silent -s --verbose --non-interactive "
                "--network-timeout= --network-concurrency= --cache-folder=d --modules-folder=d "
                "--registry=u --ignore-engines --ignore-platform --ignore-scripts --no-progress "
                "--offline --prefer-offline --force --json --prefix= --global-folder= --mutex= "
                "--link-folder= --use-yarnrc= --no-cache --strict-ssl= --har --no-default-rc "
                "--frozen-lockfile --pure-lockfile --no-lockfile --ignore-optional "
                "--update-checksums --immutable --no-emoji --no-bin-links",
     .subcommands = yarn_commands,
     .manager = "npm"},
    {.programs = "pnpm",
     .options = "-g --global -C= --dir= -r --recursive --filter= -F= --reporter= --store-dir=d "
                "--registry=u --silent -s --loglevel= --config= --ignore-scripts --prod "
                "--virtual-store-dir= --global-dir= --global-bin-dir= -w --workspace-root --stream",
     .subcommands = pnpm_commands,
     .manager = "npm"},
    {.programs = "bower", .options = "--allow-root --production -p -f --force --quiet -s"},
    {.programs = "corepack", .options = "--install-directory= --all"},
    {.programs = "gem",
     .options = "-q --quiet -V --verbose --silent --config-file= --backtrace "
                "--debug -N --no-document --no-ri --no-rdoc",
     .subcommands = gem_commands,
     .manager = "gem"},
    {.programs = "bundle|bundler",
     .options = "-V --verbose --no-color -r= --retry= -j= --jobs=",
     .subcommands = bundle_commands},
    {.programs = "composer",
     .options = "-q --quiet -n --no-interaction -v -vv -vvv --verbose -d= --working-dir= "
                "--no-plugins --no-cache --no-scripts --ansi --no-ansi --profile --no-secure-http",
     .subcommands = composer_commands,
     .manager = "composer"},
    {.programs = "go",
     .options = "-C= -v -x -n -p= -mod= -modfile= -tags= -ldflags= -gcflags= -asmflags= "
                "-buildmode= -buildvcs= -installsuffix= -compiler= -pkgdir= -toolexec= -work "
                "-run= -count= -timeout= -insecure -cover -overlay= -modcacherw",
     .subcommands = go_commands,
     .manager = "go",
     .style = single_dash_long},
    {.programs = "cargo",
     .options = "-q --quiet -v --verbose -vv --color= --frozen --locked --offline --config= "
                "-Z= -j= --jobs= --features= -F= --all-features --no-default-features --target= "
                "--release -C=",
     .subcommands = cargo_commands,
     .manager = "cargo"},
    {.programs = "rustup",
     .options = "-v --verbose -q --quiet -y --default-toolchain= --profile= "
                "-c= --component= -t= --target= --toolchain= --no-self-update"},
    {.programs = "mvn|mvnw|mvnd",
     .options = "-q --quiet -B --batch-mode -o --offline -U --update-snapshots -e --errors -X "
                "--debug -f=r --file=r -s=r --settings=r -gs=r --global-settings=r -P= "
                "--activate-profiles= -pl= --projects= -am --also-make -amd -T= --threads= -N "
                "--non-recursive -ntp --no-transfer-progress -fae -ff -fn -rf= -l=w --log-file=w "
                "-V --show-version -C -c --strict-checksums -t= --toolchains= -nsu",
     .style = single_dash_long},
    {.programs = "gradle|gradlew",
     .options = "-q --quiet -i --info -d --debug -s --stacktrace -S --full-stacktrace -x= "
                "--exclude-task= -b=r --build-file=r -p= --project-dir= -c= --settings-file= -g= "
                "--gradle-user-home= --no-daemon --daemon --offline --parallel --no-parallel "
                "--build-cache --no-build-cache --refresh-dependencies --console= -I= "
                "--init-script= --max-workers= -w --warn --warning-mode= --continue --info "
                "--no-watch-fs --project-cache-dir= -t --continuous -m --dry-run --scan --no-scan"},
    {.programs = "sbt|lein|ant|bazel", .options = ""},
    {.programs = "dotnet",
     .options = "-v= --verbosity= --info --version --nologo",
     .subcommands = dotnet_commands,
     .manager = "dotnet"},
    {.programs = "nuget", .options = ""},
    {.programs = "conda|mamba|micromamba",
     .options = "-y --yes -q --quiet -v --verbose --json --no-pin --debug -k --insecure "
                "--no-update-deps -n= --name= -p= --prefix= -r= --root-prefix= -c= --channel= "
                "-f=l --file=l --channel-priority= --no-banner",
     .subcommands = conda_commands,
     .manager = "conda"},
    {.programs = "cpan|cpanm",
     .options = "-n --notest -f --force -q --quiet -v --verbose -i "
                "--installdeps -l= --local-lib= -L= -S --sudo -T "
                "--mirror= --mirror-only --cpanfile= --with-develop",
     .operands = Packages,
     .manager = "cpan"},
    {.programs = "luarocks|opam|stack|cabal|mix|hex|rebar3|pear", .options = ""},
    {.programs = "pecl", .options = "-q -v -d=", .operands = None},
    {.programs = "docker-php-ext-install|docker-php-ext-enable|docker-php-ext-configure",
     .options = "-j="},
    {.programs = "R|Rscript", .options = "-e= --vanilla --no-save --slave --quiet -q"},
};

}  // namespace

constinit const std::span<const Grammar> grammars::language_packages = table;

}  // namespace plimsoll
