package dev.vitrine.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a list or map of records, at the top of a configuration, that each of them has the values
 * of another section as its defaults, value by value. A file that has such a list or map replaces
 * the built-in one as a whole.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Inherits {
  /** The key of that section, at the top of the configuration. */
  String value();
}
