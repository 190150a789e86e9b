import { tablesOf } from './postgres-schema';

/** The schema of the views for evaluations: 'bi', or beside a schema of rows that is not the usual one '<schema>_bi'. */
export function evaluationSchema(schema: string): string {
  return schema === 'dossier' ? 'bi' : `${schema}_bi`;
}

/**
 * What evaluations may rest on: every column is promised in docs/SQL-VIEWS.md. The functions run with their owner's
 * rights, so that a reader needs none on the rows, which hold sealed boxes. Whoever drops the schema of the rows to have
 * them built anew leaves the functions there: they are replaced.
 */
export function evaluation(schema: string): string {
  const bi = evaluationSchema(schema);
  return [
    `CREATE SCHEMA IF NOT EXISTS ${bi};`,
    parts(schema),
    units(schema, bi),
    admissions(schema, bi),
    quotas(schema, bi),
    dossiers(schema, bi),
  ].join('\n');
}

const OWNED = (schema: string): string =>
  `LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ${schema}, pg_catalog, pg_temp`;

/** JSON knows a character that PostgreSQL's text has no place for: it is left out. */
function parts(schema: string): string {
  const t = tablesOf(schema);
  return `
    CREATE FUNCTION ${schema}.today() RETURNS date LANGUAGE sql STABLE
      AS $$ SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date $$;
    CREATE FUNCTION ${schema}.plain(raw text) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT
      AS $$ SELECT CASE WHEN strpos(raw, '\\u0000') = 0 THEN raw
        ELSE regexp_replace(raw, '(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000', '\\1', 'g') END::jsonb $$;
    CREATE FUNCTION ${schema}.held_at(history jsonb, on_day date, known_at date) RETURNS text LANGUAGE sql IMMUTABLE
      AS $$ SELECT v ->> 'value' FROM jsonb_array_elements(history) WITH ORDINALITY AS h (v, n)
        WHERE (v ->> 'from')::date <= on_day AND (v ->> 'known')::date <= known_at
        ORDER BY (v ->> 'from')::date DESC, n DESC LIMIT 1 $$;
    CREATE VIEW ${schema}.live_rows AS
      SELECT r.view, r.key, r.partition, ${schema}.plain(r.json) AS doc FROM ${t.rows} r
      WHERE r.edition = (SELECT edition FROM ${t.live}) AND r.version =
        (SELECT max(p.version) FROM ${t.positions} p WHERE p.edition = r.edition AND p.view = r.view);`;
}

function units(schema: string, bi: string): string {
  return `
    CREATE OR REPLACE FUNCTION ${bi}.units_as_of(on_day date, known_at date) RETURNS TABLE (
      organisation text, kind text, name text, parent text, founded_on date, ended_on date, successor text, officials integer
    ) ${OWNED(schema)} AS $$
      SELECT u ->> 'organisation', u ->> 'kind', held_at(u -> 'names', on_day, known_at),
        held_at(u -> 'parents', on_day, known_at), (u ->> 'founded')::date,
        CASE WHEN ended THEN (u #>> '{ended,on}')::date END, CASE WHEN ended THEN u #>> '{ended,successor}' END,
        (SELECT count(*)::integer FROM jsonb_array_elements(u -> 'roll') AS s
         WHERE (s ->> 'from')::date <= on_day AND (s ->> 'known')::date <= known_at
           AND coalesce((s ->> 'confirmed')::date <= known_at, true) AND (s ->> 'officialSince')::date <= on_day
           AND NOT coalesce((s #>> '{left,on}')::date <= on_day AND (s #>> '{left,known}')::date <= known_at, false))
      FROM (SELECT doc -> 'unit' AS u FROM live_rows WHERE view = 'quota-board' AND partition = 'unit' OFFSET 0) AS rows,
        LATERAL (SELECT coalesce((u #>> '{ended,on}')::date <= on_day AND (u #>> '{ended,known}')::date <= known_at, false)
          AS ended) AS life
      WHERE (u ->> 'founded')::date <= on_day AND (u ->> 'known')::date <= known_at $$;
    CREATE OR REPLACE FUNCTION ${bi}.unit_paths_as_of(on_day date, known_at date) RETURNS TABLE (organisation text, above text)
      ${OWNED(schema)} AS $$
      WITH RECURSIVE units AS MATERIALIZED (SELECT * FROM ${bi}.units_as_of(on_day, known_at)),
      steps AS (
        SELECT u.organisation, coalesce(s.organisation, u.parent) AS next
        FROM units u LEFT JOIN units s ON s.organisation = u.successor
      ),
      path AS (
        SELECT organisation, organisation AS at, ARRAY[organisation] AS met FROM units
        UNION ALL
        SELECT p.organisation, s.next, p.met || s.next FROM path p
        JOIN steps s ON s.organisation = p.at JOIN units u ON u.organisation = s.next WHERE NOT s.next = ANY (p.met)
      )
      SELECT p.organisation, p.at FROM path p JOIN units u ON u.organisation = p.at
      WHERE u.ended_on IS NULL OR p.at = p.organisation $$;
    CREATE OR REPLACE VIEW ${bi}.units AS SELECT * FROM ${bi}.units_as_of(${schema}.today(), ${schema}.today());
    CREATE OR REPLACE VIEW ${bi}.unit_paths AS SELECT * FROM ${bi}.unit_paths_as_of(${schema}.today(), ${schema}.today());`;
}

