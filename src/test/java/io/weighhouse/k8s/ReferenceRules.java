package io.weighhouse.k8s;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** What one object says of another is there: names, ports, labels, keys of secrets, settings of the application. */
final class ReferenceRules {

    /** Names of variables that the application reads, in the environment's spelling. */
    private final Set<String> settings;
    /** {@code name/key} of the secrets that the operator makes. */
    private final Set<String> secrets;

    ReferenceRules(Set<String> settings, Set<String> secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    Stream<String> faults(ManifestSet set) {
        return Stream.of(ofPods(set), ofSettings(set), ofServices(set), ofSelectors(set), ofPolicies(set), ofScaling(set))
                .flatMap(faults -> faults);
    }

    private Stream<String> ofPods(ManifestSet set) {
        return set.withPods().flatMap(owner -> owner.containers().flatMap(container -> Stream.of(
                missing(container.findValues("configMapRef").stream().map(ref -> ref.path("name").asText()),
                        name -> set.find("ConfigMap", name).isPresent(), "ConfigMap"),
                missing(container.findValues("secretKeyRef").stream()
                        .map(ref -> ref.path("name").asText() + "/" + ref.path("key").asText()), secrets::contains, "secret"),
                missing(container.findValues("httpGet").stream().map(probe -> probe.path("port").asText()),
                        ports(owner)::contains, "port"),
                missing(Manifest.elements(container.path("volumeMounts")).map(mount -> mount.path("name").asText()),
                        volumes(owner)::contains, "volume"),
                missing(Stream.of(owner.at("/spec/template/spec/serviceAccountName").asText()).filter(name -> !name.isEmpty()),
                        name -> set.find("ServiceAccount", name).isPresent(), "ServiceAccount"))
                .flatMap(faults -> faults)).map(owner::fault));
    }

    private Stream<String> ofSettings(ManifestSet set) {
        Stream<String> inPods = set.withPods().flatMap(Manifest::containers)
                .flatMap(container -> Manifest.elements(container.path("env"))).map(variable -> variable.path("name").asText())
                .filter(name -> name.startsWith("WEIGHHOUSE_") || name.startsWith("QUARKUS_"));
        Stream<String> inMaps = set.ofKind("ConfigMap").flatMap(map -> map.at("/data").propertyStream())
                .map(Map.Entry::getKey);
        return Stream.concat(inPods, inMaps).distinct().filter(name -> !settings.contains(name))
                .map(name -> name + " is no setting of the application");
    }

    private static Stream<String> ofServices(ManifestSet set) {
        return set.ofKind("Service").flatMap(service -> {
            var targets = set.withPods().filter(owner -> owner.isSelectedBy(service.at("/spec/selector"))).toList();
            return targets.isEmpty() ? Stream.of(service.fault("selects no pods"))
                    : missing(Manifest.elements(service.at("/spec/ports")).map(port -> port.path("targetPort").asText()),
                            name -> targets.stream().allMatch(owner -> ports(owner).contains(name)), "target port")
                            .map(service::fault);
        });
    }

    private static Stream<String> ofSelectors(ManifestSet set) {
        Stream<Manifest> withSelector = Stream.of("Deployment", "PodDisruptionBudget").flatMap(set::ofKind);
        return Stream.concat(
                withSelector.filter(manifest -> selectsNothing(set, manifest.at("/spec/selector/matchLabels")))
                        .map(manifest -> manifest.fault("selects no pods")),
                set.withPods().filter(owner -> owner.node().findValues("topologySpreadConstraints").stream()
                        .flatMap(Manifest::elements)
                        .anyMatch(spread -> !owner.isSelectedBy(spread.at("/labelSelector/matchLabels"))))
                        .map(owner -> owner.fault("is spread along the labels of others")));
    }

    /** One policy denies everything; each other one opens something for pods that are there, on a port that they have. */
    private static Stream<String> ofPolicies(ManifestSet set) {
        boolean denied = set.ofKind("NetworkPolicy").anyMatch(policy -> policy.at("/spec/podSelector").isEmpty()
                && Manifest.texts(policy.at("/spec/policyTypes")).containsAll(Set.of("Ingress", "Egress"))
                && policy.at("/spec/ingress").isMissingNode() && policy.at("/spec/egress").isMissingNode());
        Stream<String> strangers = set.ofKind("NetworkPolicy").filter(policy -> !isOfOperator(policy.at("/spec/podSelector")))
                .flatMap(policy -> selectsNothing(set, policy.at("/spec/podSelector/matchLabels"))
                        ? Stream.of(policy.fault("selects no pods"))
                        : missing(Manifest.elements(policy.at("/spec/ingress"))
                                .flatMap(rule -> Manifest.elements(rule.path("ports")))
                                .map(port -> port.path("port").asText()), allPorts(set)::contains, "port").map(policy::fault));
        return denied ? strangers : Stream.concat(Stream.of("NetworkPolicy: nothing is denied by default"), strangers);
    }

    private static Stream<String> ofScaling(ManifestSet set) {
        return set.ofKind("HorizontalPodAutoscaler").flatMap(scaler -> missing(
                Stream.of(scaler.at("/spec/scaleTargetRef/name").asText()),
                name -> set.find(scaler.at("/spec/scaleTargetRef/kind").asText(), name).isPresent(), "target")
                .map(scaler::fault));
    }

    /** Pods that an operator makes out of its own resource are in no manifest. */
    private static boolean isOfOperator(JsonNode selector) {
        return selector.path("matchLabels").has("cnpg.io/cluster");
    }

    private static boolean selectsNothing(ManifestSet set, JsonNode labels) {
        return set.withPods().noneMatch(owner -> owner.isSelectedBy(labels));
    }

    private static Set<String> allPorts(ManifestSet set) {
        return set.withPods().flatMap(owner -> ports(owner).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> ports(Manifest owner) {
        return owner.containers().flatMap(container -> Manifest.elements(container.path("ports")))
                .map(port -> port.path("name").asText()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> volumes(Manifest owner) {
        return Manifest.elements(owner.at("/spec/template/spec/volumes")).map(volume -> volume.path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Stream<String> missing(Stream<String> names, Predicate<String> isThere, String what) {
        return names.filter(isThere.negate()).map(name -> "there is no %s '%s'".formatted(what, name));
    }
}
