/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ANALYSIS_EXCEPTION_H
#define ANALYSIS_EXCEPTION_H

/* The user's exceptions.json and attestations.json, into the temporary tables of
 * steps/500_exception.sql.
 *
 * A file with a bad entry is refused as a whole; the message names the entry and the
 * key. Evidence files lie relative to the JSON file that names them and must have the
 * digest that it states; one that is missing or altered is no error: an exception is
 * then not laid over anything and an attestation does not count, and both say so.
 *
 * Days are whole days of UTC. An entry is in force from the day it was approved or
 * made to the end of the day it expires, both included. */

struct err;
struct store;

/* `path` may be NULL: none. Both need the table `run`; exceptions_load also `rule`. */
int exceptions_load(struct store *store, const char *path, struct err *err);
int attestations_load(struct store *store, const char *path, struct err *err);

#endif
