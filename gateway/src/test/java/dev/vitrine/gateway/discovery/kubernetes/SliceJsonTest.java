package dev.vitrine.gateway.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.gateway.discovery.kubernetes.EndpointSlice.AddressType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceJsonTest {
  @Test
  void readsWhatTheGatewayNeedsAndSkipsTheRest() throws Exception {
    ListResult.Page page =
        page(
            """
            {"kind": "EndpointSliceList", "metadata": {"resourceVersion": "12", "continue": "c",
              "remainingItemCount": 3}, "items": [
              {"metadata": {"name": "s", "resourceVersion": "7", "labels": {"a": "b"}},
               "addressType": "IPv6",
               "endpoints": [{"addresses": ["fd00::1", "fd00::2"], "hostname": "h",
                 "conditions": {"ready": true, "serving": true, "terminating": false},
                 "targetRef": {"kind": "Pod", "name": "p", "uid": "u"},
                 "nodeName": "n", "zone": "z", "hints": {"forZones": [{"name": "z"}]}}],
               "ports": [{"name": "http", "port": 80, "protocol": "TCP", "appProtocol": "http"},
                 {"name": "dns", "port": 53, "protocol": "UDP"}, {"name": "any"},
                 {"name": "wrong", "port": 70000}, {"port": 81}]}]}
            """);

    assertThat(page)
        .isEqualTo(
            new ListResult.Page(
                List.of(
                    new EndpointSlice(
                        "s",
                        "7",
                        AddressType.IPV6,
                        List.of(
                            new EndpointSlice.Endpoint(
                                "fd00::1", "u", true, true, false, Optional.of("z"))),
                        List.of(
                            new EndpointSlice.Port("http", 80), new EndpointSlice.Port("", 81)))),
                "c",
                "12"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{} | true | true | false",
        "{\"conditions\":null} | true | true | false",
        "{\"conditions\":{}} | true | true | false",
        "{\"conditions\":{\"ready\":null,\"serving\":null}} | true | true | false",
        "{\"conditions\":{\"ready\":false}} | false | false | false",
        "{\"conditions\":{\"ready\":true,\"serving\":false}} | true | false | false",
        "{\"conditions\":{\"ready\":false,\"serving\":true}} | false | true | false",
        "{\"conditions\":{\"ready\":false,\"terminating\":true}} | false | false | true",
        "{\"conditions\":{\"serving\":true,\"terminating\":true}} | true | true | true",
      })
  void fillsInTheDefaultsOfTheApi(String rest, boolean ready, boolean serving, boolean terminating)
      throws Exception {
    String endpoint =
        rest.equals("{}")
            ? "{\"addresses\":[\"10.0.0.1\"]}"
            : "{\"addresses\":[\"10.0.0.1\"]," + rest.substring(1);

    EndpointSlice slice =
        page("""
        {"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"s"},
         "addressType":"IPv4","endpoints":[%s],"ports":null}]}\
        """
                .formatted(endpoint))
            .slices()
            .getFirst();

    assertThat(slice.endpoints())
        .containsExactly(
            new EndpointSlice.Endpoint(
                "10.0.0.1", "", ready, serving, terminating, Optional.empty()));
  }

  @Test
  void leavesOutWhatHasNoNameOrAddress() throws Exception {
    ListResult.Page page =
        page(
            """
            {"metadata":{"resourceVersion":"1"},"items":[null,{},{"metadata":{}},
             {"metadata":{"name":"s"},"addressType":"IPv9"},
             {"metadata":{"name":"t"},"addressType":"IPv4","endpoints":null},
             {"metadata":{"name":"u"},"addressType":"IPv4",
              "endpoints":[null,{},{"addresses":[]},{"addresses":[""]},{"addresses":[null]}],
              "ports":[null,{}]}]}\
            """);

    assertThat(page.slices()).extracting(EndpointSlice::name).containsExactly("t", "u");
    assertThat(page.slices()).allSatisfy(slice -> assertThat(slice.endpoints()).isEmpty());
  }

  @Test
  void readsAListWithoutItemsAsEmpty() throws Exception {
    assertThat(page("{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":null}").slices())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "<html>",
        "{\"metadata\":{}}",
        "{\"items\":",
        "\"x\"",
        "7",
        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":{}}",
        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[{\"endpoints\":\"x\"}]}"
      })
  void refusesWhatIsNoList(String text) {
    assertThatThrownBy(() -> page(text)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({"410,Expired", "401,Unauthenticated", "429,Busy", "500,Refused", "403,Refused"})
  void tellsErrorsOfAWatchApart(int code, String kind) throws Exception {
    Optional<WatchEvent> event =
        event("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":%d}}".formatted(code));

    assertThat(event.orElseThrow())
        .isInstanceOfSatisfying(
            WatchEvent.Failed.class,
            failed -> assertThat(failed.failure().getClass().getSimpleName()).isEqualTo(kind));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"SURPRISE\",\"object\":{}}",
        "{\"type\":\"BOOKMARK\",\"object\":{}}",
        "{\"type\":\"ADDED\",\"object\":{\"metadata\":{}}}"
      })
  void passesOverEventsThatItCannotUse(String text) throws Exception {
    assertThat(event(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"type\":\"ADDED\"}", "{\"object\":{}}", "no", "null"})
  void refusesWhatIsNoEvent(String text) {
    assertThatThrownBy(() -> event(text)).isInstanceOf(IOException.class);
  }

  private static ListResult.Page page(String json) throws IOException {
    return SliceJson.page(stream(json));
  }

  private static Optional<WatchEvent> event(String json) throws IOException {
    return SliceJson.event(stream(json));
  }

  private static InputStream stream(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }
}
