# escape=`
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
ENV A C:\Program Files\x
#~  ^ legacy-key-value: `A` has a blank instead of `=` before its value
ENV B C:\dir `
#~  ^ legacy-key-value: `B` has a blank instead of `=` before its value
    more
ENV C a`"b c`$d `e
#~  ^ legacy-key-value: `C` has a blank instead of `=` before its value
#~ fix: backtick.fixed.Dockerfile