function admissions(schema: string, bi: string): string {
  return `
    CREATE OR REPLACE FUNCTION ${bi}.admissions_as_of(on_day date, known_at date) RETURNS TABLE (
      dossier text, counts_by text, cell text, counted_on date, known_on date, age_band text, sex text, schooling text,
      minority boolean, youth_or_trade_union text, local boolean, demobilised boolean
    ) ${OWNED(schema)} AS $$
      SELECT f ->> 'dossier', f ->> 'basis', s ->> 'cell', (s ->> 'on')::date, (s ->> 'known')::date,
        s #>> '{facets,ageBand}', s #>> '{facets,sex}', s #>> '{facets,schooling}', (s #>> '{facets,minority}')::boolean,
        s #>> '{facets,union}', (s #>> '{facets,local}')::boolean, (s #>> '{facets,demobilised}')::boolean
      FROM (SELECT doc AS f FROM live_rows WHERE view = 'quota-board' AND partition = 'fact' OFFSET 0) AS rows,
        jsonb_array_elements(f -> 'spells') AS s
      WHERE (s ->> 'from')::date <= on_day AND (s ->> 'known')::date <= known_at
        AND NOT coalesce((s ->> 'untold')::date <= known_at, false)
        AND NOT coalesce((s #>> '{until,on}')::date <= on_day AND (s #>> '{until,known}')::date <= known_at, false)
    $$;
    CREATE OR REPLACE VIEW ${bi}.admissions AS SELECT * FROM ${bi}.admissions_as_of(${schema}.today(), ${schema}.today());`;
}

