FROM alpine/git:2.45.2
RUN git clone https://example.org/a.git
#~            ^^^^^^^^^^^^^^^^^^^^^^^^^ mutable-git-clone: the default branch is cloned as it is on the day of the build
RUN git clone --depth 1 -b main git@example.org:a.git /src && cd /src && git submodule update
#~                              ^^^^^^^^^^^^^^^^^^^^^ mutable-git-clone: the branch `main` is cloned as it is on the day of the build
ARG REPO
RUN git clone https://example.org/$REPO.git && cd a && git checkout master
#~            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mutable-git-clone: the default branch is cloned as it is on the day of the build
ONBUILD RUN git clone https://example.org/a.git
#~                    ^^^^^^^^^^^^^^^^^^^^^^^^^ mutable-git-clone: the default branch is cloned as it is on the day of the build
