package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import jakarta.ws.rs.Path;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.weighhouse.access.oidc.IssuerResource;
import io.weighhouse.access.oidc.TokenWish;
import io.weighhouse.embedded.PostgresResource;

/**
 * Who gets in where: every route of the resource classes, asked by every kind of caller for every kind of target, in
 * every spelling of its path. What is right is told by a small table of the contract's words, not by the registry's code.
 */
@QuarkusTest
@WithTestResource(IssuerResource.class)
class AccessMatrixTest extends HttpSuite {

    private static final int CONNECTIONS = 8;
    private static final List<String> PERMISSIONS = List.of("read", "publish", "promote", "delete", "admin");
    private static final Set<String> VERBS = Set.of("GET", "PUT", "POST", "DELETE", "PATCH");
    /** The permission that each kind of change needs; everything else reads. */
    private static final Map<String, String> CHANGES = Map.of("POST /models", "publish", "PUT /models", "publish",
            "PATCH /api/v1/models", "promote", "PUT /api/v1/models", "promote", "DELETE /api/v1/models", "delete",
            "PUT /api/v1/namespaces", "admin", "DELETE /api/v1/namespaces", "admin");
    /** Open to everybody; and for whoever is known, whatever they may. */
    private static final Set<String> OPEN = Set.of("/", "/problems/{slug}");
    private static final Set<String> KNOWN = Set.of("/api/v1/keys", "/api/v1/keys/{id}", "/api/v1/whoami",
            "/api/v1/namespaces", "/api/v1/audit", "/api/v1/refusals");
    /** What each spelling of row H20 makes of a path. */
    private static final List<String> SPELLINGS = List.of(";x", "%3B", "//", "%2F", "%5C", "%2e", "%2e%2e", "%252F", "%00",
            "%3b", "%2f", "%5c", ".", "..", "%2E%2e");

    /** A route as its resource class declares it. */
    private record Route(String method, String path) {

        boolean namesNamespace() {
            return path.contains("{namespace}");
        }

        boolean namesModel() {
            return path.contains("{model}") && namesNamespace();
        }

        boolean isFile() {
            return path.contains("{file}");
        }

        /** Lists of links, and one of them: shown to those who made them, and to those who administer the namespace. */
        boolean showsLinks() {
            return path.contains("/{model}/links");
        }

        /** Loads and saves themselves, not the management of what there is. */
        boolean takesLinks() {
            return !path.startsWith("/api/") && !path.equals("/") && !path.startsWith("/problems") && !path.contains("links");
        }

        boolean makesLoadLink() {
            return path.endsWith("}/links") && method.equals("POST");
        }

        String permission() {
            if (makesLoadLink()) {
                return "read";
            }
            if (path.endsWith("/save-links")) {
                return "publish";
            }
            if (path.contains("/aliases/") && !method.equals("GET")) {
                return "promote";
            }
            return CHANGES.entrySet().stream().filter(change -> (method + " " + path).startsWith(change.getKey() + "/"))
                    .map(Map.Entry::getValue).findFirst().orElse("read");
        }
    }

    /** A kind of caller; that of a link has it in the URL, all others a key or token in a header. */
    private record Who(String kind, String secret, String namespace, Set<String> permissions) {

        boolean hasLink() {
            return secret != null && secret.startsWith("whl_");
        }

        boolean may(String permission, String wanted) {
            return (namespace.equals("*") || namespace.equals(wanted))
                    && (permissions.contains(permission) || permissions.contains("admin"));
        }

        boolean isKnown() {
            return secret != null
                    && !Set.of("wrong", "mistyped", "expired", "revoked", "revoked link", "expired token").contains(kind);
        }
    }

    /** What is asked for. */
    private record Aim(String namespace, String model, boolean isPublic) {
    }

    /** A request and the statuses that are right for it; without any: everything but a success. */
    private record Check(String method, String path, Who who, Set<Integer> right) {
    }

    @Test
    void nobodyGetsInWhereTheyMayNot() throws Exception {
        String own = model.replace("suite/", "");
        admin.save("/models/" + own + "/private", TinyModel.dense(1)).is(201);
        admin.save("/models/" + own + "/public?visibility=public", TinyModel.dense(1)).is(201);
        List<Who> callers = callers(own);
        List<Aim> aims = List.of(new Aim(own, "private", false), new Aim(own, "public", true), new Aim(own, "absent", false),
                new Aim(own + "-none", "absent", false));

        Queue<Check> checks = new ConcurrentLinkedQueue<>(checks(callers, aims));
        int all = checks.size();
        Queue<String> wrong = run(checks);

        assertThat(wrong.stream().limit(30)).as(wrong.size() + " of " + all).isEmpty();
        assertThat(all).isGreaterThanOrEqualTo(20_000);
        assertThat(count("select count(*) from model m join namespace n on n.id = m.namespace_id where n.name like '" + own
                + "%' and m.deleted_at is null")).isEqualTo(2);
    }

