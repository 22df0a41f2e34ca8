package dev.vitrine.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.RunningGateway;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.junit5.VertxExtension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the picture of the console for the README, after two minutes of a small shop: {@code mvn
 * verify -pl platform,gateway -Psystem-tests -Dtest=none -Dit.test=ConsolePictureIT
 * -Dvitrine.docs.record=true -Dsurefire.failIfNoSpecifiedTests=false
 * -Dfailsafe.failIfNoSpecifiedTests=false}. The pictures of other screens are left in {@code
 * target}.
 */
@ExtendWith(VertxExtension.class)
@EnabledIfSystemProperty(named = "vitrine.docs.record", matches = "true")
class ConsolePictureIT {
  private static final Path PICTURE = Path.of("..", "docs", "images", "console.png");
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int MOST_BYTES = 200 * 1024;

  /** What is asked for; the more often it is here, the more often. */
  private static final List<String> PATHS =
      List.of(
          "/products",
          "/products",
          "/products/17",
          "/products/4",
          "/products/23",
          "/products",
          "/categories",
          "/categories",
          "/users/7",
          "/users/12",
          "/users",
          "/auth/token");

  private final Random random = new Random(7);

  @TempDir Path folder;

  @Test
  void picturesASmallShop(Vertx vertx) throws Exception {
    try (Replica well = new Replica(vertx, 9, random);
        Replica ill = new Replica(vertx, 11, random);
        Replica leaving = new Replica(vertx, 10, random);
        Replica one = new Replica(vertx, 42, random);
        Replica two = new Replica(vertx, 47, random)) {
      Path file = Path.of("target", "gateway.yaml");
      Files.writeString(file, shop(List.of(well, ill, leaving), List.of(one, two)));
      try (RunningGateway gateway =
          RunningGateway.with(Map.of("VITRINE_CONFIG", file.toString()))) {
        long shoppers = shopAt(vertx, gateway.port());
        Browser browser = Browser.start(ConsolePictureIT.class, folder);
        try {
          browser.open("http://127.0.0.1:" + gateway.managementPort() + "/console");
          await().atMost(LONG).until(() -> steps(browser) > 55);
          ill.answer(503);
          await().atMost(LONG).until(() -> steps(browser) > 90);
          leaving.refuse();
          await().atMost(LONG).until(() -> steps(browser) > 115);
          await()
              .atMost(LONG)
              .until(() ->
                  browser
                      .texts("#upstreams tbody .state")
                      .containsAll(List.of("ready", "ejected", "not ready")));
          picture(browser, 1280, "light", PICTURE);
          picture(browser, 1280, "dark", Path.of("target", "console-dark.png"));
          picture(browser, 390, "light", Path.of("target", "console-narrow.png"));
        } finally {
          vertx.cancelTimer(shoppers);
          browser.quit();
        }
      }
    }

    assertThat(Files.size(PICTURE)).isLessThan(MOST_BYTES);
    assertThat(ImageIO.read(PICTURE.toFile()).getWidth()).isEqualTo(1280);
  }

  private static String shop(List<Replica> products, List<Replica> users) {
    return """
    upstreams:
      product-service: {endpoints: %s}
      user-service: {endpoints: %s}
    routes:
      - {path: /users, upstream: user-service, hold: 2s}
      - {path: /auth, upstream: user-service, protection: {rate-limit: {requests: 360, per: 1m, burst: 30}}}
      - {path: /products, upstream: product-service}
      - {path: /products/import, upstream: product-service, max-body: 67108864, streaming: true}
      - {path: /categories, upstream: product-service}
    """
        .formatted(
            products.stream().map(Replica::endpoint).toList(),
            users.stream().map(Replica::endpoint).toList());
  }

  /** Asks for this and that, now more and now less; returns the timer. */
  private long shopAt(Vertx vertx, int port) {
    HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(200));
    long begin = System.nanoTime();
    return vertx.setPeriodic(
        20,
        timer -> {
          double seconds = (System.nanoTime() - begin) / 1e9;
          double expected = 0.02 * 70 * (1 + 0.35 * Math.sin(seconds / 17));
          for (int i = 0; i < Math.floor(expected + random.nextDouble()); i++) {
            String path =
                random.nextInt(500) == 0 ? "/cart" : PATHS.get(random.nextInt(PATHS.size()));
            client
                .request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::end);
          }
        });
  }

  private static int steps(Browser browser) throws Exception {
    String body = "return document.querySelector('#traffic .rate').getAttribute('d') ?? ''";
    return browser.run(body).asText().split("L").length;
  }

  private static void picture(Browser browser, int width, String scheme, Path file)
      throws Exception {
    browser.dress(width, 600, scheme);
    int height = browser.run("return document.documentElement.scrollHeight").asInt();
    browser.dress(width, height, scheme);
    Files.write(file, small(browser.picture()));
  }

  /** The same, without what nobody sees: an alpha channel, and haste. */
  private static byte[] small(byte[] png) throws Exception {
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
    BufferedImage opaque =
        new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
    opaque.createGraphics().drawImage(read, 0, 0, null);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(opaque, null, null), param);
    }
    return bytes.toByteArray();
  }
}
