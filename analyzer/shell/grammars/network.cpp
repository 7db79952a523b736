// Programs that fetch, sign and talk to others. How to read and add lines:
// analyzer/shell/grammar.h.

#include "analyzer/shell/grammar.h"

namespace plimsoll {

namespace {

using enum Operands;

constexpr Subcommand git_commands[] = {
    {.names = "clone",
     .options = "-b= --branch= --depth= -q --quiet -v --verbose --progress -n --no-checkout "
                "--bare --mirror -o= --origin= -u= --upload-pack= --reference= --dissociate "
                "--single-branch --no-single-branch --tags --no-tags --recurse-submodules? "
                "--recursive? --shallow-submodules --shallow-since= --shallow-exclude= -j= --jobs= "
                "--filter= --sparse -c= --config= --separate-git-dir= -l --local -s --shared "
                "--template= --revision="},
    {.names = "checkout,switch,restore",
     .options = "-b= -B= -q --quiet -f --force --detach -d --track -t --orphan= -c= -C= --ours "
                "--theirs"},
    {.names = "fetch",
     .options = "--depth= --tags -t --all --unshallow -q --quiet -p --prune -f --force "
                "--recurse-submodules? -n --no-tags -j= --jobs= -a --update-shallow"},
    {.names = "pull", .options = "--rebase? --ff-only --no-rebase -q --quiet --depth= --tags -f"},
    {.names = "submodule update",
     .options = "--init --recursive --remote -f --force --depth= -j= --jobs= --reference= "
                "--single-branch --recommend-shallow -q --quiet"},
    {.names = "submodule"},
    {.names = "config",
     .options = "--global --system --local -f= --file= --add --unset --unset-all --replace-all "
                "--get --get-all --list -l --type= --bool --int -e"},
    {.names = "remote"},
    {.names = "reset", .options = "--hard --soft --mixed -q --quiet"},
    {.names = "lfs"},
};

constexpr Grammar table[] = {
    {.programs = "curl",
     .options =
         "-# --progress-bar -0 --http1.0 --http1.1 --http2 -1 --tlsv1 --tlsv1.0 --tlsv1.1 "
         "--tlsv1.2 --tlsv1.3 --tls-max= -2 -3 -4 --ipv4 -6 --ipv6 -A= --user-agent= "
         "--anyauth -a --append --basic -b= --cookie= -B --use-ascii --cacert=r --capath= "
         "-C= --continue-at= -c=w --cookie-jar=w -E= --cert= --ciphers= --compressed "
         "-K=r --config=r --connect-timeout= --create-dirs -D=w --dump-header=w -d= --data= "
         "--data-raw= --data-binary= --data-urlencode= --data-ascii= -e= --referer= "
         "-f --fail --fail-with-body --fail-early -F= --form= -G --get -g --globoff -H= "
         "--header= -h --help? -I --head -i --include -J --remote-header-name -j -k "
         "--insecure -L --location --location-trusted -l -m= --max-time= -M --max-redirs= "
         "--max-filesize= -n --netrc --netrc-file=r --netrc-optional -N --no-buffer "
         "--noproxy= -o=w --output=w --output-dir=d -O --remote-name --remote-name-all "
         "--no-progress-meter -P= -p --proxytunnel -x= --proxy= -U= --proxy-user= "
         "--proto= --proto-default= --proto-redir= -q --disable -Q= -R --remote-time -r= "
         "--range= --request-target= -X= --request= --resolve= --retry= --retry-delay= "
         "--retry-max-time= --retry-connrefused --retry-all-errors -s --silent -S "
         "--show-error --ssl --ssl-reqd --socks5= --stderr= -T=r --upload-file=r -t= "
         "--url=u -u= --user= -V --version -v --verbose -w= --write-out= -Y= -y= -z= -Z "
         "--parallel --keepalive-time= --limit-rate= --interface= --key= --pinnedpubkey= "
         "--speed-limit= --speed-time= --ca-native --doh-url= --unix-socket= --remove-on-error "
         "--oauth2-bearer= --cert-type= --key-type= --pass= --no-keepalive --path-as-is --raw "
         "--tcp-nodelay --trace= --trace-ascii=",
     .operands = Urls},
    {.programs = "wget|wget2",
     .options =
         "-q --quiet -v --verbose -nv --no-verbose -d --debug -o=w --output-file=w -a=w "
         "--append-output=w -i=r --input-file=r -F --force-html -B= --base= --config= -b "
         "-t= --tries= -O=w --output-document=w -nc --no-clobber -c --continue "
         "--progress= --show-progress --no-show-progress -N --timestamping -S "
         "--server-response --spider -T= --timeout= --dns-timeout= --connect-timeout= "
         "--read-timeout= -w= --wait= --waitretry= --random-wait --retry-connrefused "
         "--retry-on-http-error= --limit-rate= -4 -6 --inet4-only --inet6-only --user= "
         "--password= --no-proxy --no-dns-cache -nd --no-directories -x "
         "--force-directories -nH --no-host-directories --cut-dirs= -P=d "
         "--directory-prefix=d --header= --http-user= --http-password= --no-cookies "
         "--load-cookies= --save-cookies= --keep-session-cookies --post-data= --post-file= "
         "--method= --body-data= --content-disposition --content-on-error "
         "--trust-server-names --auth-no-challenge --no-check-certificate "
         "--check-certificate? --certificate= --private-key= --ca-certificate= "
         "--ca-directory= --secure-protocol= --https-only --no-hsts --compression= "
         "-r --recursive -l= --level= -k --convert-links -K -m --mirror -p "
         "--page-requisites -A= --accept= -R= --reject= -D= --domains= -H --span-hosts -L "
         "--relative -np --no-parent -e= --execute= -U= --user-agent= --referer= "
         "--max-redirect= --no-cache --no-http-keep-alive --delete-after -nc --unlink "
         "--no-netrc --no-glob --no-passive-ftp --use-server-timestamps "
         "--no-use-server-timestamps --no-config --default-page= -Q= -X= -I= --ftp-user= "
         "--ftp-password= --local-encoding= --remote-encoding= --report-speed= --input-metalink=",
     .operands = Urls},
    {.programs = "aria2c",
     .options = "-x= -s= -o=w --out=w -d=d --dir=d -q --quiet -c --continue -j= -k= --checksum= "
                "--max-connection-per-server= --split= --check-certificate= --allow-overwrite=",
     .operands = Urls},
    {.programs = "git",
     .options = "-C= -c= --git-dir= --work-tree= --no-pager --bare --exec-path? --namespace= -p "
                "--paginate --version",
     .subcommands = git_commands},
    {.programs = "svn|hg|bzr|cvs",
     .options = "-q --quiet -r= --non-interactive "
                "--trust-server-cert --username= --password="},
    {.programs = "gpg|gpg2",
     .options =
         "--batch --no-tty --yes -q --quiet -v --verbose --keyserver=u --recv-keys --recv-key "
         "--import --dearmor --verify -o=w --output=w --export --armor -a --homedir= "
         "--no-default-keyring --keyring= --fingerprint --fetch-keys --list-keys "
         "--keyserver-options= --trust-model= --always-trust --with-colons --delete-keys "
         "--passphrase= --passphrase-fd= --pinentry-mode= --decrypt -d --symmetric -c "
         "--primary-keyring= --receive-keys --status-fd= --no-options --edit-key "
         "--ignore-time-conflict --no-permission-warning --gen-key --options= "
         "--import-ownertrust --refresh-keys --secret-keyring= --show-keys"},
    {.programs = "gpgv|gpgconf|cosign|minisign|signify", .options = "--keyring=r --kill"},
    {.programs = "openssl",
     .options = "-in=r -out=w -key=r -keyout=w -subj= -days= -newkey= -config=r -passin= "
                "-passout= -pass= -CA=r -CAkey=r -extfile=r -extensions= -connect= -servername= "
                "-nodes -x509 -new -noout -text -CAcreateserial -inkey=r -export -name=",
     .style = single_dash_long},
    {.programs = "ssh",
     .options = "-4 -6 -A -a -C -f -G -g -K -k -M -N -n -q -s -T -t -V -v -X -x -Y -y -B= -b= -c= "
                "-D= -E= -e= -F=r -I= -i=r -J= -L= -l= -m= -O= -o= -p= -Q= -R= -S= -W= -w=",
     .style = options_before_operands},
    {.programs = "scp|sftp",
     .options = "-3 -4 -6 -B -C -p -q -r -T -v -c= -F= -i= -J= -l= -o= -P="},
    {.programs = "ssh-keyscan", .options = "-4 -6 -c -H -v -f= -p= -T= -t="},
    {.programs = "ssh-keygen",
     .options = "-q -t= -b= -f=w -N= -C= -P= -A -l -y -p -R= -m= -F= -e -i -o"},
    {.programs = "keytool",
     .options =
         "-import -importcert -file=r -alias= -keystore=w -storepass= -noprompt -trustcacerts "
         "-genkey -genkeypair -keyalg= -keysize= -validity= -dname= -keypass= -storetype= "
         "-cacerts -list -v -exportcert -delete",
     .style = single_dash_long},
    {.programs = "aws|gcloud|az|gsutil|kubectl|helm|docker|heroku|vault", .options = ""},
    {.programs = "nc|ncat|netcat|telnet|ping|nslookup|dig|host", .options = ""},
};

}  // namespace

constinit const std::span<const Grammar> grammars::network = table;

}  // namespace plimsoll
