import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long lists, searches and one load take at one connection, on a registry that seed.sql has filled:
 * {@code java src/test/bench/Find.java http://localhost:8080 wh_… [requests of each kind, default 500]}.
 */
public final class Find {

    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");
    private static final int PAGES_TO_THE_DEEP_ONE = 10;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String key;

    private Find(String base, String key) {
        this.base = base;
        this.key = key;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var find = new Find(arguments[0], arguments[1]);
        int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 500;
        find.questions().forEach((what, path) -> find.measure(what, path, count));
    }

    private Map<String, String> questions() throws IOException, InterruptedException {
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("page of 50", "/api/v1/models?limit=50");
        paths.put("deep page", deepPage());
        paths.put("page by name", "/api/v1/models?limit=50&sort=name");
        paths.put("page of a namespace", "/api/v1/models?limit=50&namespace=seed-7");
        paths.put("words that one in 100 has", "/api/v1/models?limit=50&q=rare%20bird");
        paths.put("words that all have", "/api/v1/models?limit=50&q=finds");
        paths.put("words that one has", "/api/v1/models?limit=50&q=m0000777");
        paths.put("label that one in 1000 has", "/api/v1/models?limit=50&label=team:t77");
        paths.put("layer that one in 3 has", "/api/v1/models?limit=50&layer=Conv2D");
        paths.put("layer that none has", "/api/v1/models?limit=50&layer=GRU");
        paths.put("versions of a model", "/api/v1/models/seed-7/m0000007/versions");
        paths.put("load", "/models/seed-7/m0000007/model.json");
        return paths;
    }

    /** Half a million bytes of lists away from the first. */
    private String deepPage() throws IOException, InterruptedException {
        String path = "/api/v1/models?limit=200";
        String deep = path;
        for (int page = 0; page < PAGES_TO_THE_DEEP_ONE; page++) {
            Matcher next = NEXT.matcher(get(deep).body());
            if (!next.find()) {
                break;
            }
            deep = path + "&after=" + next.group(1);
        }
        return deep.replace("limit=200", "limit=50");
    }

    private void measure(String what, String path, int count) {
        long[] micros = new long[count];
        try {
            for (int i = -count; i < count; i++) {
                long began = System.nanoTime();
                HttpResponse<String> answer = get(path);
                micros[Math.max(i, 0)] = (System.nanoTime() - began) / 1000;
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
                }
            }
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(path, failure);
        }
        Arrays.sort(micros);
        System.out.printf("%-28s p50 %6.2f ms  p99 %6.2f ms%n", what, micros[count / 2] / 1e3, micros[count * 99 / 100] / 1e3);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + key).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
