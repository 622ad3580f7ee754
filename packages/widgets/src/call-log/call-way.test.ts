import { type CallRoute, type Locale, RingbackError } from '@ringback/model';
import {
  AGENTS,
  callOf,
  CALL_LOG,
  createFakeBackend,
  type FakeBackend,
  fakeCrmData,
  FIXTURE_NOW,
  ME,
} from '@ringback/testing';
import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { LogHarness } from './call-log.harness.ts';

const at = (seconds: number): string => new Date(FIXTURE_NOW + seconds * 1000).toISOString();
const nothing = { at: at(0), agents: [], numbers: [], passedOver: [] };
const asked = ({ requests }: FakeBackend) => requests.filter(([name]) => name === 'routing.ofCall');

/** The way of `call-1`, as the details of the log tell it. */
async function toldOf(way: Partial<CallRoute>, call: Parameters<typeof callOf>[0] = {}): Promise<string> {
  const ways = { 'call-1': { decisions: [], people: [], ...way } };
  const calls = [callOf({ state: 'ended', endReason: 'missed', ...call })];
  const log = await openLog(createFakeBackend({ calls, crm: { ways } }), 'call-1');
  return unfold(log);
}

async function openLog(
  backend: FakeBackend,
  callId: string,
  more: { locale?: Locale; width?: number } = {},
): Promise<LogHarness> {
  const log = await LogHarness.open(LogHarness.scene({ backend, ...more }));
  await log.openDetails(callId);
  await log.until(() => log.part('way') !== undefined, 'No way is offered.');
  return log;
}

/** Resolves with what it says when something has come. */
async function unfold(log: LogHarness): Promise<string> {
  summary(log).click();
  const told = () => shown(log) !== summary(log).innerText.trim() && !shown(log).includes('Loading');
  await log.until(told, 'Nothing is told.');
  return shown(log);
}

const summary = (log: LogHarness) => log.part('way')!.querySelector('summary')!;
const shown = (log: LogHarness) => log.part('way')!.innerText.trim();
const steps = (log: LogHarness) =>
  [...log.part('way')!.querySelectorAll('li')].map((one) => one.innerText.replace(/\s+/g, ' ').trim());