    @Test
    void aPrivateModelAnswersExactlyLikeAnAbsentOne() throws Exception {
        String own = model.replace("suite/", "");
        admin.save("/models/" + own + "/private", TinyModel.dense(1)).is(201);
        Who elsewhere = new Who("elsewhere", key(own + "-other", null, PERMISSIONS.toArray(String[]::new)).getString("secret"),
                "", Set.of());

        List<String> different = new ArrayList<>();
        try (PlainConnection connection = new PlainConnection(base)) {
            for (Route route : routes().stream().filter(Route::namesModel).toList()) {
                for (Who who : List.of(elsewhere, new Who("none", null, "", Set.of()))) {
                    String there = asked(connection, route, who, new Aim(own, "private", false));
                    String absent = asked(connection, route, who, new Aim(own, "nothere", false)).replace("nothere", "private");
                    if (!there.equals(absent)) {
                        different.add(route + " by " + who.kind() + ":\n" + there + "\n" + absent);
                    }
                }
            }
        }

        assertThat(different).isEmpty();
    }

    @Test
    void holdersOfOtherRightsLearnNothingFromRefusals() {
        String own = model.replace("suite/", "");
        String kept = "/api/v1/models/" + own + "/private/";
        admin.with("X-Model-Alias", "prod").save("/models/" + own + "/private", TinyModel.dense(1)).is(201);
        RegistryClient deletes = RegistryClient.admin(base, key(own, null, "delete").getString("secret"));
        RegistryClient readsToo = RegistryClient.admin(base, key(own, null, "delete", "read").getString("secret"));
        RegistryClient promotes = RegistryClient.admin(base, key(own, null, "promote").getString("secret"));
        BodyPublisher nothing = BodyPublishers.noBody();
        BodyPublisher nowhere = BodyPublishers.ofString("{\"version\":7}");

        String unknown = deletes.send("DELETE", kept + "versions/7", nothing).isProblem(404, "not-found").json()
                .getString("detail");
        for (Answer answer : List.of(deletes.send("DELETE", kept + "versions/1", nothing),
                deletes.send("DELETE", "/api/v1/models/" + own + "/absent", nothing),
                promotes.with("If-Match", "*").send("PUT", kept + "aliases/prod", nowhere, "Content-Type",
                        "application/json"))) {
            assertThat(answer.isProblem(404, "not-found").json().getString("detail")).isEqualTo(unknown);
        }
        readsToo.send("DELETE", kept + "versions/1", nothing).isProblem(409, "conflict");
    }

    private static String asked(PlainConnection connection, Route route, Who who, Aim aim) throws Exception {
        var check = new Check(route.method(), filled(route, aim), who, Set.of());
        PlainConnection.Reply reply = connection.ask(check.method(), check.path(), headers(check));
        return reply.status() + " " + new TreeMap<>(reply.headers()) + "\n" + new String(reply.body(), StandardCharsets.UTF_8);
    }

    private static List<Route> routes() {
        return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.weighhouse")
                .stream().filter(type -> type.isAnnotatedWith(Path.class)).flatMap(type -> type.getMethods().stream())
                .flatMap(method -> VERBS.stream().filter(verb -> method.isAnnotatedWith("jakarta.ws.rs." + verb))
                        .map(verb -> new Route(verb, method.isAnnotatedWith(Path.class) ? method.getAnnotationOfType(Path.class)
                                .value().replace(":.+}", "}") : "/")))
                .toList();
    }

    private List<Check> checks(List<Who> callers, List<Aim> aims) throws Exception {
        List<Check> checks = new ArrayList<>();
        List<Route> routes = routes();
        assertThat(routes).hasSizeGreaterThan(30);
        for (Route route : routes) {
            for (Aim aim : route.namesNamespace() ? aims : aims.subList(0, 1)) {
                String path = filled(route, aim);
                for (Who who : callers) {
                    Set<Integer> right = right(route, who, aim);
                    checks.add(new Check(route.method(), linked(path, who), who, right));
                    if (route.method().equals("GET")) {
                        checks.add(new Check("HEAD", linked(path, who), who, right));
                    }
                    spelled(path).forEach(odd -> checks.add(new Check(route.method(), linked(odd, who), who, Set.of())));
                }
            }
        }
        return checks;
    }

    private static String filled(Route route, Aim aim) {
        return route.path().replace("{namespace}", aim.namespace()).replace("{model}", aim.model())
                .replace("{ref}", "1").replace("{from}", "1").replace("{to}", "1").replace("{alias}", "none")
                .replace("{file}", "1/model.weights.bin").replace("{id}", "none").replaceAll("\\{[^}]+}", "none");
    }

