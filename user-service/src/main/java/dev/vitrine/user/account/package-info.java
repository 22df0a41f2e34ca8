/** Accounts: registration and look-up. */
@NullMarked
package dev.vitrine.user.account;

import org.jspecify.annotations.NullMarked;
