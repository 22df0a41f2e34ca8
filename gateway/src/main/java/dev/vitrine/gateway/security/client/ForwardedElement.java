package dev.vitrine.gateway.security.client;

import dev.vitrine.platform.text.AsciiSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One element of {@code Forwarded} (RFC 7239, section 4). */
final class ForwardedElement {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  private static final Pattern PAIR =
      Pattern.compile("\\s*+(" + TOKEN + "+)=(?:(" + TOKEN + "+)|\"([^\"\\\\]*+)\")\\s*+(?:;|$)");

  private ForwardedElement() {}

  /** The value of a parameter; empty where it is not there, or the element is not of the form. */
  static String parameter(String element, String name) {
    Matcher pair = PAIR.matcher(element);
    String found = "";
    int at = 0;
    while (at < element.length()) {
      if (!pair.find(at) || pair.start() != at) {
        return "";
      }
      if (pair.group(1).equalsIgnoreCase(name)) {
        found = pair.group(2) == null ? pair.group(3) : pair.group(2);
      }
      at = pair.end();
    }
    return found;
  }

  /** Writes {@code Forwarded}: who asked for what, and the proxies after it, the peer last. */
  static String write(List<IpAddress> hops, String scheme, String host) {
    StringBuilder written = new StringBuilder("for=").append(node(hops.getFirst()));
    if (!host.isEmpty()) {
      written.append(";host=").append(quoted(host));
    }
    written.append(";proto=").append(scheme);
    hops.stream().skip(1).forEach(hop -> written.append(", for=").append(node(hop)));
    return written.toString();
  }

  private static String node(IpAddress address) {
    String text = address.toString();
    return text.indexOf(':') < 0 ? text : "\"[" + text + "]\"";
  }

  private static String quoted(String text) {
    return AsciiSet.TOKEN.spells(text) ? text : "\"" + text + "\"";
  }
}
