package dev.statusmonitor.history.copy;

import dev.statusmonitor.history.store.StoreException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.validation.FieldError;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/** Settings as the services have them, without a service: of a platform's folder and the environment, or of one file. */
final class StoreSettings {
    private final String from;
    private final Binder binder;

    private StoreSettings(String from, List<PropertySource<?>> sources) {
        this.from = from;
        this.binder = new Binder(ConfigurationPropertySources.from(sources));
    }

    /** Those of a platform: the environment wins over {@code statusmonitor.properties} in its data folder. */
    static StoreSettings ofPlatform(Path data, Map<String, String> environment) {
        var sources = new ArrayList<PropertySource<?>>();
        sources.add(source("environment", environment));
        Path file = data.resolve("statusmonitor.properties");
        if (Files.exists(file)) {
            sources.add(source("file", read(file)));
        }
        return new StoreSettings("the environment or " + file, sources);
    }

    /** Those of a file alone, each by its name or as an environment has it. */
    static StoreSettings ofFile(Path file) {
        return new StoreSettings(file.toString(), List.of(source("file", read(file))));
    }

    private static PropertySource<?> source(String name, Map<String, String> values) {
        // By the end of its name Spring knows that names may also be written in capitals.
        return new SystemEnvironmentPropertySource(name + "-systemEnvironment", new HashMap<>(values));
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            properties.load(text);
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException("The settings in " + file + " cannot be read.", e);
        }
        var values = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    /** @throws StoreException with a sentence, where one of them cannot be used */
    <T> T get(String prefix, Class<T> type) {
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            return binder.bindOrCreate(prefix, Bindable.of(type), new ValidationBindHandler(validator));
        } catch (BindException e) {
            throw new StoreException(sentence(e), e);
        }
    }

    private String sentence(BindException e) {
        String name = e.getName().toString();
        if (e.getCause() instanceof BindValidationException invalid) {
            name = invalid.getValidationErrors().getName() + "."
                    + invalid.getValidationErrors().getAllErrors().stream()
                            .map(error -> error instanceof FieldError field ? field.getField() : error.getObjectName())
                            .findFirst()
                            .orElse("");
        }
        return "The setting " + name + " in " + from + " cannot be used; docs/configuration.md says what it may be.";
    }
}
