import type { BadLineReason } from './bad-lines.ts';
import { COLUMNS } from './sales-line.ts';

/** The expected figures of a sample, computed by plain code. */
export interface SampleFigures {
  /** Lines with content, including bad ones. */
  readonly lines: number;
  readonly invoices: number;
  readonly sales: number;
  readonly cancellations: number;
  readonly adjustments: number;
  readonly netPence: number;
  readonly products: number;
  readonly customers: number;
  readonly penceByMonth: Readonly<Record<string, number>>;
  readonly penceBySku: Readonly<Record<string, number>>;
  readonly itemsBySku: Readonly<Record<string, number>>;
  readonly badLines: readonly { readonly line: number; readonly reason: BadLineReason }[];
}

export interface SampleOptions {
  readonly seed?: number;
  readonly invoices?: number;
  /** Adds one line with each fault between the good ones. */
  readonly isFaulty?: boolean;
}

/**
 * A sample file with everything that real ones have: cancellations, adjustments, invoices over several minutes,
 * invoices with other lines in between, anonymous customers, products without names, names with commas, quotes and line
 * ends, codes that differ by case, prices of a tenth of a penny and of zero, negative quantities. The same seed makes
 * the same file.
 */
export function sampleSales({ seed = 1, invoices = 300, isFaulty = false }: SampleOptions = {}): {
  readonly csv: string;
  readonly figures: SampleFigures;
} {
  const random = mulberry32(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const sheet = createSheet();
  let ms = Date.UTC(2024, 10, 20, 9);
  let postponed: Cells | undefined;

  for (let i = 0; i < invoices; i += 1) {
    ms += (20 + below(600)) * 60_000;
    // A few at fixed places, so that the smallest file has one of each.
    const kind = i % 97 === 11 ? 'A' : i % 7 === 3 ? 'C' : '';
    const no = `${kind}${700_001 + i}`;
    const customer = below(5) === 0 ? '' : `${12_000 + below(40)}.0`;
    const country = COUNTRIES[below(COUNTRIES.length)] ?? '';
    for (let line = 1 + below(12); line > 0; line -= 1) {
      const item = ITEMS[below(ITEMS.length)] ?? ITEMS[0];
      const [sku, name, mills] = kind === 'A' ? ADJUSTMENT : item;
      const qty = kind === 'C' ? -1 - below(6) : kind === 'A' ? 1 : below(25) === 0 ? -1 - below(3) : 1 + below(48);
      // Every 13th invoice takes more than a minute.
      const at = i % 13 === 5 ? ms - line * 60_000 : ms;
      sheet.add({ no, sku, name: below(60) === 0 ? '' : name, qty, at, mills, customer, country });
      if (isFaulty && line === 1) sheet.addFaulty(FAULTS[i], { no, sku, name, qty, at: ms, mills, customer, country });
    }
    if (postponed !== undefined) sheet.add(postponed);
    postponed =
      i % 50 === 20
        ? { no, sku: 'LATE', name: 'Added at the door', qty: 1, at: ms, mills: 1_005, customer, country }
        : undefined;
  }
  if (postponed !== undefined) sheet.add(postponed);
  return sheet.done();
}

interface Cells {
  readonly no: string;
  readonly sku: string;
  readonly name: string;
  readonly qty: number;
  readonly at: number;
  readonly mills: number;
  readonly customer: string;
  readonly country: string;
}

function createSheet() {
  let csv = `${COLUMNS.join(',')}\n`;
  let line = 2;
  let lines = 0;
  let net = 0n;
  const months = new Map<string, string>();
  const customers = new Set<string>();
  const penceByMonth = new Map<string, bigint>();
  const penceBySku = new Map<string, bigint>();
  const itemsBySku = new Map<string, bigint>();
  const badLines: { line: number; reason: BadLineReason }[] = [];

  const write = (cells: readonly string[]): void => {
    const record = `${cells.map(quoted).join(',')}\n`;
    csv += record;
    lines += 1;
    line += record.split('\n').length - 1;
  };

  return {
    add(cells: Cells): void {
      write(texts(cells));
      const pence = paid(cells.qty, cells.mills);
      const month = months.get(cells.no) ?? timeText(cells.at).slice(0, 7);
      // The first line of an invoice sets its month.
      months.set(cells.no, month);
      if (cells.customer !== '') customers.add(cells.customer);
      net += pence;
      plus(penceByMonth, month, pence);
      plus(penceBySku, cells.sku, pence);
      plus(itemsBySku, cells.sku, BigInt(cells.qty));
    },

    /** Adds a bad line, made from a good one. */
    addFaulty(fault: Fault | undefined, cells: Cells): void {
      if (fault === undefined) return;
      const [reason, spoil] = fault;
      badLines.push({ line, reason });
      const spoilt = spoil(texts(cells));
      if (typeof spoilt !== 'string') return write(spoilt);
      csv += `${spoilt}\n`;
      lines += 1;
      line += 1;
    },

    done(): { csv: string; figures: SampleFigures } {
      const numbers = [...months.keys()];
      const cancellations = numbers.filter((no) => no.startsWith('C')).length;
      const adjustments = numbers.filter((no) => no.startsWith('A')).length;
      return {
        csv,
        figures: {
          lines,
          invoices: numbers.length,
          sales: numbers.length - cancellations - adjustments,
          cancellations,
          adjustments,
          netPence: Number(net),
          products: penceBySku.size,
          customers: customers.size,
          penceByMonth: record(penceByMonth),
          penceBySku: record(penceBySku),
          itemsBySku: record(itemsBySku),
          badLines,
        },
      };
    },
  };
}

const texts = ({ no, sku, name, qty, at, mills, customer, country }: Cells): string[] => [
  no,
  sku,
  name,
  String(qty),
  timeText(at),
  poundsText(mills),
  customer,
  country,
];

const timeText = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** As the original writes it: as few decimals as it takes, but one at least (`2.55`, `4.0`, `0.001`). */
function poundsText(mills: number): string {
  const digits = String(Math.abs(mills)).padStart(4, '0');
  const fraction = digits.slice(-3).replace(/0{1,2}$/, '');
  return `${mills < 0 ? '-' : ''}${digits.slice(0, -3)}.${fraction}`;
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rounds half to even in another way than the shop: floor first, then compare the rest. */
function paid(qty: number, mills: number): bigint {
  const exact = BigInt(qty) * BigInt(mills);
  const floor = exact >= 0n ? exact / 10n : -((-exact + 9n) / 10n);
  const rest = exact - floor * 10n;
  if (rest !== 5n) return rest < 5n ? floor : floor + 1n;
  return floor % 2n === 0n ? floor : floor + 1n;
}

const plus = (sums: Map<string, bigint>, key: string, value: bigint): void =>
  void sums.set(key, (sums.get(key) ?? 0n) + value);

const record = (sums: ReadonlyMap<string, bigint>): Record<string, number> =>
  Object.fromEntries([...sums].map(([key, value]) => [key, Number(value)]));

/** A small generator with a seed, so that a sample can be made again (mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const COUNTRIES = ['United Kingdom', 'United Kingdom', 'United Kingdom', 'France', 'Channel Islands', 'Eire'];

type Item = readonly [sku: string, name: string, mills: number];

const ADJUSTMENT: Item = ['B', 'Adjust bad debt', -11_062_060];

const ITEMS: readonly [Item, ...Item[]] = [
  ['30001', 'TEA TOWEL, SET OF 3', 4_950],
  ['30002', 'MUG "GOOD MORNING"', 6_250],
  ['30003', 'CARD\nBLANK INSIDE', 420],
  ['30004a', 'RIBBON NARROW', 85],
  ['30004A', 'RIBBON WIDE', 125],
  ['30005', 'CANDLE', 2_550],
  ['30006', 'PAPER CLIP', 1],
  ['30007', 'MATCHES', 65],
  ['30008', 'PEG £1 SHOP', 35],
  ['30009', 'LANTERN', 12_750],
  ['30010', 'CAKE STAND', 10_950],
  ['30011', '', 0],
  ['30012', '  BUNTING ', 4_650],
  ['30013', 'JAR, SMALL', 1_255],
  ['POST', 'POSTAGE', 18_000],
  ['GIFT', 'SAMPLE', 0],
];

const put = (cells: readonly string[], column: number, text: string): string[] =>
  cells.map((cell, i) => (i === column ? text : cell));

type Fault = readonly [BadLineReason, (cells: string[]) => string[] | string];

/** By the number of the invoice that they follow. */
const FAULTS: Readonly<Record<number, Fault>> = {
  5: ['wrong-columns', (cells) => cells.slice(0, 6)],
  6: ['wrong-columns', (cells) => [...cells, 'more']],
  7: ['no-invoice-number', (cells) => put(cells, 0, ' ')],
  8: ['no-stock-code', (cells) => put(cells, 1, '')],
  9: ['bad-quantity', (cells) => put(cells, 3, '2.5')],
  10: ['bad-quantity', (cells) => put(cells, 3, '1000001')],
  11: ['bad-date', (cells) => put(cells, 4, '2024-02-30 10:00:00')],
  12: ['bad-date', (cells) => put(cells, 4, '20/11/2024 10:00')],
  13: ['bad-price', (cells) => put(cells, 5, '1.2345')],
  14: ['bad-price', (cells) => put(cells, 5, 'free')],
  15: ['too-long', (cells) => put(cells, 1, 'X'.repeat(65))],
  16: ['unpaired-quote', ([no = '', sku = '']) => `${no},${sku},"NEVER CLOSED,1,2024-11-20 10:00:00,1.0,,France`],
  17: ['unpaired-quote', ([no = '', sku = '']) => `${no},${sku},"12" PLATE,1,2024-11-20 10:00:00,1.0,,France`],
  100: ['too-late', (cells) => put(cells, 0, '700001')],
};
