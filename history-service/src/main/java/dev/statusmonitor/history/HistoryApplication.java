package dev.statusmonitor.history;

import dev.statusmonitor.starter.ServiceProcess;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** History-service as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(HistoryConfiguration.class)
public class HistoryApplication {
    public static void main(String[] arguments) {
        ServiceProcess.run("history-service", HistoryApplication.class, "hostDirectory", Map.of(), arguments);
    }
}
