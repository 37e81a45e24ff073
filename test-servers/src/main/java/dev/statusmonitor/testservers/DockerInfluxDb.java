package dev.statusmonitor.testservers;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.statusmonitor.embedded.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** InfluxDB in a container, at a port that stays the same when it is killed and started again. */
final class DockerInfluxDb implements InfluxServer {
    private static final String IMAGE = "influxdb:" + TestInfluxDb.VERSION;
    private static final int PORT = 8086;

    private final GenericContainer<?> container;
    private final int port = FreePorts.pick();
    private boolean made;

    @SuppressWarnings("resource") // closed with the JVM
    DockerInfluxDb() {
        container = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withExposedPorts(PORT)
                .withCommand(TestInfluxDb.OPTIONS.toArray(String[]::new))
                .withCreateContainerCmdModifier(command -> {
                    var host = command.getHostConfig();
                    if (host != null) {
                        host.withPortBindings(
                                new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(PORT)));
                    }
                });
    }

    /** Asks Docker's command, which answers at once and quietly where there is no daemon; Testcontainers does neither. */
    static boolean imageIsHere() {
        try {
            Process process = new ProcessBuilder("docker", "image", "inspect", IMAGE)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String description() {
        return IMAGE + " in Docker, port " + port;
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void start() throws IOException {
        if (made) {
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
        } else {
            container.start();
            made = true;
        }
        TestInfluxDb.awaitHealth(uri(), () -> true);
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void close() {
        container.stop();
    }
}
