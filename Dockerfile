# The five services, an image each, from the sources alone: docker build --target auth-service .
# All of them share the builder, the runtime and the layer of libraries that they have in common.

FROM node:22-trixie-slim AS node

FROM maven:3.9-eclipse-temurin-25 AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /src
COPY . .
RUN mvn -q -B package -DskipTests -DskipTestCompile -Pservice-jars -pl agent,auth-service,ingestion-service,history-service,alert-service,websocket-gateway -am
# Apart what changes often and what does not: a new build of ours is a layer of a megabyte or two.
RUN for service in auth-service ingestion-service history-service alert-service websocket-gateway; do \
      java -Djarmode=tools -jar "$service"/target/"$service"-*-exec.jar extract --destination "/out/$service" && \
      mkdir -p "/out/$service/ours" "/out/$service/theirs" && \
      mv /out/"$service"/"$service"-*-exec.jar "/out/$service/ours/$service.jar" && \
      for module in contract service-starter embedded-parts dashboard agent; do \
        for jar in /out/"$service"/lib/"$module"-[0-9]*.jar; do [ ! -f "$jar" ] || mv "$jar" "/out/$service/ours/"; done; \
      done && \
      mv /out/"$service"/lib/*.jar "/out/$service/theirs/" && rmdir "/out/$service/lib" || exit 1; \
    done
# The agent, which the gateway hands out to hosts.
RUN mkdir -p /out/agent && cp agent/target/agent-*-all.jar /out/agent/agent-all.jar
RUN javac -cp "/out/auth-service/ours/*:/out/auth-service/theirs/*" -d /out/operate deploy/docker/Operate.java
RUN jlink --add-modules java.se,jdk.unsupported,jdk.management,jdk.naming.dns,jdk.zipfs,jdk.crypto.cryptoki,jdk.net,jdk.jfr,jdk.jcmd \
      --strip-debug --no-man-pages --no-header-files --output /out/java

# What runs: no shell of a developer's, no package manager's leftovers, one user who owns nothing but its data.
FROM debian:trixie-slim AS runtime
RUN groupadd --gid 10001 statusmonitor && \
    useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/statusmonitor --shell /usr/sbin/nologin statusmonitor && \
    install -d -o 10001 -g 10001 -m 700 /var/lib/statusmonitor && install -d -o 10001 -g 10001 -m 755 /var/lib/trusted-keys
COPY --from=build /out/java /opt/java
COPY --from=build /out/operate /opt/statusmonitor/operate
COPY deploy/docker/healthy deploy/docker/operate deploy/docker/run /usr/local/bin/
COPY deploy/docker/jvm.options /opt/statusmonitor/jvm.options
ENV PATH=/opt/java/bin:$PATH LANG=C.UTF-8 \
    STATUSMONITOR_INTERNAL_BIND=0.0.0.0 STATUSMONITOR_INTERNAL_PORT=8081 \
    STATUSMONITOR_INTERNAL_PRIVATEKEYFILE=/var/lib/statusmonitor/service-key.pem \
    STATUSMONITOR_INTERNAL_TRUSTEDKEYS=/var/lib/trusted-keys
WORKDIR /var/lib/statusmonitor
EXPOSE 8080 8081
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 CMD ["healthy"]
ENTRYPOINT ["run"]

FROM runtime AS auth-service
COPY --from=build /out/auth-service/theirs /opt/statusmonitor/lib
COPY --from=build /out/auth-service/ours /opt/statusmonitor/lib
ENV SERVICE_NAME=auth-service SERVICE_MAIN=dev.statusmonitor.auth.AuthApplication STATUSMONITOR_AUTH_MASTERKEYFILE=/var/lib/statusmonitor/master.key
RUN ["run", "--make-start-cache"]
USER 10001:10001

FROM runtime AS ingestion-service
COPY --from=build /out/ingestion-service/theirs /opt/statusmonitor/lib
COPY --from=build /out/ingestion-service/ours /opt/statusmonitor/lib
ENV SERVICE_NAME=ingestion-service SERVICE_MAIN=dev.statusmonitor.ingestion.IngestionApplication
RUN ["run", "--make-start-cache"]
USER 10001:10001

FROM runtime AS history-service
COPY --from=build /out/history-service/theirs /opt/statusmonitor/lib
COPY --from=build /out/history-service/ours /opt/statusmonitor/lib
ENV SERVICE_NAME=history-service SERVICE_MAIN=dev.statusmonitor.history.HistoryApplication STATUSMONITOR_HISTORY_DATAFOLDER=/var/lib/statusmonitor/history
RUN ["run", "--make-start-cache"]
USER 10001:10001

FROM runtime AS alert-service
COPY --from=build /out/alert-service/theirs /opt/statusmonitor/lib
COPY --from=build /out/alert-service/ours /opt/statusmonitor/lib
ENV SERVICE_NAME=alert-service SERVICE_MAIN=dev.statusmonitor.alerts.AlertApplication
RUN ["run", "--make-start-cache"]
USER 10001:10001

FROM runtime AS websocket-gateway
COPY --from=build /out/websocket-gateway/theirs /opt/statusmonitor/lib
COPY --from=build /out/agent/agent-all.jar /opt/statusmonitor/agent-all.jar
COPY --from=build /out/websocket-gateway/ours /opt/statusmonitor/lib
ENV SERVICE_NAME=websocket-gateway SERVICE_MAIN=dev.statusmonitor.gateway.GatewayApplication STATUSMONITOR_GATEWAY_AGENT_JAR=/opt/statusmonitor/agent-all.jar
RUN ["run", "--make-start-cache"]
USER 10001:10001
