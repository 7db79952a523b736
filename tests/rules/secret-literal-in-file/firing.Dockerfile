# token: glpat-Zt4Yx9Wv2Us7Rq5Po3Nm1Lk8Ji6Hg0FeDc
#~       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-literal-in-file: a GitLab token in a comment
FROM alpine:3.20
RUN git clone https://harbour:tiger-lily-9@example.org/app.git && \
#~                    ^^^^^^^^^^^^^^^^^^^^ secret-literal-in-file: a URL with a password in the file and in the image's history
    curl -H "Authorization: token glpat-Zt4Yx9Wv2Us7Rq5Po3Nm1Lk8Ji6Hg0FeDc" https://example.org
#~                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-literal-in-file: a GitLab token in the file and in the image's history
LABEL build="AKIA2OGYBAH6QLFCPTM5"
#~           ^^^^^^^^^^^^^^^^^^^^ secret-literal-in-file: an AWS access key in the file and in the image's history
RUN <<EOS
echo "-----BEGIN RSA PRIVATE KEY-----" > /key
#~    ^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-literal-in-file: a private key in the file and in the image's history
EOS
ONBUILD CMD ["app", "--key=AKIA2OGYBAH6QLFCPTM5"]
#~                         ^^^^^^^^^^^^^^^^^^^^ secret-literal-in-file: an AWS access key in the file and in the image's history
