import {
  adoptionParameters,
  asOfParameters,
  auditParameters,
  boardParameters,
  commandBody,
  onDay,
  previewParameters,
  procedureParameters,
  treeParameters,
  trialParameters,
  whyParameters,
  worklistParameters,
  type Aggregate,
} from '@dossier/contract';
import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { operationPaths } from './openapi-operations';

type Schema = Record<string, unknown>;

/** The JSON Schema of what goes in. Made from the schema that parses, so the page cannot say something else. */
function schemaOf(schema: z.ZodType): Schema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return json;
}

function parametersOf(schema: z.ZodObject): object[] {
  const { properties = {}, required = [] } = schemaOf(schema) as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }));
}

const PROBLEM = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const JSON_ANSWER = (description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});

const BAD = {
  400: PROBLEM('Malformed: each field and the reason.'),
  503: PROBLEM('The store or the views cannot answer now; Retry-After says when to ask again.'),
};

/** The dossier's can be sent to the demo as it stands; the others are patterns to put one's own codes into. */
const EXAMPLES: Readonly<Record<Aggregate, object>> = {
  organisation: {
    commandId: 'org-0001-found',
    on: '2023-01-01',
    command: { type: 'FoundOrganisation', organisation: 'district', name: 'Đảng bộ huyện', kind: 'district-committee' },
  },
  member: {
    commandId: 'mem-0001-discipline',
    on: '2023-05-04',
    command: { type: 'DisciplineMember', member: 'm-012', form: 'reprimand' },
  },
  training: {
    commandId: 'cls-0001-conclude',
    on: '2023-03-10',
    command: { type: 'ConcludeClass', class: 'class-2023-1', attended: 42, passed: 41 },
  },
  quota: {
    commandId: 'quo-0001-assign',
    on: '2023-01-10',
    command: { type: 'AssignQuota', organisation: 'district', period: { year: 2023 }, target: 60, number: '12-NQ/HU' },
  },
  procedure: {
    commandId: 'pro-0001-approve',
    as: { account: 'officer-two' },
    command: { type: 'ApproveProcedure', procedure: 'admission', version: 'R2027' },
  },
  dossier: {
    commandId: 'dos-0001-list',
    on: '2023-10-02',
    command: {
      type: 'ListCandidate',
      dossier: 'hs-2023-901',
      cell: 'nn-nam-nhun-ban-noong-lay',
      proposedBy: 'cell',
      declared: {
        sex: 'male',
        schooling: 'upper-secondary',
        minority: true,
        union: 'youth-union',
        local: true,
        demobilised: false,
      },
      identity: { name: 'Lò Văn Nọi', birth: '2000-03-21' },
    },
  },
};

const SUMMARIES: Readonly<Record<Aggregate, string>> = {
  procedure: 'Versions of the regulation: proposed by one, approved by another',
  dossier: "Steps of a candidate's dossier, from listing to recognition, the irregular ones and corrections",
  organisation: 'Units: founded, renamed, moved, merged, split, dissolved; overseen, empowered, reviewed',
  member: 'Members: registered, moved, disciplined, departed',
  quota: 'Quotas: assigned, allocated, adjusted; commitments made and settled',
  training: 'Awareness classes: planned and concluded',
};

function commandPath(aggregate: Aggregate): object {
  return {
    post: {
      tags: ['commands'],
      operationId: `command_${aggregate}`,
      summary: SUMMARIES[aggregate],
      description:
        'Decided by the rules in force and recorded durably before the answer. Sent again with the same commandId, it is answered again and nothing happens twice. The codes in the example are a pattern; the example of a dossier can be sent to the demo as it stands.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(commandBody[aggregate]), example: EXAMPLES[aggregate] } },
      },
      responses: {
        200: JSON_ANSWER('Recorded. `position` can be handed to any query as `seen`.', {
          $ref: '#/components/schemas/CommandAnswer',
        }),
        404: PROBLEM('What the command is about does not exist.'),
        409: PROBLEM(
          'The rules refuse it: the refusal says what is, what is needed, from when, who can change it, and the article.',
        ),
        ...BAD,
      },
    },
  };
}

function queryPath(
  summary: string,
  description: string,
  parameters: readonly object[],
  inPath: readonly string[] = [],
): object {
  const ids = inPath.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return {
    get: {
      tags: ['views'],
      summary,
      description,
      parameters: [...ids, ...parameters],
      responses: {
        200: JSON_ANSWER('The answer, and the position of the log it knows.', {
          type: 'object',
          properties: { position: { type: 'string' }, answer: {} },
          required: ['position', 'answer'],
        }),
        404: PROBLEM('No such thing at that moment, as far as was known.'),
        409: PROBLEM('`seen` is a position of another store, or beyond the end of this one.'),
        ...BAD,
      },
    },
  };
}

function healthPath(summary: string, description: string): object {
  const answer = (words: string) => JSON_ANSWER(words, { type: 'object' });
  return {
    get: {
      tags: ['health'],
      summary,
      description,
      responses: { 200: answer('Yes.'), 503: answer('No, and why not.') },
    },
  };
}

const TEXT = { type: 'string' };
const VALUE = { type: ['string', 'number', 'boolean', 'null'] };

