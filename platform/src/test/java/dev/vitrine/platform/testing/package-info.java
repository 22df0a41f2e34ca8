/** What the tests of every module stand on: a real PostgreSQL, running services, shared rules. */
@NullMarked
package dev.vitrine.platform.testing;

import org.jspecify.annotations.NullMarked;
