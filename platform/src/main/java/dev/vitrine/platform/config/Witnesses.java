package dev.vitrine.platform.config;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values that stand for one that is not known, far enough apart that no rule says the same of all
 * of them unless it does not look at them. Null stands for what cannot be made up: a rule that
 * looks at it ends there.
 */
final class Witnesses {
  private static final long[] NUMBERS = {0, 1, 1_000, 1_000_000, 2_147_483_647};

  private static final Map<Class<?>, List<Object>> SCALARS =
      Map.of(
          String.class, List.of("", "a", "/a"),
          int.class, numbers(number -> (int) number),
          long.class, numbers(number -> number),
          double.class, numbers(number -> (double) number),
          boolean.class, List.of(true, false),
          Duration.class, numbers(Duration::ofMillis),
          Path.class, List.of(Path.of("a"), Path.of("/a")),
          URI.class, List.of(URI.create("a"), URI.create("https://a/")));

  private Witnesses() {}

  /**
   * Never none.
   *
   * @param read what could be read of it, of a list those elements that could, of a map all keys
   */
  static List<@Nullable Object> of(Type type, @Nullable Object read) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == Optional.class) {
        return optional(generic.getActualTypeArguments()[0]);
      }
      if (generic.getRawType() == List.class && read != null) {
        return List.of(read, List.of());
      }
      return Collections.singletonList(read);
    }
    Class<?> plain = MethodType.methodType((Class<?>) type).unwrap().returnType();
    if (plain.isEnum()) {
      return List.of((Object[]) plain.getEnumConstants());
    }
    List<Object> scalars = SCALARS.get(plain);
    return scalars == null ? Collections.singletonList(null) : List.copyOf(scalars);
  }

  private static List<@Nullable Object> optional(Type value) {
    List<@Nullable Object> witnesses = new ArrayList<>(Arrays.asList(Optional.empty(), null));
    if (!(value instanceof ParameterizedType)) {
      List<@Nullable Object> present = of(value, null);
      if (present.getFirst() != null) {
        witnesses.removeLast();
        present.forEach(it -> witnesses.add(Optional.ofNullable(it)));
      }
    }
    return witnesses;
  }

  private static List<Object> numbers(LongFunction<Object> as) {
    return Arrays.stream(NUMBERS).mapToObj(as).toList();
  }
}
