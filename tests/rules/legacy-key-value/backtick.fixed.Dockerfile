# escape=`
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
ENV A="C:\Program Files\x"
ENV B="C:\dir `
    more"
ENV C="a`"b c`$d e"
