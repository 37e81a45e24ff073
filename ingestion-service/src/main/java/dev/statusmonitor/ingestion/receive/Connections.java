package dev.statusmonitor.ingestion.receive;

import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Lets every agent keep its connection: one for each host, for as long as the host runs. Tomcat would end each after a
 * hundred requests, and take no more than 8,192.
 *
 * <p>After any pause each of them has a request on its way. So there are no more than half of the heap has room for:
 * those beyond wait in the system's queue, where they cost next to nothing.
 */
final class Connections implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    /** What a request took in a heap that 3,000 of them had filled: buffers of the connection, its body, its sample. */
    private static final long BYTES_PER_REQUEST = 90_000;

    /**
     * What requests are read and answered with, kept for those to come: as many as wait for Kafka at once at some ten
     * thousand a second. Tomcat keeps 200, and would make the others anew for each request.
     */
    private static final int PROCESSORS = 1_000;

    private final int most;

    /**
     * @param wanted how many there may be where there is room
     * @param heap bytes
     */
    Connections(int wanted, long heap) {
        this.most = (int) Math.min(wanted, Math.max(1, heap / 2 / BYTES_PER_REQUEST));
        if (most < wanted) {
            log.atInfo()
                    .addKeyValue("connections", most)
                    .addKeyValue("wanted", wanted)
                    .log(
                            "fewer agents may be connected at once than wanted: the heap has no room for a request of each");
        }
    }

    int most() {
        return most;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setMaxConnections(most);
                http.setMaxKeepAliveRequests(-1);
                http.setProcessorCache(PROCESSORS);
                http.setAcceptCount(Math.max(1_000, http.getAcceptCount()));
            }
        });
    }
}
