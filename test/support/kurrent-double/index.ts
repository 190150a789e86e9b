import { once } from 'node:events';
import { createServer, type AddressInfo, type Server as Listener, type Socket } from 'node:net';
import {
  Metadata,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  ServerListenerBuilder,
  status,
} from '@grpc/grpc-js';
import type { ServerInterceptor } from '@grpc/grpc-js';
import type { sendUnaryData, ServerUnaryCall, ServiceError, UntypedServiceImplementation } from '@grpc/grpc-js';
import { GossipService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb';
import {
  ClusterInfo,
  EndPoint,
  MemberInfo,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb';
import { ServerFeaturesService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb';
import {
  SupportedMethod,
  SupportedMethods,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb';
import { StreamsService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb';
import { StreamsServiceService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_grpc_pb';
import { append, appendRecords, appendSession, batchAppend } from './append-calls';
import type { Serving } from './append-calls';
import type { Counts, Faults } from './faults';
import { noFaults } from './faults';
import { DoubleLog } from './log';
import { failure, uuidOf } from './messages';
import { read } from './read-calls';

export type { Counts, Faults } from './faults';
export { noFaults } from './faults';
export { DoubleLog } from './log';

export interface KurrentDoubleOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  /** The data of a double that was stopped, to go on with it. */
  readonly log?: DoubleLog;
  /** What the server says it is: before 25.1 it offers no append to several streams, before 26.1 no checks. */
  readonly version?: string;
  /** Credentials for TLS; without them the double speaks in clear. */
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer };
  /** Whom it lets in; left out, everybody. */
  readonly login?: { readonly user: string; readonly password: string };
}

export interface KurrentDouble {
  readonly url: string;
  readonly port: number;
  readonly log: DoubleLog;
  /** Set a hook to have something go wrong; `heal` takes all of them back. */
  readonly faults: Faults;
  readonly counts: Counts;
  heal(): void;
  /** Breaks every call off, as a killed process does. The data stays in `log`. */
  stop(): Promise<void>;
}

/** A server that speaks enough of KurrentDB's protocol for the official client, over a real socket, with its data in memory. */
export async function startKurrentDouble(options: KurrentDoubleOptions = {}): Promise<KurrentDouble> {
  const { port = 0, log = new DoubleLog(), version = '26.1.0', tls, login } = options;
  const faults = noFaults();
  const counts: Counts = { appends: 0, reads: 0, subscriptions: 0, subscribed: 0, events: 0 };
  const serving: Serving = { log, faults, counts, refusal: (told) => refusalOf(faults, login, told) };
  const server = new Server({ interceptors: [headersAtOnce] });
  let bound = 0;
  server.addService(StreamsService, {
    read: read(serving),
    append: append(serving),
    batchAppend: batchAppend(serving),
    delete: unsupported,
    tombstone: unsupported,
  } as UntypedServiceImplementation);
  server.addService(ServerFeaturesService, { getSupportedMethods: features(version) } as UntypedServiceImplementation);
  server.addService(GossipService, { read: gossip(() => faults.leads() ?? bound) } as UntypedServiceImplementation);
  server.addService(StreamsServiceService, {
    appendSession: appendSession(serving),
    appendRecords: appendRecords(serving),
  } as UntypedServiceImplementation);
  const listener = await listen(server, port, tls);
  bound = (listener.address() as AddressInfo).port;
  return {
    url: `kurrentdb://127.0.0.1:${bound}?tls=${tls !== undefined}`,
    port: bound,
    log,
    faults,
    counts,
    heal: () => void Object.assign(faults, noFaults()),
    async stop() {
      listener.close();
      server.forceShutdown();
    },
  };
}

/**
 * The native half of the client holds the rest of a request back until its beginning was acknowledged, which a server's
 * system does after 40 ms if there is nothing to send before. So that tests need not wait for that, there is.
 */
const headersAtOnce: ServerInterceptor = (_method, call) =>
  new ServerInterceptingCall(call, {
    start(next) {
      const listener = new ServerListenerBuilder().withOnReceiveMetadata((metadata, received) => {
        call.sendMetadata(new Metadata());
        received(metadata);
      });
      next(listener.build());
    },
  });

/** Connections are taken here and handed to the server of calls, which would let its own small answers wait likewise. */
async function listen(server: Server, port: number, tls: KurrentDoubleOptions['tls']): Promise<Listener> {
  const credentials =
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.cert }]);
  const calls = server.createConnectionInjector(credentials);
  const listener = createServer({ noDelay: true }, (socket: Socket) => calls.injectConnection(socket));
  await once(listener.listen(port, '127.0.0.1'), 'listening');
  return listener;
}

function refusalOf(
  faults: Faults,
  login: KurrentDoubleOptions['login'],
  told: { get(key: string): unknown[] },
): ServiceError | undefined {
  const wanted = login && `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
  const stranger = wanted !== undefined && told.get('authorization')[0] !== wanted;
  const denied = stranger ? 'unauthenticated' : faults.deny();
  if (denied === false) return undefined;
  return denied === 'unauthenticated'
    ? failure(status.UNAUTHENTICATED, 'Unauthenticated')
    : failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
}

function unsupported(_call: unknown, done: sendUnaryData<unknown>): void {
  done(failure(status.UNIMPLEMENTED, 'the double deletes nothing'));
}

function features(version: string) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const since = (from: number) => major * 100 + minor >= from;
  const streams = 'event_store.client.streams.streams';
  const second = 'kurrentdb.protocol.v2.streams.streamsservice';
  const methods: [string, string][] = [
    [streams, 'read'],
    [streams, 'append'],
    [streams, 'batchappend'],
    ...(since(2501) ? [[second, 'appendsession'] as [string, string]] : []),
    ...(since(2601) ? [[second, 'appendrecords'] as [string, string]] : []),
  ];
  const supported = new SupportedMethods().setEventStoreServerVersion(version);
  for (const [service, method] of methods) {
    supported.addMethods(new SupportedMethod().setServiceName(service).setMethodName(method));
  }
  return (_call: ServerUnaryCall<unknown, SupportedMethods>, done: sendUnaryData<SupportedMethods>): void => {
    done(null, supported);
  };
}

function gossip(port: () => number) {
  return (_call: ServerUnaryCall<unknown, ClusterInfo>, done: sendUnaryData<ClusterInfo>): void => {
    const member = new MemberInfo()
      .setInstanceId(uuidOf('00000000-0000-4000-8000-000000000001', false))
      .setTimeStamp('17000000000000000')
      .setState(MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new EndPoint().setAddress('127.0.0.1').setPort(port()));
    done(null, new ClusterInfo().setMembersList([member]));
  };
}
