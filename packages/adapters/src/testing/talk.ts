import { LINE, OUTSIDE, type PbxSuite, there } from './pbx-suite.ts';
import type { TestCall, TestPhone } from './phones.ts';

/** An agent and the outside phone, joined. */
export interface Talk {
  agentLeg: string;
  outsideLeg: string;
  bridgeId: string;
  agent: TestCall;
  outside: TestCall;
  /** Hangs everything up. */
  end(): Promise<void>;
}

/** Rings the agent, then the world, and joins them, as a callback does. */
export async function talk(
  suite: PbxSuite,
  phone: TestPhone,
  endpoint = suite.setup.endpoints.a,
): Promise<Talk> {
  const { pbx, record } = suite;
  const [agentLeg, outsideLeg, bridgeId] = [suite.id('leg'), suite.id('leg'), suite.id('bridge')];
  const common = { callId: 'call-1', timeoutSeconds: 20 };
  await there(pbx.originate).leg({
    ...common,
    legId: agentLeg,
    to: { kind: 'device', endpoint },
    caller: { number: OUTSIDE },
  });
  const agent = await phone.incoming();
  agent.answer();
  await record.until('leg.answered', { legId: agentLeg });
  await there(pbx.originate).leg({
    ...common,
    legId: outsideLeg,
    to: { kind: 'trunk', number: OUTSIDE },
    caller: { number: LINE },
  });
  const outside = await suite.outside.incoming();
  outside.answer();
  await record.until('leg.answered', { legId: outsideLeg });
  await there(pbx.bridge).create(bridgeId);
  await there(pbx.bridge).add(bridgeId, agentLeg);
  await there(pbx.bridge).add(bridgeId, outsideLeg);
  return {
    agentLeg,
    outsideLeg,
    bridgeId,
    agent,
    outside,
    async end() {
      const live = await pbx.snapshot();
      const ours = live.legs.filter((leg) => leg.bridgeId === bridgeId);
      await Promise.all(ours.map(({ legId }) => there(pbx.hangup).leg(legId)));
      await there(pbx.bridge).destroy(bridgeId);
      await Promise.all([outside.ended, ...ours.map(({ legId }) => record.until('leg.ended', { legId }))]);
    },
  };
}

/** Each hears the other's own frequency. */
export async function bothHear(one: [TestCall, TestPhone], other: [TestCall, TestPhone]): Promise<void> {
  await Promise.all([one[0].hears(other[1].tone), other[0].hears(one[1].tone)]);
}
