/** Which of the ready endpoints gets a request. */
@NullMarked
package dev.vitrine.gateway.balance;

import org.jspecify.annotations.NullMarked;
