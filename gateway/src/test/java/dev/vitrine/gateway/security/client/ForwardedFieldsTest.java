package dev.vitrine.gateway.security.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.gateway.security.client.ProxiesConfig.Field;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ForwardedFieldsTest {
  @Test
  void replacesEverythingOfAClientThatNobodyKnows() throws Exception {
    String told =
        told(
            ProxiesConfig.none(),
            "X-Forwarded-For: 6.6.6.6",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: evil.test",
            "X-Forwarded-Port: 1",
            "Forwarded: for=6.6.6.6;host=evil.test");

    assertThat(told)
        .isEqualTo(
            """
            x-forwarded-for=127.0.0.1
            x-forwarded-proto=http
            x-forwarded-host=shop.test:8080
            x-forwarded-port=8080
            forwarded=for=127.0.0.1;host="shop.test:8080";proto=http
            """);
  }

  @Test
  void keepsWhatATrustedProxyVouchesForAndNothingBeforeIt() throws Exception {
    String told =
        told(
            new ProxiesConfig(List.of("127.0.0.0/8"), Field.X_FORWARDED_FOR),
            "X-Forwarded-For: 6.6.6.6, 2001:DB8::1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: www.shop.test",
            "Forwarded: for=6.6.6.6;host=evil.test");

    assertThat(told)
        .isEqualTo(
            """
            x-forwarded-for=2001:db8::1, 127.0.0.1
            x-forwarded-proto=https
            x-forwarded-host=www.shop.test
            x-forwarded-port=443
            forwarded=for="[2001:db8::1]";host=www.shop.test;proto=https, for=127.0.0.1
            """);
  }

  @Test
  void readsForwardedOfATrustedProxy() throws Exception {
    String told =
        told(
            new ProxiesConfig(List.of("127.0.0.0/8"), Field.FORWARDED),
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: evil.test",
            "Forwarded: for=6.6.6.6;host=evil.test;proto=http",
            "Forwarded: for=1.1.1.1;host=\"www.shop.test:444\";proto=https");

    assertThat(told)
        .isEqualTo(
            """
            x-forwarded-for=1.1.1.1, 127.0.0.1
            x-forwarded-proto=https
            x-forwarded-host=www.shop.test:444
            x-forwarded-port=444
            forwarded=for=1.1.1.1;host="www.shop.test:444";proto=https, for=127.0.0.1
            """);
  }

  @Test
  void takesNoGarbageEvenFromATrustedProxy() throws Exception {
    String told =
        told(
            new ProxiesConfig(List.of("127.0.0.0/8"), Field.X_FORWARDED_FOR),
            "X-Forwarded-For: ';--",
            "X-Forwarded-Proto: javascript",
            "X-Forwarded-Host: a\"b<c>",
            "X-Forwarded-Port: 99999999");

    assertThat(told)
        .isEqualTo(
            """
            x-forwarded-for=127.0.0.1
            x-forwarded-proto=http
            x-forwarded-host=shop.test:8080
            x-forwarded-port=8080
            forwarded=for=127.0.0.1;host="shop.test:8080";proto=http
            """);
  }

  /** What an upstream would be told, of a request with these fields, over a real socket. */
  private static String told(ProxiesConfig config, String... fields) throws Exception {
    ForwardedFields forwarding = new ForwardedFields(config);
    try (EdgeServer server =
        EdgeServer.with(router ->
            router
                .route()
                .handler(ctx -> {
                  MultiMap upstream = MultiMap.caseInsensitiveMultiMap();
                  forwarding.write(ctx.request(), upstream);
                  StringBuilder told = new StringBuilder();
                  upstream.forEach((name, value) ->
                      told.append(name.toLowerCase(Locale.ROOT))
                          .append('=')
                          .append(value)
                          .append('\n'));
                  ctx.response().end(told.toString());
                }))) {
      String request =
          "GET /a HTTP/1.1\r\nHost: shop.test:8080\r\nConnection: close\r\n"
              + String.join("\r\n", fields)
              + "\r\n\r\n";
      String answer = server.client().exchange(request.getBytes(StandardCharsets.ISO_8859_1));
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }
}
