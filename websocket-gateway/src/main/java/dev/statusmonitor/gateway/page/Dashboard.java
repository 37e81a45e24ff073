package dev.statusmonitor.gateway.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The dashboard's files, read once: less than two megabytes, and a request is a look-up that no spelling of a path can
 * lead elsewhere.
 */
public final class Dashboard {
    private static final Logger log = LoggerFactory.getLogger(Dashboard.class);
    private static final String INDEX = "index.html";

    private final Map<String, PageFile> files;

    Dashboard(Map<String, PageFile> files) {
        this.files = Map.copyOf(files);
    }

    /**
     * Reads all files of a folder; those that end in {@code .br} and {@code .gz} are the compressed forms of the others.
     *
     * @param location a Spring resource location that ends with a slash
     */
    public static Dashboard load(String location) {
        var contents = new HashMap<String, byte[]>();
        var resolver = new PathMatchingResourcePatternResolver();
        try {
            for (Resource root : resolver.getResources(location)) {
                String base = root.getURL().toString();
                for (Resource file : resolver.getResources(base + "**/*")) {
                    String url = file.getURL().toString();
                    if (url.startsWith(base) && file.isReadable() && !url.endsWith("/")) {
                        contents.putIfAbsent(url.substring(base.length()), file.getContentAsByteArray());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the dashboard's files at " + location + " cannot be read", e);
        }
        var files = new HashMap<String, PageFile>();
        contents.forEach((path, content) -> {
            if (!path.endsWith(".br") && !path.endsWith(".gz")) {
                files.put(path, new PageFile(path, content, contents.get(path + ".br"), contents.get(path + ".gz")));
            }
        });
        if (!files.containsKey(INDEX)) {
            log.atWarn().addKeyValue("location", location).log("there is no dashboard to serve");
        }
        return new Dashboard(files);
    }

    /**
     * The file for a path; the page itself for the addresses that it makes up, such as {@code /hosts/h1}.
     *
     * @param path decoded, with a slash at the beginning
     * @return null where there is none
     */
    @Nullable PageFile find(String path) {
        String name = path.substring(1);
        PageFile file = files.get(name);
        if (file != null || name.substring(name.lastIndexOf('/') + 1).indexOf('.') >= 0) {
            return file;
        }
        return files.get(INDEX);
    }
}
