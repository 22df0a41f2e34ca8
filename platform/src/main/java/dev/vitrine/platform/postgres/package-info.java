/** PostgreSQL: pool, observed statements, credentials from files, migrations. */
@NullMarked
package dev.vitrine.platform.postgres;

import org.jspecify.annotations.NullMarked;
