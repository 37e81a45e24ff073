# The image of one service, from the sources alone; BuildKit makes it:
#   docker build --build-arg SERVICE=auth-service -t statusmonitor/auth-service .
# All five share the builder, the runtime and the layer of the libraries that they have in common.

FROM node:22-trixie-slim AS node

FROM maven:3.9-eclipse-temurin-25 AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
RUN jlink --add-modules java.se,jdk.unsupported,jdk.management,jdk.naming.dns,jdk.zipfs,jdk.crypto.cryptoki,jdk.net,jdk.jfr,jdk.jcmd \
      --strip-debug --no-man-pages --no-header-files --output /out/java
WORKDIR /src
COPY . .
# What Maven and npm download stays with the builder, and is in no image.
RUN --mount=type=cache,target=/root/.m2/repository --mount=type=cache,target=/root/.npm \
    mvn -q -B package -DskipTests -DskipTestCompile -Pservice-jars \
      -pl agent,auth-service,ingestion-service,history-service,alert-service,websocket-gateway -am
RUN deploy/docker/take-apart /out/services
RUN javac -cp "/out/services/auth-service/ours/lib/*:/out/services/common/lib/*" -d /out/operate deploy/docker/Operate.java

# What runs: no shell of a developer's, no package manager's leftovers, one user who owns nothing but its data.
FROM debian:trixie-slim AS runtime
RUN groupadd --gid 10001 statusmonitor && \
    useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/statusmonitor --shell /usr/sbin/nologin statusmonitor && \
    install -d -o 10001 -g 10001 -m 700 /var/lib/statusmonitor && install -d -o 10001 -g 10001 -m 755 /var/lib/trusted-keys
COPY --from=build /out/java /opt/java
COPY --from=build /out/services/common /opt/statusmonitor
COPY --from=build /out/operate /opt/statusmonitor/operate
COPY deploy/docker/jvm.options /opt/statusmonitor/jvm.options
COPY deploy/docker/healthy deploy/docker/operate deploy/docker/run /usr/local/bin/
# Each service takes of the last three what is its own.
ENV PATH=/opt/java/bin:$PATH LANG=C.UTF-8 \
    STATUSMONITOR_INTERNAL_BIND=0.0.0.0 STATUSMONITOR_INTERNAL_PORT=8081 \
    STATUSMONITOR_INTERNAL_PRIVATEKEYFILE=/var/lib/statusmonitor/service-key.pem \
    STATUSMONITOR_INTERNAL_TRUSTEDKEYS=/var/lib/trusted-keys \
    STATUSMONITOR_AUTH_MASTERKEYFILE=/var/lib/statusmonitor/master.key \
    STATUSMONITOR_GATEWAY_AGENT_JAR=/opt/statusmonitor/agent/agent-all.jar
WORKDIR /var/lib/statusmonitor
EXPOSE 8080 8081
HEALTHCHECK --interval=5s --timeout=3s --start-period=180s --retries=3 CMD ["healthy"]
ENTRYPOINT ["run"]

FROM runtime AS service
ARG SERVICE
RUN test -n "$SERVICE" || { echo 'Which service? For example: --build-arg SERVICE=auth-service' >&2; exit 1; }
ENV SERVICE_NAME=$SERVICE
# Apart what changes often and what does not: a new build of ours is a layer of a megabyte or two, and the cache.
COPY --from=build /out/services/$SERVICE/theirs /opt/statusmonitor
COPY --from=build /out/services/$SERVICE/ours /opt/statusmonitor
RUN ["run", "--make-start-cache"]
USER 10001:10001
