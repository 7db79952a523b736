FROM world
RUN <<-'EOF'
	#!/bin/sh
	echo three > /three
EOF
RUN <<EOF
#!/bin/sh
echo four > /four
EOF
RUN <<"EOF" sh -e
echo "$five" > /five
EOF
COPY <<-EOF /six
	six
EOF
RUN <<EOF && echo more > /more
cat
EOF
RUN 3<<EOF cat <&3 > /eight
eight
EOF
