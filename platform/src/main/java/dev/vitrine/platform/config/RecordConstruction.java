package dev.vitrine.platform.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record, or tells every fault that its constructor finds, each once.
 *
 * <p>What has a fault already must neither hide those of the rest nor cause others. So the rest is
 * judged without it: the constructor is run with several values in its place ({@link Witnesses}),
 * and what it says of another component counts only if it says so each time.
 */
final class RecordConstruction {
  private final RecordComponent[] components;
  private final Constructor<?> constructor;
  private final @Nullable Object[] arguments;
  // By the index of the component that has a fault: what is put in its place.
  private final Map<Integer, List<@Nullable Object>> replaced = new TreeMap<>();
  private final Set<Fault> faults = new LinkedHashSet<>();

  /**
   * @param arguments of a component that has a fault, whatever could be read of it
   * @param faulty the indexes of these
   */
  RecordConstruction(Class<?> type, @Nullable Object[] arguments, Set<Integer> faulty) {
    this.components = type.getRecordComponents();
    this.constructor = canonical(type);
    this.arguments = arguments;
    faulty.forEach(this::replace);
  }

  /** What one run of the constructor came to. */
  private record Run(@Nullable Object made, Set<Fault> faults) {}

  /**
   * The record; null where it cannot be made.
   *
   * @param told given each fault, with its key relative to the record
   */
  @Nullable Object make(Consumer<Fault> told) {
    Run first = judged();
    if (replaced.isEmpty() && first.faults().isEmpty()) {
      return first.made();
    }
    for (Set<Fault> found = first.faults(); !found.isEmpty(); found = judged().faults()) {
      int component = componentOf(found.iterator().next());
      found.stream().filter(fault -> componentOf(fault) == component).forEach(faults::add);
      if (component < 0) {
        break; // of the record as a whole
      }
      replace(component);
    }
    faults.forEach(told);
    return null;
  }

  private void replace(int component) {
    replaced.put(
        component, Witnesses.of(components[component].getGenericType(), arguments[component]));
  }

  /** Of all runs: the faults that each has found, of components that have none so far. */
  private Run judged() {
    int runs = replaced.values().stream().mapToInt(List::size).max().orElse(1);
    Run judged = run(0);
    for (int i = 1; i < runs; i++) {
      judged.faults().retainAll(run(i).faults());
    }
    judged.faults().removeIf(fault -> replaced.containsKey(componentOf(fault)));
    return judged;
  }

  private Run run(int number) {
    @Nullable Object[] used = arguments.clone();
    replaced.forEach((index, witnesses) -> used[index] = witnesses.get(number % witnesses.size()));
    Set<Fault> found = new LinkedHashSet<>();
    try {
      return new Run(Require.collecting(found, () -> constructor.newInstance(used)), found);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof InvalidConfigurationException invalid) {
        found.addAll(invalid.faults());
      } else if (replaced.isEmpty() && found.isEmpty()) {
        throw new IllegalStateException("constructor of " + constructor, thrown.getCause());
      }
      // Else it met a value that it has refused, or that only stands for one: it goes no further.
      return new Run(null, found);
    } catch (Exception impossible) {
      throw new IllegalStateException(constructor.toString(), impossible);
    }
  }

  /** The index of the component that a fault is in; -1 where it is in none. */
  private int componentOf(Fault fault) {
    String key = fault.key().split("[.\\[]", 2)[0];
    for (int i = 0; i < components.length; i++) {
      if (Keys.outside(components[i].getName()).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private static Constructor<?> canonical(Class<?> type) {
    List<Class<?>> types = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      types.add(component.getType());
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor;
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(type.getName(), impossible);
    }
  }
}
