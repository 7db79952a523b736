#!/bin/sh
# Stands in for the tools that Dockerfiles call, in an image made of busybox. Each leaves behind what
# the real one would leave, always the same: packages, lists, caches, things built. And each
# refuses what the real one would: an install without lists, a question that nobody answers.

tool=${0##*/}
all="$*"
die() { echo "$tool: $1" >&2; exit "${2:-1}"; }
put() { case $1 in */*) mkdir -p "${1%/*}" ;; esac; echo "$2" > "$1"; }  # FILE TEXT
has() { case " $all " in *" $1 "*) return 0 ;; esac; return 1; }

# The words that are no options; $skip names options that take the next word.
words() {
  words=
  while [ $# -gt 0 ]; do
    case $1 in
      -*) for option in $skip; do [ "$1" = "$option" ] && shift && break; done ;;
      *) words="$words $1" ;;
    esac
    [ $# -gt 0 ] && shift
  done
}

# A package is a line in a list, some files, and its commands where this script knows them.
package() {
  put "/usr/share/packages/$1" "$1"
  name=${1%%=*}
  case $name in
    texlive*) commands="pdflatex" ;;
    *) commands=$name ;;
  esac
  for command in $commands; do
    [ -e "/usr/lib/tools/$command" ] && ln -sf "/usr/lib/tools/$command" "/usr/bin/$command"
  done
  case $name in
    httpd) mkdir -p /var/www/html && put /etc/httpd/conf/httpd.conf "Listen 80" ;;
  esac
  return 0
}

debian() {
  skip="-t -o -c"
  words "$@"
  set -- $words
  verb=$1
  [ $# -gt 0 ] && shift
  case $verb in
    update) put /var/lib/apt/lists/Packages "$(echo curl git)"; put /var/cache/apt/pkgcache.bin cache ;;
    upgrade | dist-upgrade | autoremove | autoclean) ;;
    clean) rm -rf /var/cache/apt/archives /var/cache/apt/*.bin ;;
    install)
      [ -e /var/lib/apt/lists/Packages ] || die "E: Unable to locate package $1" 100
      case " $all " in *" -y "* | *" --yes "* | *" -qy "* | *" -yq "* | *" -qqy "* | *" --assume-yes "*) ;; *) die "Abort." ;; esac
      for name in "$@"; do
        package "$name"
        has --no-install-recommends || package "$name-recommended"
      done
      put /var/log/apt/history.log "Install: $*" ;;
    purge | remove) for name in "$@"; do rm -f "/usr/share/packages/$name"; done ;;
    *) die "E: Invalid operation $verb" 100 ;;
  esac
}

alpine() {
  skip="--virtual -t --repository -X"
  words "$@"
  set -- $words
  verb=$1
  [ $# -gt 0 ] && shift
  if has --update || has -U || [ "$verb" = update ]; then put /var/cache/apk/APKINDEX.tar.gz index; fi
  case $verb in
    update | upgrade) ;;
    add)
      if ! has --no-cache; then put /var/cache/apk/APKINDEX.tar.gz index; fi
      for name in "$@"; do package "$name"; done ;;
    del) for name in "$@"; do rm -f "/usr/share/packages/$name"; done ;;
    *) die "unknown command $verb" ;;
  esac
}

red_hat() {
  skip="--setopt --enablerepo"
  words "$@"
  set -- $words
  verb=$1
  [ $# -gt 0 ] && shift
  case $tool in zypper) cache=zypp ;; *) cache=dnf ;; esac
  if [ "$verb" = clean ]; then rm -rf /var/cache/$cache/*; return; fi
  put "/var/cache/$cache/metadata.solv" metadata
  case " $all " in *" -y "* | *" -n "* | *" --non-interactive "*) ;; *) die "Operation aborted." ;; esac
  case $verb in install | in) for name in "$@"; do package "$name"; done ;; esac
}

python_packages() {
  skip="-r --requirement -c --index-url -i --target"
  case $1 in cache) rm -rf "$HOME/.cache/pip"; return ;; config) return ;; esac
  words "$@"
  set -- $words
  shift
  if has -r; then set -- "$@" $(grep -v '^#' requirements.txt 2>/dev/null || cat /tmp/requirements.txt); fi
  for name in "$@"; do
    put "/usr/local/lib/python3/site-packages/${name%%[=<>]*}/__init__.py" "$name"
    [ -e "/usr/lib/tools/$name" ] && ln -sf "/usr/lib/tools/$name" "/usr/local/bin/$name"
    [ -n "$PIP_NO_CACHE_DIR" ] || has --no-cache-dir || put "$HOME/.cache/pip/http/${name%%[=<>]*}" "$name"
  done
  return 0
}

node_packages() {
  case "$1 $2" in
    "cache "*) rm -rf "$HOME/.npm/_cacache" ;;
    "run build"* | "turbo run"*) put dist/main.js built; mkdir -p apps/web/dist && echo built > apps/web/dist/server.js ;;
    "start "* | "test "* | "run "*) ;;
    "add -g"* | "install -g"*) ln -sf /usr/lib/tools/turbo /usr/local/bin/turbo ;;
    *) put node_modules/.package-lock.json '{}'; put "$HOME/.npm/_cacache/index" cache ;;
  esac
}

# Where -o points, or the given place.
output() {
  place=$1
  shift
  while [ $# -gt 0 ]; do
    case $1 in -o | --output | --out | -O) place=$2 ;; esac
    shift
  done
  echo "$place"
}

download() {
  address=
  for word; do case $word in http*) address=$word ;; esac; done
  name=${address##*/}
  default=-
  [ "$tool" = wget ] && default=$name
  case " $all " in *" -O "*) [ "$tool" = curl ] && default=$name ;; esac
  place=$(output "$default" "$@")
  case " $all " in *" -qO- "* | *" -O- "* | *"| "*) place=- ;; esac
  case $tool$all in curl*" -O "*) place=$name ;; esac
  case $name in
    *.tar.gz | *.tgz)
      scratch=/tmp/.download
      put "$scratch/${name%%[_-]*}" "from $address"
      if [ "${name%%[_-]*}" = hugo ]; then rm "$scratch/hugo"; cp /usr/lib/tools/hugo "$scratch/hugo"; fi
      tar -czf /tmp/.download.tgz -C "$scratch" "${name%%[_-]*}"
      if [ "$place" = - ]; then cat /tmp/.download.tgz; else mv /tmp/.download.tgz "$place"; fi
      rm -rf "$scratch" /tmp/.download.tgz ;;
    *) if [ "$place" = - ]; then echo "true"; else echo "from $address" > "$place"; fi ;;
  esac
}

