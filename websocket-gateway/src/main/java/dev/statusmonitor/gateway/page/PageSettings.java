package dev.statusmonitor.gateway.page;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The dashboard's files.
 *
 * @param location the folder that they are in, as a Spring resource location that ends with a slash
 */
@Validated
@ConfigurationProperties("statusmonitor.gateway.page")
public record PageSettings(
        @DefaultValue("classpath*:dashboard/") @NotBlank String location) {}
