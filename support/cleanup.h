/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_CLEANUP_H
#define SUPPORT_CLEANUP_H

/* Locals that own something name their release function when they are declared,
 * so no path out of a function can leak:
 *
 *     struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
 *     struct store *CLEANUP(store_closep) store = NULL;
 *
 * The function gets the address of the local. Ownership leaves with TAKE(). */

#define CLEANUP(fn) __attribute__((cleanup(fn)))

/* The pointer's value; the local is NULL afterwards and its cleanup does nothing. */
#define TAKE(ptr)                                                                                  \
    __extension__({                                                                                \
        __typeof__(ptr) taken_ = (ptr);                                                            \
        (ptr) = NULL;                                                                              \
        taken_;                                                                                    \
    })

/* Defines fn##p, which releases what a pointer local owns: DEFINE_CLEANUP(store_close, struct store
 * *). */
/* NOLINTBEGIN(bugprone-macro-parentheses): a type cannot stand in parentheses. */
#define DEFINE_CLEANUP(fn, type)                                                                   \
    static inline void fn##p(type *owner)                                                          \
    {                                                                                              \
        fn(*owner);                                                                                \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

#endif
