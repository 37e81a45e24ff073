package dev.statusmonitor.standalone.doctor;

import dev.statusmonitor.standalone.data.DiskSpace;
import dev.statusmonitor.standalone.doctor.Facts.Health;
import dev.statusmonitor.standalone.doctor.Facts.ProcessState;
import dev.statusmonitor.standalone.management.ManagementFile;
import dev.statusmonitor.standalone.report.PlatformReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Judges facts. */
final class Diagnosis {
    /** An agent sends each second. */
    private static final Duration SILENT = Duration.ofSeconds(7);

    private static final Duration SOON_FULL = Duration.ofDays(2);
    private static final int SHOWN_HOSTS = 100;

    /** What Spring Boot says about itself, and about a disk that is judged below. */
    private static final Set<String> OF_NO_INTEREST =
            Set.of("ping", "ssl", "diskSpace", "livenessState", "readinessState", "db", "redis");

    private Diagnosis() {}

    static List<Check> of(Facts facts) {
        var checks = new ArrayList<Check>();
        checks.add(http(facts));
        ManagementFile management = facts.management();
        if (management == null) {
            checks.add(
                    Check.bad(
                            "management",
                            "there is no management file for this port, so nothing but the public address could be asked; run doctor on the platform's machine as the user who started it"));
            return checks;
        }
        checks.add(process("platform", facts.platform(), management.platform().pid(), "start it: ./statusmonitor up"));
        if (facts.platform() == ProcessState.GONE) {
            return checks;
        }
        checks.add(redis(facts, management));
        checks.add(agent(facts, management));
        Map<String, Health> health = facts.health();
        if (health == null) {
            checks.add(Check.bad("health", "the platform does not answer its owner"));
        } else {
            new TreeMap<>(health).forEach((name, answer) -> {
                if (!OF_NO_INTEREST.contains(name)) {
                    checks.add(new Check(part(name), answer.up(), answer.up() ? "up" : down(answer)));
                }
            });
        }
        PlatformReport report = facts.report();
        if (report == null) {
            checks.add(Check.bad("report", "the platform does not tell how it is"));
        } else {
            checks.add(report.kafka() ? Check.good("kafka", "answers") : Check.bad("kafka", "does not answer"));
            checks.addAll(Flow.checks(report));
            checks.add(disk(report.disk()));
            checks.addAll(HistoryStorage.checks(report.meters()));
            checks.addAll(hosts(report));
        }
        return checks;
    }

    private static Check http(Facts facts) {
        return facts.live()
                ? Check.good("http", "answers at " + facts.url())
                : Check.bad("http", "nothing answers at " + facts.url() + "; is it running there?");
    }

    private static Check process(String part, @Nullable ProcessState state, long pid, String remedy) {
        return switch (state == null ? ProcessState.GONE : state) {
            case RUNNING -> Check.good(part, "process " + pid);
            case HALTED -> Check.bad(part, "process " + pid + " is halted (SIGSTOP); let it go on: kill -CONT " + pid);
            case GONE -> Check.bad(part, "process " + pid + " is gone; " + remedy);
        };
    }

    private static Check redis(Facts facts, ManagementFile management) {
        Check process = process(
                "redis",
                facts.redis(),
                management.redis().pid(),
                "StatusMonitor starts it again within half a minute; its log says more");
        PlatformReport report = facts.report();
        return process.ok() && report != null && !report.redis()
                ? Check.bad("redis", "process " + management.redis().pid() + " does not answer")
                : process;
    }

    private static Check agent(Facts facts, ManagementFile management) {
        var identity = management.agent();
        return identity == null
                ? Check.good("agent", "none here (--no-agent)")
                : process(
                        "agent",
                        facts.agent(),
                        identity.pid(),
                        "StatusMonitor starts it again within half a minute; its log says more");
    }

    /** {@code authDatabase} → {@code auth database}. */
    private static String part(String indicator) {
        return indicator.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    private static String down(Health health) {
        return health.detail().isBlank() ? "down; the log says more" : health.detail();
    }

    private static Check disk(PlatformReport.Disk disk) {
        var space = new DiskSpace(disk.total(), disk.usable());
        var text = new StringBuilder(space + " left");
        Long perDay = disk.bytesPerDay();
        Duration lasts = perDay == null || perDay <= 0
                ? null
                : Duration.ofMinutes(Math.round(
                        (double) disk.usable() / perDay * Duration.ofDays(1).toMinutes()));
        if (perDay == null) {
            text.append("; how long that lasts is known ten minutes after the start");
        } else if (lasts == null) {
            text.append("; it does not shrink");
        } else {
            text.append(
                    "; at today's rate (%s a day) it lasts %s".formatted(DiskSpace.amount(perDay), Ages.text(lasts)));
        }
        boolean ok = space.verdict() == DiskSpace.Verdict.ENOUGH && (lasts == null || lasts.compareTo(SOON_FULL) > 0);
        return new Check("disk", ok, text.toString());
    }

    private static List<Check> hosts(PlatformReport report) {
        return report.hosts().stream()
                .map(host -> host(host, report.time()))
                // Where there are many, those that are not well.
                .sorted((a, b) -> Boolean.compare(a.ok(), b.ok()))
                .limit(SHOWN_HOSTS)
                .toList();
    }

    private static Check host(PlatformReport.Host host, long now) {
        String part = "host " + host.name();
        Long arrived = host.arrived();
        Long newest = host.newest();
        if (!host.active()) {
            return Check.good(part, "revoked");
        }
        if (arrived != null) {
            Duration age = Duration.ofMillis(Math.max(0, now - arrived));
            return new Check(part, age.compareTo(SILENT) <= 0, "newest sample arrived " + Ages.text(age) + " ago");
        }
        return newest == null
                ? Check.good(part, "has sent no sample yet")
                : Check.bad(part, "silent: newest sample is " + Ages.text(Duration.ofMillis(now - newest)) + " old");
    }
}
