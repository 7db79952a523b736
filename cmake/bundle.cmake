# cmake -D ORDER=order.txt -D TO=file -P bundle.cmake: ECMAScript modules as one. ORDER names them,
# one a line, each behind those that it imports from; their top-level names differ, so that taking
# out what imports and exports is all there is to do.
get_filename_component(folder ${ORDER} DIRECTORY)
file(STRINGS ${ORDER} names)
set(whole "")
foreach(name IN LISTS names)
  file(READ ${folder}/${name} text)
  string(REGEX REPLACE "(^|\n)import [^;]*;" "\\1" text "${text}")
  string(REGEX REPLACE "(^|\n)export " "\\1" text "${text}")
  string(APPEND whole "${text}")
endforeach()
# Nothing in it may end the <script> that it stands in.
string(FIND "${whole}" "</script" end)
string(FIND "${whole}" "<!--" comment)
if(NOT end EQUAL -1 OR NOT comment EQUAL -1)
  message(FATAL_ERROR "a script in ${folder} would end or hide its element")
endif()
file(WRITE ${TO} "${whole}")
