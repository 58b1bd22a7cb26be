import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import { sampleEvent } from '../testing/contracts/log-fixture.ts';
import { confirmLine, pushedLine, toLine } from './wire-line.ts';

const head = { seq: 12, at: '2026-01-31T12:00:00.000Z', by: 'c-1' };

describe('[SYNC-6] a line of an authority', () => {
  test('is the pushed line with a head before its events', () => {
    const line = toLine({ events: [sampleEvent('a')], imported: true });
    const confirmed = confirmLine(line, head);
    expect(confirmed.text).toBe(`{"seq":12,"at":"2026-01-31T12:00:00.000Z","by":"c-1",${line.text.slice(1)}`);
    expect(JSON.parse(confirmed.text)).toEqual({ ...head, events: [sampleEvent('a')], imported: true });
    expect(confirmed.ids).toEqual([sampleEvent('a').id]);
  });

  test('becomes the pushed line again, whatever its events hold', () => {
    const data = fc.oneof(fc.jsonValue(), fc.constantFrom('"events":[', '{"events":[]}', '{"seq":1,"events":['));
    fc.assert(
      fc.property(fc.array(data, { minLength: 1, maxLength: 3 }), fc.boolean(), (all, isImported) => {
        const events = all.map((one, index) => sampleEvent(`${index}`, one));
        const line = toLine(isImported ? { imported: true, events } : { events });
        expect(pushedLine(confirmLine(line, head))).toEqual(line);
        expect(pushedLine(line)).toEqual(line);
      }),
      budget(200),
    );
  });

  test('names its refusals, and takes no text for one', () => {
    const refusal = { ...sampleEvent('no', { events: ['x', 'y'], code: 'no' }), type: '$rejected' };
    expect(confirmLine(toLine({ events: [refusal] }), head).refusals).toEqual([{ id: refusal.id, events: ['x', 'y'] }]);
    expect(confirmLine(toLine({ events: [sampleEvent('a', ['$rejected'])] }), head)).not.toHaveProperty('refusals');
  });
});
