package dev.vitrine.platform.config;

import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The single values that a configuration may hold, and how each is written. */
final class Scalars {
  private static final Map<Class<?>, Scalar> SCALARS =
      Map.of(
          String.class, new Scalar("a text", Optional::of),
          int.class,
              new Scalar("a whole number", text -> Optional.of(Integer.parseInt(text.strip()))),
          long.class,
              new Scalar("a whole number", text -> Optional.of(Long.parseLong(text.strip()))),
          double.class, new Scalar("a number", Scalars::number),
          boolean.class, new Scalar("true or false", text -> bool(text.strip())),
          Duration.class, new Scalar(Durations.EXPECTED, text -> Durations.parse(text).map(x -> x)),
          Path.class, new Scalar("a path", Scalars::path),
          URI.class, new Scalar("a URI", text -> Optional.of(URI.create(text.strip()))));

  private Scalars() {}

  /** How a type is called where it was expected, and read; reading may throw, too. */
  private record Scalar(String expected, Function<String, Optional<Object>> reading) {}

  /** The value that the text is; empty where it is none of this type. */
  static Optional<Object> parse(Class<?> declared, String text) {
    Scalar scalar = of(declared);
    try {
      return scalar.reading().apply(text);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  static String expected(Class<?> declared) {
    return of(declared).expected();
  }

  private static Scalar of(Class<?> declared) {
    Class<?> type = MethodType.methodType(declared).unwrap().returnType();
    if (type.isEnum()) {
      return new Scalar(
          "one of " + String.join(", ", spellings(type)), text -> constant(type, text.strip()));
    }
    Scalar scalar = SCALARS.get(type);
    if (scalar == null) {
      throw new IllegalStateException("configuration of type " + type);
    }
    return scalar;
  }

  private static Optional<Object> number(String text) {
    double number = new BigDecimal(text.strip()).doubleValue();
    return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
  }

  private static Optional<Object> path(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
  }

  private static Optional<Object> bool(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Object> constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .map(Object.class::cast)
        .filter(constant -> spelled(constant).equals(text))
        .findFirst();
  }

  /** How the constants of an enum are written. */
  static List<String> spellings(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(Scalars::spelled).toList();
  }

  private static String spelled(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
