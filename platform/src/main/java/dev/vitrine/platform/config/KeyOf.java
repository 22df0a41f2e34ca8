package dev.vitrine.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a text, in the records of a list at the top of a configuration, that it is one of the
 * keys of a map there.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface KeyOf {
  /** The key of that map, at the top of the configuration. */
  String value();
}
