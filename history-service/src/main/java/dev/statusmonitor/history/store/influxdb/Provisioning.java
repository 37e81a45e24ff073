package dev.statusmonitor.history.store.influxdb;

import com.influxdb.client.BucketsQuery;
import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.OrganizationsQuery;
import com.influxdb.client.domain.Authorization;
import com.influxdb.client.domain.AuthorizationPostRequest;
import com.influxdb.client.domain.AuthorizationUpdateRequest;
import com.influxdb.client.domain.Bucket;
import com.influxdb.client.domain.BucketRetentionRules;
import com.influxdb.client.domain.Organization;
import com.influxdb.client.domain.Permission;
import com.influxdb.client.domain.PermissionResource;
import com.influxdb.exceptions.InfluxException;
import com.influxdb.exceptions.NotFoundException;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.influxdb.Access.Right;
import dev.statusmonitor.history.store.influxdb.Access.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes in InfluxDB what the service needs, or finds that it is there: the buckets with their retention, and a token
 * for each right. The token that it does this with is used for nothing else, unless nothing is to be made. Doing it
 * again changes nothing.
 */
final class Provisioning {
    private static final Logger log = LoggerFactory.getLogger(Provisioning.class);
    private static final int PAGE = 100;
    private static final int SHOWN = 10;

    private final InfluxDbSettings settings;
    private final Path tokenFile;
    private final String instance;

    /** @param instance whose tokens they are, for their description */
    Provisioning(InfluxDbSettings settings, Path tokenFile, String instance) {
        this.settings = settings;
        this.tokenFile = tokenFile;
        this.instance = instance;
    }

    /** For how long InfluxDB keeps a tier; of the samples two hours more than the edge takes late ones for. */
    static Duration retention(Tier tier) {
        return tier == Tier.RAW ? tier.shown().plusHours(2) : tier.shown();
    }

    /**
     * How much of a tier InfluxDB keeps in one set of files, and drops as a whole. Of hours it would choose a week
     * itself; but a question about a year opens each set, and what is beyond the year is not shown.
     */
    private static Duration shard(Tier tier) {
        return switch (tier) {
            case RAW -> Duration.ofHours(1);
            case MINUTE -> Duration.ofDays(1);
            case HOUR -> Duration.ofDays(28);
        };
    }

    Path tokenFile() {
        return tokenFile;
    }

