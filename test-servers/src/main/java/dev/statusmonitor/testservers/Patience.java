package dev.statusmonitor.testservers;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * What a test waits for with Awaitility gets a minute unless it says otherwise: it takes milliseconds, but a machine that
 * has other things to do may hold it up for longer than the ten seconds that Awaitility would wait. JUnit finds this by
 * {@code META-INF/services}.
 */
public final class Patience implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