function quotas(schema: string, bi: string): string {
  return `
    CREATE OR REPLACE FUNCTION ${bi}.quotas_as_of(on_day date, known_at date) RETURNS TABLE (
      organisation text, period_from date, period_to date, counts_by text, target integer, number text, given_on date,
      admitted integer, percent numeric
    ) ${OWNED(schema)} AS $$
      WITH given AS (
        SELECT q ->> 'organisation' AS organisation, q ->> 'countsBy' AS counts_by, t,
          make_date(coalesce(q #>> '{period,year}', q #>> '{period,termFrom}')::integer, 1, 1) AS period_from,
          make_date(coalesce(q #>> '{period,year}', q #>> '{period,termTo}')::integer, 12, 31) AS period_to
        FROM (SELECT doc AS q FROM live_rows WHERE view = 'quota-board' AND partition = 'quota' OFFSET 0) AS rows,
          LATERAL (SELECT t FROM jsonb_array_elements(q -> 'targets') WITH ORDINALITY AS h (t, n)
            WHERE (t ->> 'on')::date <= on_day AND (t ->> 'known')::date <= known_at
            ORDER BY (t ->> 'on')::date DESC, n DESC LIMIT 1) AS latest
      ),
      paths AS MATERIALIZED (SELECT * FROM ${bi}.unit_paths_as_of(on_day, known_at)),
      counted AS MATERIALIZED (SELECT * FROM ${bi}.admissions_as_of(on_day, known_at))
      SELECT g.organisation, g.period_from, g.period_to, g.counts_by, (t ->> 'target')::integer, t ->> 'number',
        (t ->> 'on')::date, a.n, round(100.0 * a.n / nullif((t ->> 'target')::integer, 0), 1)
      FROM given g, LATERAL (
        SELECT count(*)::integer AS n FROM counted c JOIN paths p ON p.organisation = c.cell
        WHERE p.above = g.organisation AND c.counts_by = g.counts_by
          AND c.counted_on BETWEEN g.period_from AND least(g.period_to, on_day)
      ) AS a $$;
    CREATE OR REPLACE VIEW ${bi}.quotas AS SELECT * FROM ${bi}.quotas_as_of(${schema}.today(), ${schema}.today());`;
}

/** Only what is named here leaves the rows: no box, no person, no member, no free text. */
function dossiers(schema: string, bi: string): string {
  const day = (step: string, column: string): string => `(state #>> '{done,${step}}')::date AS ${column}`;
  const card = `(SELECT key, doc, doc -> 'state' AS state
    FROM (SELECT key, doc FROM ${schema}.live_rows WHERE view = 'dossier-card' OFFSET 0) AS parsed OFFSET 0) AS card`;
  return `
    CREATE OR REPLACE VIEW ${bi}.dossiers AS SELECT key AS dossier, state ->> 'cell' AS cell,
      CASE WHEN state ->> 'outcome' = 'recognised' THEN 'recognised' WHEN state ->> 'outcome' IS NOT NULL THEN 'ended'
        WHEN state -> 'done' ? 'CeremonyHeld' THEN 'probation' WHEN state -> 'done' ? 'PaperworkPermitted' THEN 'approval'
        WHEN state -> 'done' ? 'TrainingProposed' THEN 'training'
        WHEN state -> 'done' ? 'MentorAssigned' THEN 'mentor-assignment' ELSE 'nomination' END AS phase,
      coalesce(state ->> 'outcome', 'open') AS status, state ->> 'procedure' AS procedure,
      ${day('CandidateListed', 'listed_on')}, ${day('MentorAssigned', 'mentor_assigned_on')},
      ${day('TrainingCertified', 'training_certified_on')}, ${day('DossierOpened', 'dossier_opened_on')},
      ${day('DossierSubmitted', 'submitted_on')}, ${day('AdmissionDecided', 'admission_decided_on')},
      ${day('CeremonyHeld', 'ceremony_on')}, ${day('MemberRecognised', 'recognised_on')},
      (doc ->> 'lastOn')::date AS last_entry_on, state #>> '{next,action}' AS next_action, state #>> '{next,by}' AS next_by
      FROM ${card};
    CREATE OR REPLACE VIEW ${bi}.deadlines AS SELECT key AS dossier, state ->> 'cell' AS cell, d ->> 'id' AS deadline,
      coalesce(d ->> 'kind', CASE WHEN d ->> 'id' IN ('S1', 'T1') THEN 'serves' ELSE 'act' END) AS kind, d ->> 'by' AS by,
      (d ->> 'start')::date AS start_on, (d ->> 'amount')::integer AS amount, d ->> 'unit' AS unit,
      (d ->> 'due')::date AS due_on_at_start, (d #>> '{extended,amount}')::integer AS extended_by,
      coalesce(d #> '{stops,-1}' ->> 'from' IS NOT NULL AND d #> '{stops,-1}' ->> 'to' IS NULL, false) AS stopped,
      (d ->> 'noted')::date AS noted_on, state ->> 'outcome' IS NULL AS dossier_open
      FROM ${card}, jsonb_array_elements(state -> 'deadlines') AS d;`;
}
