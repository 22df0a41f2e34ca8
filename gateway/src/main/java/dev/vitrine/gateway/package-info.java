/** The gateway, put together. */
@NullMarked
package dev.vitrine.gateway;

import org.jspecify.annotations.NullMarked;
