package dev.vitrine.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a text, in the records of a list at the top of a configuration, that no two of them have
 * the same.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Unique {
  /** What is expected in place of one that is there twice. */
  String value();
}
