package dev.vitrine.platform.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Environment variables that begin as those of a program do, and set nothing: misspelt, most
 * likely. They are no fault, as a platform may set some under the same prefix.
 */
final class UnknownVariables {
  /** Of the launcher, whose own begin like this, and of the tests. */
  private static final String LOCAL = "VITRINE_LOCAL_";

  private static final Set<String> OF_OTHERS =
      Set.of(Configuration.FILE_VARIABLE, "VITRINE_BUILD", "VITRINE_HOME", "VITRINE_SKIPPED_TESTS");

  /**
   * What Kubernetes sets for each Service, here for one called vitrine-..., in the form of Docker's
   * links.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_SERVICE_(HOST|PORT(_.*)?)|.*_PORT_[0-9]+_(TCP|UDP|SCTP)(_[A-Z]+)?");

  private static final Pattern LINK_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private UnknownVariables() {}

  /**
   * What to say of each, in the order of their names.
   *
   * @param known the names of those that are read
   */
  static List<String> in(Map<String, String> environment, String prefix, Set<String> known) {
    Set<String> rests =
        known.stream().map(name -> name.substring(prefix.length())).collect(Collectors.toSet());
    return environment.keySet().stream()
        .filter(name -> name.startsWith(prefix) && !known.contains(name))
        .filter(name -> !name.startsWith(LOCAL) && !OF_OTHERS.contains(name))
        .filter(name -> !isLink(name, environment.getOrDefault(name, "")))
        .sorted()
        .map(name ->
            NearMiss.among(rests, name.substring(prefix.length()))
                .map(meant -> name + " sets nothing; is it " + prefix + meant + "?")
                .orElse(name + " sets nothing: there is no such variable"))
        .toList();
  }

  private static boolean isLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && LINK_ADDRESS.matcher(value).matches());
  }
}
