/** What phones ask for: who may, and which part of the switch answers. */
import { type Accounts, authenticate, type Credential } from '../accounts/accounts.ts';
import type { Admission } from '../accounts/admission.ts';
import { randomId } from '../ids.ts';
import { testNumber } from '../media/test-numbers.ts';
import { parseSdp, type RemoteMedia } from '../media/sdp.ts';
import type { ConnectionHandler, ServerTransaction, SipConnection } from '../sip/connection.ts';
import type { Digest } from '../sip/digest.ts';
import type { Envelope, SipRequest } from '../sip/message.ts';
import { parseNameAddr, parseParams, parseUri } from '../sip/uri.ts';
import type { Caller } from '../control/protocol.ts';
import { ALLOW } from './dialog.ts';
import { IncomingLeg } from './incoming-leg.ts';
import type { Switch } from './switch.ts';
import type { Trouble } from './trouble.ts';

/** The sandbox is for a handful of phones. */
const MAX_LEGS = 200;

export interface SipServerOptions {
  accounts: Accounts;
  admission: Admission;
  digest: Digest;
  exchange: Switch;
  trouble: Trouble;
  /** Is there an application that legs can be offered to? */
  controlled(): boolean;
  recordingsDir?: string | undefined;
}

export class SipServer implements ConnectionHandler {
  readonly #options: SipServerOptions;

  constructor(options: SipServerOptions) {
    this.#options = options;
  }

  onRequest(transaction: ServerTransaction): void {
    const { request, envelope, connection } = transaction;
    const { address } = connection;
    if (!this.#options.admission.admits(address)) {
      this.#options.exchange.world.tell({ type: 'login.refused', address, why: 'address' });
      return transaction.respond(403);
    }
    const refusal = this.#options.trouble.take(request.method);
    if (refusal) {
      const { status, retryAfterSeconds: seconds } = refusal;
      return transaction.respond(status, seconds ? { headers: [['Retry-After', String(seconds)]] } : {});
    }
    if (envelope.toTag) return this.#inDialog(transaction);
    if (request.method === 'REGISTER') {
      const credential = this.#authenticate(transaction);
      if (credential) this.#options.exchange.registrar.handle(transaction, credential);
    } else if (request.method === 'INVITE') this.#onInvite(transaction);
    else if (request.method === 'OPTIONS')
      transaction.respond(200, {
        headers: [
          ['Allow', ALLOW],
          ['Accept', 'application/sdp'],
        ],
      });
    else if (['BYE', 'INFO', 'UPDATE'].includes(request.method)) transaction.respond(481);
    else transaction.respond(405, { headers: [['Allow', ALLOW]] });
  }

  onAck(_request: SipRequest, envelope: Envelope, connection: SipConnection): void {
    const leg = this.#options.exchange.legOfDialog(envelope.callId, envelope.toTag, envelope.fromTag);
    if (leg instanceof IncomingLeg) leg.onAck();
    leg?.rebind(connection);
  }

  onCancel(invite: ServerTransaction): void {
    const leg = this.#options.exchange.incomingLegs().find((one) => one.isOf(invite));
    if (leg) leg.onCancel();
    else invite.respond(487); // taken back while its Replaces was being looked at
  }

