import { expect, waitUntil } from '@open-wc/testing';
import { bringPanels } from './bring-panels.ts';

function panels() {
  const asked: string[] = [];
  const answers: PromiseWithResolvers<void>[] = [];
  const loader = (tag: string) => (): Promise<void> => {
    asked.push(tag);
    answers.push(Promise.withResolvers<void>());
    return answers.at(-1)!.promise;
  };
  return { asked, answers, loaders: { 'test-deals': loader('deals'), 'test-tasks': loader('tasks') } };
}

const put = (tag: string): HTMLElement => document.body.appendChild(document.createElement(tag));

describe('panels in the page', () => {
  it('are loaded when the page has one, once, and no others', async () => {
    const { asked, loaders } = panels();
    const first = put('test-deals');
    const stop = bringPanels(document, loaders);
    expect(asked).to.deep.equal(['deals']);
    const second = put('test-deals');
    const other = put('test-tasks');
    await waitUntil(() => asked.length > 1);
    expect(asked).to.deep.equal(['deals', 'tasks']);
    stop();
    [first, second, other].forEach((one) => one.remove());
  });

  it('are asked for again when they did not come', async () => {
    const { asked, answers, loaders } = panels();
    const place = put('test-deals');
    const stop = bringPanels(document, loaders);
    answers[0]!.reject(new TypeError('Failed to fetch'));
    await waitUntil(() => {
      put('i').remove();
      return asked.length === 2;
    });
    stop();
    place.remove();
  });

  it('are not looked for any more after the end', async () => {
    const { asked, loaders } = panels();
    bringPanels(document, loaders)();
    put('test-tasks').remove();
    await Promise.resolve();
    expect(asked).to.deep.equal([]);
  });
});
