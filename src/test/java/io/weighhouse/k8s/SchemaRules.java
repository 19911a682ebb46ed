package io.weighhouse.k8s;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

/**
 * Keys and types: built-in kinds are read strictly into the API's own model, others must have the keys they cannot do without.
 */
final class SchemaRules {

    private static final Map<String, Class<?>> BUILT_IN = Map.ofEntries(
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class));

    private static final Map<String, List<String>> CUSTOM = Map.of(
            "gateway.networking.k8s.io/v1/HTTPRoute", List.of("/spec/parentRefs/0/name", "/spec/hostnames/0", "/spec/rules/0"),
            "monitoring.coreos.com/v1/ServiceMonitor", List.of("/spec/selector/matchLabels", "/spec/endpoints/0/port"),
            "monitoring.coreos.com/v1/PrometheusRule", List.of("/spec/groups/0/name", "/spec/groups/0/rules/0/expr"),
            "postgresql.cnpg.io/v1/Cluster", List.of("/spec/instances", "/spec/storage/size", "/spec/bootstrap/initdb/database",
                    "/spec/bootstrap/initdb/owner"));

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {

                private static final long serialVersionUID = 1;

                /** The model would take any key and keep it for later. */
                @Override
                public Boolean hasAnySetter(Annotated setter) {
                    return false;
                }
            }).build();

    private SchemaRules() {
    }

    static Stream<String> faults(ManifestSet set) {
        return set.all().stream().flatMap(SchemaRules::faults);
    }

    private static Stream<String> faults(Manifest manifest) {
        String type = manifest.at("/apiVersion").asText() + "/" + manifest.kind();
        if (manifest.name().isEmpty()) {
            return Stream.of(manifest.fault("has no name"));
        }
        if (BUILT_IN.containsKey(type)) {
            return strictly(manifest, BUILT_IN.get(type));
        }
        return CUSTOM.containsKey(type)
                ? CUSTOM.get(type).stream().filter(key -> manifest.at(key).isMissingNode())
                        .map(key -> manifest.fault("lacks %s", key))
                : Stream.of(manifest.fault("is of an unknown kind %s", type));
    }

    private static Stream<String> strictly(Manifest manifest, Class<?> type) {
        try {
            STRICT.treeToValue(manifest.node(), type);
            return Stream.empty();
        } catch (JsonProcessingException wrong) {
            return Stream.of(manifest.fault("does not fit the API: %s", wrong.getOriginalMessage()));
        }
    }
}
