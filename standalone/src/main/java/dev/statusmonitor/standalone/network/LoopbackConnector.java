package dev.statusmonitor.standalone.network;

import java.net.InetAddress;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Where the agent of this machine and {@code doctor} find the public routes when the public connector speaks TLS: its
 * certificate is made out to a name that others use, and a client that verifies it rightly refuses 127.0.0.1.
 */
public final class LoopbackConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final Connector connector;

    /** @param port of the loopback address */
    public LoopbackConnector(int port) {
        this.connector = new Connector();
        var protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
        protocol.setAddress(InetAddress.getLoopbackAddress());
        protocol.setExecutor(new VirtualThreadExecutor("loopback-"));
        connector.setPort(port);
        connector.setThrowOnFailure(true);
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addAdditionalConnectors(connector);
    }
}
