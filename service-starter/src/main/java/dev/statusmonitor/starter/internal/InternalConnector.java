package dev.statusmonitor.starter.internal;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * A second Tomcat connector for the routes {@code /internal/**} and {@code /actuator/**}, which exist on it alone, and
 * nothing else does ({@link InternalRoutesFilter}).
 */
public final class InternalConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final InternalSettings settings;
    private final Connector connector;

    public InternalConnector(InternalSettings settings) {
        this.settings = settings;
        this.connector = new Connector();
        try {
            var protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
            protocol.setAddress(InetAddress.getByName(settings.bind()));
            protocol.setExecutor(new VirtualThreadExecutor("internal-"));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "statusmonitor.internal.bind names no address of this machine: " + settings.bind(), e);
        }
        connector.setPort(settings.port());
        connector.setThrowOnFailure(true);
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addAdditionalConnectors(connector);
    }

    /** The port it listens on; -1 until it does. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Where this process's internal routes are. */
    public URI uri() {
        if (port() <= 0) {
            throw new IllegalStateException("the internal connector is not listening yet");
        }
        String host = settings.bind().contains(":") ? "[" + settings.bind() + "]" : settings.bind();
        return URI.create("http://" + host + ":" + port());
    }
}
