package dev.statusmonitor.gateway.agent;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The agent's program.
 *
 * @param jar the file with all that the agent needs, from the same build as the platform, with the runtimes that there are
 *     beside it ({@code statusmonitor-runtime-linux-x64.tar.gz}); null where it is not at hand
 */
@ConfigurationProperties("statusmonitor.gateway.agent")
public record AgentSettings(@Nullable Path jar) {}
