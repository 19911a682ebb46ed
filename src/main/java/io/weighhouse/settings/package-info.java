/** What values of settings may be, beyond their type: a value that breaks its rule keeps the registry from starting. */
package io.weighhouse.settings;
