/** What these checks look at of a compose file; everything else is the schema's. */
export interface Compose {
  readonly services: Record<string, Service>;
  readonly networks?: Record<string, unknown>;
  readonly secrets?: Record<string, { file?: string; environment?: string }>;
}

interface Service {
  image?: string;
  build?: unknown;
  user?: string;
  command?: readonly string[];
  environment?: Record<string, string>;
  network_mode?: string;
  networks?: readonly string[];
  ports?: readonly string[];
  secrets?: readonly (string | { source: string })[];
  healthcheck?: { test?: unknown };
  read_only?: boolean;
  cap_drop?: readonly string[];
  security_opt?: readonly string[];
  mem_limit?: string;
  restart?: string;
  stop_grace_period?: string;
  depends_on?: Record<string, unknown>;
}

/** Three numbers: a tag of one or two moves on by itself. */
const PINNED = /:v?\d+\.\d+\.\d+(-[\w.-]+)?$|:\d+\.\d+-[a-z]+$/;
const SECRET_NAME = /PASSWORD|SECRET|TOKEN|MASTER_KEY/;
const CREDENTIALS = /\/\/[^/]*:[^/]*@/;

/** What is wrong with a compose file, a line each. */
export function faultsOfCompose({ services, secrets = {} }: Compose): readonly string[] {
  return [
    ...Object.entries(services).flatMap(([name, service]) =>
      [...faultsOfService(service), ...faultsOfSecrets(service, secrets)].map((fault) => `${name}: ${fault}`),
    ),
    ...Object.entries(secrets)
      .filter(([, { file }]) => file === undefined)
      .map(([name]) => `secret ${name} is no file`),
  ];
}

function faultsOfService(service: Service): readonly string[] {
  const faults: string[] = [];
  const say = (wrong: boolean, fault: string): void => void (wrong && faults.push(fault));
  say(!PINNED.test(service.image ?? ''), 'its image is not pinned');
  say(service.healthcheck?.test === undefined, 'nobody asks after its health');
  say(!/^(node|[1-9]\d*(:[1-9]\d*)?)$/.test(service.user ?? ''), 'runs as root');
  say(service.cap_drop?.includes('ALL') !== true, 'keeps capabilities');
  say(service.security_opt?.includes('no-new-privileges:true') !== true, 'may gain privileges');
  say(service.read_only !== true, 'its file system can be written');
  say(service.mem_limit === undefined, 'has no limit of memory');
  say(service.restart !== 'unless-stopped', 'is not started again');
  for (const port of service.ports ?? []) say(!port.startsWith('127.0.0.1:'), `${port} is published to everybody`);
  return faults;
}

function faultsOfSecrets({ environment = {}, secrets = [] }: Service, declared: object): readonly string[] {
  const faults: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (SECRET_NAME.test(name) && !name.endsWith('_FILE')) faults.push(`${name} stands in clear`);
    if (CREDENTIALS.test(value)) faults.push(`${name} holds credentials`);
  }
  for (const secret of secrets) {
    const name = typeof secret === 'string' ? secret : secret.source;
    if (!Object.hasOwn(declared, name)) faults.push(`secret ${name} is not declared`);
  }
  return faults;
}

/** What is wrong with a Dockerfile, a line each. */
export function faultsOfDockerfile(text: string): readonly string[] {
  const faults: string[] = [];
  const stages = text.split(/^FROM /m).slice(1);
  for (const stage of stages) {
    const image = /^\S+/.exec(stage)?.[0] ?? '';
    if (!PINNED.test(image)) faults.push(`${image} is not pinned`);
  }
  const last = stages.at(-1) ?? '';
  const users = [...last.matchAll(/^USER (\S+)$/gm)];
  if (!/^(?!root$|0(:|$))/.test(users.at(-1)?.[1] ?? 'root')) faults.push('the last stage runs as root');
  if (!/^HEALTHCHECK /m.test(last)) faults.push('nobody asks after its health');
  const from = /^COPY --from=(\S+) \S*node_modules /m.exec(last)?.[1];
  const packages = stages.find((stage) => new RegExp(`^\\S+ AS ${from}$`, 'm').test(stage)) ?? '';
  if (!packages.includes('npm ci --omit=dev')) faults.push('its packages hold development dependencies');
  return faults;
}