# busybox's own spelling, and useradd's.
account() {
  skip="-u --uid -g --gid -s --shell -d --home-dir -h -G -c"
  uid=999 home=
  case $tool in adduser) home=yes ;; esac
  previous=
  for word; do
    case $previous in -u | --uid | -g | --gid) case $word in *[!0-9]*) ;; *) uid=$word ;; esac ;; esac
    case $word in -m | --create-home) home=yes ;; esac
    previous=$word
  done
  words "$@"
  set -- $words
  name=$1
  if [ "$tool" = groupadd ] || [ "$tool" = addgroup ]; then
    grep -q "^$name:" /etc/group || echo "$name:x:$uid:" >> /etc/group
    return
  fi
  grep -q "^$name:" /etc/passwd && die "user '$name' already exists" 9
  grep -q "^$name:" /etc/group || echo "$name:x:$uid:" >> /etc/group
  echo "$name:x:$uid:$uid::/home/$name:/bin/sh" >> /etc/passwd
  if [ -n "$home" ]; then mkdir -p "/home/$name" && chown "$uid:$uid" "/home/$name"; fi
}

case $tool in
  apt | apt-get) debian "$@" ;;
  apk) alpine "$@" ;;
  dnf | yum | microdnf | zypper) red_hat "$@" ;;
  pip | pip3) python_packages "$@" ;;
  npm | yarn | pnpm) node_packages "$@" ;;
  turbo) put out/json/package.json '{}'; put out/full/apps/web/server.ts full ;;
  curl | wget) download "$@" ;;
  useradd | groupadd | adduser | addgroup) account "$@" ;;
  sudo) exec "$@" ;;
  install)
    skip="-o -g -m"
    words "$@"
    mkdir -p $words && chown "$(owner=root; previous=; for word; do [ "$previous" = -o ] && owner=$word; previous=$word; done; echo "$owner")" $words ;;
  bash | ruby) case $1 in -c) exec sh -c "wget() { /usr/local/bin/wget \"\$@\"; }; $2" ;; esac;  # ash has a wget inside
     has assets:precompile && put public/assets/app.js built; exit 0 ;;
  conda)
    case $1 in
      run) while [ $# -gt 0 ] && [ "$1" != -n ]; do shift; done; shift 2; exec "$@" ;;
      *) put /opt/conda/envs/tides/marker "$*"; put /opt/conda/pkgs/cache cache ;;
    esac ;;
  python | python3)
    case "$1 $2" in "-m venv") mkdir -p "$3/bin" && ln -sf /usr/lib/tools/pip "$3/bin/pip" ;; esac ;;
  poetry) case $1 in install) put .venv/bin/uvicorn uvicorn; put "$HOME/.cache/pypoetry/cache" cache ;; config) put "$HOME/.config/pypoetry/config.toml" "$*" ;; esac ;;
  composer) put vendor/autoload.php "<?php"; put "$HOME/.composer/cache/index" cache ;;
  php) cat > /dev/null; has --install-dir=/usr/local/bin && ln -sf /usr/lib/tools/composer /usr/local/bin/composer; exit 0 ;;
  docker-php-ext-install | docker-php-ext-enable | pecl | a2enmod) for name; do put "/usr/local/etc/php/conf.d/$name.ini" "$name"; done ;;
  go)
    case $1 in
      mod) put /go/pkg/mod/cache/download/list "$*" ;;
      build) put "$(output app "$@")" "program for ${GOOS:-linux}/${GOARCH:-amd64}"; put "$HOME/.cache/go-build/00/entry" cache ;;
    esac ;;
  cargo) put "/usr/local/cargo/bin/${PWD##*/}" program; put /usr/local/cargo/registry/cache/index cache; put target/release/marker built ;;
  mvn) has package && put target/app.jar jar; put "$HOME/.m2/repository/marker" cache ;;
  gradle) put build/libs/ledger.jar jar; put .gradle/marker cache ;;
  dotnet) case $1 in restore) put obj/project.assets.json '{}' ;; *) put "$(output bin "$@")/Harbour.dll" dll ;; esac ;;
  bundle)
    case $1 in
      install) put "${BUNDLE_PATH:-/usr/local/bundle}/ruby/gems/marker" gem; put "${BUNDLE_PATH:-/usr/local/bundle}/ruby/3.3.0/cache/a.gem" cache; put "$HOME/.bundle/cache/index" cache ;;
      exec) put tmp/cache/bootsnap/marker cache ;;
    esac ;;
  gem) shift; for name; do case $name in -*) ;; *) put "/usr/local/bundle/gems/$name" gem; has --no-document || put "/usr/local/bundle/doc/$name" doc; put "/usr/local/bundle/cache/$name.gem" cache ;; esac; done ;;
  cmake) case $1 in --build) put "$2/tidetable" program ;; *) put build/CMakeCache.txt cache ;; esac ;;
  hugo) put public/index.html page; put resources/_gen/marker cache ;;
  latexmk) put thesis.pdf pdf; put thesis.aux aux ;;
  deno) put "${HOME}/.cache/deno/deps/index" cache ;;
  corepack | make | g++ | gcc | git | tini | rsync | perl) ;;
  *) die "nobody stands in for it" 127 ;;
esac
