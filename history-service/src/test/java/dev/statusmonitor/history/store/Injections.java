package dev.statusmonitor.history.store;

import java.util.List;

/** What has been tried elsewhere on Flux, InfluxQL, SQL, line protocol and their predicates, and what is alike. */
public final class Injections {
    /** Each is put wherever a request may say something; {@code canary} is the host that they are after. */
    public static final List<String> KNOWN = List.of(
            "canary\" or true or \"",
            "\") |> drop(columns: [\"host\"]) //",
            "${p.host}",
            "${\"canary\"}",
            "x\")\n|> yield(name: \"all\")\nfrom(bucket: \"statusmonitor-raw\") |> range(start: 0",
            "\\\") or r.host == (\\\"canary",
            "canary%22%20or%20true",
            "canary,host=canary x=1",
            "canary\nsample,host=canary system.uptime=1",
            "canary x=1\\",
            "\" OR host=\"canary",
            "canary\" AND _measurement=\"sample",
            "/.*/",
            "=~ /canary/",
            "import \"sql\" sql.from(driverName: \"sqlite3\", dataSourceName: \"file:/etc/passwd\")",
            "import \"http\" http.post(url: \"http://127.0.0.1:1\", data: bytes(v: \"x\"))",
            "option task = {name: \"x\", every: 1s}",
            "option p = {host: \"canary\"}",
            "-1h) |> to(bucket: \"statusmonitor-raw\") //",
            "-1h, stop: now()) |> filter(fn: (r) => true) //",
            "1970-01-01T00:00:00Z) //",
            "\"); drop",
            "'; DROP MEASUREMENT sample; --",
            "' OR '1'='1",
            "'; UPDATE samples SET \"values\" = null; --",
            "; SHOW DATABASES",
            "\u0000",
            "\u2028canary",
            "canary\u0000",
            "../canary",
            "ｃａｎａｒｙ");

    private Injections() {}
}
