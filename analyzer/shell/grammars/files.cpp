// Programs that work on files. How to read and add lines: analyzer/shell/grammar.h.

#include "analyzer/shell/grammar.h"

namespace plimsoll {

namespace {

using enum Operands;

constexpr Grammar table[] = {
    {.programs = "rm|unlink",
     .options = "-f --force -i -I --interactive? -r -R --recursive -d --dir -v --verbose "
                "--one-file-system --no-preserve-root --preserve-root?",
     .operands = Removed},
    {.programs = "rmdir",
     .options = "-p --parents -v --verbose --ignore-fail-on-non-empty",
     .operands = Removed},
    {.programs = "shred",
     .options = "-u --remove? -f -n= --iterations= -z -v -x -s=",
     .operands = Written},
    {.programs = "truncate",
     .options = "-s= --size= -c --no-create -r= --reference= -o",
     .operands = Written},
    {.programs = "cp",
     .options =
         "-a --archive -b --backup? -d -f --force -i --interactive -H -l --link -L "
         "--dereference -n --no-clobber -P --no-dereference -p --preserve? -R -r --recursive "
         "-s --symbolic-link -S= --suffix= -t=d --target-directory=d -T "
         "--no-target-directory -u --update? -v --verbose -x --one-file-system -Z "
         "--parents --reflink? --sparse= --remove-destination --strip-trailing-slashes "
         "--no-preserve= --copy-contents --attributes-only",
     .operands = ToLast},
    {.programs = "mv",
     .options = "-f --force -i --interactive -n --no-clobber -t=d --target-directory=d -T "
                "--no-target-directory -u --update? -v --verbose -b --backup? -S= --suffix= -Z "
                "--strip-trailing-slashes",
     .operands = MovedToLast},
    {.programs = "ln",
     .options = "-s --symbolic -f --force -n --no-dereference -v --verbose -T "
                "--no-target-directory -t=d --target-directory=d -r --relative -b --backup? "
                "-S= --suffix= -L -P -i --interactive",
     .operands = ToLast},
    {.programs = "install",
     .options = "-b -c -C --compare -d --directory -D -g= --group= -m= --mode= -o= --owner= "
                "-p --preserve-timestamps -s --strip --strip-program= -S= --suffix= -t=d "
                "--target-directory=d -T --no-target-directory -v --verbose -Z",
     .operands = ToLast},
    {.programs = "mkdir",
     .options = "-p --parents -m= --mode= -v --verbose -Z",
     .operands = Written},
    {.programs = "touch",
     .options = "-a -c --no-create -d= --date= -f -h -m -r=r --reference=r -t= --time=",
     .operands = Written},
    {.programs = "mktemp",
     .options = "-d --directory -u --dry-run -q --quiet -p?d --tmpdir?d --suffix= -t"},
    {.programs = "chmod",
     .options = "-c --changes -f --silent --quiet -v --verbose -R --recursive --reference=r "
                "--preserve-root --no-preserve-root",
     .operands = AfterFirst},
    {.programs = "chown",
     .options = "-c --changes -f --silent --quiet -v --verbose -R --recursive -h "
                "--no-dereference --dereference --from= --reference=r -H -L -P --preserve-root",
     .operands = AfterFirst},
    {.programs = "chgrp",
     .options = "-c -f --silent --quiet -v -R --recursive -h --no-dereference --reference=r",
     .operands = AfterFirst},
    {.programs = "setcap|setfacl|chattr|chcon",
     .options = "-R --recursive -r -q -v -b -k -m= --modify= -x= --remove="},
    {.programs = "cat|tac|nl|zcat|bzcat|xzcat",
     .options = "-A -b -e -E -n -s -t -T -u -v --number --show-all",
     .operands = Read},
    {.programs = "head|tail",
     .options = "-n= --lines= -c= --bytes= -q --quiet -v --verbose -z -f --follow? -F --retry "
                "--pid= -s=",
     .operands = Read},
    {.programs = "tee",
     .options = "-a --append -i --ignore-interrupts -p --output-error?",
     .operands = Written},
    {.programs = "sed",
     .options = "-n --quiet --silent -e= --expression= -f=r --file=r -i? --in-place? -E -r "
                "--regexp-extended -s --separate -u --unbuffered -z --null-data -l= --posix "
                "--debug --follow-symlinks",
     .operands = AfterFirst},
    {.programs = "awk|gawk|mawk|nawk",
     .options = "-f=r --file=r -F= --field-separator= -v= --assign= -i= --include=",
     .operands = ReadAfterFirst},
    {.programs = "grep|egrep|fgrep|zgrep|rg",
     .options = "-E -F -G -P -e= --regexp= -f=r --file=r -i --ignore-case -v --invert-match -w -x "
                "-c --count -l --files-with-matches -L -m= --max-count= -o --only-matching -q "
                "--quiet --silent -s --no-messages -b -h -H -n --line-number -A= -B= -C= -r -R "
                "--recursive --include= --exclude= --exclude-dir= -a --text --color? -z",
     .operands = ReadAfterFirst},
    {.programs = "cut",
     .options = "-b= -c= -d= --delimiter= -f= --fields= -s --complement",
     .operands = Read},
    {.programs = "sort",
     .options = "-b -d -f -g -h -i -M -n -R -r -V -c -k= --key= -m -o=w --output=w -s -S= -t= "
                "-T= -u --unique -z",
     .operands = Read},
    {.programs = "uniq|wc|tr|rev|fold|expand|column|comm|paste|join|split|od|xxd|strings|base64",
     .options = ""},
    {.programs = "sha1sum|sha224sum|sha256sum|sha384sum|sha512sum|md5sum|b2sum|cksum|shasum",
     .options = "-b --binary -c --check -t --text -z --zero --ignore-missing --quiet --status "
                "--strict -s -w --warn --tag -a= --algorithm=",
     .operands = Read},
    {.programs = "tar|gtar|bsdtar",
     .options = "-x --extract --get -c --create -t --list -r --append -u --update -A -f=r "
                "--file=r -C=d --directory=d -z --gzip --gunzip -j --bzip2 -J --xz --lzma --zstd "
                "-Z -a --auto-compress -v --verbose -p --preserve-permissions --same-permissions "
                "-k --keep-old-files -m --touch -O --to-stdout -P --absolute-names -S --sparse "
                "-h --dereference -w -W -X= --exclude-from= --exclude= -T= --files-from= "
                "--strip-components= --strip= --transform= --xform= --wildcards --no-wildcards "
                "--anchored --no-same-owner --same-owner -o --no-same-permissions --owner= "
                "--group= --numeric-owner --mode= --mtime= --sort= --format= -H= --overwrite "
                "--no-overwrite-dir --skip-old-files --one-top-level? --warning= --checkpoint? "
                "-I= --use-compress-program= --remove-files --no-recursion -l -b= -g= -K= -N= -V= "
                "--null --show-transformed-names --exclude-vcs --delay-directory-restore",
     .style = bundled_first_word},
    {.programs = "unzip",
     .options = "-o -n -q -j -d=d -l -t -u -v -a -b -C -D -L -M -P= -x= -p -V -X -f -K",
     .operands = None},
    {.programs = "zip", .options = "-r -q -9 -j -m -u -x= -i= -d -0 -1 -y -X"},
    {.programs = "gzip|gunzip|bzip2|bunzip2|xz|unxz|zstd|unzstd|lzma|pigz|uncompress",
     .options = "-d --decompress --uncompress -c --stdout -f --force -k --keep -q --quiet -v "
                "--verbose -r --recursive -t --test -l -z --compress -1 -2 -3 -4 -5 -6 -7 -8 -9 "
                "--fast --best -n -N -S= -T= --threads= --rm -o=w",
     .operands = Written},
    {.programs = "7z|7za|7zr|unrar|cpio|ar|dd|patch|rsync|strip|ldconfig|file|stat|du|df",
     .options = ""},
    {.programs = "find",
     .options = "-H -L -P -name= -iname= -path= -ipath= -wholename= -regex= -iregex= -type= "
                "-size= -perm= -user= -group= -uid= -gid= -newer= -mtime= -atime= -ctime= -mmin= "
                "-maxdepth= -mindepth= -links= -lname= -regextype= -printf= -fprintf= -samefile= "
                "-inum= -depth -d -xdev -mount -empty -delete -print -print0 -ls -prune -quit "
                "-exec; -execdir; -ok; -not -a -and -o -or -true -false -follow -nogroup -nouser "
                "-executable -readable -writable -noleaf -ignore_readdir_race -daystart",
     .style = single_dash_long},
    {.programs = "ls|dir|tree|readlink|realpath|basename|dirname|pwd|test|[|[[|((|diff|cmp",
     .options = ""},
    {.programs = "echo|printf|true|false|:|yes|seq|sleep|date|expr|let|wait|hash|type|which",
     .options = "",
     .style = options_before_operands},
};

}  // namespace

constinit const std::span<const Grammar> grammars::files = table;

}  // namespace plimsoll