  #inDialog(transaction: ServerTransaction): void {
    const { callId, toTag, fromTag } = transaction.envelope;
    const leg = this.#options.exchange.legOfDialog(callId, toTag, fromTag);
    if (leg) leg.onRequest(transaction);
    else transaction.respond(481);
  }

  #authenticate(transaction: ServerTransaction): Credential | undefined {
    const { accounts, digest, exchange } = this.#options;
    const { address } = transaction.connection;
    const verdict = authenticate(transaction, accounts, digest);
    if (verdict === 'challenged') return undefined;
    if ('refused' in verdict) {
      const { refused: why, username: endpoint } = verdict;
      exchange.world.tell({ type: 'login.refused', address, endpoint, why });
      return undefined;
    }
    // A call says itself where it comes from.
    if (verdict.kind === 'device' && transaction.request.method === 'REGISTER')
      exchange.world.tell({ type: 'login.accepted', address, endpoint: verdict.endpoint });
    return verdict;
  }

  #onInvite(transaction: ServerTransaction): void {
    const { request, envelope } = transaction;
    const { exchange, controlled } = this.#options;
    const credential = this.#authenticate(transaction);
    if (!credential) return;
    const foreign = request.headers.list('require').filter((one) => one.toLowerCase() !== 'replaces');
    if (foreign.length > 0)
      return transaction.respond(420, { headers: [['Unsupported', foreign.join(', ')]] });
    const type = request.headers.get('content-type') ?? 'application/sdp';
    if (!/^application\/sdp\b/i.test(type))
      return transaction.respond(415, { headers: [['Accept', 'application/sdp']] });
    const remote = parseSdp(request.body);
    if (!remote) return transaction.respond(488);
    const replaces = request.headers.get('replaces');
    if (replaces !== undefined) {
      this.#onReplaces(transaction, credential, remote, replaces).catch(() => transaction.respond(500));
      return;
    }
    const dialled = parseUri(request.uri)?.user;
    if (!dialled) return transaction.respond(404);
    const id = randomId('leg-');
    const room = testNumber(dialled, id, this.#options.recordingsDir);
    const input = {
      id,
      account: { kind: credential.kind, endpoint: credential.endpoint },
      transaction,
      remote,
    };
    if (room) {
      const leg = new IncomingLeg(input, exchange.silentWorld);
      exchange.admit(leg, { private: true });
      leg.answer().then(
        (answered) => answered && leg.move(room),
        () => leg.hangup('failed'),
      );
    } else if (!controlled() || exchange.size >= MAX_LEGS) transaction.respond(503);
    else {
      exchange.admit(new IncomingLeg(input, exchange.world));
      const callId = request.headers.get('x-ringback-call');
      exchange.world.tell({
        type: 'leg.offered',
        legId: id,
        origin:
          credential.kind === 'trunk' ? { kind: 'trunk' } : { kind: 'device', endpoint: credential.endpoint },
        caller: this.#callerOf(transaction, credential, envelope),
        dialled,
        ...(callId && /^[\w-]{1,60}$/.test(callId) && { callId }),
        ...(credential.kind === 'device' && { address: transaction.connection.address }),
      });
    }
  }

  /** RFC 3891, for confirmed dialogs of the same account. */
  async #onReplaces(
    transaction: ServerTransaction,
    credential: Credential,
    remote: RemoteMedia,
    value: string,
  ): Promise<void> {
    const { exchange } = this.#options;
    const params = parseParams(value.slice(value.indexOf(';') + 1));
    const find = () =>
      exchange.legOfDialog(
        value.split(';')[0]!.trim(),
        params.get('to-tag') ?? '',
        params.get('from-tag') ?? '',
      );
    const old = find();
    if (!old?.answered) return transaction.respond(481);
    if (old.account.kind !== credential.kind || old.account.endpoint !== credential.endpoint)
      return transaction.respond(403);
    const isPrivate = exchange.isPrivate(old);
    const world = isPrivate ? exchange.silentWorld : exchange.world;
    const leg = new IncomingLeg({ id: randomId('leg-'), account: old.account, transaction, remote }, world);
    const took = await leg.answer({
      before: () => {
        if (find() !== old) return false;
        exchange.admit(leg, { private: isPrivate });
        return true;
      },
    });
    if (!took) return transaction.respond(481);
    old.yieldTo(leg);
    world.tell({ type: 'leg.replaced', legId: old.id, byLegId: leg.id });
    leg.tellHold();
  }

  /** A device is who it signed in as; a trunk passes on who calls. */
  #callerOf({ request, connection }: ServerTransaction, credential: Credential, { from }: Envelope): Caller {
    const name = from.name.trim().slice(0, 100);
    if (credential.kind === 'device') return { number: credential.endpoint, ...(name && { name }) };
    const asserted = parseNameAddr(request.headers.get('p-asserted-identity') ?? '');
    const declared = this.#options.exchange.registrar
      .contacts('trunk', credential.endpoint)
      .find((contact) => contact.connection === connection)?.number;
    const shown = [name, from.uri.user].find((text) => /^\+?[\d ()-]{3,25}$/.test(text));
    const number = asserted?.uri.user || declared || shown || '';
    const person = (asserted?.name ?? name).trim().slice(0, 100);
    return { number, ...(person && person !== number && { name: person }) };
  }
}