    String readToken() {
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new StoreException("The file " + tokenFile + " with InfluxDB's token cannot be read.", e);
        }
    }

    /**
     * Makes what is missing.
     *
     * @param setup a client with a token that may
     * @param known what this instance was given before
     */
    Access provide(InfluxDBClient setup, Optional<Access> known) {
        String org = org(setup);
        var buckets = new EnumMap<Tier, String>(Tier.class);
        for (Tier tier : Tier.values()) {
            buckets.put(tier, bucket(setup, org, tier));
        }
        var tokens = new EnumMap<Right, Token>(Right.class);
        for (Right right : Right.values()) {
            Token before = known.map(access -> access.tokens().get(right)).orElse(null);
            tokens.put(right, token(setup, org, right, permissions(org, buckets, right), before));
        }
        return new Access(org, buckets, tokens);
    }

    /**
     * Finds what is there, and makes nothing.
     *
     * @param setup a client with a token that may read; it is what is used for every right
     * @throws StoreException where something is missing, with what there is instead
     */
    Access find(InfluxDBClient setup) {
        String org = findOrg(setup)
                .orElseThrow(() -> new StoreException(
                        "The InfluxDB at " + settings.url() + " has no organisation " + settings.org()
                                + sees(orgs(setup))
                                + ": set statusmonitor.history.influxdb.org to the one that the history is in, or put a token"
                                + " that may read it into the file " + tokenFile + ".",
                        null));
        var buckets = new EnumMap<Tier, String>(Tier.class);
        for (Tier tier : Tier.values()) {
            Bucket found = findBucket(setup, org, tier);
            if (found == null) {
                throw new StoreException(
                        "The organisation " + settings.org() + " of the InfluxDB at " + settings.url()
                                + " has no bucket "
                                + Flux.bucket(tier) + sees(bucketNames(setup, org)) + ": no history is in it, so set"
                                + " statusmonitor.history.influxdb.org to the organisation that it is in.",
                        null);
            }
            buckets.put(tier, found.getId());
        }
        var tokens = new EnumMap<Right, Token>(Right.class);
        var token = new Token("", readToken());
        for (Right right : Right.values()) {
            tokens.put(right, token);
        }
        return new Access(org, buckets, tokens);
    }

    /** The first of them, for a person who looks for a slip of the pen. */
    private static String sees(List<String> names) {
        if (names.isEmpty()) {
            return " that this token may see";
        }
        List<String> shown = names.subList(0, Math.min(SHOWN, names.size()));
        return ", but " + String.join(", ", shown) + (shown.size() < names.size() ? " and others" : "");
    }

    private static List<String> orgs(InfluxDBClient setup) {
        var query = new OrganizationsQuery();
        query.setLimit(PAGE);
        return setup.getOrganizationsApi().findOrganizations(query).stream()
                .map(Organization::getName)
                .sorted()
                .toList();
    }

    private static List<String> bucketNames(InfluxDBClient setup, String org) {
        var query = new BucketsQuery();
        query.setOrgID(org);
        query.setLimit(PAGE);
        return setup.getBucketsApi().findBuckets(query).stream()
                .map(Bucket::getName)
                .filter(name -> !name.startsWith("_"))
                .sorted()
                .toList();
    }

    private Optional<String> findOrg(InfluxDBClient setup) {
        var query = new OrganizationsQuery();
        query.setOrg(settings.org());
        try {
            return setup.getOrganizationsApi().findOrganizations(query).stream()
                    .map(Organization::getId)
                    .findFirst();
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private String org(InfluxDBClient setup) {
        Optional<String> found = findOrg(setup);
        if (found.isPresent()) {
            return found.get();
        }
        try {
            String id = setup.getOrganizationsApi()
                    .createOrganization(settings.org())
                    .getId();
            log.atInfo().addKeyValue("org", settings.org()).log("an organisation was made in InfluxDB");
            return id;
        } catch (InfluxException e) {
            throw new StoreException(
                    "InfluxDB has no organisation " + settings.org() + ", and the token in " + tokenFile
                            + " may not make it: " + e.getMessage(),
                    e);
        }
    }

    private static @Nullable Bucket findBucket(InfluxDBClient setup, String org, Tier tier) {
        var query = new BucketsQuery();
        query.setOrgID(org);
        query.setName(Flux.bucket(tier));
        query.setLimit(PAGE);
        try {
            return setup.getBucketsApi().findBuckets(query).stream().findFirst().orElse(null);
        } catch (NotFoundException e) {
            return null;
        }
    }

    private String bucket(InfluxDBClient setup, String org, Tier tier) {
        var rules = new BucketRetentionRules();
        rules.setEverySeconds((int) retention(tier).toSeconds());
        rules.setShardGroupDurationSeconds(shard(tier).toSeconds());
        Bucket found = findBucket(setup, org, tier);
        if (found == null) {
            found = setup.getBucketsApi()
                    .createBucket(new Bucket()
                            .name(Flux.bucket(tier))
                            .orgID(org)
                            .description("StatusMonitor: " + tier.label())
                            .retentionRules(List.of(rules)));
            log.atInfo().addKeyValue("bucket", found.getName()).log("a bucket was made in InfluxDB");
        } else if (!hasRetention(found, rules)) {
            setup.getBucketsApi().updateBucket(found.retentionRules(List.of(rules)));
            log.atInfo().addKeyValue("bucket", found.getName()).log("a bucket's retention was set right");
        }
        return found.getId();
    }

    private static boolean hasRetention(Bucket bucket, BucketRetentionRules wanted) {
        if (bucket.getRetentionRules().size() != 1) {
            return false;
        }
        BucketRetentionRules found = bucket.getRetentionRules().getFirst();
        return wanted.getEverySeconds().equals(found.getEverySeconds())
                && wanted.getShardGroupDurationSeconds().equals(found.getShardGroupDurationSeconds());
    }

    private static List<Permission> permissions(String org, Map<Tier, String> buckets, Right right) {
        String raw = String.valueOf(buckets.get(Tier.RAW));
        String minutes = String.valueOf(buckets.get(Tier.MINUTE));
        String hours = String.valueOf(buckets.get(Tier.HOUR));
        return switch (right) {
            case WRITE -> List.of(bucket(Permission.ActionEnum.WRITE, org, raw));
            case READ ->
                List.of(
                        bucket(Permission.ActionEnum.READ, org, raw),
                        bucket(Permission.ActionEnum.READ, org, minutes),
                        bucket(Permission.ActionEnum.READ, org, hours));
            case TASK ->
                List.of(
                        permission(Permission.ActionEnum.READ, PermissionResource.TYPE_TASKS, org, null),
                        permission(Permission.ActionEnum.WRITE, PermissionResource.TYPE_TASKS, org, null),
                        bucket(Permission.ActionEnum.READ, org, raw),
                        bucket(Permission.ActionEnum.READ, org, minutes),
                        bucket(Permission.ActionEnum.WRITE, org, minutes),
                        bucket(Permission.ActionEnum.READ, org, hours),
                        bucket(Permission.ActionEnum.WRITE, org, hours));
        };
    }

    private static Permission bucket(Permission.ActionEnum action, String org, String bucket) {
        return permission(action, PermissionResource.TYPE_BUCKETS, org, bucket);
    }

    private static Permission permission(Permission.ActionEnum action, String type, String org, @Nullable String id) {
        var resource = new PermissionResource();
        resource.setType(type);
        resource.setOrgID(org);
        if (id != null) {
            resource.setId(id);
        }
        var permission = new Permission();
        permission.setAction(action);
        permission.setResource(resource);
        return permission;
    }

    private Token token(
            InfluxDBClient setup, String org, Right right, List<Permission> permissions, @Nullable Token before) {
        if (before != null) {
            Authorization found = find(setup, before.id());
            if (found != null
                    && found.getStatus() == AuthorizationUpdateRequest.StatusEnum.ACTIVE
                    && summary(found.getPermissions()).equals(summary(permissions))) {
                return before;
            }
            if (found != null) {
                setup.getAuthorizationsApi().deleteAuthorization(before.id());
            }
        }
        var request = new AuthorizationPostRequest();
        request.setOrgID(org);
        request.setPermissions(permissions);
        request.setDescription("StatusMonitor " + instance + ": " + right.name().toLowerCase(java.util.Locale.ROOT));
        Authorization made = setup.getAuthorizationsApi().createAuthorization(request);
        log.atInfo().addKeyValue("right", right).log("a token was made in InfluxDB");
        return new Token(made.getId(), made.getToken());
    }

    private static @Nullable Authorization find(InfluxDBClient setup, String id) {
        try {
            return setup.getAuthorizationsApi().findAuthorizationByID(id);
        } catch (NotFoundException e) {
            return null;
        }
    }

    private static Set<String> summary(List<Permission> permissions) {
        var texts = new HashSet<String>();
        for (Permission each : permissions) {
            texts.add(each.getAction() + " " + each.getResource().getType() + " "
                    + each.getResource().getOrgID() + " " + each.getResource().getId());
        }
        return texts;
    }
}