    private static String linked(String path, Who who) {
        return who.hasLink() ? path + "?t=" + who.secret() : path;
    }

    private static List<String> spelled(String path) {
        int slash = path.lastIndexOf('/');
        String front = path.substring(0, slash);
        String back = path.substring(slash + 1);
        return path.equals("/") ? List.of()
                : SPELLINGS.stream().map(odd -> switch (odd) {
                    case ";x", "%3B", "%3b", "%00" -> path + odd;
                    case "%2e", "%2e%2e", "%2E%2e", ".", ".." -> front + "/" + odd + "/" + back;
                    default -> (front.isEmpty() ? "/" : front) + odd + back;
                }).toList();
    }

    /** The contract's words: 401 without valid credentials, 404 of what may not be seen, 403 of what may. */
    private static Set<Integer> right(Route route, Who who, Aim aim) {
        if (OPEN.contains(route.path())) {
            return Set.of(200, 404);
        }
        boolean reads = route.permission().equals("read") && !route.makesLoadLink();
        if (route.path().endsWith("/model.json") && Set.of("POST", "PUT").contains(route.method())) {
            return Set.of(405);
        }
        if (who.hasLink()) {
            return route.takesLinks() ? byLink(route, who, aim) : right(route, NOBODY, aim);
        }
        if (!who.isKnown() && who.secret() != null) {
            return Set.of(401);
        }
        if (KNOWN.contains(route.path()) || route.showsLinks()) {
            return who.secret() == null ? Set.of(401) : NOT_DENIED_ONES;
        }
        if (!route.namesNamespace()) {
            return NOT_AUTHENTICATED_ONES;
        }
        boolean allowed = who.may(route.permission(), aim.namespace());
        boolean seen = aim.isPublic() && route.namesModel() || who.may("read", aim.namespace());
        if (allowed || reads && seen) {
            return PAST_THE_GATE;
        }
        if (who.secret() == null) {
            return Set.of(401);
        }
        if (!route.namesModel()) {
            return Set.of(403, 404);
        }
        return seen ? Set.of(403) : Set.of(404);
    }

    /** A link opens version 1 of the private model, or saves to it. What is public is loaded whatever the link says. */
    private static Set<Integer> byLink(Route route, Who who, Aim aim) {
        boolean saves = !route.method().equals("GET");
        if (!saves && aim.isPublic() && route.namesModel()) {
            return PAST_THE_GATE;
        }
        if (route.path().equals("/upload")) {
            return WITHOUT_A_MODEL;
        }
        if (!who.isKnown()) {
            return Set.of(401);
        }
        boolean opens = aim.model().equals("private") && route.namesModel() && saves == who.permissions().contains("publish");
        return opens ? PAST_THE_GATE : REFUSED_ONES;
    }

    private static final Who NOBODY = new Who("none", null, "", Set.of());
    private static final Set<Integer> REFUSED_ONES = Set.of(401, 403, 404);
    private static final Set<Integer> WITHOUT_A_MODEL = Set.of(401, 422);
    private static final Set<Integer> PAST_THE_GATE = Set.of(200, 201, 400, 404, 409, 412, 415, 428);
    private static final Set<Integer> NOT_DENIED_ONES = Set.of(200, 400, 403, 404, 415);
    private static final Set<Integer> NOT_AUTHENTICATED_ONES = Set.of(200, 401, 404, 415, 422);

    private List<Who> callers(String own) throws Exception {
        List<Who> callers = new ArrayList<>();
        callers.add(new Who("none", null, "", Set.of()));
        callers.add(new Who("wrong", "wh_" + "A".repeat(48), "", Set.of()));
        callers.add(new Who("server admin", PostgresResource.ADMIN_KEY, "*", Set.of("admin")));
        String mistyped = key(own, null, "admin").getString("secret");
        callers.add(new Who("mistyped", mistyped.substring(0, 50) + (mistyped.endsWith("A") ? "B" : "A"), "", Set.of()));
        JsonPath revoked = key(own, null, "admin");
        admin.send("DELETE", "/api/v1/keys/" + revoked.getString("id"), BodyPublishers.noBody()).is(204);
        callers.add(new Who("revoked", revoked.getString("secret"), "", Set.of()));
        String expired = key(own, "PT1S", "admin").getString("secret");
        callers.add(new Who("expired", expired, "", Set.of()));
        for (String permission : PERMISSIONS) {
            callers.add(new Who(permission, key(own, null, permission).getString("secret"), own, Set.of(permission)));
        }
        callers.add(new Who("all", key(own, null, "read", "publish", "promote", "delete").getString("secret"), own,
                Set.of("read", "publish", "promote", "delete")));
        callers.add(new Who("elsewhere", key(own + "-other", null, PERMISSIONS.toArray(String[]::new)).getString("secret"),
                own + "-other", Set.copyOf(PERMISSIONS)));
        callers.addAll(holdersOfTokens(own));
        callers.addAll(holdersOfLinks(own));
        eventually(() -> stranger.with("X-API-Key", expired).get("/api/v1/whoami").status() == 401);
        eventually(() -> stranger.with("X-API-Key", revoked.getString("secret")).get("/api/v1/whoami").status() == 401);
        return callers;
    }