const SCHEMAS = {
  CommandAnswer: {
    type: 'object',
    required: ['position', 'stream', 'revision', 'events', 'repeated'],
    properties: {
      position: TEXT,
      stream: TEXT,
      revision: { type: 'integer' },
      events: { type: 'array', items: TEXT },
      repeated: { type: 'boolean' },
    },
  },
  Refusal: {
    type: 'object',
    required: ['code', 'condition', 'have', 'need', 'who'],
    properties: {
      code: TEXT,
      condition: TEXT,
      have: VALUE,
      need: VALUE,
      from: { type: 'string', format: 'date' },
      who: TEXT,
      basis: {
        type: 'object',
        required: ['document', 'date', 'clause'],
        properties: { document: TEXT, date: { type: 'string', format: 'date' }, clause: TEXT },
      },
      verified: { enum: ['primary', 'secondary', 'single-source', 'assumed'] },
    },
  },
  Problem: {
    type: 'object',
    required: ['type', 'title', 'status'],
    properties: {
      type: TEXT,
      title: TEXT,
      status: { type: 'integer' },
      detail: TEXT,
      problems: { type: 'array', items: { type: 'object', properties: { field: TEXT, reason: TEXT } } },
      text: {
        type: 'object',
        description:
          'A refusal as a sentence for people: why, from when it is possible, who can change it, the article.',
        required: ['vi', 'en'],
        properties: { vi: TEXT, en: TEXT },
      },
      refusal: { $ref: '#/components/schemas/Refusal' },
    },
  },
};

/** The whole API as OpenAPI 3.1. */
export function openApi(): OpenAPIObject {
  const aggregates = Object.keys(commandBody) as Aggregate[];
  const paths = {
    ...Object.fromEntries(aggregates.map((aggregate) => [`/commands/${aggregate}`, commandPath(aggregate)])),
    '/quota-board': queryPath(
      'Quota board',
      'Target, admitted, fraction and percent of a unit and the units under it, for any day and any state of knowledge.',
      parametersOf(boardParameters),
    ),
    '/worklist': queryPath(
      'Worklist',
      'What a unit has to do: now, soon, waiting for others, done this week.',
      parametersOf(worklistParameters),
    ),
    '/dossiers/{dossier}': queryPath('Dossier card', 'One dossier as it stands.', parametersOf(onDay), ['dossier']),
    '/dossiers/{dossier}/history': queryPath(
      'Dossier history',
      'Every event, with the state after it, straight from the log.',
      [],
      ['dossier'],
    ),
    '/dossiers/{dossier}/why': queryPath(
      'Why, and why not',
      'Every action there is: whether it is possible on that day, and if not, the refusal a command would get; what a command has to bring; the earliest day of the stages ahead, and what decides it.',
      parametersOf(whyParameters),
      ['dossier'],
    ),
    '/dossiers/{dossier}/as-of': queryPath(
      'Dossier as of a day',
      'The state of a dossier on a day, as known by a day: corrections made later are not in it.',
      parametersOf(asOfParameters),
      ['dossier'],
    ),
    '/organisations': queryPath('Organisation tree', 'The units as they stood on a day.', parametersOf(treeParameters)),
    '/organisations/{organisation}/change-preview': queryPath(
      'Preview of a change of units',
      'What a merge, split or end on a day would move: units, members, open dossiers, quotas, commitments; and why it is refused, if it is. Nothing is written.',
      parametersOf(previewParameters),
      ['organisation'],
    ),
    '/procedures': queryPath(
      'Versions of the regulation',
      'Every version that is published or proposed and the local rules: from when each holds, its digest, who proposed and approved it, and what of it is only assumed.',
      parametersOf(procedureParameters),
    ),
    '/procedures/{version}': queryPath(
      'One version',
      'A version or a set of local rules, whole: the way, guards, majorities and deadlines, each with document, date and clause.',
      parametersOf(procedureParameters),
      ['version'],
    ),
    '/procedures/{version}/trial': queryPath(
      'A version tried',
      'What a version, published or only proposed, would change for every open dossier: actions that become possible or impossible, conditions, majorities and deadlines, by reason, with the ids of the dossiers. Nothing is written.',
      parametersOf(trialParameters),
      ['version'],
    ),
    '/procedures/{version}/adoption': queryPath(
      'Moving dossiers to a version',
      'For every open dossier that holds another version: whether it can be moved to this one, which steps are to be done again, or why it cannot. Nothing is written; AdoptProcedure moves a dossier.',
      parametersOf(adoptionParameters),
      ['version'],
    ),
    '/audit-trail': queryPath(
      'Audit trail',
      'Recorded events, oldest first, without personal parts.',
      parametersOf(auditParameters),
    ),
    '/health': queryPath('Health', 'Whether the process lives, and how far the views are behind the log.', []),
    '/health/live': healthPath('Live', 'The process turns. No store is asked.'),
    '/health/ready': healthPath(
      'Ready',
      'Whether work should be sent here: the stores answer, the views are near the log, the process is not ending.',
    ),
    '/health/canary': healthPath(
      'Canary',
      'A command that goes the whole way, through log and views and back, or how the last one went. It writes an event a minute at most.',
    ),
    '/metrics': {
      get: {
        tags: ['health'],
        summary: 'Metrics',
        description: 'For Prometheus, in its text format. No label holds an id, a name or a text.',
        responses: { 200: { description: 'text/plain' } },
      },
    },
    ...operationPaths(schemaOf),
    '/events': {
      get: {
        tags: ['live'],
        summary: 'Server-sent events',
        description:
          '`changed` with stream, revision and position, once the views show it; `alive` when nothing happens.',
        responses: { 200: { description: 'text/event-stream' } },
      },
    },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Dossier engine',
      version: '0.1.0',
      description: 'Moves candidates’ dossiers through nomination, mentor assignment, training and approval as events.',
      license: { name: 'Apache-2.0' },
    },
    tags: [{ name: 'commands' }, { name: 'views' }, { name: 'live' }, { name: 'health' }, { name: 'operations' }],
    paths,
    components: { schemas: SCHEMAS },
  } as unknown as OpenAPIObject;
}
