// Users, services, builds, the shell's own commands, and programs that start others. How to read
// and add lines: analyzer/shell/grammar.h.

#include "analyzer/shell/grammar.h"

namespace plimsoll {

namespace {

using enum Operands;

constexpr Grammar wrapper_table[] = {
    {.programs = "sudo|doas",
     .options = "-A -b -E --preserve-env? -e -g= --group= -H --set-home -h= -i --login -K -k -l "
                "-n --non-interactive -P -p= --prompt= -S --stdin -s --shell -u= --user= -v -C= "
                "-D= --chdir= -R= --chroot= -T= -U=",
     .operands = Program,
     .style = takes_assignments},
    {.programs = "env",
     .options = "-i --ignore-environment -0 --null -u= --unset= -C= --chdir= -v --debug "
                "--default-signal? --ignore-signal? --block-signal?",
     .operands = Program,
     .style = takes_assignments},
    {.programs = "exec", .options = "-c -l -a=", .operands = Program},
    {.programs = "command", .options = "-p", .operands = Program},
    {.programs =
         "builtin|nohup|setsid|catchsegv|dumb-init|tini|faketime|eatmydata|fakeroot|chronic",
     .options = "-g -s -c --ctty -w --wait -f --fork --single-child -v --verbose --",
     .operands = Program},
    {.programs = "time",
     .options = "-p --portability -v --verbose -a --append -f= --format= -o= --output= -q",
     .operands = Program},
    {.programs = "nice", .options = "-n= --adjustment=", .operands = Program},
    {.programs = "ionice", .options = "-c= --class= -n= --classdata= -t", .operands = Program},
    {.programs = "stdbuf", .options = "-i= -o= -e=", .operands = Program},
    {.programs = "timeout",
     .options = "-s= --signal= -k= --kill-after= --foreground --preserve-status -v --verbose -t",
     .operands = Program,
     .style = skips_one_operand},
    {.programs = "xargs",
     .options = "-0 --null -a=r --arg-file=r -d= --delimiter= -E= -I= -i? --replace? -L= -l? "
                "--max-lines? -n= --max-args= -o -P= --max-procs= -p -r --no-run-if-empty -s= "
                "--max-chars= -t --verbose -x --exit --process-slot-var=",
     .operands = Program},
    {.programs = "gosu|su-exec|chroot|setuidgid|chpst|s6-setuidgid|flock",
     .options = "--userspec= --groups= --skip-chdir -u= -n -w= -x -s -e=",
     .operands = Program,
     .style = skips_one_operand},
    {.programs = "setarch|linux32|linux64|i386", .options = "-R -B -L", .operands = Program},
    {.programs = "busybox", .options = "", .operands = Program},
    {.programs = "retry|xvfb-run",
     .options = "-a --auto-servernum -s= --server-args= -n= --server-num= -e=",
     .operands = Program},
};

constexpr Grammar system_table[] = {
    {.programs = "su|runuser",
     .options = "-c= --command= -s= --shell= -g= --group= -G= -m -p --preserve-environment -l "
                "--login -P --pty -u= --user= -f"},
    {.programs = "useradd",
     .options = "-b= --base-dir= -c= --comment= -d= --home-dir= --home= -D --defaults -e= "
                "--expiredate= -f= --inactive= -g= --gid= -G= --groups= -k= --skel= -K= --key= -l "
                "--no-log-init -m --create-home -M --no-create-home -N --no-user-group -o "
                "--non-unique -p= --password= -r --system -R= --root= -s= --shell= -u= --uid= -U "
                "--user-group -Z="},
    {.programs = "adduser",
     .options = "-h= --home= -g= --gecos= -s= --shell= -G= --ingroup= -S --system -D "
                "--disabled-password --disabled-login -H --no-create-home -u= --uid= -k= "
                "--gid= --group --quiet -q --force-badname --allow-bad-names --add_extra_groups "
                "--firstuid= --lastuid= --conf= --debug --comment= -m -r -M -d= -c= -U -N "
                "--shell= --no-user-group --allow-all-names --stdoutmsglevel="},
    {.programs = "groupadd",
     .options = "-f --force -g= --gid= -K= --key= -o --non-unique -p= --password= -r --system "
                "-R= --root= -U= --users="},
    {.programs = "addgroup", .options = "-g= --gid= -S --system --quiet --force-badname -r"},
    {.programs = "usermod",
     .options = "-a --append -c= --comment= -d= --home= -e= -f= -g= --gid= -G= --groups= -l= "
                "--login= -L --lock -m --move-home -o -p= --password= -R= -s= --shell= -u= --uid= "
                "-U --unlock -v= -V= -w= -W= -r --remove"},
    {.programs = "groupmod|gpasswd",
     .options = "-g= --gid= -n= --new-name= -o -a= -d= -A= -M= -p="},
    {.programs = "userdel|deluser|groupdel|delgroup",
     .options = "-f --force -r --remove --remove-home --remove-all-files --system --quiet"},
    {.programs = "passwd",
     .options = "-d --delete -l --lock -u --unlock -e --expire -S --status --stdin -q -n= -x="},
    {.programs = "chpasswd", .options = "-c= --crypt-method= -e --encrypted -m --md5 -R= -s="},
    {.programs = "chsh|chage", .options = "-s= --shell= -d= -E= -I= -m= -M= -W= -R="},
    {.programs = "visudo", .options = "-c -f= -q -s"},
    {.programs = "systemctl",
     .options = "--now --no-reload -q --quiet --user --system --global --root= -f --force -t= "
                "--type= --no-pager --no-block --preset-mode= -a --all -l"},
    {.programs =
         "service|invoke-rc.d|initctl|rc-update|rc-service|chkconfig|update-rc.d|supervisord",
     .options = ""},
    {.programs = "locale-gen|update-locale|localedef|dpkg-statoverride|timedatectl", .options = ""},
    {.programs = "make|gmake|ninja",
     .options = "-j? --jobs? -l? --load-average? -C= --directory= -f=r --file=r --makefile=r -I= "
                "-o= -W= -B --always-make -d -e -i --ignore-errors -k --keep-going -n -q -r -R -s "
                "--silent --quiet -S -t -v -w --no-print-directory"},
    {.programs = "cmake",
     .options = "-S= -B= -G= -A= -T= -D= -U= -C= -E -P= -N -L --build= --install= --target= -t= "
                "--config= --parallel? -j? --prefix= --preset= --verbose -v --component= --strip "
                "-W= --log-level="},
    {.programs = "configure|autoconf|automake|autoreconf|libtoolize|autogen.sh|meson|scons|waf",
     .options = ""},
    {.programs = "gcc|g++|cc|c++|clang|clang++|ld",
     .options = "-o=w -I= -L= -D= -l= -c -O? -W? -f? "
                "-m? -g? -s -std="},
    {.programs = "java|javac|node|ruby|perl|php|tclsh|lua",
     .options = "",
     .style = options_before_operands},
    {.programs = "sh|bash|dash|ash|zsh|ksh|mksh",
     .options = "-c -e -u -x -l -i -s -o= -O= --login "
                "--norc --noprofile --posix -v -n -p",
     .style = options_before_operands},
    {.programs = "source|.", .options = "", .operands = Read, .style = options_before_operands},
    {.programs = "cd", .options = "-P -L -e -@", .style = options_before_operands},
    {.programs = "pushd|popd|export|unset|readonly|declare|typeset|local|shopt|alias|umask|ulimit",
     .options = ""},
    {.programs = "set", .options = "-a -b -e -f -h -k -m -n -p -t -u -v -x -B -C -E -H -P -T -o="},
    {.programs = "eval|exit|return|break|continue|shift|trap|getopts",
     .options = "",
     .style = options_before_operands},
    {.programs = "read", .options = "-r -s -p= -t= -n= -N= -d= -a= -u= -e -i="},
    {.programs = "mount|umount|swapon|modprobe|sysctl|insmod|mknod|losetup|iptables|ifconfig|ip",
     .options = ""},
    {.programs = "shutdown|reboot|halt|poweroff|top|htop|free|vim|vi|nano|ps|kill|killall|pkill|"
                 "crontab|man|less|more|id|whoami|uname|nproc|getconf|getent|arch|hostname|ldd",
     .options = ""},
    {.programs = "a2enmod|a2dismod|a2ensite|a2dissite|phpenmod|nginx|apachectl|httpd",
     .options = ""},
};

}  // namespace

constinit const std::span<const Grammar> grammars::wrappers = wrapper_table;
constinit const std::span<const Grammar> grammars::system = system_table;

}  // namespace plimsoll
