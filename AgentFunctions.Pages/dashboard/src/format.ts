// How figures and times are written, in the reader's own language and time zone.

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const hours = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const days = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

export const count = (value: number): string => whole.format(value);

export const decimal = (value: number): string => short.format(value);

/** US dollars: cents where there are many, down to the micro-dollar where there are few. */
export function money(value: number): string {
  const size = Math.abs(value);
  const digits = size === 0 || size >= 1 ? 2 : size >= 0.01 ? 4 : 6;
  return new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

export const percent = (share: number, digits = 1): string =>
  new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: digits }).format(share);

export const moment = (time: string): string => moments.format(new Date(time));

export const hour = (time: string): string => hours.format(new Date(time));

/** A day of UTC, such as costs are booked to. */
export const day = (date: string): string => days.format(new Date(date));

export function duration(seconds: number): string {
  if (seconds < 1) {
    return `${Math.round(seconds * 1000)} ms`;
  }

  if (seconds < 60) {
    return `${seconds < 10 ? decimal(seconds) : count(seconds)} s`;
  }

  const [large, small] = seconds < 3600
    ? [`${Math.floor(seconds / 60)} min`, `${Math.floor(seconds % 60)} s`]
    : [`${count(Math.floor(seconds / 3600))} h`, `${Math.floor(seconds % 3600 / 60)} min`];
  return `${large} ${small}`;
}

export const between = (from: string, to: string): string =>
  duration(Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000));

/** Words of a name as the API spells it: deadLettered is "dead lettered". */
export const words = (name: string): string => name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);

/** Enough of a task's id to tell it from its neighbours: ids begin with their time. */
export const shortId = (id: string): string => `…${id.slice(-10)}`;
