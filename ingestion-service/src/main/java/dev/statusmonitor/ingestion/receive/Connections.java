package dev.statusmonitor.ingestion.receive;

import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Lets every agent keep its connection: one for each host, for as long as the host runs. Tomcat would end each after a
 * hundred requests, and take no more than 8,192.
 */
final class Connections implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final int most;

    Connections(int most) {
        this.most = most;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setMaxConnections(Math.max(most, http.getMaxConnections()));
                http.setMaxKeepAliveRequests(-1);
                http.setAcceptCount(Math.max(1_000, http.getAcceptCount()));
            }
        });
    }
}
