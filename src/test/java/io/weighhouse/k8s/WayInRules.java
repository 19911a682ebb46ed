package io.weighhouse.k8s;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Ways in from outside: to a port that is there and not the management port, over TLS, for saves as long and large as they are.
 */
final class WayInRules {

    private static final String NGINX = "nginx.ingress.kubernetes.io/";
    private static final Map<String, String> UNBOUND_SAVES = Map.of("proxy-body-size", "0", "proxy-request-buffering", "off",
            "proxy-buffering", "off", "ssl-redirect", "true", "permanent-redirect-code", "308", "proxy-next-upstream", "off");
    private static final int SECONDS_BETWEEN_BYTES = 60;

    private WayInRules() {
    }

    static Stream<String> faults(ManifestSet set) {
        return Stream.of(set.ofKind("Ingress").flatMap(ingress -> ofIngress(set, ingress)),
                set.ofKind("HTTPRoute").flatMap(route -> ofRoute(set, route)),
                set.ofKind("ServiceMonitor").flatMap(monitor -> ofMonitor(set, monitor))).flatMap(faults -> faults);
    }

    private static Stream<String> ofIngress(ManifestSet set, Manifest ingress) {
        JsonNode annotations = ingress.at("/metadata/annotations");
        Stream<String> settings = UNBOUND_SAVES.entrySet().stream()
                .filter(wanted -> !annotations.path(NGINX + wanted.getKey()).asText().equals(wanted.getValue()))
                .map(wanted -> wanted.getKey() + " is not " + wanted.getValue());
        Stream<String> timeouts = Stream.of("proxy-read-timeout", "proxy-send-timeout")
                .filter(name -> annotations.path(NGINX + name).asInt() <= SECONDS_BETWEEN_BYTES)
                .map(name -> name + " is shorter than the registry's own patience");
        Stream<String> tls = ingress.at("/spec/tls").isEmpty() ? Stream.of("has no TLS") : Stream.empty();
        Stream<String> backends = ingress.node().findValues("backend").stream().map(backend -> backend.path("service"))
                .filter(service -> !leadsToClients(set, service.path("name").asText(), service.at("/port/name").asText()))
                .map(service -> "leads to no port for clients: " + service);
        return Stream.of(settings, timeouts, tls, backends).flatMap(faults -> faults).map(ingress::fault);
    }

    private static Stream<String> ofRoute(ManifestSet set, Manifest route) {
        return Manifest.elements(route.at("/spec/rules")).flatMap(rule -> {
            JsonNode redirect = rule.at("/filters/0/requestRedirect");
            if (!redirect.isMissingNode()) {
                boolean keepsTheSave = redirect.path("scheme").asText().equals("https")
                        && redirect.path("statusCode").asInt() == 308;
                return keepsTheSave ? Stream.empty() : Stream.of("redirects other than by 308 to https");
            }
            Stream<String> timeouts = Stream.of("request", "backendRequest")
                    .filter(name -> !rule.path("timeouts").path(name).asText().equals("0s"))
                    .map(name -> "bounds how long a save may take: " + name);
            Stream<String> backends = Manifest.elements(rule.path("backendRefs"))
                    .filter(backend -> !leadsToClients(set, backend.path("name").asText(), backend.path("port").asText()))
                    .map(backend -> "leads to no port for clients: " + backend);
            return Stream.concat(timeouts, backends);
        }).map(route::fault);
    }

    private static Stream<String> ofMonitor(ManifestSet set, Manifest monitor) {
        Set<String> ports = Set.copyOf(set.ofKind("Service")
                .filter(service -> service.at("/metadata/labels/app.kubernetes.io~1name")
                        .equals(monitor.at("/spec/selector/matchLabels/app.kubernetes.io~1name")))
                .flatMap(service -> Manifest.elements(service.at("/spec/ports"))).map(port -> port.path("name").asText())
                .toList());
        return ReferenceRules.missing(Manifest.elements(monitor.at("/spec/endpoints"))
                .map(endpoint -> endpoint.path("port").asText()), ports::contains, "port of a service").map(monitor::fault);
    }

    private static boolean leadsToClients(ManifestSet set, String service, String port) {
        return set.find("Service", service).stream().flatMap(found -> Manifest.elements(found.at("/spec/ports")))
                .filter(candidate -> candidate.path("name").asText().equals(port)
                        || candidate.path("port").asText().equals(port))
                .anyMatch(candidate -> candidate.path("targetPort").asText().equals("http"));
    }
}
