package dev.vitrine.gateway.security.token;

import dev.vitrine.platform.config.Meaning;
import dev.vitrine.platform.config.Require;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a route requires of who asks.
 *
 * @param mode whether a token is required, or looked at
 * @param scopes what a required token must grant, all of them
 * @param publicMethods the methods that need no token where others do, such as GET and HEAD
 */
public record AccessConfig(
    @Meaning(
            "unchecked: Authorization goes upstream as it is | public: no token is"
                + " required, one that is there must be valid | authenticated: a valid one"
                + " is required")
        Mode mode,
    @Meaning("what a required token must grant, all of them") List<String> scopes,
    @Meaning("the methods that need no token where others do, such as GET and HEAD")
        List<String> publicMethods) {
  /** As RFC 6749, section 3.3, has it. */
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,128}");

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

  /** Whether a token is looked at. */
  public enum Mode {
    /** {@code Authorization} goes upstream as it is; for sign-in, and where stale tokens come. */
    UNCHECKED,
    /** None is required; one that is there must be valid. */
    PUBLIC,
    /** A valid one is required. */
    AUTHENTICATED
  }

  public AccessConfig {
    boolean required = mode == Mode.AUTHENTICATED;
    scopes.forEach(
        scope -> Require.that(SCOPE.matcher(scope).matches(), "scopes", scope, "a scope's name"));
    publicMethods.forEach(method ->
        Require.that(METHODS.contains(method), "public-methods", method, "a method such as GET"));
    Require.that(
        required || scopes.isEmpty(), "scopes", scopes, "none, unless mode is authenticated");
    Require.that(
        required || publicMethods.isEmpty(),
        "public-methods",
        publicMethods,
        "none, unless mode is authenticated");
  }

  /** What a route has that says nothing of it. */
  public static AccessConfig unchecked() {
    return new AccessConfig(Mode.UNCHECKED, List.of(), List.of());
  }

  boolean requiresToken(String method) {
    return mode == Mode.AUTHENTICATED && !publicMethods.contains(method);
  }
}
