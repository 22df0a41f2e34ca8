package dev.vitrine.gateway.proxy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * An object of one of Vert.x's wide interfaces that knows the few methods a test needs, by their
 * names; any other fails.
 */
final class Partial<T> implements InvocationHandler {
  private final Class<T> type;
  private final Map<String, Function<Object[], Object>> methods = new HashMap<>();

  private Partial(Class<T> type) {
    this.type = type;
  }

  static <T> Partial<T> of(Class<T> type) {
    return new Partial<>(type);
  }

  /** Calls of methods of this name, of whatever parameters, return what this does. */
  Partial<T> when(String name, Function<Object[], Object> answer) {
    methods.put(name, answer);
    return this;
  }

  /** Calls of methods of these names do nothing, and return the object itself. */
  Partial<T> ignoring(String... names) {
    for (String name : names) {
      methods.put(name, arguments -> this);
    }
    return this;
  }

  T build() {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
  }

  @Override
  @SuppressWarnings(
      "ReferenceEquality") // it is its own equal, as an object that says nothing of it
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    Function<Object[], Object> known = methods.get(method.getName());
    if (known != null) {
      Object result = known.apply(arguments == null ? new Object[0] : arguments);
      return result == this ? proxy : result;
    }
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> type.getSimpleName();
      default -> otherwise(proxy, method, arguments);
    };
  }

  private Object otherwise(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (!method.isDefault()) {
      throw new UnsupportedOperationException(type.getSimpleName() + "." + method.getName());
    }
    try {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}
