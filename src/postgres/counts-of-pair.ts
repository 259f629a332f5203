/**
 * Counts of the fingerprints in `pair`, a table of the statement it stands in; a fingerprint may have several rows.
 *
 * The folded ones are looked up by their keys, and not by a join: of a store that is filled just now the server has no
 * statistics yet, and read all counts for each incident, 12 s for 5,000. `IS TRUE` has each of those that were not folded
 * yet looked up in a hash of the wanted, and not compared with all of them; `EXISTS` has them not read where none is wanted.
 */
export const countsOfPairSql = `
  SELECT fingerprint, count, first_seen, last_seen
    FROM esm.folded_incident_count
   WHERE fingerprint = ANY (ARRAY(SELECT fingerprint FROM pair))
  UNION ALL
  SELECT fingerprint, count, first_seen, last_seen
    FROM esm.tallied_incident
   WHERE EXISTS (SELECT FROM pair) AND (fingerprint IN (SELECT fingerprint FROM pair)) IS TRUE`;
