FROM alpine:3.20
RUN <<-EOF
	echo hello
	EOF
RUN cat <<A <<"B C"
1
A
2
B C
RUN cat <<<"words"
RUN cat<<EOF
RUN ["echo", "<<EOF"]
