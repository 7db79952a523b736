ARG VERSION=3.9-eclipse-temurin-21
FROM maven:${VERSION}
#~   ^^^^^^^^^^^^^^^^ base-image-oversized: the tools that build stay in the image that runs
COPY . /src
RUN mvn -f /src/pom.xml package
ENTRYPOINT exec java -jar /src/target/app.jar
