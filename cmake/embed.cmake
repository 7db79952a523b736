# cmake -D FROM=file -D TO=header -D NAME=name -P embed.cmake: the bytes of a file as a C++ array.
file(READ ${FROM} digits HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${digits}")
string(REGEX REPLACE "((0x..,){16})" "\\1\n" bytes "${bytes}")
file(WRITE ${TO} "#pragma once\n\ninline constexpr unsigned char ${NAME}[] = {\n${bytes}};\n")
