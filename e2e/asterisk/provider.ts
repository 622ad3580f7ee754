/** SIPp plays a provider that delivers a call over its trunk: SIP by UDP, G.711, and the caller's number in a header. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { freeUdpPort } from '../../examples/demo/processes.ts';

const SIPP = '/usr/bin/sipp';
const SCENARIO = fileURLToPath(new URL('./provider.xml', import.meta.url));

export interface DeliveredCall {
  /** Its exit code: 0 when the call went as the scenario has it, to the BYE of the other side. */
  readonly ended: Promise<number | null>;
  /** Ends the process, if it still runs. */
  stop(): Promise<void>;
}

/** What it hears it sends back. */
export async function deliverCall(input: {
  trunkPort: number;
  /** E.164 */
  from: string;
  /** E.164, a number of ours. */
  to: string;
}): Promise<DeliveredCall> {
  const [port, media] = [await freeUdpPort(), await freeUdpPort()];
  const child = spawn(
    SIPP,
    [
      ...[`127.0.0.1:${input.trunkPort}`, '-sf', SCENARIO, '-s', input.to, '-key', 'caller', input.from],
      ...['-i', '127.0.0.1', '-p', String(port), '-mi', '127.0.0.1', '-mp', String(media), '-rtp_echo'],
      ...['-m', '1', '-nostdin'],
    ],
    { cwd: tmpdir(), stdio: 'ignore' },
  );
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return {
    ended,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