describe('The whole way of a call', () => {
  it('is asked for when it is first unfolded, and tells each decision with its reason', async () => {
    const backend = createFakeBackend();
    const log = await openLog(backend, 'log-1');
    expect([shown(log), asked(backend)]).to.deep.equal(['The whole way', []]);
    summary(log).focus();
    await sendKeys({ press: 'Enter' });
    await log.until(() => steps(log).length > 0, 'The way did not come.');
    const said = steps(log).map((step) => step.replace(/^\d\d:\d\d:\d\d /, ''));
    expect(said).to.deep.equal([
      'Rang Андрій Мельник for up to 30 sec Андрій Мельник is responsible for this customer · rule “Shop”',
      'Went on: nobody there took it Андрій Мельник is responsible for this customer · rule “Shop”',
      'Rang Олена Бондар for up to 40 sec Олена Бондар had talked with this number 14 min before · rule “Shop”',
      'Answered after 60 sec, later than the firm wants',
    ]);
    const times = [...log.part('way')!.querySelectorAll('time')].map(({ dateTime }) => dateTime);
    expect(times).to.deep.equal([at(-720), at(-690), at(-690), at(-660)]);
    await expect(log.element).to.be.accessible();
    await sendKeys({ press: 'Enter' });
    await log.until(() => !log.part('way')!.hasAttribute('open'), 'It was not folded.');
    await sendKeys({ press: 'Enter' });
    await log.until(() => steps(log).length > 0, 'It was not unfolded.');
    expect(asked(backend)).to.deep.equal([['routing.ofCall', 'log-1']]);
  });

  it('says who was passed over and why, who waited, and how it ended', async () => {
    const log = await openLog(createFakeBackend(), 'log-2');
    await unfold(log);
    expect(steps(log).map((step) => step.replace(/^\d\d:\d\d:\d\d /, ''))).to.deep.equal([
      'Went on: nobody there could take it the rule names Андрій Мельник · rule “Shop” Passed over: Андрій Мельник – not on duty',
      'Waited in the queue for up to 60 sec Passed over: Олена Бондар – in a call',
      'Went on: nobody there could take it group Продаж, in order · rule “Shop” Passed over: Олена Бондар – in a call',
      'Nobody was left: a missed call',
    ]);
  });

  it('names those of one reason together, shows numbers, and who is not known by his id', async () => {
    const busy = ['a', 'b'].map((agentId) => ({ agentId, why: 'busy' as const }));
    const told = await toldOf({
      decisions: [
        {
          ...{ ...nothing, did: 'ring', numbers: ['+380671234501', '+38•••33'], seconds: 20 },
          ...{ by: { why: 'number' }, passedOver: [...busy, { agentId: 'c', why: 'tried' }] },
        },
      ],
      people: ['a', 'b'].map((id) => ({ id, name: `Mr ${id}` })),
    });
    expect(told).to.contain('Rang +380 67 123 4501, +38•••33 for up to 20 sec');
    expect(told).to.contain('Passed over: Mr a, Mr b – in a call; c – rung already');
  });

  it('says that the caller hung up, where the rules had not come to their end', async () => {
    const ring = { ...nothing, did: 'ring' as const, agents: ['a'], seconds: 20 };
    expect(await toldOf({ decisions: [ring] }, { abandoned: true })).to.contain('The caller hung up');
    const end = { ...nothing, did: 'end' as const, last: 'voicemail' as const };
    const told = await toldOf({ decisions: [ring, end] });
    expect(told).to.contain('the caller could leave a voicemail').and.not.to.contain('hung up');
  });

  it('tells a caller who hung up from one whom nobody answered before it is unfolded', async () => {
    const titleOf = async (abandoned: boolean) => {
      const call = callOf({ state: 'ended', endReason: 'missed', abandoned });
      return summary(await openLog(createFakeBackend({ calls: [call] }), 'call-1')).innerText.trim();
    };
    expect([await titleOf(true), await titleOf(false)]).to.deep.equal([
      'The whole way · The caller hung up',
      'The whole way',
    ]);
  });

  it('does not call an answer slow that was in time', async () => {
    const ring = { ...nothing, did: 'ring' as const, agents: ['a'], seconds: 20 };
    const told = await toldOf({ decisions: [ring], answeredAfter: 7.4, slow: false });
    expect(told).to.contain('Answered after 7 sec').and.not.to.contain('later');
  });

  it('says so when nothing was kept', async () => {
    expect(await toldOf({})).to.contain('No decision about this call was kept.');
  });

  it('reads in Ukrainian and Russian', async () => {
    for (const [locale, title, slow] of [
      ['uk', 'Увесь шлях', 'Відповіли через 60 с, пізніше, ніж хоче фірма'],
      ['ru', 'Весь путь', 'Ответили через 60 с, позже, чем хочет фирма'],
    ] as const) {
      const log = await openLog(createFakeBackend(), 'log-1', { locale });
      summary(log).click();
      await log.until(() => steps(log).length === 4, 'The way did not come.');
      expect(shown(log)).to.contain(title).and.contain(slow);
    }
  });

  it('stays unfolded when the call changes, and is asked for anew', async () => {
    const backend = createFakeBackend();
    const log = await openLog(backend, 'log-2');
    await unfold(log);
    const [call] = CALL_LOG.filter(({ id }) => id === 'log-2');
    const answer = backend.beSlow();
    const { decisions, people } = backend.crm.ways['log-2']!;
    const ring = { ...nothing, did: 'ring' as const, agents: [AGENTS.olena.id], seconds: 5 };
    backend.crm.ways['log-2'] = { decisions: [...decisions, ring], people };
    backend.putCall({ ...call!, comment: 'Ще раз', version: call!.version + 1 });
    await log.until(() => asked(backend).length === 2, 'It was not asked for anew.');
    expect(steps(log)).to.have.length(4);
    answer();
    await log.until(() => steps(log).length === 5, 'It is as it was.');
  });

  it('is not asked for anew while it is folded', async () => {
    const backend = createFakeBackend();
    const log = await openLog(backend, 'log-2');
    const [call] = CALL_LOG.filter(({ id }) => id === 'log-2');
    backend.putCall({ ...call!, comment: 'Ще раз', version: call!.version + 1 });
    await log.until(() => log.row('log-2').includes('Ще раз'), 'The row is as it was.');
    expect(asked(backend)).to.deep.equal([]);
  });

  it('tells that it loads, that it failed, and comes when it is tried again', async () => {
    const backend = createFakeBackend();
    const log = await openLog(backend, 'log-1');
    backend.failNext('routing.ofCall', new RingbackError('bug', 'Broken.'));
    const answer = backend.beSlow();
    const error = oneEvent(log.element, 'ringback-error');
    summary(log).click();
    await log.until(() => shown(log).includes('Loading…'), 'It does not say that it loads.');
    answer();
    await log.until(() => shown(log).includes('The way did not come.'), 'It does not say that it failed.');
    expect((await error).detail).to.deep.equal({ code: 'bug', message: 'Broken.' });
    await expect(log.element).to.be.accessible();
    log.part('way')!.querySelector('button')!.click();
    await log.until(() => steps(log).length === 4, 'The way did not come.');
    expect(shown(log)).not.to.contain('Try again');
  });

  it('without a connection says so, can be tried again, and comes by itself when the connection is back', async () => {
    const backend = createFakeBackend();
    const log = await openLog(backend, 'log-1');
    backend.goOffline();
    const told = await unfold(log);
    expect(told).to.contain('No connection: the way did not come.').and.contain('Try again');
    backend.goOnline();
    await log.until(() => steps(log).length === 4, 'The way did not come.');
    expect(shown(log)).not.to.contain('No connection');
  });

  it('of a call that is no longer to be seen is not shown, nor tried again', async () => {
    const backend = createFakeBackend();
    const log = await openLog(backend, 'log-2');
    await unfold(log);
    const [call] = CALL_LOG.filter(({ id }) => id === 'log-2');
    backend.failNext('routing.ofCall', new RingbackError('not-found', 'There is no such call.'));
    backend.putCall({ ...call!, version: call!.version + 1 });
    await log.until(() => shown(log).includes('You may not see this call any more.'), 'Nothing is said.');
    expect(steps(log)).to.deep.equal([]);
    expect(log.part('way')!.querySelector('button')).to.equal(null);
  });

  it('is not offered where the PBX decides, nor of a call that we made', async () => {
    const without = createFakeBackend({ without: ['routing'] });
    const log = await LogHarness.open(LogHarness.scene({ backend: without }));
    const details = await log.openDetails('log-1');
    await log.until(() => details.innerText.includes('went to'), 'The reason is not told.');
    expect(log.part('way')).to.equal(undefined);
    const other = await openLog(createFakeBackend(), 'log-1');
    await other.openDetails('log-3');
    expect(other.part('way')).to.equal(undefined);
  });

  it('stands under those who wait to be called back, by their last call', async () => {
    const backend = createFakeBackend();
    const log = await LogHarness.open(LogHarness.scene({ backend }));
    await log.press(log.part('todo')!);
    await log.until(() => log.row('missed-1') !== '', 'Nobody waits.');
    await log.openDetails('missed-1');
    await unfold(log);
    expect(asked(backend)).to.deep.equal([['routing.ofCall', 'log-2']]);
    expect(steps(log).at(-1)).to.contain('Nobody was left: a missed call');
    await expect(log.element).to.be.accessible();
  });

  it('that one has unfolded is not shown to the next', async () => {
    const backend = createFakeBackend();
    const log = await openLog(backend, 'log-1');
    await unfold(log);
    backend.signInAs({ ...ME, agent: AGENTS.andriy });
    await log.until(() => log.row('log-1') !== '' && !log.part('way'), 'The row is still open.');
    await log.openDetails('log-1');
    await log.until(() => log.part('way') !== undefined, 'No way is offered.');
    expect(shown(log)).to.equal('The whole way');
  });

  it('fits into 360 px, with names as long as they come', async () => {
    const { ways } = fakeCrmData();
    const people = [{ id: AGENTS.olena.id, name: 'Олександра-Магдалина'.repeat(6) }];
    ways['log-1'] = { ...ways['log-1']!, people };
    const log = await openLog(createFakeBackend({ crm: { ways } }), 'log-1', { width: 360 });
    await unfold(log);
    const scroller = log.list.one('[data-scroller]');
    expect(scroller.scrollWidth).to.be.at.most(scroller.clientWidth);
  });
});