    private static List<Who> holdersOfTokens(String own) throws Exception {
        String expired = IssuerResource.issuer().token(TokenWish.granting(own + ":admin").lasting(Duration.ofSeconds(-1)));
        return List.of(new Who("expired token", expired, "", Set.of()), holderOfToken(own, "read"),
                holderOfToken(own, "publish"), holderOfToken(own, "admin"), holderOfToken(own + "-other", "admin"));
    }

    private static Who holderOfToken(String namespace, String permission) {
        return new Who("token: " + namespace + " " + permission,
                IssuerResource.issuer().token(TokenWish.granting(namespace + ":" + permission)), namespace, Set.of(permission));
    }

    private List<Who> holdersOfLinks(String own) {
        String path = "/models/" + own + "/private";
        JsonPath revoked = link("/api/v1" + path + "/versions/1/links");
        admin.send("DELETE", "/api/v1" + path + "/links/" + revoked.getString("id"), BodyPublishers.noBody()).is(204);
        return List.of(
                new Who("load link", token(link("/api/v1" + path + "/versions/1/links"), "load"), own, Set.of("read")),
                new Who("save link", token(link("/api/v1" + path + "/save-links"), "save"), own, Set.of("publish")),
                new Who("revoked link", token(revoked, "load"), own, Set.of()));
    }

    private JsonPath link(String path) {
        return admin.send("POST", path, BodyPublishers.ofString("{\"expiresIn\":\"PT1H\"}"), "Content-Type",
                "application/json").is(201).json();
    }

    private static String token(JsonPath link, String what) {
        return link.getString(what).replaceFirst("^.*\\?t=", "");
    }

    private JsonPath key(String namespace, String expiresIn, String... permissions) {
        String grants = Arrays.stream(permissions).map(one -> '"' + one + '"').collect(Collectors.joining(","));
        return admin.send("POST", "/api/v1/keys", BodyPublishers.ofString("{\"name\":\"matrix\",\"grants\":[{\"namespace\":\""
                + namespace + "\",\"permissions\":[" + grants + "]}]"
                + (expiresIn == null ? "" : ",\"expiresIn\":\"" + expiresIn + "\"") + "}"), "Content-Type", "application/json")
                .is(201).json();
    }

    private Queue<String> run(Queue<Check> checks) throws InterruptedException {
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicInteger done = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS);
        for (int caller = 0; caller < CONNECTIONS; caller++) {
            callers.execute(() -> {
                try (PlainConnection connection = new PlainConnection(base)) {
                    for (Check check = checks.poll(); check != null; check = checks.poll()) {
                        verify(check, connection, wrong);
                        done.incrementAndGet();
                    }
                } catch (Exception broken) {
                    wrong.add("broken: " + broken);
                }
            });
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(Duration.ofMinutes(5).toSeconds(), TimeUnit.SECONDS)).isTrue();
        return wrong;
    }

    private static void verify(Check check, PlainConnection connection, Queue<String> wrong) throws Exception {
        PlainConnection.Reply reply = connection.ask(check.method(), check.path(), headers(check));
        int status = reply.status();
        boolean right = check.right().isEmpty() ? status / 100 == 4 : check.right().contains(status);
        boolean allowsOrigin = reply.headers().containsKey("access-control-allow-origin");
        boolean challenge = status != 401 || "Bearer".equals(reply.headers().get("www-authenticate"));
        if (!right || !allowsOrigin || !challenge) {
            wrong.add(check.method() + " " + check.path() + " by " + check.who().kind() + ": " + status + " instead of "
                    + check.right() + (allowsOrigin ? "" : ", no CORS") + (challenge ? "" : ", no challenge"));
        }
    }

    /** Changes lack the precondition or media type that they need, so that those who may make them change nothing. */
    private static Map<String, String> headers(Check check) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Origin", RegistryClient.ORIGIN);
        if (check.who().secret() != null && !check.who().hasLink()) {
            headers.put("Authorization", "Bearer " + check.who().secret());
        }
        if (!Set.of("GET", "HEAD").contains(check.method())) {
            headers.put("If-Match", "\"stale\"");
            headers.put("Content-Type", "text/plain");
            headers.put("Content-Length", "0");
        }
        return headers;
    }
}
