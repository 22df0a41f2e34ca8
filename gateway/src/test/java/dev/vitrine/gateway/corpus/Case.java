package dev.vitrine.gateway.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One case: what is sent, what an upstream answers, and what has to come of it. {@code README.md}
 * beside the resources tells the form.
 *
 * @param name unique in the corpus
 * @param rule the section that decides it, such as {@code 9112 6.3}
 * @param send what the client sends by HTTP/1; see {@link Wire}
 * @param http2 or by HTTP/2; see {@link Frames}
 * @param after100 what it sends once it has got an interim answer of 100
 * @param leave whether the client ends its side of the connection after that
 * @param answer what the upstream answers, if not a plain 200
 * @param then what the upstream does then: keep, close, reset or hold
 * @param early whether it answers as soon as it has the head of the request
 * @param expect the verdicts that are right
 */
record Case(
    String name,
    String rule,
    String why,
    @Nullable String send,
    @Nullable String http2,
    @JsonProperty("after-100") @Nullable String after100,
    boolean leave,
    @Nullable String answer,
    @Nullable Then then,
    boolean early,
    String expect,
    Side upstream,
    Side client) {
  private static final String PLAIN_REQUEST = "GET /a HTTP/1.1\nHost: shop.example\n\n";
  private static final String PLAIN_ANSWER = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";

  /** A plain request, which gets a plain answer. */
  static final Case PLAIN = get("/a");

  Case {
    upstream = upstream == null ? Side.ANY : upstream;
    client = client == null ? Side.ANY : client;
  }

  /** What an upstream does after its answer. */
  enum Then {
    KEEP,
    CLOSE,
    RESET,
    HOLD
  }

  /**
   * What one side has to have received.
   *
   * @param requests how many; as many as were answered by less than 400 where it is not said
   * @param line the first line
   * @param has fields that are there: {@code Name: value}, or a name alone
   * @param lacks fields that are not
   * @param body the content of the first message
   */
  record Side(
      @Nullable Integer requests,
      @Nullable String line,
      List<String> has,
      List<String> lacks,
      @Nullable String body) {
    static final Side ANY = new Side(null, null, List.of(), List.of(), null);

    Side {
      has = has == null ? List.of() : List.copyOf(has);
      lacks = lacks == null ? List.of() : List.copyOf(lacks);
    }
  }

  /** A plain request of a target. */
  static Case get(String target) {
    String request = "GET " + target + " HTTP/1.1\nHost: shop.example\n\n";
    return new Case(
        "plain", "", "", request, null, null, false, null, null, false, "200", Side.ANY, Side.ANY);
  }

  boolean isHttp2() {
    return http2 != null;
  }

  byte[] request() {
    return Wire.bytes(send == null ? PLAIN_REQUEST : send);
  }

  byte[] answerBytes() {
    return Wire.bytes(answer == null ? PLAIN_ANSWER : answer);
  }

  Then afterwards() {
    return then == null ? Then.KEEP : then;
  }

  Expectation expectation() {
    return Expectation.of(expect);
  }

  @Override
  public String toString() {
    return name;
  }
}
