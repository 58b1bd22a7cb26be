import { startTransition } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import {
  Added,
  begun,
  Bumped,
  Doubled,
  doubleElsewhere,
  fallbackIsSeen,
  isTorn,
  openPage,
  type Page,
  type Provider,
  settled,
} from './checks.fixture.tsx';

let page: Page;
const bump = (): void => void page.store.append(Bumped());
const bumpInTransition = (): void => startTransition(bump);
const showInTransition = (): void => startTransition(() => page.show(true));

/**
 * The checks, with their expected results. A provider that is not concurrent can neither slice nor branch, and may show
 * a fallback. All hold while another tab appends.
 */
export function playChecks(Provider: Provider, isConcurrent: boolean): void {
  afterEach(() => page.end());

  describe.each([
    ['alone', false],
    ['while another tab appends', true],
  ])('%s', (_, isFed) => {
    describe.each(['plain', 'deferred'] as const)('[BIND-2] read %s', (kind) => {
      test('no tearing on update, finally or in between', async () => {
        page = await openPage(Provider, { kind, isFed });
        await begun(page, bumpInTransition);
        page.click(bump);
        await begun(page, bumpInTransition);
        await settled(page, 7);
        expect(isTorn(page)).toBe(false);
      });

      test('no tearing on mount, finally or in between', async () => {
        page = await openPage(Provider, { kind, isFed, isShown: false });
        await begun(page, showInTransition);
        page.click(bump);
        bumpInTransition();
        await settled(page, 5);
        expect(isTorn(page)).toBe(false);
      });
    });

    test(`[BIND-2] a slow render ${isConcurrent ? 'is interrupted by' : 'finishes before'} an urgent update`, async () => {
      page = await openPage(Provider, { isFed });
      const before = page.text('all');
      await begun(page, bumpInTransition);
      page.click(() => page.setLabel('urgent'));
      await expect.poll(() => page.text('label'), { interval: 1 }).toBe('urgent');
      expect(page.text('all') === before).toBe(isConcurrent);
      await settled(page, 3);
    });

    test(`[BIND-2] an urgent update ${isConcurrent ? 'does not show' : 'shows'} the changes of a transition`, async () => {
      page = await openPage(Provider, { isFed });
      await begun(page, () =>
        startTransition(() => {
          bump();
          page.setLabel('bumped');
        }),
      );
      page.click(() => void page.store.append(Doubled()));
      await settled(page, 6);
      // First twice one, then twice three: as if the bump had always been there.
      expect(page.seen).toEqual(['1', isConcurrent ? '2' : '3', '6']);
      await expect.poll(() => page.text('label')).toBe('bumped');
    });

    test(`[BIND-2] a transition that has to wait ${isConcurrent ? 'shows no' : 'shows the'} fallback`, async () => {
      page = await openPage(Provider, { isShown: false });
      expect(await fallbackIsSeen(Provider, isFed)).toBe(!isConcurrent);
    });
  });

  const addInTransition = (): void => startTransition(() => void page.store.append(Added(100)));

  test(`[BIND-4] an event of another tab is shown ${isConcurrent ? 'without' : 'after'} the changes of a transition`, async () => {
    page = await openPage(Provider);
    page.click(() => void page.store.append(Added(5)));
    await settled(page, 6);
    await begun(page, addInTransition);
    // Twice one, then what was added. Twice what is shown would be 12.
    page.click(() => doubleElsewhere(page.store));
    await settled(page, 107);
    expect(page.seen).toEqual(['1', '6', isConcurrent ? '7' : '106', '107']);
  });
}
