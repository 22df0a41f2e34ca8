package dev.vitrine.platform.config;

import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The single values that a configuration may hold, and how each is written. */
final class Scalars {
  private Scalars() {}

  static Optional<Object> parse(Class<?> declared, String text) {
    Class<?> type = MethodType.methodType(declared).unwrap().returnType();
    try {
      if (type == String.class) {
        return Optional.of(text);
      } else if (type == int.class) {
        return Optional.of(Integer.parseInt(text.strip()));
      } else if (type == long.class) {
        return Optional.of(Long.parseLong(text.strip()));
      } else if (type == double.class) {
        return Optional.of(new BigDecimal(text.strip()).doubleValue())
            .filter(Double::isFinite)
            .map(Object.class::cast);
      } else if (type == boolean.class) {
        return bool(text.strip());
      } else if (type == Duration.class) {
        return Durations.parse(text).map(Object.class::cast);
      } else if (type == Path.class) {
        return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
      } else if (type == URI.class) {
        return Optional.of(URI.create(text.strip()));
      } else if (type.isEnum()) {
        return constant(type, text.strip());
      }
    } catch (NumberFormatException | InvalidPathException malformed) {
      return Optional.empty();
    } catch (IllegalArgumentException malformedUri) {
      return Optional.empty();
    }
    throw new IllegalArgumentException("configuration of type " + type);
  }

  static String expected(Class<?> declared) {
    Class<?> type = MethodType.methodType(declared).unwrap().returnType();
    if (type == int.class || type == long.class) {
      return "a whole number";
    } else if (type == double.class) {
      return "a number";
    } else if (type == boolean.class) {
      return "true or false";
    } else if (type == Duration.class) {
      return Durations.EXPECTED;
    } else if (type == Path.class) {
      return "a path";
    } else if (type == URI.class) {
      return "a URI";
    } else if (type.isEnum()) {
      return "one of " + String.join(", ", spellings(type));
    }
    return "a text";
  }

  /** How the constants of an enum are written. */
  static List<String> spellings(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(Scalars::spelled).toList();
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

  private static String spelled(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
