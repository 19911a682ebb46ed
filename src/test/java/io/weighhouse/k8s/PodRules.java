package io.weighhouse.k8s;

import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** What the restricted Pod Security standard asks of every pod, and what we ask beyond it. */
final class PodRules {

    private static final Map<String, String> PROBES = Map.of("startupProbe", "/q/health/started", "livenessProbe",
            "/q/health/live", "readinessProbe", "/q/health/ready");
    private static final int REPLICAS = 3;

    private PodRules() {
    }

    static Stream<String> faults(ManifestSet set) {
        return Stream.concat(
                set.withPods().flatMap(owner -> Stream.concat(ofPod(owner), owner.containers()
                        .flatMap(container -> ofContainer(container)
                                .map(fault -> owner.fault("container %s %s", container.path("name").asText(), fault))))),
                set.find("Deployment", "weighhouse").stream().flatMap(PodRules::ofRegistry));
    }

    private static Stream<String> ofPod(Manifest owner) {
        JsonNode pod = owner.at("/spec/template/spec");
        return Stream.of(
                unless(pod.at("/securityContext/runAsNonRoot").asBoolean(), "may run as root"),
                unless(pod.at("/securityContext/runAsUser").asInt() > 0, "names no user"),
                unless(pod.at("/securityContext/seccompProfile/type").asText().equals("RuntimeDefault"),
                        "has no seccomp profile"),
                unless(pod.has("automountServiceAccountToken") && !pod.path("automountServiceAccountToken").asBoolean(),
                        "carries a token of the API"),
                unless(!pod.path("hostNetwork").asBoolean() && !pod.path("hostPID").asBoolean(), "shares the host"),
                unless(Manifest.elements(pod.path("volumes")).allMatch(volume -> volume.at("/emptyDir/sizeLimit").isTextual()),
                        "has a volume that is not a bounded emptyDir"))
                .flatMap(fault -> fault).map(owner::fault);
    }

    private static Stream<String> ofContainer(JsonNode container) {
        String image = container.path("image").asText();
        String tag = image.substring(image.lastIndexOf('/') + 1).replaceFirst("^[^:@]*", "");
        JsonNode context = container.path("securityContext");
        return Stream.of(
                unless(!tag.isEmpty() && !tag.startsWith(":latest"), "runs an image without a fixed tag: " + image),
                unless(context.has("allowPrivilegeEscalation") && !context.path("allowPrivilegeEscalation").asBoolean(),
                        "may gain privileges"),
                unless(context.path("readOnlyRootFilesystem").asBoolean(), "may write to its root file system"),
                unless(Manifest.texts(context.at("/capabilities/drop")).contains("ALL"), "keeps capabilities"),
                unless(container.at("/resources/requests/memory").isTextual()
                        && container.at("/resources/requests/cpu").isTextual(), "requests no resources"),
                unless(container.at("/resources/limits/memory").isTextual(), "has no limit of memory"))
                .flatMap(fault -> fault);
    }

    private static Stream<String> ofRegistry(Manifest registry) {
        JsonNode container = registry.containers().findFirst().orElseThrow();
        Stream<String> probes = PROBES.entrySet().stream().flatMap(probe -> unless(
                container.at("/" + probe.getKey() + "/httpGet/path").asText().equals(probe.getValue())
                        && container.at("/" + probe.getKey() + "/httpGet/port").asText().equals("management"),
                "its %s does not ask %s of the management port".formatted(probe.getKey(), probe.getValue())));
        JsonNode replicas = registry.at("/spec/replicas");
        JsonNode pod = registry.at("/spec/template/spec");
        int preStop = container.at("/lifecycle/preStop/sleep/seconds").asInt();
        Stream<String> others = Stream.of(
                unless(replicas.isMissingNode() || replicas.asInt() >= REPLICAS, "has fewer than three replicas"),
                unless(!pod.path("topologySpreadConstraints").isEmpty(), "is not spread"),
                unless(preStop > 0, "does not wait for the end of routing"),
                unless(pod.path("terminationGracePeriodSeconds").asInt() > preStop, "is killed before it has drained"))
                .flatMap(fault -> fault);
        return Stream.concat(probes, others).map(registry::fault);
    }

    private static Stream<String> unless(boolean holds, String fault) {
        return holds ? Stream.empty() : Stream.of(fault);
    }
}
